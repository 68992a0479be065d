"""Sheets to fill in: a header with each column's help as a comment, cells that keep what is typed, drop-downs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.xlsx.book import Book, write_cell

_ROWS = 500  # that offer drop-downs
_FORMATTED = 50  # that are text and wrap
_COMMENT = {"width": 260, "height": 120, "font_name": "宋体", "font_size": 9}  # pixels, points
_HEAD = {"font_name": "黑体", "font_size": 11, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column to fill in: its head, its help, what may be chosen, and whether it must be filled in or holds long text."""

    head: str
    help: str
    options: Sequence[str] = ()
    required: bool = False
    long: bool = False


def add_entry_sheet(book: Book, name: str, columns: Sequence[EntryColumn], author: str) -> None:
    """Add a sheet with these columns; ``author`` signs the comments."""
    sheet = book.add_sheet(name)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 2)
    for number, column in enumerate(columns):
        head = book.style(**_HEAD, bg_color="#E8EEF4" if column.required else "#F6F6F6")
        write_cell(sheet, 0, number, column.head, head)
        sheet.write_comment(0, number, column.help, _COMMENT | {"author": author})
        sheet.set_column(number, number, 44 if column.long else 20)
        body = book.format(num_format="@", text_wrap=column.long, valign="top")
        for row in range(1, _FORMATTED + 1):
            sheet.write_blank(row, number, None, body)
        if column.options:
            choice = {"validate": "list", "source": list(column.options), "error_title": column.head}
            choice["error_message"] = f"请从列表中选：{'、'.join(column.options)}"
            sheet.data_validation(1, number, _ROWS - 1, number, choice)
