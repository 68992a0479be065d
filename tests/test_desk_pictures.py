"""The pictures of the bureaus' handbook: small, and all shown. ``python -m tools.desk_pictures`` draws them."""

from __future__ import annotations

import re

from tests.surveys import ROOT
from tools.desk_pictures import BIGGEST, DESK, FOLDER, PICTURES


def test_pictures_are_small_and_shown() -> None:
    kept = {path.name for path in FOLDER.glob("*.png")}
    assert kept == {*PICTURES, *DESK}
    assert all((FOLDER / name).stat().st_size < BIGGEST for name in kept)
    page = (ROOT / "site_src/pages/guide/bureau/index.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r'guide\.picture\("bureau/([^"]+)", "([^"]+)", "../../"\)', page))
    assert set(shown) == kept
    assert all(len(told) > 4 for told in shown.values())
