"""Official sheets for A4: mark, title, lines with blanks for a pen, a table whose head is repeated on each page.

Faces and sizes follow GB/T 9704-2012 (二号 = 22 pt, 三号 = 16, 四号 = 14); the fonts are named, never shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, TypeAlias

from scripts.xlsx.book import Book, CellStyle, CellValue, write_cell
from scripts.xlsx.cell_text import BODY_SIZE, SMALL_SIZE, clean, line_count, room, row_height

Align: TypeAlias = Literal["left", "center", "right"]
Line: TypeAlias = "Sequence[str | Blank]"

TITLE_FACE, LABEL_FACE, BODY_FACE = "方正小标宋简体", "黑体", "仿宋_GB2312"
A4_MM, SMALLEST = (210, 297), 0.6  # of the paper; of the letters' size, 小六号 for 五号
A4, INCH, PIXELS, POINTS = 9, 25.4, 96, 72  # Excel's number of the paper; millimetres, pixels and points in an inch
SIDE_MARGIN, END_MARGIN, HEADER_MARGIN, FOOTER_MARGIN = 18 / INCH, 25 / INCH, 12 / INCH, 14 / INCH
PAGE_NUMBER = '&C&"宋体,常规"&14— &P —'  # GB/T 9704: 四号 between dashes
_SMALL_PRINT = '&9&"宋体,常规"'  # the size first, or digits that follow would be taken for it


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column; ``mm`` is its width on paper, ``code`` marks digits that stay text even when edited (codes, phones)."""

    title: str
    mm: float
    align: Align = "left"
    code: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """An underlined gap for a pen, ``width`` Chinese characters long."""

    width: int


