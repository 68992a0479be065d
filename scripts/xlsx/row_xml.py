"""The rows of a sheet as XML: ten thousand perhaps, written in a fifth of the time that openpyxl's own cells need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from operator import getitem
from typing import NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from scripts.xlsx.cell_text import FORMULA_SIGNS, clean, line_count, row_height

Value: TypeAlias = str | int | Decimal | None

KEPT, SHORT = 1 << 14, 100  # cells of a column that are kept at hand, and how long their texts may be


class CellStyle(NamedTuple):
    """A column's width in units, the style of its plain values, that of what begins like a formula, and what ends a cell."""

    width: int
    plain: int
    guarded: int
    end: str


class Cells(dict[Value, tuple[int, str]]):
    """A column's cells by value: how many lines, and the XML behind the row's number, with the next cell's beginning.

    Short texts are kept, since the same ones stand in row after row and in sheet after sheet.
    """

    def __init__(self, style: CellStyle) -> None:
        self._style = style

    def __missing__(self, value: Value) -> tuple[int, str]:
        width, plain, guarded, end = self._style
        if not isinstance(value, str):
            return 1, f'" s="{plain}">{_number(value)}{end}'
        text = clean(value)
        style = guarded if text.startswith(FORMULA_SIGNS) else plain
        shown = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is>{end}'
        cell = line_count(text, width), shown
        if len(text) <= SHORT:
            if len(self) >= KEPT:
                self.clear()
            self[value] = cell
        return cell


def xml_rows(rows: Iterable[Sequence[Value]], first: int, cells: Sequence[Cells], size: float) -> Iterator[str]:
    """Each row, numbered from ``first``. The number ends the reference of every cell, so it joins what is alike in many rows."""
    for number, values in enumerate(rows, first):
        if len(values) != len(cells):
            raise ValueError(f"{len(values)} values in {len(cells)} columns")
        lines, told = zip(*map(getitem, cells, values))  # noqa: B905 - pairs
        head = f'<row r="{number}" ht="{row_height(max(lines), size)}" customHeight="1"><c r="A'
        yield str(number).join((head, *told))


def _number(value: int | Decimal | None) -> str:
    return "" if value is None else f"<v>{value:f}</v>" if isinstance(value, Decimal) else f"<v>{value:d}</v>"
