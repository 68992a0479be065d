"""What a workbook's styles say of its values: which numbers are dates, which text is struck out. Whatever else they hold is no matter."""

from __future__ import annotations

import re
from typing import Any

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATE_FORMATS = {
    *range(14, 23),
    *range(27, 37),
    *range(45, 48),
    *range(50, 59),
}  # built in, the Chinese ones among them
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # parts of a number format that stand for themselves


def is_on(parent: Any, name: str) -> bool:
    """Whether a switch such as ``strike`` is on in a font."""
    element = parent.find(S + name) if parent is not None else None
    return element is not None and element.get("val", "1").lower() not in ("0", "false")


class Styles:
    """The looks of cells, from the styles part, which may be None."""

    def __init__(self, root: Any) -> None:
        self._looks: list[tuple[bool, bool]] = []
        if root is None:
            return
        formats = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iter(S + "numFmt")}
        struck = [is_on(font, "strike") for font in root.iterfind(f"{S}fonts/{S}font")]
        for look in root.iterfind(f"{S}cellXfs/{S}xf"):
            code = look.get("numFmtId", "0")
            is_date = (
                bool(re.search("[ymdhs]", _LITERAL.sub("", formats[code]).lower()))
                if code in formats
                else whole(code) in _DATE_FORMATS
            )
            font = whole(look.get("fontId", ""))
            self._looks.append((is_date, font is not None and font < len(struck) and struck[font]))

    def of(self, cell: Any) -> tuple[bool, bool]:
        """Whether a cell's number is a date, and whether its text is struck out."""
        place = whole(cell.get("s", "0"))
        return self._looks[place] if place is not None and place < len(self._looks) else (False, False)


def whole(text: str) -> int | None:
    """A whole number as an attribute has it; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
