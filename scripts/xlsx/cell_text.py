"""What text becomes before it stands in a cell: safe for XML and Excel, its lines counted, sheets' names made fit.

Widths are in half-width units of the body face, 仿宋_GB2312 14 pt: ASCII takes one, Chinese characters and marks two.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

TEXT_LIMIT = 32_767  # characters in a cell, counted by Excel in UTF-16 units
NAME_LIMIT = 31
FORMULA_SIGNS = tuple("=+-@\t")
BODY_SIZE, SMALL_SIZE = 14, 10.5  # points, 四号 and 五号
LINE, SPARE, TALLEST = 20, 8, 409  # points: a line of body text, what a row has beside its lines, Excel's limit
PADDING, INDENT = 6, 10  # points: what a cell keeps free, and an indent of one step

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A
_CLOSING = "，。、；：！？）》〉」』】〕”’…％"
_TOKEN = re.compile(rf"[!-~]+|.[{_CLOSING}]*")
_HELD = re.compile(rf"[!-~][!-~]|[^!-~][{_CLOSING}]")  # two characters that no line parts


def clean(text: str) -> str:
    """Drop what XML forbids, use Excel's line break, cut at Excel's limit with a visible …, keep _x0041_ as typed."""
    if text.isprintable() and "_x" not in text and len(text) <= TEXT_LIMIT // 2:
        return text
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > TEXT_LIMIT // 2:
        text = _cut(text, TEXT_LIMIT, "…")
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def text_width(text: str) -> int:
    """Half-width units: GB 18030 gives ASCII one byte, Chinese two, rare characters four (too much, which is safe)."""
    return len(text.encode("gb18030", "replace"))


def line_count(text: str, width: int) -> int:
    """Lines that wrapped `text` takes in `width` units; words and closing marks hold together, as Excel breaks them."""
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    return _line_count(text, width)


@lru_cache(maxsize=1 << 16)  # a unit's name and what it is urged to do are measured for several sheets
def _line_count(text: str, width: int) -> int:
    return sum(_wrapped(paragraph, width) for paragraph in text.split("\n"))


def _wrapped(text: str, width: int) -> int:
    """Line by line where every character has one byte for each unit; else, or where a word is longer than a line, word by word."""
    if text_width(text) <= width:
        return 1
    try:
        units = text.encode("gbk")
    except UnicodeEncodeError:
        return _wrapped_words(text, width)
    lines, start, first = 1, 0, 0
    while len(units) - start > width:
        after = first + len(units[start : start + width].decode("gbk", "ignore"))
        while after > first and _HELD.match(text, after - 1):
            after -= 1
        if after == first:
            return _wrapped_words(text, width)
        start += len(text[first:after].encode("gbk"))
        lines, first = lines + 1, after
    return lines


def _wrapped_words(text: str, width: int) -> int:
    ends = list(accumulate(map(_token_width, _TOKEN.findall(text))))
    lines, start, token = 1, 0, 0
    while ends[-1] - start > width:
        fit = bisect_right(ends, start + width, token)
        lines, start, token = lines + 1, ends[fit - 1] if fit > token else start + width, fit
    return lines


_token_width = lru_cache(maxsize=1 << 15)(text_width)  # mostly single characters


def room(mm: float, *, indented: bool = False, size: float = BODY_SIZE) -> int:
    """Half-width units of the body face at ``size`` points that fit into so many millimetres of a cell."""
    return int((mm / 25.4 * 72 - PADDING - indented * INDENT) / (size / 2))


@lru_cache
def row_height(lines: int, size: float = BODY_SIZE) -> int:
    """Points for so many lines of the body face: 28 for one, as much as a line of 公文 takes."""
    return min(round(LINE * size / BODY_SIZE) * lines + SPARE, TALLEST)


def most_lines(size: float = BODY_SIZE) -> int:
    """Lines that the tallest row shows; what is longer is cut on paper."""
    return (TALLEST - SPARE) // round(LINE * size / BODY_SIZE)


def sheet_name(name: str, taken: Iterable[str] = ()) -> str:
    """A name Excel takes: no []:*?/\\, no outer apostrophes, at most 31 UTF-16 units, unlike `taken` in any case."""
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
