"""All or nothing: the former result stays until the new one is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.publish import PublishError, replacing
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
