"""The command as its users meet it: exit statuses, streams, places, and nothing that a hostile tree does brings a traceback."""

from __future__ import annotations

import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts.cli import main
from scripts.report.style import Style
from tests.surveys import ROOT

UNIT = "submissions/jinan/91370102EXAMPLE031"
FORM = f"{UNIT}/enterprise.yaml"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / UNIT, tmp_path / UNIT)
    return tmp_path


class Done(NamedTuple):
    """What a command left: its exit status and its two streams."""

    returncode: int
    stdout: str
    stderr: str


def catalogue(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> Done:
    """The command within this process, as fast as a function."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "replace", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith("GITHUB_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.chdir(cwd)
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = int(left.code or 0)
    return Done(status, *(stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)))  # type: ignore[attr-defined]


def launched(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell starts it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    command = [sys.executable, "-m", "scripts.cli", *map(str, arguments)]
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, cwd=cwd, env=kept | path | environment, encoding="utf-8", errors="replace"
    )


def edit(root: Path, path: str, old: str, new: str) -> int:
    """Replace a text that stands once; returns its line."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_samples_are_fine() -> None:
    done = launched("validate")
    assert done.returncode == 0, done.stdout
    assert "没有错误" in done.stdout
    assert done.stderr == ""


def test_warnings_are_errors_where_asked() -> None:
    assert catalogue("validate", "--strict").returncode == 1


def test_ten_mistakes_are_ten_findings_each_at_its_line(tmp_path: Path) -> None:
    for unit in (UNIT, "submissions/qingdao/91370211EXAMPLE46L"):
        shutil.copytree(ROOT / unit, tmp_path / unit)
    scenario = "submissions/qingdao/91370211EXAMPLE46L/products/hetong.yaml"
    industry = "submissions/qingdao/91370211EXAMPLE46L/products/xiangsu.yaml"
    mistakes = [
        ("uscc-check-digit", FORM, "统一社会信用代码: 91370102EXAMPLE031", "统一社会信用代码: 91370102EXAMPLE032"),
        ("amount-format", FORM, "注册资金: 5000", "注册资金: 5000万元"),
        ("division-unknown", FORM, "区县: 历下区", "区县: 兰山区"),
        ("uscc-kind", FORM, "单位性质: 企业", "单位性质: 事业单位"),
        ("phone-format", FORM, "手机号码: 15400000001", "手机号码: 1540000001"),
        ("field-unknown", FORM, "经营范围: ", "经营范 围: "),
        ("date-format", industry, "检测时间: 2024-04", "检测时间: 2024年4月"),
        ("field-choice", industry, "大模型产品所属种类: 行业级", "大模型产品所属种类: 专业级"),
        ("text-placeholder", scenario, "联系人: 示例乙", "联系人: 待补充"),
        ("pledge-missing", scenario, "信息可公开: 是", "信息可公开: 否"),
    ]
    expected = {(rule, path, edit(tmp_path, path, old, new)) for rule, path, old, new in mistakes}
    done = catalogue("validate", "--root", tmp_path, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)["findings"]
    # A wrong code has no prefix to judge the kind of unit by, so that mistake is told once the code is right.
    told = {(finding["rule"], finding["path"], finding["line"]) for finding in found}
    kind = next(place for place in expected if place[0] == "uscc-kind")
    assert told == expected - {kind}
    edit(tmp_path, FORM, "91370102EXAMPLE032", "91370102EXAMPLE031")
    again = json.loads(catalogue("validate", "--root", tmp_path, "--format", "json").stdout)["findings"]
    told = {(finding["rule"], finding["path"], finding["line"]) for finding in again}
    assert told == {place for place in expected if place[0] != "uscc-check-digit"}
    assert len(again) == len(mistakes) - 1


def test_json_is_as_promised(tree: Path) -> None:
    edit(tree, FORM, "单位性质: 企业", "单位性质: 公司")
    told = json.loads(catalogue("validate", "--root", tree, "--format", "json").stdout)
    assert list(told) == ["findings", "summary"]
    assert list(told["summary"]) == ["files", "units", "enterprises", "products", "errors", "warnings", "infos"]
    assert list(told["findings"][0]) == ["rule", "severity", "path", "line", "column", "field", "message", "hint"]
    assert told["findings"][0]["field"] == "单位性质"


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "validate  检查填报文件"), (["fly"], "没有“fly”，可选：validate、build"), (["validate", "--quick"], "不认识的参数：--quick\n看说明：catalogue validate --help\n"),
    (["vaildate"], "没有“vaildate”；您要写的是否是 validate？"), (["validate", "--formt=json"], "不认识的参数：--formt=json；您要写的是否是 --format？"),
    (["validate", "--format", "jsn"], "您要写的是否是 json？"), (["explain", "uscc"], "  uscc-kind  "), (["explain", "材料"], "  material-file  "), (["explain", "天气"], "没有名为 天气 的规则"), (["validate", "--format", "xml"], "xml"),
    (["validate", "nowhere"], "没有找到 nowhere"), (["validate", "README.md"], "不在 submissions 之下"), (["validate", "--root", "/"], "submissions"),
    (["build", "--base-url", "ftp://x"], "https://"), (["summaries", "--city", "beijing"], "十六市里没有“beijing”。可写：济南 jinan、"), (["forms", "--city", "北京"], "十六市里没有“北京”"), (["explain", "uscc-chek-digit"], "uscc-check-digit"),
    (["serve", "--address", "x"], "127.0.0.1:8000"),
])  # fmt: skip
def test_wrong_use(arguments: list[str], words: str) -> None:
    done = (catalogue if arguments else launched)(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("path", [FORM, UNIT, "submissions/jinan", "submissions", "."])
def test_a_path_chooses(tree: Path, path: str) -> None:
    shutil.copytree(ROOT / "submissions/zibo", tree / "submissions/zibo")
    edit(tree, FORM, "单位性质: 企业", "单位性质: 公司")
    done = catalogue("validate", path, cwd=tree)
    assert done.returncode == 1
    assert FORM in done.stdout
    assert catalogue("validate", "submissions/zibo", cwd=tree).returncode == 0
    assert catalogue("validate", "enterprise.yaml", "--root", tree, cwd=tree / UNIT).returncode == 1


def hostile(root: Path) -> None:
    """The worst files that a proposal could hold."""
    unit = root / UNIT
    (unit / "products/deep.yaml").write_text("[" * 100_000, encoding="utf-8")
    (unit / "products/keys.yaml").write_text("? " * 50_000, encoding="utf-8")
    (unit / "products/large.yaml").write_text("a: b\n" * 100_000, encoding="utf-8")
    (unit / "products/bytes.yaml").write_bytes(bytes(range(256)) * 8)
    (unit / "products/loop.yaml").symlink_to("loop.yaml")
    (unit / "products/home").symlink_to("/")
    (unit / "materials/a\nb\x1b[2J\u202e.pdf").write_bytes(b"%PDF-")
    (root / "submissions/jinan/::error::x").write_text("x", encoding="utf-8")
    os.mkfifo(unit / "products/pipe.yaml")
    with (unit / "materials/huge.pdf").open("wb") as file:
        file.truncate(2**30)


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown"])
def test_a_hostile_tree_is_told_plainly(tree: Path, form: str) -> None:
    hostile(tree)
    done = (launched if form == "text" else catalogue)("validate", "--root", tree, "--format", form)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "\x1b[2J" not in done.stdout
    assert "\u202e" not in done.stdout
    for name in ("deep.yaml", "keys.yaml", "large.yaml", "bytes.yaml", "loop.yaml", "pipe.yaml"):
        assert name in html.unescape(done.stdout), name
    assert ("huge.pdf" in done.stdout) is (form == "json")  # of a material others see the place alone


def test_every_file_of_a_flood_is_read(tree: Path) -> None:
    folder = tree / UNIT / "products"
    text = (folder / "gongwen.yaml").read_text(encoding="utf-8")
    for number in range(300):
        (folder / f"p{number}.yaml").write_text(text.replace("版本号: V1.3.2", f"版本号: V{number}"), encoding="utf-8")
    told = json.loads(catalogue("validate", "--root", tree, "--format", "json").stdout)
    assert told["summary"]["products"] == 303


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp437"])
def test_any_console(tree: Path, encoding: str) -> None:
    edit(tree, FORM, "单位性质: 企业", "单位性质: 公司📦")
    done = launched("validate", "--root", tree, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_colour_only_where_it_is_wanted(tree: Path) -> None:
    edit(tree, FORM, "单位性质: 企业", "单位性质: 公司")
    assert "\x1b[" not in catalogue("validate", "--root", tree).stdout
    assert "\x1b[" in catalogue("validate", "--root", tree, FORCE_COLOR="1").stdout


def test_the_caret_stands_below_its_column(tree: Path) -> None:
    edit(tree, FORM, "注册资金: 5000", "注册资金: 5000万元")
    lines = catalogue("validate", "--root", tree, "--values").stdout.split("\n")
    source = next(line for line in lines if "5000万元" in line and "│" in line)
    caret = lines[lines.index(source) + 1]
    width = sum(2 if ord(char) > 0x2E80 else 1 for char in source[: source.index("5000")])
    assert caret.index("^") == width


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "stream", "colour"),
    [({}, Screen, True), ({}, io.StringIO, False), ({"NO_COLOR": "1"}, Screen, False), ({"NO_COLOR": ""}, Screen, True),
     ({"FORCE_COLOR": "1"}, io.StringIO, True)],
)  # fmt: skip
def test_who_gets_colour(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], stream: type[io.StringIO], colour: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", *variables):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Style.of(stream()).colour is colour


