"""The handbook's pictures: small, all shown, and drawn anew from the samples without a hand."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.surveys import ROOT
from tools.desk_pictures import BIGGEST, FOLDER, PICTURES, make
from tools.office import needs_office


def test_pictures_are_small_and_shown() -> None:
    kept = {path.name for path in FOLDER.glob("*.png")}
    assert kept == set(PICTURES)
    assert all((FOLDER / name).stat().st_size < BIGGEST for name in kept)
    page = (ROOT / "site_src/pages/guide/bureau/index.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r'guide\.picture\("bureau/([^"]+)", "([^"]+)", "../../"\)', page))
    assert set(shown) == kept
    assert all(len(told) > 4 for told in shown.values())


@needs_office
def test_pictures_can_be_drawn_anew(tmp_path: Path) -> None:
    make(tmp_path)
    for name in PICTURES:
        with Image.open(FOLDER / name) as old, Image.open(tmp_path / name) as new:
            assert all(abs(one - other) < 0.1 * one for one, other in zip(old.size, new.size, strict=True)), name
