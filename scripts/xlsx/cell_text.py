"""Text as a cell holds it, names that sheets may bear, and the lines and heights that wrapped text takes.

Widths are in half-width units of the body face, 仿宋_GB2312 14 pt: ASCII takes one, Chinese characters and marks two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

TEXT_LIMIT = 32_767  # characters in a cell, counted by Excel in UTF-16 units
NAME_LIMIT = 31
FORMULA_SIGNS = tuple("=+-@\t")
BODY_SIZE, SMALL_SIZE = 14, 10.5  # points, 四号 and 五号
LINE, SPARE, TALLEST = 20, 8, 409  # points: a line of body text, a row's space around its lines, Excel's limit
PADDING, INDENT = 6, 10  # points: what a cell keeps free, and an indent of one step

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CLOSING = "，。、；：！？）》〉」』】〕”’…％"
_UNBROKEN = re.compile(rf"[!-~]+|.[{_CLOSING}]*")  # what Excel keeps on one line: a word, or a character and its marks


def clean(text: str) -> str:
    """Text that a cell can hold: no character illegal in XML, Excel's line break, at most Excel's length, ending in …."""
    if text.isprintable() and len(text) <= TEXT_LIMIT // 2:
        return text
    return _cut(_ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), TEXT_LIMIT, "…")


def text_width(text: str) -> int:
    """Half-width units: GB 18030 gives ASCII one byte, Chinese two, rare characters four (too much, which is safe)."""
    return len(text.encode("gb18030", "replace"))


@lru_cache(maxsize=1 << 15)  # the same names stand on several sheets: saves a sixth of the time of all workbooks
def line_count(text: str, width: int) -> int:
    """Lines that wrapped ``text`` takes in ``width`` units."""
    return sum(_wrapped(paragraph, width) for paragraph in text.split("\n"))


def _wrapped(text: str, width: int) -> int:
    if text_width(text) <= width:
        return 1
    ends = list(accumulate(map(text_width, _UNBROKEN.findall(text)), initial=0))
    lines, start, first = 1, 0, 0
    while ends[-1] - start > width:
        fit = bisect_right(ends, start + width, first) - 1
        lines, start, first = lines + 1, ends[fit] if fit > first else start + width, max(fit, first)
    return lines


def room(mm: float, *, indented: bool = False, size: float = BODY_SIZE) -> int:
    """Half-width units of the body face at ``size`` points that fit into so many millimetres of a cell."""
    return int((mm / 25.4 * 72 - PADDING - indented * INDENT) / (size / 2))


def row_height(lines: int, size: float = BODY_SIZE) -> int:
    """Points for so many lines of the body face: 28 for one, as much as a line of 公文 takes."""
    return min(round(LINE * size / BODY_SIZE) * lines + SPARE, TALLEST)


def most_lines(size: float = BODY_SIZE) -> int:
    """Lines that fit into the tallest row; more are cut off on paper."""
    return (TALLEST - SPARE) // round(LINE * size / BODY_SIZE)


def sheet_name(name: str, taken: Iterable[str] = ()) -> str:
    """A name Excel takes: no []:*?/\\, no outer apostrophes, at most 31 UTF-16 units, unlike ``taken`` in any case."""
    name = re.sub(r"[\[\]:*?/\\\n\t]", "_", clean(name)).strip("' ") or "表"
    others = {other.casefold() for other in taken} | {"history"}  # Excel keeps History for itself
    tail, number = "", 1
    while (fit := _cut(name, NAME_LIMIT - len(tail)).rstrip("' ") + tail).casefold() in others:
        number += 1
        tail = f"（{number}）"
    return fit


def _cut(text: str, limit: int, sign: str = "") -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * (limit - len(sign))].decode("utf-16-le", "ignore") + sign
