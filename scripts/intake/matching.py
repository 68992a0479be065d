"""Blocks of a Word file → forms: which table is which form, and what was filled in beside each printed label.

Only labels are interpreted here. What belongs to no label is kept, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from schema.forms.registry import UNIT_FORMS, FormKind
from scripts.intake.rich import Rich, label_of, plain, without_brackets
from scripts.paper.wording import BOXES, Box

_DECORATION = re.compile(
    r"附件\d?:?|\(?单位公章\)?|\(?(?:盖章|公章)\)?|年月日|20\d\d年\d{1,2}月\d{1,2}日|补充页|栏目|填写要求|参考附表|.*摸底调研表|\(通知附表未列、报送所需的内容\)|日期:?"
)


@dataclass(slots=True)
class Answer:
    """What was filled into a box: its rows, each with cells of paragraphs; the label as typed; and where it stands."""

    box: Box
    label: str
    where: str
    rows: list[list[list[Rich]]] = field(default_factory=list)

    @property
    def lines(self) -> list[Rich]:
        """Every paragraph that is not blank."""
        return [line for row in self.rows for cell in row for line in cell if line.text.strip()]


@dataclass(slots=True)
class Paper:
    """One form in a Word file: its answers by label, (where, text) of what has no label, the file's footer, and remarks."""

    kind: FormKind
    answers: dict[str, Answer] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    footer: str = ""
    remarks: list[str] = field(default_factory=list)


@cache
def _labels(kind: FormKind) -> Mapping[str, Box]:
    """The boxes of a form by every spelling of their labels, as ``label_of`` gives it."""
    boxes: dict[str, Box] = {}
    for box in BOXES[kind.paper]:
        for text in (box.label, *box.other):
            boxes.setdefault(label_of(text), box)
            boxes.setdefault(without_brackets(label_of(text)), box)
    return boxes


def find_label(kind: FormKind, text: str) -> Box | None:
    """The box that a text labels."""
    if len(text) > 80:
        return None
    label = label_of(text)
    return _labels(kind).get(label) or _labels(kind).get(without_brackets(label).rstrip(":;,。"))


def find_papers(content: Mapping[str, Any]) -> tuple[list[Paper], list[tuple[str, str]]]:
    """The forms of a Word file as ``read_docx`` returns it, and (where, text) of what stands outside them."""
    finder = _Finder()
    tables = 0
    for kind, block in content["blocks"]:
        if kind == "t":
            tables += 1
            finder.add_table([[_Cell.of(cell) for cell in row] for row in block], tables)
        else:
            finder.add_paragraph(Rich.of(block))
    if not finder.papers:
        finder.add_lines([Rich.of(block) for kind, block in content["blocks"] if kind == "p"])
    for paper in finder.papers:
        paper.footer = content["footer"]
        paper.remarks += content["remarks"]
    return finder.papers, finder.outside


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its column, its vertical merge ("", "restart" or "continue"), its paragraphs, and their text."""

    column: int
    merge: str
    lines: list[Rich]
    text: str

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> _Cell:
        lines = [Rich.of(spans) for spans in raw["p"]]
        return cls(raw["c"], raw["v"], lines, "\n".join(line.text for line in lines))


_Grid = Sequence[Sequence[_Cell]]


class _Finder:
    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.outside: list[tuple[str, str]] = []
        self._titled: FormKind | None = None  # the form that the last title names

    def add_paragraph(self, line: Rich) -> None:
        """A line outside tables: a title announces the form of the next table."""
        text = plain(line.text)
        for kind in UNIT_FORMS:
            if kind.title[3:] in text:
                self._titled = kind
        self._leave("表格外", [line.text])

    def add_table(self, grid: _Grid, number: int) -> None:
        """One table: a form, or the rest of the one before."""
        kind = self._kind(grid)
        if kind is None:
            self._leave(f"表格 {number}", [cell.text for row in grid for cell in row])
            return
        paper = Paper(kind)
        _TableReader(paper, number).read(grid)
        last = self.papers[-1] if self.papers else None
        if (
            last is None
            or last.kind is not kind
            or any(answer.lines for label, answer in last.answers.items() if label in paper.answers)
        ):
            self.papers.append(paper)
        else:
            last.answers |= paper.answers
            last.unread += paper.unread
            last.remarks += paper.remarks

    def add_lines(self, lines: Sequence[Rich]) -> None:
        """A form without a table: labels at the beginning of lines."""
        grid = [[_Cell(0, "", [line], line.text)] for line in lines if line.text.strip()]
        kind = self._kind(grid)
        if kind and _count_labels(kind, grid) >= 4:
            paper = Paper(kind)
            _TableReader(paper, 0).read(grid)
            self.papers.append(paper)
            self.outside = []

    def _kind(self, grid: _Grid) -> FormKind | None:
        """The form with the most labels in a table; on a tie the form before, else the one that the title announces."""
        counts = {kind: _count_labels(kind, grid) for kind in UNIT_FORMS}
        best = max(counts.values())
        if best == 0 or (best < 3 and not self.papers):
            return None
        tied = [kind for kind, count in counts.items() if count == best]
        expected = self.papers[-1].kind if self.papers else self._titled
        return expected if expected in tied else tied[0]

    def _leave(self, where: str, texts: Sequence[str]) -> None:
        self.outside += [(where, text.strip()) for text in texts if _is_content(text)]


def _is_content(text: str) -> bool:
    """Whether a text is neither blank nor a printed decoration."""
    return bool(text.strip()) and not _DECORATION.fullmatch(plain(text))


def _count_labels(kind: FormKind, grid: _Grid) -> int:
    labels = set()
    for row in grid:
        for cell in row:
            box = find_label(kind, cell.text)
            if box is None and (inline := _inline_answer(kind, cell)):
                box = inline[0]
            if box:
                labels.add(box.label)
    return len(labels)


def _inline_answer(kind: FormKind, cell: _Cell) -> tuple[Box, str, list[Rich]] | None:
    """Box, label and answer of a cell that holds both: 企业名称：示例公司, or the label alone on the cell's first line."""
    if not cell.lines:
        return None
    first, *others = cell.lines
    for colon in re.finditer("[:：]", first.text):
        if box := find_label(kind, first.text[: colon.start()]):
            return box, first.text[: colon.start()], [first.cut(colon.end(), len(first.text)), *others]
    if others and (box := find_label(kind, first.text)):
        return box, first.text, others
    return None


