"""The whole receipt of an import as a workbook: one row a field, with what was read in full. It stays on the clerk's desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from schema.vocabulary.survey import constants
from scripts.intake.receipt import Mark, Row
from scripts.intake.receipt_lines import by_unit, unit_of
from scripts.intake.storing import Item, Outcome, State
from scripts.xlsx.book import Book
from scripts.xlsx.data_sheet import add_data_sheet

NAME = "import-receipt.xlsx"
_FIELDS = {"单位": 22, "来件": 24, "出处": 18, "栏目": 26, "内容": 60, "原文": 30, "说明": 40, "状态": 10}
_FILES = {"单位": 22, "来件": 40, "写到": 60, "状态": 10, "原因": 60}


def write_receipt(outcome: Outcome, path: Path) -> None:
    """Write the workbook: the fields, then the files."""
    book = Book("导入回执", constants().province_bureau)
    add_data_sheet(book, "逐栏", list(_FIELDS), list(_field_rows(outcome)), widths=list(_FIELDS.values()))
    add_data_sheet(book, "来件", list(_FILES), list(map(_file_row, _ordered(outcome))), widths=list(_FILES.values()))
    book.save(path, datetime(constants().round, 1, 1))


def _ordered(outcome: Outcome) -> list[Item]:
    """What came, unit by unit."""
    return [item for items in by_unit(outcome.items).values() for item in items]


def _field_rows(outcome: Outcome) -> Iterator[list[str]]:
    for item in _ordered(outcome):
        found = () if item.state is State.REFUSED else outcome.findings_in_full.get(item.target, ())
        yield from (_field_row(item.origin, unit_of(item), row) for row in [*item.rows(), *found])
    for origin, where, text in outcome.outside:
        yield _field_row(origin, "", Row(Mark.UNREAD, text=text, where=where))
    for origin, words in outcome.notes:
        yield _field_row(origin, "", Row(Mark.NOTE, remark=words))


def _field_row(origin: str, unit: str, row: Row) -> list[str]:
    row = row.without_cards()
    return [unit, origin, row.where, row.label, row.text, row.before, row.remark, row.mark]


def _file_row(item: Item) -> list[str]:
    return [unit_of(item), item.origin, item.where, item.state, item.reason]