class PaperSheet:
    """A sheet of a book, written from top to bottom: mark, title, lines, header, then rows. ``small`` sets lists in 五号.

    ``rooms`` are the half-width units that fit into each column.
    """

    def __init__(
        self, book: Book, name: str, columns: Sequence[PaperColumn], *, landscape: bool = False, small: bool = False
    ) -> None:
        self.columns = tuple(columns)
        self._book, self._sheet = book, book.add_sheet(name)
        self._size = SMALL_SIZE if small else BODY_SIZE
        self._height, self._points = 0, 0.0  # rows so far, and their heights
        self._landscape = landscape
        self._styles = [self._body_style(column) for column in columns]
        self.rooms = [room(column.mm, indented=column.align == "left", size=self._size) for column in columns]
        self._set_page(landscape)

    def mark(self, text: str) -> None:
        """附件3: flush left at the top, without a colon."""
        self._lead(30, [(len(self.columns), [text])], self._style(LABEL_FACE, 16, "left"))

    def title(self, text: str) -> None:
        """The sheet's title, centred over all columns."""
        self._lead(
            44 if self._size == SMALL_SIZE else 60, [(len(self.columns), [text])], self._style(TITLE_FACE, 22, "center")
        )

    def line(self, *parts: tuple[int, Line]) -> None:
        """A line between title and table: for each part, how many columns it spans, then its text and blanks."""
        lines, start = 1, 0
        for span, pieces in parts:
            lines = max(lines, line_count("".join(map(_text, pieces)), self.room_over(start, span)))
            start += span
        self._lead(row_height(lines, self._size), parts, self._style(BODY_FACE, self._size, "left"))

    def room_over(self, start: int, span: int) -> int:
        """Half-width units that fit into a line over ``span`` columns from the one at ``start``, counted from 0."""
        return room(sum(column.mm for column in self.columns[start : start + span]), size=self._size)

    def foot(self, left: str, right: str) -> None:
        """Small print in the foot of each page, on both sides of its number."""
        left, right = (f"{_SMALL_PRINT}{text.replace('&', '&&')}" for text in (left, right))
        self._sheet.set_footer(f"&L{left}{PAGE_NUMBER}&R{right}", {"margin": FOOTER_MARGIN})

    def header(self) -> None:
        """The table's head, repeated on each printed page and kept in sight on the screen."""
        lines = max(line_count(column.title, room(column.mm, size=self._size)) for column in self.columns)
        style = self._style(LABEL_FACE, self._size, "center", border=1)
        self._lead(row_height(lines, self._size) + 4, [(1, [column.title]) for column in self.columns], style)
        self._sheet.repeat_rows(self._height - 1)
        self._sheet.freeze_panes(self._height, 0)

    def rows(self, rows: Iterable[Sequence[CellValue]]) -> None:
        """Rows of the table, after ``header``, each as high as its text; None is an empty bordered cell."""
        for values in rows:
            if len(values) != len(self.columns):
                raise ValueError(f"{len(values)} values in {len(self.columns)} columns")
            lines = 1
            for column, (value, width, style) in enumerate(zip(values, self.rooms, self._styles, strict=True)):
                write_cell(self._sheet, self._height, column, value, style)
                if isinstance(value, str):
                    lines = max(lines, line_count(value, width))
            self._end_row(row_height(lines, self._size))

    def shrink_to(self, pages: int) -> None:
        """Print all rows on so many pages at most, on more only where letters would become smaller than ``SMALLEST``."""
        side = A4_MM[0 if self._landscape else 1] / INCH - 2 * END_MARGIN
        self._sheet.fit_to_pages(1, max(pages, ceil(self._points * SMALLEST / (side * POINTS)), 1))

    def _lead(self, height: float, parts: Sequence[tuple[int, Line]], style: CellStyle) -> None:
        row, column = self._height, 0
        for span, pieces in parts:
            if span > 1:
                self._sheet.merge_range(row, column, row, column + span - 1, "", style.plain)
            if all(isinstance(piece, str) for piece in pieces):
                write_cell(self._sheet, row, column, "".join(map(_text, pieces)), style)
            else:
                self._write_rich(row, column, pieces, style)
            column += span
        self._end_row(height)

    def _write_rich(self, row: int, column: int, pieces: Line, style: CellStyle) -> None:
        """Text and underlined Chinese spaces, which are as wide in every face."""
        plain = self._book.format(font_name=BODY_FACE, font_size=self._size)
        ruled = self._book.format(font_name=BODY_FACE, font_size=self._size, underline=1)
        runs = [(plain if isinstance(piece, str) else ruled, _text(piece)) for piece in pieces]
        self._sheet.write_rich_string(row, column, *(part for run in runs if run[1] for part in run), style.plain)

    def _end_row(self, points: float) -> None:
        self._points += points
        self._sheet.set_row_pixels(self._height, points * PIXELS / POINTS)
        self._height += 1

    def _body_style(self, column: PaperColumn) -> CellStyle:
        indent = {"indent": 1} if column.align == "left" else {}
        code = {"num_format": "@"} if column.code else {}
        return self._style(BODY_FACE, self._size, column.align, border=1, **indent, **code)

    def _style(self, face: str, size: float, align: Align, **more: object) -> CellStyle:
        return self._book.style(font_name=face, font_size=size, align=align, valign="vcenter", text_wrap=True, **more)

    def _set_page(self, landscape: bool) -> None:
        sheet = self._sheet
        for number, column in enumerate(self.columns):
            sheet.set_column_pixels(number, number, column.mm / INCH * PIXELS)
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)  # one page across, any number down
        sheet.center_horizontally()
        sheet.set_margins(SIDE_MARGIN, SIDE_MARGIN, END_MARGIN, END_MARGIN)
        sheet.set_header("", {"margin": HEADER_MARGIN})
        sheet.set_footer(PAGE_NUMBER, {"margin": FOOTER_MARGIN})
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # no green corners on codes and phones


def _text(piece: str | Blank) -> str:
    return clean(piece) if isinstance(piece, str) else "\u3000" * piece.width
