"""All or nothing: the former result stays until the new one is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.publish import PublishError, replacing


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
