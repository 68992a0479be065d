"""Blocks of a Word file → forms: which table is which, and for each printed label what stands in its box.

Nothing is interpreted here but labels. What belongs to no label is kept as left over, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from scripts.intake.rich import Rich, label_of, plain, without_brackets
from scripts.paper import wording
from scripts.paper.wording import BOXES, Box

_DECORATION = re.compile(
    r"附件\d?:?|\(?单位公章\)?|\(?(?:盖章|公章)\)?|年月日|20\d\d年\d{1,2}月\d{1,2}日|补充页|栏目|填写要求|参考附表|.*摸底调研表|\(通知附表未列、报送所需的内容\)|日期:?"
)


@dataclass(slots=True)
class Answer:
    """What stands in a box: paragraphs, the same by rows and cells, the label as typed, and where."""

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
    """One form as found: its kind, its boxes, what is left over as (where, text), and what the footer says."""

    kind: str
    answers: dict[str, Answer] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)
    footer: str = ""
    remarks: list[str] = field(default_factory=list)


@cache
def labels(kind: str) -> Mapping[str, Box]:
    """Every spelling of a kind's labels."""
    out: dict[str, Box] = {}
    for box in BOXES[kind]:
        for text in (box.label, *box.other):
            out.setdefault(label_of(text), box)
            out.setdefault(without_brackets(label_of(text)), box)
    return out


def find_label(kind: str, text: str) -> Box | None:
    """The box that a cell's text labels."""
    if len(text) > 80:
        return None
    label = label_of(text)
    bare = without_brackets(label).rstrip(":;,。")
    return labels(kind).get(label) or labels(kind).get(bare)


def find_papers(content: Mapping[str, Any]) -> tuple[list[Paper], list[tuple[str, str]]]:
    """The forms of a Word file, and what stands outside them."""
    finder = _Finder()
    tables = 0
    for kind, block in content["blocks"]:
        if kind == "t":
            tables += 1
            finder.table(block, tables)
        else:
            finder.paragraph(Rich.of(block))
    if not finder.papers:
        finder.as_lines([Rich.of(block) for kind, block in content["blocks"] if kind == "p"])
    for paper in finder.papers:
        paper.footer, paper.remarks = content["footer"], list(content["remarks"])
    return finder.papers, finder.outside


class _Finder:
    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.outside: list[tuple[str, str]] = []
        self.hint = ""

    def paragraph(self, line: Rich) -> None:
        """A line outside tables: a title tells the next table's kind."""
        text = plain(line.text)
        for kind, title in wording.TITLES.items():
            if title[3:] in text:
                self.hint = kind
        if text and not _DECORATION.fullmatch(text):
            self.outside.append(("表格外", line.text.strip()))

    def table(self, rows: Sequence[Sequence[Mapping[str, Any]]], number: int) -> None:
        """One table: a form, or the rest of the one before."""
        grid = [[_Cell(cell) for cell in row] for row in rows]
        kind = self._kind(grid)
        if kind is None:
            found = [
                cell.text
                for row in grid
                for cell in row
                if cell.text.strip() and not _DECORATION.fullmatch(plain(cell.text))
            ]
            self.outside += [(f"表格 {number}", text) for text in found]
            return
        made = Paper(kind)
        _TableWalk(made, number).run(grid)
        last = self.papers[-1] if self.papers else None
        continues = (
            last is not None
            and last.kind == kind
            and not set(made.answers) & {key for key, answer in last.answers.items() if answer.lines}
        )
        if last is not None and continues:
            last.answers |= made.answers
            last.left += made.left
        else:
            self.papers.append(made)

    def _kind(self, grid: Sequence[Sequence[_Cell]]) -> str | None:
        counts = {
            kind: len({box.label for row in grid for cell in row if (box := _label_in(kind, cell))}) for kind in BOXES
        }
        best = max(counts.values())
        if best == 0 or (best < 3 and not self.papers):
            return None
        tied = [kind for kind, count in counts.items() if count == best]
        last = self.papers[-1].kind if self.papers else self.hint
        return last if last in tied and len(tied) > 1 else tied[0]

    def as_lines(self, lines: Sequence[Rich]) -> None:
        """A form without a table: labels at the head of lines."""
        grid = [[_Cell.of_line(line)] for line in lines if line.text.strip()]
        kind = self._kind(grid)
        if kind and len({box.label for row in grid for cell in row if (box := _label_in(kind, cell))}) >= 4:
            paper = Paper(kind)
            _TableWalk(paper, 0).run(grid)
            self.papers.append(paper)
            self.outside = []


