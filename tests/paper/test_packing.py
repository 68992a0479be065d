"""A city's folder on its way to the province."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from scripts.cli import main
from tests.gitbox import git
from tests.surveys import ROOT


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "submissions/jinan", tmp_path / "r/submissions/jinan")
    shutil.copytree(ROOT / "submissions/qingdao", tmp_path / "r/submissions/qingdao")
    return tmp_path / "r"


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_city_s_folder_is_one_zip(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "--root", str(repository), "--city", "济南市"]) == 0
    made = repository / "build/jinan.zip"
    assert capsys.readouterr().out == f"{made}\n"
    with zipfile.ZipFile(made) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {
        f"submissions/jinan/{name}": data for name, data in files(repository / "submissions/jinan").items()
    }
    assert any("/materials/" in name for name in packed)
    before = made.read_bytes()
    assert main(["pack", "--root", str(repository), "--city", "jinan", "--out", str(made.parent / "x.zip")]) == 0
    assert (made.parent / "x.zip").read_bytes() == before


def test_what_has_no_place_is_left_out_and_listed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "submissions/jinan/笔记.txt").write_text("x", encoding="utf-8")
    (repository / "submissions/jinan/link.yaml").symlink_to("/etc/passwd")
    assert main(["pack", "--root", str(repository), "--city", "jinan"]) == 1
    said = capsys.readouterr()
    assert "笔记.txt" in said.err and "link.yaml" in said.err
    with zipfile.ZipFile(repository / "build/jinan.zip") as archive:
        assert not any("笔记" in name or "link" in name for name in archive.namelist())


def test_a_pack_is_never_where_git_takes_it_up(repository: Path) -> None:
    git(repository, "init", "-q")
    at = ["pack", "--root", str(repository), "--city"]
    assert main([*at, "jinan", "--out", str(repository / "a.zip")]) == 2
    assert main([*at, "jinan"]) == 0 and main([*at, "潍坊"]) == 1 and main([*at, "北京"]) == 2
    assert "build" not in git(repository, "status", "--porcelain")
