"""附件3 大模型企业汇总表 and 附件4 大模型产品汇总表 as workbooks, as the notice prints them: a city's, and the province's.

What a bureau has not filled in is an underlined blank for a pen; a city without a submission gets numbered blank rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from scripts.bureau.sheets import (
    ENTERPRISES,
    PAPERS,
    PRODUCTS,
    PROVINCE,
    CitySheets,
    Header,
    Paper,
    Sheet,
    phones,
    sheets,
)
from scripts.xlsx.book import Book
from scripts.xlsx.paper_sheet import Blank, Line, PaperColumn, PaperSheet

BLANK_ROWS = 5
Parts: TypeAlias = "list[tuple[int, Line]]"  # of a header line: how many columns each spans, its text and blanks

ENTERPRISE_COLUMNS = (
    PaperColumn("序号", 15, "center"),
    PaperColumn("大模型企业", 83),
    PaperColumn("联系人", 25, "center"),
    PaperColumn("联系方式", 50, "center", code=True),
)
PRODUCT_COLUMNS = (
    PaperColumn("序号", 15, "center"),
    PaperColumn("级别", 22, "center"),
    PaperColumn("大模型产品名称", 69),
    PaperColumn("企业名称", 69),
    PaperColumn("联系人", 25, "center"),
    PaperColumn("联系方式", 59, "center", code=True),  # a landline with its extension, and the sign behind it
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a paper is set: its columns, how many of them the left half of the header lines takes, and which way it is turned."""

    columns: tuple[PaperColumn, ...]
    split: int
    landscape: bool


LAYOUTS = {ENTERPRISES.mark: Layout(ENTERPRISE_COLUMNS, 2, False), PRODUCTS.mark: Layout(PRODUCT_COLUMNS, 3, True)}


def summary(paper: Paper, cities: Sequence[CitySheets], province: Header | None, round: int, version: str = "") -> Book:
    """A workbook of 附件3 or 附件4: a sheet for each city, after one with every row (全省) where the `province` has a header.

    `version` is the commit of the data, as the foot shows it.
    """
    headers = [province] if province else [city.header for city in cities]
    book = Book(paper.name.split()[1], headers[0].bureau if headers else "")
    for content in sheets(paper, cities, province, round):
        sheet = begun(book, content)
        _table(sheet, content)
        sheet.foot(*content.foot(version))
    return book


def write_summaries(
    cities: Sequence[CitySheets],
    province_header: Header | None,
    round: int,
    out: Path,
    when: datetime.datetime,
    version: str = "",
) -> list[Path]:
    """Write both workbooks into `out/<city slug>/` for each city, and with a province's header into `out/全省/`.

    `when` is the date inside the files. Returns the paths.
    """
    folders: list[tuple[str, Sequence[CitySheets], Header | None]] = [(city.slug, [city], None) for city in cities]
    if province_header:
        folders.append((PROVINCE, cities, province_header))
    return [
        summary(paper, members, header, round, version).save(summary_path(out, folder, paper), when)
        for folder, members, header in folders
        for paper in PAPERS
    ]


def summary_path(out: Path, folder: str, paper: Paper) -> Path:
    """Where a paper's workbook of a city, or of the province, is written."""
    return out / folder / f"{paper.name}.xlsx"


def begun(book: Book, content: Sheet) -> PaperSheet:
    """A new sheet with the five rows above the table."""
    layout, (mark, title) = LAYOUTS[content.paper.mark], content.paper.name.split()
    sheet = PaperSheet(book, content.name, layout.columns, landscape=layout.landscape)
    sheet.mark(mark)
    sheet.title(title)
    for parts in header_lines(content.header, content.round, layout):
        sheet.line(*parts)
    sheet.header()
    return sheet


def header_lines(header: Header, round: int, layout: Layout) -> list[Parts]:
    """The two lines between the title and the table."""
    left, right = layout.split, len(layout.columns) - layout.split
    return [
        [(left, ["填报单位：", header.bureau or Blank(10), "（盖章）"]), (right, _date(header.date, round))],
        [
            (left, ["联系人：", header.contact or Blank(8)]),
            (right, ["联系方式：", phones(header.phone or "") or Blank(8)]),
        ],
    ]


def _date(day: datetime.date | None, round: int) -> list[str | Blank]:
    if day:
        return [f"填报日期：{day.year}年{day.month}月{day.day}日"]
    return [f"填报日期：{round}年", Blank(2), "月", Blank(2), "日"]


def _table(sheet: PaperSheet, content: Sheet) -> None:
    """The numbered rows and the notes below them. Blank rows stand where nothing came, never where something waits."""
    width = len(sheet.columns)
    filled = [row.cells for row in content.rows]
    empty = [] if content.waiting else [(None,) * (width - 1)] * BLANK_ROWS
    sheet.rows([number, *row] for number, row in enumerate(filled or empty, 1))
    for note in content.notes():
        sheet.line((width, [note]))
