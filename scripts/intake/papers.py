"""Forms as they were filled in: labels and what stands with them. What belongs to no label is kept, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from schema.forms.registry import FormKind
from scripts.intake.grid import UNREADABLE, Cell, Grid
from scripts.intake.labels import Label
from scripts.intake.rich import Rich, plain

_DECORATION = re.compile(
    r"附件\d?:?|\(?单位公章\)?|\(?(?:盖章|公章)\)?|年月日|20\d\d年\d{1,2}月\d{1,2}日|补充页|栏目|填写要求|参考附表|.*摸底调研表|\(通知附表未列、报送所需的内容\)|日期:?|交到:.*|不公开部分:[A-Z2-7]*"
)

_MOST_TEXTS = 200  # of a table that is no form, told one by one


@dataclass(slots=True)
class Answer:
    """What stands with a label: its rows of cells; the label as typed; and where it stands."""

    label: Label
    typed: str
    where: str
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def lines(self) -> list[Rich]:
        """Every paragraph that is not blank."""
        return [line for row in self.rows for cell in row for line in cell.lines if line.text.strip()]


@dataclass(slots=True)
class Paper:
    """One form: its answers in their order, (where, text) of what has no label, its place in a list, the file's footer, remarks."""

    kind: FormKind
    place: str = ""
    answers: list[Answer] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    footer: str = ""
    remarks: list[str] = field(default_factory=list)

    def begin(self, label: Label, typed: str, where: str) -> Answer:
        """A new answer to a label."""
        self.answers.append(Answer(label, typed.strip(), where, [[]]))
        return self.answers[-1]

    def add(self, answer: Answer, cell: Cell, where: str) -> None:
        """Put a cell to an answer, unless Excel has spoilt it."""
        if cell.sign in UNREADABLE:
            self.unread.append((where, f"{UNREADABLE[cell.sign]}：{cell.text}"))
        else:
            answer.rows[-1].append(cell)

    def leave(self, where: str, text: str) -> None:
        """Keep a text that has no label, unless it is blank or printed decoration."""
        if is_content(text):
            self.unread.append((where, text.strip()))

    def answers_again(self, other: Paper) -> bool:
        """Whether ``other`` asks for what is already answered here."""
        asked = {answer.label for answer in other.answers}
        return any(answer.lines and answer.label in asked for answer in self.answers)

    @property
    def filled(self) -> bool:
        """Whether anything at all was filled in."""
        return bool(self.unread) or any(answer.lines for answer in self.answers)


@dataclass(slots=True)
class Found:
    """The forms of a file, (where, text) of what stands outside them, and why tables that look like a form are none."""

    papers: list[Paper] = field(default_factory=list)
    outside: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def leave(self, where: str, texts: Iterable[str]) -> None:
        """Keep texts that belong to no form."""
        self.outside += [(where, text.strip()) for text in texts if is_content(text)]

    def refuse(self, grid: Grid, reason: str) -> None:
        """Take a table for no form of ours."""
        self.reasons.append(reason)
        self.leave(grid.name, [reason])
        self.leave_whole(grid)

    def leave_whole(self, grid: Grid) -> None:
        """Keep what stands in a table that is no form; of a long one, how much that is."""
        texts = [cell.text for row in grid.rows for cell in row if cell.filled]
        self.leave(
            grid.name, texts if len(texts) <= _MOST_TEXTS else [f"没有认出栏目，整张表没有读（{len(texts)} 格）"]
        )


def is_content(text: str) -> bool:
    """Whether a text is neither blank nor a printed decoration."""
    return bool(text.strip()) and not _DECORATION.fullmatch(plain(text))
