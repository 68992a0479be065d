"""A workbook: safe cells, shared formats, and the same bytes for the same content.

XlsxWriter writes every workbook of the project; what comes from outside is read in the sandbox.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scripts.xlsx.cell_text import FORMULA_SIGNS, clean, sheet_name

CellValue: TypeAlias = str | int | float | Decimal | None

GB2312 = 134  # a font's character set, so that a stand-in for a missing Chinese face is Chinese too
_OPTIONS = {
    "in_memory": True,  # and so with fixed dates inside the file
    "default_format_properties": {"font_name": "宋体", "font_size": 11, "font_charset": GB2312, "font_scheme": False},
    "default_column_width": 72,  # pixels, of 宋体 11 pt, whose digits of 8 pixels are Excel's unit for columns
}


class CellStyle(NamedTuple):
    """The formats of a cell: for plain values, and with Excel's apostrophe for text that begins like a formula."""

    plain: Format
    guarded: Format


class Book:
    """A workbook in the making; ``title`` and ``creator`` go into its properties."""

    def __init__(self, title: str, creator: str) -> None:
        self._file = BytesIO()
        self._properties = {"title": clean(title), "author": clean(creator)}
        self._workbook = Workbook(self._file, _OPTIONS)
        self._names: list[str] = []
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def add_sheet(self, name: str) -> Worksheet:
        """A new sheet at the end; its name is changed to one that Excel takes."""
        self._names.append(sheet_name(name, self._names))
        return self._workbook.add_worksheet(self._names[-1])

    def format(self, **properties: object) -> Format:
        """The format of these XlsxWriter properties, one for all cells that share them."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"font_charset": GB2312, **properties})
        return self._formats[key]

    def style(self, **properties: object) -> CellStyle:
        """The style of these XlsxWriter properties."""
        return CellStyle(self.format(**properties), self.format(**properties, quote_prefix=True))

    def to_bytes(self, when: datetime) -> bytes:
        """The finished xlsx file, dated ``when``, in UTC: the same content and date give the same bytes. Nothing can be added after it."""
        created = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
        self._workbook.set_properties(self._properties | {"created": created})
        self._workbook.close()
        return self._file.getvalue()

    def save(self, path: Path, when: datetime) -> Path:
        """Write the finished file, with the folders above it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.to_bytes(when))
        return path


def write_cell(sheet: Worksheet, row: int, column: int, value: CellValue, style: CellStyle) -> None:
    """Write one cell, counted from 0. Text is never a formula, a link or a number; nothing is an empty cell in its style."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style.plain)
    elif not isinstance(value, str):
        sheet.write_number(row, column, float(value), style.plain)
    else:
        text = clean(value)
        format = style.guarded if text.startswith(FORMULA_SIGNS) else style.plain
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for its own XML of rich text
            sheet.write_rich_string(row, column, "<", style.guarded, text[1:], format)
        else:
            sheet.write_string(row, column, text, format)
