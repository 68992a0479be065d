"""The handbook's pictures: small, all shown, and drawn anew from the samples without a hand."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.make_pictures import BIGGEST, FOLDER, PICTURES, make
from tests.office import needs_office


def test_pictures_are_small_and_shown() -> None:
    kept = {path.name for path in FOLDER.glob("*.png")}
    assert kept == set(PICTURES)
    assert all((FOLDER / name).stat().st_size < BIGGEST for name in kept)
    page = (FOLDER / "index.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page)
    assert {name for _, name in shown} == kept
    assert all(len(told) > 4 for told, _ in shown)


@needs_office
def test_pictures_can_be_drawn_anew(tmp_path: Path) -> None:
    make(tmp_path)
    for name in PICTURES:
        with Image.open(FOLDER / name) as old, Image.open(tmp_path / name) as new:
            assert all(abs(one - other) < 0.1 * one for one, other in zip(old.size, new.size, strict=True)), name