class _Cell:
    """A raw cell as text."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.column, self.span, self.merge = raw["c"], raw["s"], raw["v"]
        self.lines = [Rich.of(spans) for spans in raw["p"]]
        self.text = "\n".join(line.text for line in self.lines)

    @classmethod
    def of_line(cls, line: Rich) -> _Cell:
        made = cls({"c": 0, "s": 1, "v": "", "p": []})
        made.lines, made.text = [line], line.text
        return made


def _inline(kind: str, cell: _Cell) -> tuple[Box, str, list[Rich]] | None:
    """A label and its value in one cell: 企业名称：示例公司, or the label alone on the cell's first line."""
    if not cell.lines:
        return None
    head = cell.lines[0]
    for colon in re.finditer("[:：]", head.text):
        if box := find_label(kind, head.text[: colon.start()]):
            return box, head.text[: colon.start()], [head.cut(colon.end(), len(head.text)), *cell.lines[1:]]
    if len(cell.lines) > 1 and (box := find_label(kind, head.text)):
        return box, head.text, cell.lines[1:]
    return None


def _label_in(kind: str, cell: _Cell) -> Box | None:
    found = find_label(kind, cell.text)
    inline = None if found else _inline(kind, cell)
    return found or (inline[0] if inline else None)


class _TableWalk:
    """Goes through a table row by row; a label that spans rows, or that has nothing behind it, keeps its box open."""

    def __init__(self, paper: Paper, number: int) -> None:
        self.paper, self.number = paper, number
        self.tall: dict[int, Answer] = {}  # labels that span rows, by column
        self.open: Answer | None = None  # a label alone in its row

    def run(self, grid: Sequence[Sequence[_Cell]]) -> None:
        """Every row."""
        for number, row in enumerate(grid, 1):
            where = f"表格 {self.number} 第 {number} 行" if self.number else f"第 {number} 段"
            self._row(row, where)

    def _row(self, row: Sequence[_Cell], where: str) -> None:
        current: Answer | None = None
        cells: list[list[Rich]] = []
        alone = True
        for cell in self._kept(row):
            if cell.merge == "continue" and not cell.text.strip():
                if cell.column in self.tall:
                    current, cells = self._start(self.tall[cell.column])
                    alone = False
                continue
            box = find_label(self.paper.kind, cell.text)
            if box and not (current and current.box is box):
                current, cells = self._begin(box, cell, where)
            elif current:
                cells.append(cell.lines)
                alone = False
            elif inline := _inline(self.paper.kind, cell):
                box, label, lines = inline
                current, cells = self._answer(box, label, where)
                cells.append(lines)
                self.open, alone = current, len(lines) == 1 and not lines[0].text.strip()
            elif self.open:
                self.open.rows.append([cell.lines])
                return
            elif cell.text.strip():
                self._left(where, cell.text)
        if current:
            self.open = current if alone or not self.number else None
        elif any(cell.text.strip() for cell in row):
            self.open = None

    def _kept(self, row: Sequence[_Cell]) -> Iterator[_Cell]:
        for cell in row:
            if cell.merge != "continue":
                self.tall.pop(cell.column, None)
            yield cell

    def _begin(self, box: Box, cell: _Cell, where: str) -> tuple[Answer, list[list[Rich]]]:
        answer, cells = self._answer(box, cell.text, where)
        if cell.merge == "restart":
            self.tall[cell.column] = answer
        return answer, cells

    def _answer(self, box: Box, label: str, where: str) -> tuple[Answer, list[list[Rich]]]:
        answer = self.paper.answers.get(box.label)
        if answer is None or (answer.lines and self.open is not answer):
            if answer is not None and answer.lines:
                self.paper.left.append((answer.where, "".join(line.text for line in answer.lines)))
                self.paper.remarks.append(f"“{box.label}”出现了两次，取后一处（{where}）")
            answer = self.paper.answers[box.label] = Answer(box, label.strip(), where)
        return self._start(answer)

    def _start(self, answer: Answer) -> tuple[Answer, list[list[Rich]]]:
        answer.rows.append([])
        return answer, answer.rows[-1]

    def _left(self, where: str, text: str) -> None:
        if not _DECORATION.fullmatch(plain(text)):
            self.paper.left.append((where, text.strip()))
