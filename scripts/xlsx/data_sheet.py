"""Sheets of data: rows under one header, to filter and for programs, not for paper."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.xlsx.book import Book, CellValue, write_cell

_NARROWEST, _WIDEST = 8, 60  # half-width characters


def add_data_sheet(
    book: Book, name: str, heads: Sequence[str], rows: Sequence[Sequence[CellValue]], *, widths: Sequence[int] = ()
) -> None:
    """Add a sheet whose header stays in sight and filters the rows below it.

    With ``widths``, in half-width characters, texts wrap and the columns fit onto A4.
    """
    sheet = book.add_sheet(name)
    wrapped = {"text_wrap": True, "valign": "top"} if widths else {}
    bold, plain = (book.style(font_name="宋体", font_size=11, bold=bold, **wrapped) for bold in (True, False))
    for row, values in enumerate([heads, *rows]):
        for column, (value, _) in enumerate(zip(values, heads, strict=True)):
            if value is not None:
                write_cell(sheet, row, column, value, plain if row else bold)
    for column, width in enumerate(widths or [min(_WIDEST, max(_NARROWEST, 2 * len(head) + 4)) for head in heads]):
        sheet.set_column_pixels(column, column, 8 * width)
    if widths:  # for people, who may print it
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