class _TableReader:
    """Reads a table row by row into a paper. Table 0 is a form without a table, whose lines are the rows.

    A cell belongs to the label before it in its row. A label that spans rows takes what stands behind it in each of them; a label
    that stands alone takes the rows below it, up to the next label.
    """

    def __init__(self, paper: Paper, number: int) -> None:
        self.paper, self.number = paper, number
        self.tall: dict[int, Answer] = {}  # answers whose label spans rows, by column
        self.open: Answer | None = None  # the answer whose label stood alone

    def read(self, grid: _Grid) -> None:
        for number, row in enumerate(grid, 1):
            self._read_row(row, f"表格 {self.number} 第 {number} 行" if self.number else f"第 {number} 段")

    def _read_row(self, row: Sequence[_Cell], where: str) -> None:
        answer: Answer | None = None  # of the last label in this row
        filled = False  # whether anything stands behind a label
        for cell in row:
            if cell.merge != "continue":
                self.tall.pop(cell.column, None)
            elif not cell.text.strip():
                if cell.column in self.tall:
                    answer, filled = self._new_row(self.tall[cell.column]), True
                continue
            box = find_label(self.paper.kind, cell.text)
            if box and not (answer and answer.box is box):
                answer = self._begin(box, cell.text, where)
                if cell.merge == "restart":
                    self.tall[cell.column] = answer
            elif answer:
                answer.rows[-1].append(cell.lines)
                filled = True
            elif inline := _inline_answer(self.paper.kind, cell):
                box, label, lines = inline
                answer = self.open = self._begin(box, label, where)
                answer.rows[-1].append(lines)
                filled = len(lines) > 1 or bool(lines[0].text.strip())
            elif self.open:
                self.open.rows.append([cell.lines])
                return
            elif _is_content(cell.text):
                self.paper.unread.append((where, cell.text.strip()))
        if answer:
            self.open = None if filled and self.number else answer
        elif any(cell.text.strip() for cell in row):
            self.open = None

    def _begin(self, box: Box, label: str, where: str) -> Answer:
        """The answer of a box, at a new row; a second one replaces the first unless it continues it."""
        answer = self.paper.answers.get(box.label)
        if answer is None or (answer.lines and answer is not self.open):
            if answer is not None:
                self.paper.unread.append((answer.where, "".join(line.text for line in answer.lines)))
                self.paper.remarks.append(f"“{box.label}”出现了两次，取后一处（{where}）")
            answer = self.paper.answers[box.label] = Answer(box, label.strip(), where)
        return self._new_row(answer)

    def _new_row(self, answer: Answer) -> Answer:
        answer.rows.append([])
        return answer
