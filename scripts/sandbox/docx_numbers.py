"""The numbers that Word puts before the paragraphs of a list by itself, as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from scripts.sandbox.docx_names import W, number, value

_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 300 else str(count)


def _roman(count: int) -> str:
    out = ""
    for size, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while count >= size and len(out) < 20:
            out, count = out + sign, count - size
    return out


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 0 < count <= 20 else str(count)


def _upper(spell: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: spell(count).upper()


_SPELLINGS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese, "chineseCountingThousand": _chinese, "japaneseCounting": _chinese, "ideographDigital": _chinese,
    "taiwaneseCountingThousand": _chinese, "lowerLetter": _letter, "upperLetter": _upper(_letter), "lowerRoman": _roman,
    "upperRoman": _upper(_roman), "decimalEnclosedCircle": _circled, "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": "{}.".format, "decimalEnclosedParen": "({})".format,
}  # fmt: skip


class Numbers:
    """Counts the paragraphs of each list in the order in which they are asked for."""

    def __init__(self, numbering: Any, styles: Mapping[str, Any]) -> None:
        """From the numbering part, which may be None, and the styles by id."""
        self._lists: dict[str, tuple[str, Any]] = {}  # a list's id → its counters' name and its levels
        self._styles = styles
        self._counts: dict[str, list[int]] = {}
        if numbering is None:
            return
        levels = {item.get(W + "abstractNumId"): item for item in numbering.iter(W + "abstractNum")}
        for item in numbering.iter(W + "num"):
            own, abstract = item.get(W + "numId", ""), value(item, "abstractNumId")
            name = own if item.find(W + "lvlOverride") is not None else f"#{abstract}"
            if abstract in levels:
                self._lists[own] = (name, levels[abstract])

    def next(self, paragraph: Any) -> str:
        """The number of the next paragraph, such as （1）; "" for one without a number."""
        properties = self._properties(paragraph)
        if properties is None:
            return ""
        level = min(number(properties.find(W + "ilvl"), 0), _LEVELS - 1)
        name, levels = self._lists[value(properties, "numId")]
        counts = self._counts.setdefault(name, [0] * _LEVELS)
        first = number(self._level(levels, level, "start"), 1)
        counts[level] = max(counts[level] + 1, first)
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        if self._format(levels, level) in ("bullet", "none"):
            return ""
        pattern = self._level(levels, level, "lvlText")
        text = str(pattern.get(W + "val", "")) if pattern is not None else ""
        return re.sub(r"%([1-9])", lambda found: self._spell(levels, counts, int(found[1]) - 1), text)

    def _properties(self, paragraph: Any) -> Any:
        """The numbering of a paragraph, its own or its style's; None where it is in no known list."""
        style = self._styles.get(value(paragraph, "pPr/pStyle"))
        for holder in (paragraph, style):
            found = holder.find(f"{W}pPr/{W}numPr") if holder is not None else None
            if found is not None:
                return found if value(found, "numId") in self._lists else None
        return None

    def _level(self, levels: Any, level: int, name: str) -> Any:
        found = next((item for item in levels.iter(W + "lvl") if item.get(W + "ilvl") == str(level)), None)
        return found.find(W + name) if found is not None else None

    def _format(self, levels: Any, level: int) -> str:
        element = self._level(levels, level, "numFmt")
        return str(element.get(W + "val", "")) if element is not None else "decimal"

    def _spell(self, levels: Any, counts: list[int], level: int) -> str:
        return _SPELLINGS.get(self._format(levels, level), str)(counts[level])
