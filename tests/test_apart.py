"""The commands where forms are in two halves (联系信息: 另交): contacts only with the private halves, and nowhere without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from schema.reading.unit import read_unit
from scripts.bureau.summaries import APART, APART_NOTE
from scripts.cli import main
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees, arranged
from scripts.writing.digest import digest
from tests.gitbox import commit as commit_all
from tests.gitbox import git
from tests.separate import part, surveyed
from tests.surveys import CANARIES, copy_samples, mark_private

pytestmark = pytest.mark.usefixtures("one_sandbox")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples with canaries for private values, as whole forms."""
    root = copy_samples(tmp_path_factory.mktemp("plain"))
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
            ours, theirs = ((tmp_path / which / folder / name).read_bytes() for which in ("plain", "both"))
            assert ours == theirs, name
        lists = [sheets(tmp_path / which / folder, "材料核对表.xlsx") for which in ("plain", "both")]
        assert lists[0]["催办名单"] == lists[1]["催办名单"]
        assert lists[0]["材料核对"] == lists[1]["材料核对"]


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
    assert any("随不公开部分交来" in row for row in told["材料核对"])


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
