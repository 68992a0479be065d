"""All or nothing: the former result stays until the new one is whole."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.publish import PublishError, renewing, replacing
from tests.surveys import ROOT


def test_the_new_takes_the_old_one_s_place(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "dist"
    for text in ("one", "two"):
        with replacing(out) as fresh:
            (fresh / "site").mkdir()
            (fresh / "site/page").write_text(text, encoding="utf-8")
    assert (out / "site/page").read_text(encoding="utf-8") == "two"
    assert [path.name for path in out.parent.iterdir()] == ["dist"]


def test_a_failure_leaves_the_old(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    (out / "site").mkdir(parents=True)
    (out / "site/page").write_text("one", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), replacing(out) as fresh:
        (fresh / "site").mkdir()
        raise ZeroDivisionError
    assert (out / "site/page").read_text(encoding="utf-8") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def killed(out: Path, moment: str) -> None:
    """A build whose process ends at once, while it writes or between the two renames."""
    script = (
        "import os, pathlib, sys\n"
        "from scripts.publish import replacing\n"
        "out, moment = pathlib.Path(sys.argv[1]), sys.argv[2]\n"
        "with replacing(out) as fresh:\n"
        "    (fresh / 'site').mkdir()\n"
        "    if moment == 'writing': os._exit(1)\n"
        "    rename = pathlib.Path.rename\n"
        "    pathlib.Path.rename = lambda old, new: os._exit(1) if old == fresh else rename(old, new)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, out, moment], cwd=ROOT).returncode == 1


@pytest.mark.parametrize("moment", ["writing", "swapping"])
def test_what_a_killed_build_left_is_cleared_up_by_the_next(tmp_path: Path, moment: str) -> None:
    out, mine = tmp_path / "dist", tmp_path / ".dist-mine"
    mine.mkdir()
    with replacing(out) as fresh:
        (fresh / "site").mkdir()
        (fresh / "site/page").write_text("one", encoding="utf-8")
    killed(out, moment)
    assert len(list(tmp_path.iterdir())) > 2 or not out.exists()
    with pytest.raises(ZeroDivisionError), replacing(out):
        raise ZeroDivisionError
    assert sorted(tmp_path.iterdir()) == [mine, out]
    assert (out / "site/page").read_text(encoding="utf-8") == "one"


@pytest.mark.parametrize("name", ["file", "folder"])
def test_what_is_not_ours_is_refused(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    if name == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        (out / "site").mkdir(parents=True)
        (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError, match="--out"), replacing(out):
        pass
    assert out.exists()


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """An output folder of yesterday, with a file of someone else's."""
    for name in ("jinan/a", "jinan/b", "mine"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old", encoding="utf-8")
    return tmp_path


def renewed(out: Path, *, broken: bool = False) -> None:
    with renewing(out, [out / "jinan/a", out / "jinan/b", out / "none"]) as fresh:
        (fresh / "jinan").mkdir()
        (fresh / "jinan/a").write_text("new", encoding="utf-8")
        (fresh / "qingdao").mkdir()
        (fresh / "qingdao/a").write_text("new", encoding="utf-8")
        if broken:
            raise OSError(errno.ENOSPC, "No space left on device")


def found(out: Path) -> dict[str, str]:
    files = [path for path in out.rglob("*") if path.is_file()]
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_files_are_renewed_and_those_without_a_new_one_go(sheets: Path) -> None:
    (sheets / ".being-written-x").mkdir()
    renewed(sheets)
    assert found(sheets) == {"jinan/a": "new", "qingdao/a": "new", "mine": "old"}
    assert not list(sheets.glob(".*"))


@pytest.mark.parametrize("locked", ["jinan/a", "jinan/b", "qingdao", ""])
def test_nothing_is_renewed_where_one_file_cannot_be(
    locked: str, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook open in Excel, one that is to go, a file where a folder belongs, a full disk."""
    if locked == "qingdao":
        (sheets / locked).write_text("old", encoding="utf-8")
    before, plain = found(sheets), Path.open

    def opened(path: Path, mode: str = "r", **more: Any) -> Any:
        if mode == "r+b" and path == sheets / locked:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return plain(path, mode, **more)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(OSError):
        renewed(sheets, broken=not locked)
    assert found(sheets) == before and not list(sheets.glob(".*"))
