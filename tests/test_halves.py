"""A form in two halves (联系信息: 另交): joined and judged as one, bound to each other, and nothing private in Git."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.commitment import commit, new_salt
from schema.layout.paths import FormPath
from schema.reading.read import read
from schema.reading.unit import read_unit
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.report import FORMATS
from scripts.report.lines import report
from scripts.report.style import Style
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees, arranged
from tests.cases import BASE, TODAY, UNIT
from tests.gitbox import commit as commit_all
from tests.gitbox import git
from tests.separate import SEPARATE, installed_copy, part, surveyed

pytestmark = pytest.mark.usefixtures("one_sandbox", "separate")
HERE = UNIT.removeprefix("submissions/")


@pytest.fixture(scope="module")
def separate() -> Iterator[None]:
    with surveyed(联系信息="另交"):
        yield


class Survey:
    """The valid unit of the cases in two halves."""

    def __init__(self, folder: Path) -> None:
        self.root, self.private = folder / "repository", folder / "private"
        shutil.copytree(BASE, self.root)
        part(self.root, self.private)

    def told(self, *, alone: bool = False) -> list[Finding]:
        tree = DiskTree(self.root)
        return check(tree if alone else TwoTrees(tree, self.private, "DIR"), today=TODAY).findings

    def rules(self, *, alone: bool = False) -> list[tuple[str, str, str | None]]:
        return [(found.rule, found.path, found.field) for found in self.told(alone=alone)]

    def shown(self) -> str:
        """Everything that a terminal shows of the repository alone."""
        checked = check(DiskTree(self.root), today=TODAY)
        return FORMATS["text"](report(checked, values=True), Style())

    def edit(self, path: str, old: str, new: str) -> None:
        file = (self.root if path.startswith("submissions") else self.private) / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def both(tmp_path: Path) -> Survey:
    return Survey(tmp_path)


def test_a_valid_form_in_two_halves(both: Survey) -> None:
    assert both.told() == []
    assert both.told(alone=True) == []


def test_the_vectors_hold() -> None:
    for vector in json.loads((Path(__file__).parent / "data/commitments.json").read_text(encoding="utf-8")):
        assert commit(**vector["of"]) == vector["commitment"], vector


def test_equal_values_commit_differently() -> None:
    made = {commit(2024, "jinan", "91370102EXAMPLE031", "hetong", new_salt(), {"联系人": "示例丙"}) for _ in range(20)}
    assert len(made) == 20


# ---------- what must not be in Git ----------

PRIVATE = {
    "enterprise": (
        "联系人姓名: 示例隐甲",
        "手机号码: 15400009876",
        "企业年度收入: 98765.43",
        "企业大模型相关收入: 87.65",
        "高成长性说明: 示例隐丁",
    ),
    "product": ("联系人: 示例隐乙", "联系方式: 0531-00009876"),
}


@pytest.mark.parametrize("line", PRIVATE["enterprise"])
@pytest.mark.parametrize(
    "style", ["{}", '{0[0]}: "{0[1]}"', "{0[0]}: >-\n  {0[1]}", "{0[0]}: # 说明\n  {0[1]}", "{0[0]}: [{0[1]}]"]
)
def test_a_private_value_in_the_public_half_is_one_error_and_not_echoed(both: Survey, line: str, style: str) -> None:
    label, _, value = line.partition(": ")
    written = line if style == "{}" else style.format((label, value))
    both.edit(f"{UNIT}/enterprise.yaml", "单位性质: 企业\n", f"单位性质: 企业\n{written}\n")
    for alone in (True, False):
        assert both.rules(alone=alone) == [("private-here", f"{UNIT}/enterprise.yaml", label)]
    assert value not in both.shown()


def test_a_private_part_of_a_part_is_refused(both: Survey) -> None:
    both.edit(f"{UNIT}/enterprise.yaml", "  区县: 历下区\n", "  区县: 历下区\n  地址: 示例隐丙路九十九号\n")
    assert both.rules() == [("private-here", f"{UNIT}/enterprise.yaml", "单位注册地.地址")]
    both.edit(
        f"{UNIT}/enterprise.yaml",
        "    另交: 是\n  - 类别: 能力证明",
        "    文件: materials/yinwu.pdf\n  - 类别: 能力证明",
    )
    assert [rule for rule, *_ in both.rules(alone=True)] == ["private-here", "private-here"]
    assert "yinwu" not in both.shown()
    assert "九十九" not in both.shown()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("经营范围: ", "经营范围: 业务联系15400009876，"),
        ("经营范围: ", "# 电话 １５４００００９８７６\n经营范围: "),
        ("企业名称: 示例泉智科技有限公司", "企业名称: 示例泉智科技有限公司154 0000 9876"),
        ("网址: ", "未知154-0000-9876: 15400009876\n网址: "),
        ("注册资金: 5000", "注册资金: 约 15400009876"),
        ("经营范围: ", "经营范围: 370102199003070008，"),
        ("团队能力: ", "团队能力: >-\n    154\n    00009876，"),
    ],
)
def test_a_number_of_a_person_anywhere_is_an_error_and_not_echoed(both: Survey, old: str, new: str) -> None:
    path = f"{UNIT}/enterprise.yaml"
    text = (both.root / path).read_text(encoding="utf-8")
    assert old in text
    (both.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    rules = [rule for rule, *_ in both.rules(alone=True)]
    assert rules.count("private-here") == 1, rules
    assert not {"text-personal", "amount-format"} & set(rules)
    assert not any(text in both.shown() for text in ("9876", "９８７６", "30700"))


def test_a_file_in_materials_is_an_error(both: Survey) -> None:
    for name in ("materials/a.pdf", "materials/deep/张.doc", "Materials/b.png"):
        file = both.root / UNIT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    assert [rule for rule, *_ in both.rules()] == ["private-here"] * 3


def test_the_bureaus_own_contact_is_refused_and_its_public_number_is_not(both: Survey) -> None:
    path = both.root / "submissions/jinan/bureau.yaml"
    path.write_text(
        "填报单位: 示例局\n报送电话: 15400009876、0531-00000000\n报送邮箱: llm@example.com\n", encoding="utf-8"
    )
    assert both.told() == []
    path.write_text("联系人: 示例隐乙\n报送电话: 15400009876\n备注: 15400009876\n", encoding="utf-8")
    assert [(rule, field) for rule, _, field in both.rules() if rule == "private-here"] == [
        ("private-here", "联系人"),
        ("private-here", None),
    ]
    assert "示例隐" not in both.shown()


def test_a_misspelt_private_field_is_known_for_what_it_is(both: Survey) -> None:
    both.edit(f"{UNIT}/enterprise.yaml", "单位性质: 企业\n", "单位性质: 企业\n联系人名: 示例隐甲\n")
    assert [rule for rule, *_ in both.rules(alone=True)] == ["private-here"]
    assert "示例隐" not in both.shown()


@pytest.mark.parametrize(
    "line", ["联系人姓名：示例隐甲", "  联系人姓名: 示例隐甲", "联系人姓名 示例隐甲", '联系人姓名: "示例隐甲']
)
def test_a_private_line_is_not_echoed_where_the_file_cannot_be_read(both: Survey, line: str) -> None:
    both.edit(f"{UNIT}/enterprise.yaml", "单位性质: 企业\n", f"单位性质: 企业\n{line}\n")
    assert any(rule in ("yaml-syntax", "private-here") for rule, *_ in both.rules(alone=True))
    assert "示例隐" not in both.shown()


def test_a_private_half_that_travels_alone_has_no_place_in_git(both: Survey) -> None:
    for name in (
        f"{UNIT}-enterprise.不公开.yaml",
        f"{UNIT}/91370102EXAMPLE031-hetong.不公开.yaml",
        f"{UNIT}/products/x.不公开.yaml",
    ):
        (both.root / name).write_text("联系人: 示例隐甲\n", encoding="utf-8")
    assert [rule for rule, *_ in both.rules()] == ["private-here"] * 3


def test_a_commitment_is_asked_for(both: Survey) -> None:
    path = f"{UNIT}/products/hetong.yaml"
    text = (both.root / path).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("不公开部分"))
    for wrong in (
        "",
        "不公开部分:",
        line.lower(),
        line[:-1],
        line.replace(" ", "").replace(":", ": "),
        line[:-1] + "1",
    ):
        (both.root / path).write_text(text.replace(line, wrong), encoding="utf-8")
        assert both.rules() == [("private-form", path, "不公开部分")], wrong


# ---------- both halves ----------

ENTERPRISE, PRODUCT = f"{UNIT}/enterprise.yaml", f"{UNIT}/products/hetong.yaml"


def test_a_finding_stands_in_the_half_that_it_is_about(both: Survey) -> None:
    both.edit(f"{HERE}/enterprise.yaml", "15400000001", "1540000001")
    both.edit(ENTERPRISE, "注册资金: 5000", "注册资金: 5000万元")
    found = {(found.rule, found.path, found.field): found for found in both.told()}
    here = f"private:/{HERE}/enterprise.yaml"
    assert set(found) == {
        ("phone-format", here, "手机号码"),
        ("amount-format", ENTERPRISE, "注册资金"),
        ("private-mismatch", ENTERPRISE, "不公开部分"),
    }
    line = (both.private / HERE / "enterprise.yaml").read_text(encoding="utf-8").splitlines()
    assert line[(found["phone-format", here, "手机号码"].line or 0) - 1] == "手机号码: 1540000001"


def test_what_the_private_half_lacks_is_told_there(both: Survey) -> None:
    both.edit(f"{HERE}/enterprise.yaml", "企业年度收入: ", "企业全年收入: ")
    rules = both.rules()
    assert ("field-unknown", f"private:/{HERE}/enterprise.yaml", None) in rules
    (both.private / HERE / "enterprise.yaml").write_text("", encoding="utf-8")
    assert ("field-missing", f"private:/{HERE}/enterprise.yaml", None) in both.rules()


def test_rules_over_both_halves_see_them_joined(both: Survey) -> None:
    path = both.private / HERE / "enterprise.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("企业大模型相关收入: .*", "企业大模型相关收入: 99999999", text), encoding="utf-8")
    assert ("amount-range", f"private:/{HERE}/enterprise.yaml", "企业大模型相关收入") in both.rules()
    path.write_text(re.sub("企业大模型相关收入: .*", "企业大模型相关收入: 4", text), encoding="utf-8")
    assert ("revenue-threshold", f"private:/{HERE}/enterprise.yaml", "企业大模型相关收入") in both.rules()
    path.write_text(text, encoding="utf-8")
    both.edit(ENTERPRISE, "经营范围: ", "经营范围: 座机0531-00000004，")
    assert ("text-personal", ENTERPRISE, "经营范围") in both.rules()


@pytest.mark.parametrize("path", [f"{HERE}/enterprise.yaml", f"{HERE}/products/hetong.yaml"])
def test_each_byte_of_a_private_half_counts(both: Survey, path: str) -> None:
    file, place = both.private / path, FormPath.parse(f"submissions/{path}")
    assert place
    data = file.read_bytes()
    before = read(place.path, data).document
    arrangement = arranged(TwoTrees(DiskTree(both.root), both.private, ""))
    (files,) = arrangement.units.values()
    tree = TwoTrees(DiskTree(both.root), both.private, "")
    for at in range(len(data)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        after = read(place.path, file.read_bytes()).document
        same = before and after and after.parsed and before.root == after.root
        wrong = any(found.severity is Severity.ERROR for found in read_unit(files, tree.read)[1])
        assert same or wrong or "material-file" in {rule for rule, *_ in both.rules()}, at


def test_each_byte_of_a_commitment_counts(both: Survey) -> None:
    text = (both.root / PRODUCT).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("不公开部分"))
    for at in range(len("不公开部分: "), len(line)):
        wrong = line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :]
        (both.root / PRODUCT).write_text(text.replace(line, wrong), encoding="utf-8")
        rule = "private-form" if line[at] == " " else "private-mismatch"
        assert both.rules() == [(rule, PRODUCT, "不公开部分")]


def test_a_file_that_travels_counts_too(both: Survey) -> None:
    proof = both.private / HERE / "materials/zhizhao.pdf"
    proof.write_bytes(proof.read_bytes().replace(b"%%EOF", b"%\n%%EOF"))
    assert ("private-mismatch", ENTERPRISE, "不公开部分") in both.rules()
    proof.unlink()
    assert ("material-file", f"private:/{HERE}/enterprise.yaml", "材料.1.文件") in both.rules()


def test_a_half_of_another_form_round_or_unit_is_refused(both: Survey) -> None:
    here = both.private / HERE / "products"
    hetong, xiangsu = here / "hetong.yaml", here / "xiangsu.yaml"
    text = hetong.read_bytes()
    hetong.write_bytes(xiangsu.read_bytes())
    assert any(rule.startswith("private-mismatch") and path.endswith("hetong.yaml") for rule, path, _ in both.rules())
    hetong.write_bytes(text)
    assert both.told() == []
    (both.root / PRODUCT).write_text(
        "批次: 2023\n" + (both.root / PRODUCT).read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert ("private-mismatch", PRODUCT, "不公开部分") in both.rules()


def test_two_units_cannot_swap(both: Survey) -> None:
    other = HERE.replace("jinan/91370102EXAMPLE031", "heze/91371702EXAMPLEJ9H")
    shutil.copytree(both.root / UNIT, both.root / "submissions" / other)
    shutil.copytree(both.private / HERE, both.private / other)
    rules = both.rules()
    assert len([path for rule, path, _ in rules if rule == "private-mismatch" and other in path]) == 3


def test_what_is_not_there_yet_and_what_belongs_to_nothing(both: Survey) -> None:
    (both.private / HERE / "products/hetong.yaml").rename(both.private / HERE / "products/andere.yaml")
    assert both.rules() == [
        ("path-unknown", f"private:/{HERE}/products/andere.yaml", None),
        ("private-missing", PRODUCT, "不公开部分"),
    ]
    (both.private / HERE).rename(both.private / "jinan/91370112EXAMPLE11B")
    rules = both.rules()
    assert ("path-unknown", "private:/jinan/91370112EXAMPLE11B", None) in rules
    assert [rule for rule, *_ in rules].count("private-missing") == 3
    assert len(rules) == 4


def test_a_file_may_come_later(both: Survey) -> None:
    path = both.private / HERE / "products/xiangsu.yaml"
    text = path.read_text(encoding="utf-8")
    assert "  - 文件: materials/ruanzhu.pdf\n" in text
    path.write_text(text.replace("  - 文件: materials/ruanzhu.pdf\n", "  -\n"), encoding="utf-8")
    assert ("private-mismatch", f"{UNIT}/products/xiangsu.yaml", "不公开部分") in both.rules()
    path.write_text(text.replace("  - 文件: materials/ruanzhu.pdf\n", ""), encoding="utf-8")
    assert ("private-mismatch", f"private:/{HERE}/products/xiangsu.yaml", "材料") in both.rules()


@pytest.mark.parametrize("data", [
    b"&a [*a]", b"[" * 100000, b"a: b\n" * 60000, b"\xff\xfe", b"\0", "联系人: 示例".encode("gbk"), b"{}", "盐: [1]\n联系人: {a: b}\n材料: 1\n".encode(),
], ids=range(8))  # fmt: skip
def test_a_hostile_private_half_is_only_found_wrong(both: Survey, data: bytes) -> None:
    (both.private / HERE / "products/hetong.yaml").write_bytes(data)
    (both.private / HERE / "enterprise.yaml").unlink()
    (both.private / HERE / "enterprise.yaml").symlink_to("/etc/passwd")
    found = both.told()
    assert any(found.path == f"private:/{HERE}/products/hetong.yaml" for found in found)
    assert any((found.rule, found.path) == ("file-link", f"private:/{HERE}/enterprise.yaml") for found in found)


def test_nothing_of_a_private_folder_but_on_a_terminal(both: Survey) -> None:
    canaries = {"示例甲": "示例隐甲秘", "15400000001": "15400009876", "8612": "9876543.21"}
    path = both.private / HERE / "enterprise.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in canaries.items():
        text = text.replace(old, new)
    path.write_text(
        text.replace("手机号码: ", "手机号码: 电话").replace("企业年度收入: ", "企业年度收入: 约"), encoding="utf-8"
    )
    (both.private / HERE / "materials/示例隐丙.docx").write_bytes(b"x")
    checked = check(TwoTrees(DiskTree(both.root), both.private, "../不公开"), today=TODAY)
    terminal = FORMATS["text"](report(checked, values=True), Style())
    assert "../不公开/jinan/91370102EXAMPLE031/enterprise.yaml" in terminal
    assert all(text in terminal for text in ("15400009876", "9876543.21", "示例隐丙"))
    for name, render in FORMATS.items():
        shown = render(report(checked, values=False), Style())
        told = json.loads(shown)["findings"] if name == "json" else shown
        if name == "json":
            told = str([{**finding, "path": ""} for finding in told])
        assert not any(text in told for text in (*canaries.values(), "示例隐")), name


def test_the_folder_is_never_where_git_keeps_it(both: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    def validate(private: Path | str, *more: str) -> int:
        return main(["validate", "--root", str(both.root), "--private", str(private), *more])

    assert validate(both.private) == 0
    assert validate(both.root / "submissions") == 2
    assert validate(both.root) == 2
    assert validate(both.root.parent) == 2
    assert validate("nowhere") == 2
    git(both.root.parent, "init", "-q", "-b", "main", "repository")
    inside = both.root / "build/private"
    shutil.copytree(both.private, inside)
    assert validate(inside) == 2
    assert "Git" in capsys.readouterr().err
    (both.root / ".gitignore").write_text("/build/*\n", encoding="utf-8")
    commit_all(both.root, "base")
    assert validate(inside) == 0
    git(both.root, "add", "-f", "build/private")
    assert validate(inside) == 2
    git(both.root, "rm", "-q", "-r", "--cached", "build/private")
    git(both.root, "checkout", "-q", "-b", "proposal")
    both.edit(ENTERPRISE, "注册资金: 5000", "注册资金: 5000万元")
    commit_all(both.root, "wrong")
    capsys.readouterr()
    assert validate(both.private, "--base", "main", "--head", "proposal", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["path"] for finding in found if finding["rule"] == "amount-format"] == [ENTERPRISE]
    assert not {finding["rule"] for finding in found} & {"private-missing", "private-mismatch", "path-unknown"}


def test_only_the_public_half_is_mended(both: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    private = both.private / f"{HERE}/enterprise.yaml"
    both.edit(ENTERPRISE, "注册资金: 5000", "注册资金：5000万元")
    both.edit(f"{HERE}/enterprise.yaml", "手机号码: ", "手机号码：")
    before = private.read_bytes()
    main(["validate", "--root", str(both.root), "--private", str(both.private), "--format", "text", "--fix"])
    assert "不公开部分没有动" in capsys.readouterr().out
    assert private.read_bytes() == before
    assert "注册资金: 5000\n" in (both.root / ENTERPRISE).read_text(encoding="utf-8")
    main(["validate", "--root", str(both.root), "--private", str(both.private), "--format", "text"])
    assert "--fix" not in capsys.readouterr().out


def test_a_number_that_must_not_be_there_is_neither_mended_nor_echoed(
    both: Survey, capsys: pytest.CaptureFixture[str]
) -> None:
    both.edit(ENTERPRISE, "注册资金: 5000", "注册资金: 15400000001元")
    main(["validate", "--root", str(both.root), "--fix", "--format", "text", "--values"])
    assert "1540000" not in capsys.readouterr().out
    assert "15400000001元" in (both.root / ENTERPRISE).read_text(encoding="utf-8")


def test_paths_choose_both_halves(both: Survey) -> None:
    both.edit(f"{HERE}/enterprise.yaml", "15400000001", "1540000001")
    tree = TwoTrees(DiskTree(both.root), both.private, "DIR")
    assert len(check(tree, paths=[UNIT], today=TODAY).findings) == 2
    assert check(tree, paths=["submissions/heze"], today=TODAY).findings == []


def test_another_process_with_the_other_line_in_its_survey(both: Survey, tmp_path: Path) -> None:
    environment = installed_copy(tmp_path / "code", SEPARATE)

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "scripts.cli", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path / "code", env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    status, told = run("validate", "--root", str(both.root), "--private", str(both.private))
    assert status == 0, told
    assert run("validate", "--root", str(both.root))[0] == 0
    (tmp_path / "empty").mkdir()
    status, told = run("validate", "--root", str(both.root), "--private", str(tmp_path / "empty"))
    assert (status, told.count("private-missing")) == (0, 3), told
    assert run("schema")[0] == 0
    schema = json.loads((tmp_path / "code/schema/enterprise.schema.json").read_text(encoding="utf-8"))
    assert "手机号码" not in schema["properties"]
    assert "不公开部分" in schema["required"]


def test_the_option_is_for_forms_in_two_halves_only(both: Survey, tmp_path: Path) -> None:
    with surveyed(联系信息="明文"):
        assert main(["validate", "--root", str(both.root), "--private", str(both.private)]) == 2
