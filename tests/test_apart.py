"""The commands where forms are in two halves (联系信息: 另交): contacts only with the private halves, and nowhere without."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from schema.reading.read import read
from schema.reading.unit import read_unit
from scripts.bureau.sheets import APART, APART_NOTE
from scripts.cli import main
from scripts.new.command import new, next_steps
from scripts.new.place import NewOptions
from scripts.tree.disk import DiskTree
from scripts.tree.private import PrivateFolder, TwoTrees, arranged
from scripts.writing.digest import digest
from tests.clerk import ANSWERS, CONTACT, MOBILE, clerk_for
from tests.gitbox import commit as commit_all
from tests.gitbox import git
from tests.separate import part, surveyed
from tests.surveys import CANARIES, GROWTH, PROOF, copy_samples, mark_private

STAMP = re.compile("[0-9a-f]{10}")
pytestmark = pytest.mark.usefixtures("one_sandbox")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cities' samples with canaries for private values, as whole forms."""
    root = copy_samples(tmp_path_factory.mktemp("plain"), "jinan", "qingdao")
    mark_private(root)
    return root


@pytest.fixture(scope="module")
def halves(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same in two halves: the repository, and the folder of the private ones."""
    root, private = tmp_path_factory.mktemp("public") / "repository", tmp_path_factory.mktemp("private")
    shutil.copytree(plain, root)
    with surveyed(联系信息="另交"):
        part(root, private)
    return root, private


@pytest.fixture
def separate() -> Iterator[None]:
    with surveyed(联系信息="另交"):
        yield


def sheets(out: Path, name: str) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(out / name)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


SHEETS = ("附件3 大模型企业汇总表.xlsx", "附件4 大模型产品汇总表.xlsx")


# ---------- sheets ----------


def test_with_the_private_halves_the_sheets_are_those_of_whole_forms(
    plain: Path, halves: tuple[Path, Path], tmp_path: Path
) -> None:
    root, private = halves
    assert main(["summaries", "--root", str(plain), "--out", str(tmp_path / "plain")]) == 0
    with surveyed(联系信息="另交"):
        assert main(["summaries", "--root", str(root), "--private", str(private), "--out", str(tmp_path / "both")]) == 0
    for folder in ("jinan", "全省"):
        for name in SHEETS:
            ours, theirs = (sheets(tmp_path / which / folder, name) for which in ("plain", "both"))
            assert ours == theirs, name
        lists = [sheets(tmp_path / which / folder, "材料核对表.xlsx") for which in ("plain", "both")]
        assert lists[0]["催办名单"] == lists[1]["催办名单"]
        ours, theirs = (
            [[cell for cell in row if not STAMP.fullmatch(str(cell))] for row in one["材料核对"]] for one in lists
        )
        assert ours == theirs, "all but the digests, which are of other values"


@pytest.mark.usefixtures("separate")
def test_without_them_a_sheet_says_where_contacts_are(halves: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["summaries", "--root", str(halves[0]), "--out", str(tmp_path)]) == 0
    for folder, name in ((folder, name) for folder in ("jinan", "全省") for name in SHEETS):
        for rows in sheets(tmp_path / folder, name).values():
            table = [row for row in rows if isinstance(row[0], int) and row[1]]
            assert {row[-2:] for row in table} <= {(APART, APART)}
            assert rows[-1][0] == f"注：{APART_NOTE}" or not table
    head = sheets(tmp_path / "jinan", SHEETS[0])["济南市"][3]
    assert [text for text in head if text] == [f"联系人：{APART}", f"联系方式：{APART}"]
    told = sheets(tmp_path / "jinan", "材料核对表.xlsx")
    assert {row[2:4] for row in told["催办名单"] if isinstance(row[0], int)} == {(APART, APART)}
    assert any("另交" in row for row in told["进度"])
    assert any("□知识产权证书 另交" in str(row) for row in told["材料核对"])


@pytest.mark.usefixtures("separate")
def test_a_sheets_digest_tells_nothing_private(
    halves: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, folder = ["--root", str(halves[0])], ["--private", str(halves[1])]
    for which, options in (("both", folder), ("alone", [])):
        assert main(["summaries", *at, *options, "--city", "济南", "--out", str(tmp_path / which)]) == 0
    both, alone = ([str(tmp_path / which / "jinan" / name) for name in SHEETS] for which in ("both", "alone"))
    feet = [[load_workbook(name).worksheets[0].oddFooter.right.text for name in names] for names in (both, alone)]
    assert feet[0] == feet[1] and all("摘要 " in text for text in feet[0])
    assert main(["verify", *at, *both, *alone]) == main(["verify", *at, *folder, *both, *alone]) == 0
    book = load_workbook(both[0])
    book.worksheets[0]["D6"] = "15400001234"
    book.save(both[0])
    assert main(["verify", *at, both[0]]) == 0, "without the private halves nobody knows"
    assert main(["verify", *at, *folder, both[0]]) == 1
    assert not secrets_in(capsys.readouterr().out.encode())


@pytest.mark.usefixtures("separate")
def test_a_half_that_has_not_come_is_asked_for(halves: tuple[Path, Path], tmp_path: Path) -> None:
    private = tmp_path / "private"
    shutil.copytree(halves[1], private)
    (private / "jinan/91370102EXAMPLE031/enterprise.yaml").unlink()
    (private / "jinan/bureau.yaml").unlink()
    command = ["summaries", "--root", str(halves[0]), "--private", str(private), "--city", "济南"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    (rows,) = sheets(tmp_path / "out/jinan", SHEETS[0]).values()
    table = [row for row in rows if isinstance(row[0], int)]
    assert [row[-2:] for row in table].count((APART, APART)) == 1 < len(table)
    assert "〔" not in str(rows[3]), "a bureau may have no contact"
    told = sheets(tmp_path / "out/jinan", "材料核对表.xlsx")["催办名单"]
    assert any("请交来不公开部分的文件：附件1。" in str(row) for row in told)
    assert not any(f"{APART}：您好" in str(row) for row in told)


# ---------- forms and their digests ----------


@pytest.mark.usefixtures("separate")
def test_a_form_is_printed_whole_and_its_digest_tells_nothing_private(
    halves: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, private, unit = halves[0], tmp_path / "private", "submissions/jinan/91370102EXAMPLE031"
    shutil.copytree(halves[1], private)
    forms = ["forms", "--root", str(root), unit, "--out"]
    assert main([*forms, str(tmp_path / "a")]) == 2
    assert main([*forms, str(tmp_path / "a"), "--private", str(private)]) == 0
    printed = sorted((tmp_path / "a").rglob("*.docx"))
    assert len(printed) == 4 and not any("草稿" in path.name for path in printed)
    bond = read(unit, (root / unit / "enterprise.yaml").read_bytes()).document
    assert bond and bond.root and f"不公开部分：{bond.root['不公开部分']}" in document_text(printed[0])
    assert CANARIES["手机号码"] in document_text(printed[0])
    assert main(["verify", "--root", str(root), *map(str, printed)]) == 0
    stamps = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "一致" in line]
    half = private / "jinan/91370102EXAMPLE031/enterprise.yaml"
    half.write_text(half.read_text("utf-8").replace(CANARIES["手机号码"], "15400001234"), "utf-8")
    tree = TwoTrees(DiskTree(root), private, "DIR")
    both, _ = read_unit(arranged(tree).units["jinan", "91370102EXAMPLE031"], tree.read)
    assert both.enterprise and digest(both.enterprise.form) in stamps, "other private values, the same digest"
    half.unlink()
    assert main([*forms, str(tmp_path / "b"), "--private", str(private)]) == 0
    assert "没有不公开部分，印成草稿" in capsys.readouterr().err
    assert len([path for path in (tmp_path / "b").rglob("*.docx") if "草稿" in path.name]) == 1


def document_text(path: Path) -> str:
    with ZipFile(path) as package:
        return package.read("word/document.xml").decode()


# ---------- where Git would keep contacts ----------


@pytest.mark.usefixtures("separate")
@pytest.mark.parametrize("command", ["summaries", "build", "forms"])
def test_contacts_are_not_written_where_git_keeps_them(
    command: str, halves: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, private = tmp_path / "repository", halves[1]
    shutil.copytree(halves[0], root)
    git(root, "init", "-q")
    commit_all(root, "base")
    assert main([command, "--root", str(root), "--private", str(private)]) == 2
    assert main([command, "--root", str(root), "--private", str(private), "--out", str(root / "x")]) == 2
    assert "Git" in capsys.readouterr().err
    assert main([command, "--root", str(root), "--private", str(root)]) == 2
    assert not (root / "dist").exists() and not (root / "x").exists()
    if command == "summaries":
        (root / ".gitignore").write_text("/dist/\n", encoding="utf-8")
        assert main([command, "--root", str(root), "--private", str(private)]) == 0


# ---------- canaries ----------

SECRETS = (*CANARIES.values(), "87.65", GROWTH[:8], PROOF)


def secrets_in(data: bytes) -> list[str]:
    """The canaries in bytes, and in everything packed in them."""
    found = [secret for secret in SECRETS if secret.encode() in data or secret.encode("utf-16-le") in data]
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                found += secrets_in(name.encode() + package.read(name))
    return found


def secrets_below(folder: Path) -> dict[str, list[str]]:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert files
    return {path: found for path, data in files.items() if (found := secrets_in(path.encode()) + secrets_in(data))}


@pytest.fixture(scope="module")
def published(halves: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of public halves under Git, with a version that came later."""
    root = tmp_path_factory.mktemp("published") / "repository"
    shutil.copytree(halves[0], root)
    git(root, "init", "-q", "-b", "main")
    commit_all(root, "base")
    form = root / "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"
    form.write_text(re.sub("注册资金: .*", "注册资金: 5001", form.read_text("utf-8")), "utf-8")
    commit_all(root, "later")
    return root


def test_the_canaries_are_where_they_belong(halves: tuple[Path, Path]) -> None:
    here = "".join(f"{path}{path.read_bytes()!r}" for path in halves[1].rglob("*") if path.is_file())
    there = {one for path in halves[1].rglob("*.yaml") for one in secrets_in(path.read_bytes())}
    assert there == set(SECRETS) and PROOF in here


def test_no_object_of_git_holds_anything_private(published: Path) -> None:
    objects = git(published, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").split("\n")
    kinds = {line.split()[1] for line in objects}
    assert kinds == {"blob", "tree", "commit"} and len(objects) > 100
    assert not [found for line in objects if (found := secrets_in(_object(published, *line.split())))]


def _object(root: Path, name: str, kind: str) -> bytes:
    return subprocess.run(["git", "cat-file", kind, name], cwd=root, check=True, capture_output=True).stdout


@pytest.mark.usefixtures("separate")
@pytest.mark.parametrize("private", [False, True])
def test_no_command_tells_what_is_private(
    published: Path,
    halves: tuple[Path, Path],
    private: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = ["--root", str(published)]
    folder = ["--private", str(halves[1])] if private else []
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    for name in ("text", "json", "github", "markdown"):
        assert main(["validate", *at, *folder, "--format", name]) == 0
        assert main(["validate", *at, *folder, "--format", name, "--base", "HEAD^", "--head", "HEAD"]) == 0
    assert main(["build", *at, *folder, "--out", str(tmp_path / "dist"), "--base-url", "https://a.example/"]) == 0
    assert main(["summaries", *at, *folder, "--out", str(tmp_path / "dist/bureau")]) == 0
    assert main(["forms", *at, *folder, "--city", "jinan", "--out", str(tmp_path / "forms")]) == (0 if private else 2)
    if private:
        printed = [str(path) for path in (tmp_path / "forms").rglob("*.docx")]
        assert secrets_below(tmp_path / "forms")
        assert main(["verify", *at, *printed]) == 0
    assert main(["verify", *at, "0123456789"]) == 1
    told = capsys.readouterr()
    assert not secrets_in((told.out + told.err).encode())
    assert not (tmp_path / "summary").exists() or not secrets_in((tmp_path / "summary").read_bytes())
    assert secrets_below(tmp_path / "dist/site") == {}
    assert bool(secrets_below(tmp_path / "dist/bureau")) is private


@pytest.mark.usefixtures("separate")
def test_what_is_wrong_in_a_private_half_is_told_without_its_text(
    published: Path, halves: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private = tmp_path / "private"
    shutil.copytree(halves[1], private)
    for path in private.rglob("*.yaml"):
        text = path.read_text("utf-8").replace("联系人: ", "联系人 ").replace("手机号码: ", "手机号码: 1")
        path.write_text(text.replace("企业年度收入: ", "企业年度收入: 约"), "utf-8")
    for command in ("validate", "build", "summaries", "forms"):
        out = [] if command == "validate" else ["--out", str(tmp_path / command)]
        assert main([command, "--root", str(published), "--private", str(private), *out]) in (0, 1)
    for name in ("json", "github", "markdown"):
        assert main(["validate", "--root", str(published), "--private", str(private), "--format", name]) == 1
    told = capsys.readouterr()
    assert not secrets_in((told.out + told.err).encode())


@pytest.mark.usefixtures("separate")
def test_a_proposal_with_a_private_value_is_blocked_without_an_echo(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(published, root)
    git(root, "checkout", "-q", "-b", "proposal")
    form = root / "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"
    form.write_text(form.read_text("utf-8") + f"手机号码: {CANARIES['手机号码']}\n# {CANARIES['手机号码']}\n", "utf-8")
    commit_all(root, "proposal")
    for name in ("text", "json", "github", "markdown"):
        command = ["validate", "--root", str(root), "--base", "main", "--head", "proposal", "--format", name]
        assert main([*command, *(["--values"] if name == "text" else [])]) == 1
    told = capsys.readouterr()
    assert "private-here" in told.out.replace("&#45;", "-") and "已经公开" in told.out
    assert not secrets_in((told.out + told.err).encode())


# ---------- new halves, and what binds them ----------

UNIT, CODE = "submissions/jinan/91370102EXAMPLE031", "91370102EXAMPLE031"


@pytest.mark.usefixtures("separate")
def test_a_new_form_is_two_files_to_fill_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, private = tmp_path / "repository", tmp_path / "desk"
    (root / "submissions").mkdir(parents=True)
    private.mkdir()
    command = ["new", "enterprise", "--root", str(root), "--city", "jinan", "--code", CODE]
    assert main(command) == 2
    assert not any((root / "submissions").iterdir())
    assert main([*command, "--private", str(private)]) == 0
    assert "validate --fix --private" in capsys.readouterr().err
    ours, theirs = root / UNIT / "enterprise.yaml", private / f"jinan/{CODE}/enterprise.yaml"
    public, hidden = (read("x", path.read_bytes()).document for path in (ours, theirs))
    assert public and public.root and hidden and hidden.root
    assert not public.root.keys() & {"联系人姓名", "手机号码", "企业年度收入", "高成长性说明", "不公开部分"}
    assert list(hidden.root) == [
        "盐", "单位注册地", "联系人姓名", "手机号码", "企业年度收入", "企业大模型相关收入", "高成长性说明",
    ]  # fmt: skip
    assert "另交、线下提交只填一行" in ours.read_text("utf-8") and "· 文件" not in ours.read_text("utf-8")
    assert main([*command, "--private", str(private)]) == 1
    shutil.rmtree(root / UNIT)
    assert main([*command, "--private", str(private)]) == 1, "no private half is written over"
    assert not (root / UNIT).exists()
    shutil.rmtree(private / "jinan")
    (private / "jinan").symlink_to(tmp_path)
    assert main([*command, "--private", str(private)]) == 1, "nor through a link"
    assert "jinan 是链接" in capsys.readouterr().err


@pytest.mark.usefixtures("separate", "one_sandbox")
def test_a_conversation_writes_both_halves_bound_to_each_other(tmp_path: Path) -> None:
    root, private = tmp_path / "repository", PrivateFolder(tmp_path / "desk", "desk")
    (root / "submissions").mkdir(parents=True)
    private.path.mkdir()
    scan = tmp_path / "扫描 15400000001.pdf"
    scan.write_bytes((Path(__file__).parent / "cases/base" / UNIT / "materials/zhizhao.pdf").read_bytes())
    more = {"所在城市": "济南", "单位注册地，地址": "示例路1号", "企业大模型相关收入": "450"}
    clerk = clerk_for("enterprise", **more, **{"材料：营业执照": "2", "材料：营业执照，扫描件": str(scan)})
    made = new(root, NewOptions("enterprise", CODE), clerk.talk, private)
    told = next_steps(made, "", private)
    assert "没有错误" in told and "不要放进 Git" in told
    product = clerk_for("product", 联系人="", 联系方式="")
    product.answers["材料：营业执照"] = []
    new(root, NewOptions("product", CODE), product.talk, private)
    assert f"（回车保留 materials/{scan.name}）> " in product.said, "the licence of 附件1 does for the product"
    public = "".join(path.read_text("utf-8") for path in (root / "submissions").rglob("*.yaml"))
    hidden = "".join(path.read_text("utf-8") for path in private.path.rglob("*.yaml"))
    for value in (CONTACT, MOBILE, "示例路1号", "8600", "450", ANSWERS["enterprise"]["高成长性说明"][0], scan.name):
        assert value in hidden and value not in public
    assert (private.path / "jinan" / CODE / "materials" / scan.name).read_bytes() == scan.read_bytes()
    assert not list((root / "submissions").rglob("materials"))
    assert main(["validate", "--root", str(root), "--private", str(private.path)]) == 0
    assert main(["validate", "--root", str(root)]) == 0


@pytest.mark.usefixtures("separate")
def test_fix_binds_a_public_half_that_lacks_its_line(
    halves: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(halves[0], root)
    wanted = {path: path.read_bytes() for path in (root / UNIT).rglob("*.yaml")}
    for number, (path, data) in enumerate(wanted.items()):
        put = ("", "不公开部分:\n", "不公开部分: ~\n")[number % 3].encode()
        path.write_bytes(re.sub("(?m)^不公开部分: .*\n".encode(), put, data))
    command = ["validate", UNIT, "--root", str(root)]
    assert main([*command, "--fix"]) == 1
    assert main([*command, "--fix", "--private", str(halves[1])]) == 0
    assert capsys.readouterr().out.count("写入了“不公开部分”") == len(wanted)
    lines = {path: sorted(path.read_bytes().split(b"\n")) for path in wanted}
    assert lines == {path: sorted(data.split(b"\n")) for path, data in wanted.items()}
    before = {path: path.read_bytes() for path in wanted}
    assert main([*command, "--fix", "--private", str(halves[1])]) == 0
    assert before == {path: path.read_bytes() for path in wanted}


@pytest.mark.usefixtures("separate")
def test_fix_binds_no_half_that_does_not_match_or_is_not_whole(halves: tuple[Path, Path], tmp_path: Path) -> None:
    root, private = tmp_path / "repository", tmp_path / "private"
    shutil.copytree(halves[0], root)
    shutil.copytree(halves[1], private)
    form, half = root / UNIT / "enterprise.yaml", private / f"jinan/{CODE}/enterprise.yaml"
    data = form.read_bytes()
    half.write_text(half.read_text("utf-8").replace(CANARIES["手机号码"], "15400001234"), "utf-8")
    command = ["validate", UNIT, "--root", str(root), "--fix", "--private", str(private)]
    assert main(command) == 1
    assert form.read_bytes() == data, "another half than the one that it is bound to"
    form.write_bytes(re.sub("不公开部分: .*\n".encode(), b"", data))
    proof = next((private / f"jinan/{CODE}/materials").iterdir())
    for broken in ("盐: A\n", "- 1\n", "a: [\n", ""):
        half.write_text(broken, "utf-8")
        assert main(command) == 1
    half.write_bytes((halves[1] / f"jinan/{CODE}/enterprise.yaml").read_bytes())
    for path in proof.parent.iterdir():
        path.unlink()
    assert main(command) == 1
    assert "不公开部分" not in form.read_text("utf-8")


# ---------- import ----------


@pytest.fixture(scope="module")
def arrived(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a bureau gets of one city: its forms in Word, and all of its folder in a zip."""
    folder = tmp_path_factory.mktemp("arrived")
    assert main(["forms", UNIT, "--root", str(plain), "--out", str(folder / "word")]) == 0
    assert main(["pack", "--root", str(plain), "--city", "jinan", "--out", str(folder / "jinan.zip")]) == 0
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, Path]:
    root, private = tmp_path / "repository", tmp_path / "desk"
    (root / "submissions").mkdir(parents=True)
    git(root, "init", "-q")
    private.mkdir()
    return root, private


@pytest.mark.usefixtures("separate")
def test_what_comes_is_written_as_two_halves_that_are_bound(
    arrived: Path, desk: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, private = desk
    command = ["import", "--root", str(root), str(arrived / "jinan.zip")]
    assert main(command) == 2
    assert main([*command, "--private", str(private)]) == 0
    assert "不公开部分/jinan/" in capsys.readouterr().out
    assert main(["validate", "--root", str(root), "--private", str(private), "--format", "json"]) == 0
    assert not [one for one in ("private-", "material-file") if one in capsys.readouterr().out]
    assert secrets_below(root / "submissions") == {}
    assert not list((root / "submissions").rglob("materials"))
    commit_all(root, "all")
    tracked = git(root, "ls-files").split("\n")
    assert tracked and not [path for path in tracked if not path.startswith("submissions/")]
    before = {path: path.read_bytes() for path in (*root.rglob("*.yaml"), *private.rglob("*.yaml"))}
    assert main([*command, "--private", str(private)]) == 0, "the same again"
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.usefixtures("separate")
def test_word_forms_fill_both_halves_and_change_only_what_differs(arrived: Path, desk: tuple[Path, Path]) -> None:
    root, private = desk
    command = ["import", "--root", str(root), "--private", str(private), str(arrived / "word")]
    assert main([*command, "--pledged", "--paper"]) == 1, "the files that 材料 names have not come"
    ours, theirs = root / UNIT / "enterprise.yaml", private / f"jinan/{CODE}/enterprise.yaml"
    assert CANARIES["手机号码"] in theirs.read_text("utf-8") and not secrets_in(ours.read_bytes())
    assert "不公开部分" not in ours.read_text("utf-8")
    shutil.unpack_archive(arrived / "jinan.zip", private.parent / "zip")
    shutil.copytree(next((private.parent / "zip").rglob(f"{CODE}/materials")), theirs.parent / "materials")
    assert main(command) == 0, "bound once they are there"
    line = re.findall("不公开部分: .*", ours.read_text("utf-8"))
    ours.write_text(ours.read_text("utf-8").replace("注册资金:", "# 已核对\n注册资金:"), "utf-8")
    theirs.write_text(theirs.read_text("utf-8").replace(CANARIES["手机号码"], "15400001234"), "utf-8")
    assert main(command) == 1, "nothing is written over unasked"
    assert "15400001234" in theirs.read_text("utf-8")
    assert main([*command, "--update"]) == 0
    assert CANARIES["手机号码"] in theirs.read_text("utf-8")
    assert "# 已核对\n注册资金:" in ours.read_text("utf-8")
    assert re.findall("不公开部分: .*", ours.read_text("utf-8")) == line, "the same salt, the same values"


@pytest.mark.usefixtures("separate")
def test_halves_are_written_through_no_link(arrived: Path, desk: tuple[Path, Path], tmp_path: Path) -> None:
    root, private = desk
    (tmp_path / "elsewhere").mkdir()
    (private / "jinan").symlink_to(tmp_path / "elsewhere")
    assert main(["import", "--root", str(root), "--private", str(private), str(arrived / "word")]) == 1
    assert not list((tmp_path / "elsewhere").iterdir())
