"""Traditional characters and their simplified ones, for readers who type 政務.

``traditional.csv`` is what OpenCC's TSCharacters.txt (Apache-2.0) holds of characters outside GB 2312 whose simplified character is
inside it: no text in simplified Chinese is changed by it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def simplified() -> dict[str, str]:
    """Traditional character → its simplified one."""
    with Path(__file__).with_name("traditional.csv").open(encoding="utf-8", newline="") as file:
        return {row["traditional"]: row["simplified"] for row in csv.DictReader(file)}
