"""A table laid out as a form: labels with their answers beside or below them, or in the same cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schema.forms.registry import FormKind
from scripts.intake.grid import Cell, Grid, Row
from scripts.intake.labels import (
    LONGEST,
    Label,
    find_label,
    is_contact,
    is_other,
    is_person,
    label_beside,
    looks_like_label,
)
from scripts.intake.papers import Answer, Paper
from scripts.intake.rich import Rich

_LISTS = ("知识产权明细", "材料")  # answered by a table of their own
_COLON = re.compile("[:：]")
Pair = tuple[Label | None, str, Rich]  # a label, or none for a stranger's; as typed; and what stands behind its colon


def pairs_in(kind: FormKind, cell: Cell) -> list[Pair]:
    """The labels that a cell holds together with their answers: 企业名称：示例公司, several on a line, or one alone on the first line.

    Lines that begin with no label belong to the answer before them. Empty where the cell begins with no label.
    """
    if not cell.lines:
        return []
    pairs: list[Pair] = []
    for number, line in enumerate(cell.lines):
        found = list(_pairs_of_line(kind, line))
        if number == 0 and not found and len(cell.lines) > 1 and (label := find_label(kind, line.text)):
            found = [(label, line.text, Rich.bare(""))]
        if not found and not pairs:
            return []
        if found:
            pairs += found
        else:
            label, text, answer = pairs[-1]
            pairs[-1] = (label, text, Rich.joined([answer, line]))
    return pairs


def _pairs_of_line(kind: FormKind, line: Rich) -> Iterator[Pair]:
    heads: list[tuple[Label | None, int, int]] = []
    for colon in _COLON.finditer(line.text):
        begins = [0] if not heads else [match.end() for match in re.finditer(r"\s", line.text[: colon.start()])]
        for begin in begins:
            text = line.text[begin : colon.start()]
            label = find_label(kind, text)
            if (label or is_other(kind, text)) and (not heads or begin >= heads[-1][2]):
                heads.append((label, begin, colon.end()))
                break
        if not heads and colon.start() > LONGEST:
            return
    ends = [*(begin for _, begin, _ in heads[1:]), len(line.text)][: len(heads)]
    for (label, begin, behind), end in zip(heads, ends, strict=True):
        yield label, line.text[begin : behind - 1], line.cut(behind, end)


def read_form(grid: Grid, kind: FormKind) -> list[Paper]:
    """The forms of a table with labels: several where the first label comes again with another answer."""
    reader = _FormReader(grid, kind)
    for number, row in enumerate(grid.rows, 1):
        reader.read(row, grid.where(number))
    return reader.papers


class _FormReader:
    """Reads a table row by row.

    A cell belongs to the label before it in its row; what follows an answer and looks like a label is another field or not
    understood. A label that spans rows takes what stands behind it in each of them; a label that stands alone takes the rows below
    it, up to the next label.
    """

    def __init__(self, grid: Grid, kind: FormKind) -> None:
        self.kind, self.in_lines = kind, not grid.name
        self.papers = [Paper(kind)]
        self.tall: dict[int, Answer] = {}  # answers whose label spans rows, by column
        self.open: Answer | None = None  # the answer whose label stood alone
        self.answer: Answer | None = None  # of the last label in this row
        self.stranger: list[str] = []  # a label in this row that is none of ours, and what stands behind it
        self.somebody = ""  # the label of somebody else than the contact, up to the next label of ours

    def read(self, row: Row, where: str) -> None:
        """Read one row."""
        self.answer, filled = None, False
        for cell in row:
            if cell.merge != "continue":
                self.tall.pop(cell.column, None)
            elif not cell.filled:
                if cell.column in self.tall:
                    self.answer, filled = self.tall[cell.column], True
                    self.answer.rows.append([])
                continue
            label = label_beside(self.kind, cell.text)
            if label and not self._is_strange(label):
                if self.answer is None or label != self.answer.label:
                    self._begin(label, cell.text, where)
                    if cell.merge == "restart" and self.answer:
                        self.tall[cell.column] = self.answer
            elif label is None and len(self.stranger) == 1:  # what a stranger's label asks for
                self.stranger.append(cell.text)
            elif self._starts_stranger(cell, label):
                self._leave_stranger(where)
                self.stranger = [self._named(label, cell.text)]
            elif self.stranger:
                self.stranger.append(cell.text)
            elif self.answer and not self._holds_next_pair(cell):
                self.papers[-1].add(self.answer, cell, where)
                filled = True
            else:
                self._read_alone(cell, where)
                filled = filled or bool(self.answer and self.answer.lines)
        self._leave_stranger(where)
        if self.answer:
            self.open = self.answer if self.in_lines or not filled or self.answer is self.open else None
        elif any(cell.filled for cell in row):
            self.open = None

    def _is_strange(self, label: Label) -> bool:
        return bool(self.somebody) and is_contact(label)

    def _named(self, label: Label | None, text: str) -> str:
        """A stranger's label; that of a telephone with the person whose it is."""
        return f"{self.somebody} {text.strip()}" if label and self._is_strange(label) else text.strip()

    def _starts_stranger(self, cell: Cell, label: Label | None) -> bool:
        """Whether a cell is a label of no field of ours, so that the answer before it has ended."""
        begun = self.answer is not None and bool(self.answer.rows[-1])
        if begun and self.answer and self.answer.label.at[0] in _LISTS:
            return False
        strange = label is not None or is_other(self.kind, cell.text) or (begun and looks_like_label(cell.text))
        if strange and is_person(cell.text):
            self.somebody = cell.text.strip()
        return strange

    def _holds_next_pair(self, cell: Cell) -> bool:
        """Whether a cell behind an answer holds a label and its answer by itself."""
        answered = self.answer is not None and any(other.filled for other in self.answer.rows[-1])
        return answered and bool(pairs_in(self.kind, cell))

    def _read_alone(self, cell: Cell, where: str) -> None:
        """Read a cell that has no label before it: it holds its own, or belongs to the label above, or to none."""
        pairs = pairs_in(self.kind, cell)
        for label, text, answer in pairs:
            if label is None and is_person(text):
                self.somebody = text.strip()
            if label is None or self._is_strange(label):
                self.papers[-1].leave(where, f"{self._named(label, text)}：{answer.text.strip()}")
                self.answer = None
            else:
                inner = Cell.of(cell.column, [answer], sign=cell.sign)
                self.papers[-1].add(self._begin(label, text, where), inner, where)
        if not pairs and self.open and cell.filled:
            self.answer = self.open
            self.answer.rows.append([])
            self.papers[-1].add(self.answer, cell, where)
        elif not pairs:
            self.papers[-1].leave(where, cell.text)

    def _begin(self, label: Label, text: str, where: str) -> Answer:
        """A new answer; the form's first label begins the next form where it is already answered."""
        self._leave_stranger(where)
        self.somebody = ""
        paper = self.papers[-1]
        first = next((answer for answer in paper.answers if answer.lines), None)
        if first and first.label == label and label.at[0] in ("企业名称", "报送单位"):
            paper = Paper(self.kind)
            self.papers.append(paper)
        self.answer = paper.begin(label, text, where)
        return self.answer

    def _leave_stranger(self, where: str) -> None:
        if self.stranger:
            head, *rest = (text.strip() for text in self.stranger)
            self.papers[-1].leave(where, f"{head}：{' '.join(filter(None, rest))}" if any(rest) else head)
            self.stranger = []
