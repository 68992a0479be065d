"""A table laid out as a list: a head of labels, in one row or two, and a form in each row below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from schema.forms.registry import ENTERPRISE, UNIT_FORMS, FormKind
from scripts.intake.grid import Cell, Grid, Row
from scripts.intake.labels import CODE, Label, find_label, is_contact, is_person
from scripts.intake.papers import Found, Paper
from scripts.intake.rich import label_of, plain
from scripts.writing.values import scalar_at

_FOOT = re.compile(
    r"(?:合计|小计|总计|共计).{0,20}|(?:注|备注|说明|示例|填表说明|(?:填表|填报|审核|制表|经办)人?|单位负责人|(?:联系)?电话)\d?(?::.*)?",
    re.DOTALL,
)
_SERIAL = "序号"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: its form, the row below it, and by column the title and its label (None for a column of no field)."""

    kind: FormKind
    first: int
    below: int
    columns: dict[int, tuple[str, Label | None]]


def find_head(grid: Grid, start: int = 0) -> Head | None:
    """The first row, of the next ten, whose cells are mostly labels side by side, joined with a second row of labels below it."""
    for number, row in enumerate(grid.rows[start : start + 10], start):
        kind = max(UNIT_FORMS, key=lambda kind: (_count(kind, row), kind is ENTERPRISE))
        if not _is_head(kind, row):
            continue
        titles = {cell.column: cell.text for cell in row if cell.filled}
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else []
        labelled = sum(find_label(kind, cell.text) is not None for cell in below)
        if labelled < 2 or labelled * 2 < sum(cell.filled for cell in below):
            return Head(
                kind, number, number + 1, _columns(kind, [("", title, place) for place, title in titles.items()])
            )
        lower = {cell.column: cell.text for cell in below if cell.filled}
        places = sorted({*titles, *lower})
        joined = [(_above(titles, place), lower[place], place) for place in places if place in lower]
        joined += [("", titles[place], place) for place in places if place not in lower]
        kind = max(UNIT_FORMS, key=lambda kind: sum(label is not None for _, label in _columns(kind, joined).values()))
        return Head(kind, number, number + 2, _columns(kind, joined))
    return None


def _count(kind: FormKind, row: Row) -> int:
    labels = {label.at for cell in row if (label := find_label(kind, cell.text))}
    return len(labels - {(CODE,)})


def _is_head(kind: FormKind, row: Row) -> bool:
    known = [find_label(kind, cell.text) is not None for cell in row]
    side_by_side = sum(left and right for left, right in pairwise(known))
    return sum(known) >= 3 and side_by_side >= 2 and sum(known) * 3 >= sum(cell.filled for cell in row)


def _above(titles: dict[int, str], place: int) -> str:
    """The title above a column, which may span several."""
    return next((titles[left] for left in range(place, -1, -1) if left in titles), "")


def _columns(kind: FormKind, titles: Sequence[tuple[str, str, int]]) -> dict[int, tuple[str, Label | None]]:
    columns: dict[int, tuple[str, Label | None]] = {}
    somebody = ""  # the title of a column for somebody else than the contact
    for above, title, place in sorted(titles, key=lambda item: item[2]):
        over = find_label(kind, above)
        part = (over.at[0], label_of(title)) if over else ()
        label = Label(part) if part and scalar_at(kind.cls, part) else find_label(kind, title)
        text = title.strip() if not above or above.strip() == title.strip() else f"{above.strip()} {title.strip()}"
        if label and is_contact(label) and somebody:
            label, text = None, f"{somebody} {text}"
        somebody = title.strip() if is_person(title) else somebody if label is None else ""
        columns[place] = (text, label)
    return columns


def read_list(found: Found, grid: Grid, head: Head) -> None:
    """Add a form for each row below a head. A total, a note or a signature is no form; a second head takes the first one's place."""
    for row in grid.rows[: head.first]:
        found.leave(grid.name, [cell.text for cell in row])
    _leave_unknown(found, grid, head)
    above: dict[int, Cell] = {}
    number = head.below
    while number < len(grid.rows):
        row = grid.rows[number]
        number += 1
        if _is_head(head.kind, row) and (again := find_head(grid, number - 1)):
            head, number = again, again.below
            _leave_unknown(found, grid, head)
            continue
        cells = [above.get(cell.column, cell) if cell.merge == "continue" and not cell.filled else cell for cell in row]
        above = {cell.column: cell for cell in cells}
        filled = [cell for cell in cells if cell.filled] if any(cell.filled for cell in row) else []
        known = [cell for cell in filled if (column := head.columns.get(cell.column)) and column[1]]
        if len(known) < 2 or _FOOT.fullmatch(plain(filled[0].text)):
            found.leave(grid.where(number), [" ".join(cell.text for cell in filled)])
        else:
            found.papers.append(_read_row(head, filled, grid.where(number), f"第 {number} 行"))


def _leave_unknown(found: Found, grid: Grid, head: Head) -> None:
    titles = [title for title, label in head.columns.values() if label is None and label_of(title) != _SERIAL]
    found.leave(f"{grid.name}表头", [f"不认识的栏目：{'、'.join(titles)}"] if titles else [])


def _read_row(head: Head, cells: Sequence[Cell], place: str, name: str) -> Paper:
    paper = Paper(head.kind, place)
    for cell in cells:
        title, label = head.columns.get(cell.column, ("", None))
        where = f"{name}「{title}」" if label else f"{name}第 {cell.column + 1} 列"
        if label:
            paper.add(paper.begin(label, title, where), cell, where)
        elif not (label_of(title) == _SERIAL and cell.text.strip().isdigit()):
            paper.leave(where, f"{title}：{cell.text.strip()}" if title else cell.text)
    return paper
