"""应用所属行业: free text as written, classed by our 建议行业目录 for lists and statistics (never in place of the words)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from schema.text.width import halfwidth
from schema.vocabulary.tables import rows, words

SECTORS = ("工业", "生产性服务业", "生活性服务业", "其它")
TAIL = re.compile(r"(?:行业|领域|产业|业)$")


@dataclass(frozen=True, slots=True)
class Industry:
    """A row of the 建议行业目录. ``code`` is GB/T 4754's for 工业, else our own."""

    code: str
    sector: str
    name: str


@lru_cache(maxsize=1)
def directory() -> tuple[tuple[Industry, tuple[str, ...]], ...]:
    """The whole 建议行业目录 with each row's aliases, in its own order."""
    return tuple(
        (Industry(row["code"], row["group"], row["name"]), words(row["aliases"])) for row in rows("industries.csv")
    )


def industries() -> tuple[Industry, ...]:
    """The whole 建议行业目录, in its own order."""
    return tuple(row for row, _ in directory())


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, Industry], ...]:
    """Every name and alias with its row, the longest first."""
    spelt = [(word, row) for row, aliases in directory() for word in (row.name, TAIL.sub("", row.name), *aliases)]
    return tuple(sorted(spelt, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def classify(sector: str, text: str) -> Industry | None:
    """The row that a text falls under: by name or alias, else by the longest one that it holds, its own 门类 first.

    Of several industries parted by 、 the first decides.
    """
    first = re.split(r"[、,，;；/]", halfwidth(text).replace(" ", ""))[0] if not named(text, sector) else text
    found = named(first, sector) or named(TAIL.sub("", first), sector)
    if found:
        return found
    held = [(word, row) for word, row in _spellings() if len(word) >= 2 and word in first]
    own = [row for _, row in held if row.sector == sector]
    return own[0] if own else (held[0][1] if held else None)


def named(text: str, sector: str = "") -> Industry | None:
    """The row that a text names, in its own 门类 first."""
    found = [row for word, row in _spellings() if word == text]
    own = [row for row in found if row.sector == sector]
    return own[0] if own else (found[0] if found else None)