@pytest.mark.parametrize("path", ["/etc/hostname", "..", "../elsewhere", "mkdocs.yml", "submissions/../mkdocs.yml"])
def test_a_path_outside_is_wrong_use(tree: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "mkdocs.yml").touch()
    assert main(["validate", "--root", str(tree), path]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "不在 submissions 之下" in told.err or "没有找到" in told.err


def test_a_path_that_leads_out_by_a_link(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "submissions/away").symlink_to("/")
    assert main(["validate", "--root", str(tree), "--format", "json", "submissions/away"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [finding["rule"] for finding in told["findings"]] == ["file-link"]


def test_a_path_is_seen_from_where_the_user_stands(tree: Path) -> None:
    edit(tree, FORM, "单位性质: 企业", "单位性质: 公司")
    for folder, path in (
        (tree / UNIT, "products"),
        (tree / "submissions", "jinan"),
        (tree / UNIT / "products", "../enterprise.yaml"),
    ):
        done = catalogue("validate", "--root", tree, path, cwd=folder)
        assert done.returncode == (0 if path == "products" else 1), (folder, path, done.stdout)


@pytest.mark.parametrize("where", ["scripts.tree.disk.os.scandir", "scripts.tree.disk.DiskTree.read"])
def test_what_may_not_be_read_is_one_line(
    where: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "submissions/jinan")

    monkeypatch.setattr(where, refuse)
    assert main(["validate", "--root", str(ROOT)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "没有完成" in told.err and "submissions/jinan" in told.err


@pytest.mark.parametrize("command", [
    ["forms", "--out"], ["summaries", "--out"], ["build", "--out"], ["import", "--template"],
])  # fmt: skip
@pytest.mark.parametrize("folder", ["submissions", "submissions/jinan", f"{UNIT}/new", "mkdocs/../submissions/x"])
def test_nothing_is_written_into_submissions(tree: Path, command: list[str], folder: str) -> None:
    for name in ("mkdocs.yml", "site_src"):
        (tree / name).mkdir()
    before = sorted(tree.rglob("*"))
    done = catalogue(*command, folder, cwd=tree)
    assert done.returncode == 2
    assert "请换一个文件夹" in done.stderr
    assert sorted(tree.rglob("*")) == before


def test_a_word_finds_the_only_rule_of_its_kind() -> None:
    assert "[phone-format]" in catalogue("explain", "电话").stdout


def test_the_version() -> None:
    done = catalogue("--version")
    assert re.fullmatch(r"catalogue \d+\.\d+\.\d+\n", done.stdout)
    assert done.returncode == 0


def test_help_is_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["validate", "--help"])
    assert left.value.code == 0
    assert "--strict" in capsys.readouterr().out


def test_our_own_fault_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("scripts.check.pipeline.check", lambda *_, **__: 1 / 0)
    assert main(["validate", "--root", str(ROOT)]) == 1
    told = capsys.readouterr().err
    assert re.fullmatch(r"程序出错：ZeroDivisionError。.*\n", told)


def test_what_the_system_refuses_is_told_in_chinese(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "文件").write_text("x", encoding="utf-8")
    assert main(["summaries", "--root", str(tree), "--out", str(tree / "文件")]) == 1
    assert "没有完成：应是文件夹的地方是一个文件（" in capsys.readouterr().err

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "附件3 大模型企业汇总表.xlsx")

    monkeypatch.setattr("scripts.build.summaries", locked)
    assert main(["summaries", "--root", str(tree)]) == 1
    assert "没有权限（附件3 大模型企业汇总表.xlsx）；若正在 Excel" in capsys.readouterr().err
