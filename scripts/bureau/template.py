"""The sheets of a city as templates for the desk's page: made as ``summaries`` makes them, so that both are set alike.

A template is a workbook whose parts are stored as they are, for scripts that cannot inflate, with one more: ``layout.json``, what a
script needs to fill it in and to show the same on a page. Below the head stand three rows to copy: the cells of a row, the same
for texts that begin like a formula, and a note over all columns.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from schema.vocabulary.survey import constants
from scripts.bureau.sheets import NOTES, PAPERS, Header, Paper, Sheet
from scripts.bureau.summaries import BLANK_ROWS, LAYOUTS, Parts, begun, header_lines
from scripts.xlsx.book import Book
from scripts.xlsx.cell_text import FORMULA_SIGNS, LINE, SPARE, TALLEST, TEXT_LIMIT
from scripts.xlsx.paper_sheet import Blank, PaperSheet

LAYOUT = "layout.json"
CITY = "市名"  # the sheet's name, to be replaced
_KEYS = (("填报单位", "填报日期"), ("联系人", "联系方式"))


def templates() -> dict[str, bytes]:
    """A template for each paper, by its mark: 附件3, 附件4. The same constants give the same bytes."""
    return {paper.mark: _template(paper) for paper in PAPERS}


def _template(paper: Paper) -> bytes:
    survey = constants()
    content = Sheet(paper, survey.round, CITY, "", Header(""), (), 0, zero=False)
    book = Book(paper.name.split()[1], "")
    sheet = begun(book, content)
    sheet.rows([[0, *[None] * (len(sheet.columns) - 1)], [0, *["="] * (len(sheet.columns) - 1)]])
    sheet.line((len(sheet.columns), ["注"]))
    sheet.foot(*content.foot(""))
    made = book.to_bytes(datetime.fromisoformat(survey.deadline.isoformat()))
    layout = json.dumps(_layout(paper, sheet), ensure_ascii=False, separators=(",", ":"))
    return _stored(made, layout)


def _layout(paper: Paper, sheet: PaperSheet) -> dict[str, Any]:
    layout = LAYOUTS[paper.mark]
    mark, title = paper.name.split()
    return {
        "mark": mark,
        "title": title,
        "file": f"{paper.name}.xlsx",
        "round": constants().round,
        "city": CITY,
        "landscape": layout.landscape,
        "columns": [asdict(column) for column in layout.columns],
        "rooms": sheet.rooms,
        "whole": sheet.room_over(0, len(layout.columns)),
        "lead": [
            _lead(sheet, keys, parts)
            for keys, parts in zip(_KEYS, header_lines(Header(""), constants().round, layout), strict=True)
        ],
        "counter": paper.counter,
        "notes": NOTES,
        "blankRows": BLANK_ROWS,
        "signs": FORMULA_SIGNS,
        "most": TEXT_LIMIT,
        "points": {"line": LINE, "spare": SPARE, "tallest": TALLEST},
    }


def _lead(sheet: PaperSheet, keys: tuple[str, ...], parts: Parts) -> list[dict[str, Any]]:
    """The parts of a header line: what is filled in there, where it begins and how wide it is, its text and the width of its blanks."""
    out, start = [], 0
    for key, (span, pieces) in zip(keys, parts, strict=True):
        plain = [piece.width if isinstance(piece, Blank) else piece for piece in pieces]
        out.append({"key": key, "start": start, "span": span, "room": sheet.room_over(start, span), "pieces": plain})
        start += span
    return out


def _stored(made: bytes, layout: str) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(made)) as package, ZipFile(out, "w") as store:
        for name in package.namelist():
            store.writestr(ZipInfo(name), package.read(name))
        store.writestr(ZipInfo(LAYOUT), layout)
    return out.getvalue()
