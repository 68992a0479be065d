"""Tables of any origin as one: a Word table, a sheet, and lines of text are rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.intake.rich import Rich

# What Excel may have done to a value, by the sign of its cell.
UNREADABLE = {
    "formula": "单元格是公式，没有读；请粘贴为数值", "error": "单元格是错误值，没有读",
    "long": "单元格是数字，15 位以后会被 Excel 改成 0，没有读；请把单元格设为文本后重新填写", "cut": "单元格太长，没有读",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its column, its vertical merge ("", "restart" or "continue"), its paragraphs, their text, and Excel's sign."""

    column: int
    lines: Sequence[Rich]
    text: str
    merge: str = ""
    sign: str = ""

    @classmethod
    def of(cls, column: int, lines: Sequence[Rich], merge: str = "", sign: str = "") -> Cell:
        """A cell of paragraphs."""
        return cls(column, lines, "\n".join(line.text for line in lines), merge, sign)

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.text.strip())


Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name as a receipt says it, "" for lines of text; its rows; and the title above it."""

    name: str
    rows: Sequence[Row]
    title: str = ""

    def where(self, number: int) -> str:
        """A row's place in words."""
        return f"{self.name}第 {number} 行" if self.name else f"第 {number} 段"


def of_word(name: str, rows: Sequence[Sequence[Mapping[str, Any]]], title: str) -> Grid:
    """A table of a Word file, as ``read_docx`` returns it."""
    cells = [[Cell.of(raw["c"], [Rich.of(spans) for spans in raw["p"]], raw["v"]) for raw in row] for row in rows]
    return Grid(name, cells, title)


def of_sheet(name: str, rows: Sequence[Sequence[Sequence[str]]]) -> Grid:
    """A sheet, as ``read_xlsx`` and ``read_csv`` return it."""
    cells = [
        [
            Cell.of(column, list(map(Rich.bare, text.split("\n"))), "".join(merge), sign)
            for column, (text, sign, *merge) in enumerate(row)
        ]
        for row in rows
    ]
    return Grid(name, cells)


def of_lines(lines: Sequence[Rich]) -> Grid:
    """Paragraphs, each a row of one cell."""
    return Grid("", [[Cell.of(0, [line])] for line in lines if line.text.strip()])
