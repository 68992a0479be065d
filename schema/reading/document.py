"""A YAML file as it was read: its text, its values, where each of them stands, and findings at those places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from schema.book.finding import Finding, Fix
from schema.book.severity import Severity
from schema.book.wording import Message
from schema.forms.registry import LABELS

Value = Any  # dict[str, Value] | list[Value] | str | None
KeyPath = tuple[str | int, ...]  # keys from the root down; positions in lists count from 1


class Place(NamedTuple):
    """Where a value stands: its key (for a list item the item itself) and its content, in code points from 1."""

    key_line: int
    key_column: int
    line: int
    column: int

    def moved(self, column: Callable[[int, int], int]) -> Place:
        """The same place in a text whose lines have other columns."""
        key_line, key_column, line, content = self
        return Place(key_line, column(key_line, key_column), line, column(line, content))


@dataclass
class Document:
    """A YAML file. ``root`` is None where the file is empty or could not be parsed."""

    path: str
    text: str
    root: dict[str, Value] | None = None
    places: dict[KeyPath, Place] = field(default_factory=dict)  # in the file's order
    commented: set[KeyPath] = field(default_factory=set)  # plain values with a comment on the same line
    parsed: bool = True
    partial: bool = False  # something was skipped, so an absent field may stand there
    odd: bool = False  # a part of it may be a key that YAML took for text

    def unparsed(self) -> Document:
        """The same file as text alone."""
        return Document(self.path, self.text, parsed=False)

    def finding(
        self, content: Message, at: KeyPath, *, rule: str = "", severity: Severity | None = None, key: bool = False
    ) -> Finding:
        """A finding at a path: at its content, with ``key`` at its key; what is absent, at the nearest parent's key.

        ``rule`` and ``severity`` stand for those of the message.
        """
        place, known = self._nearest(at)
        use_key = key or not known
        line, column = (place.key_line, place.key_column) if use_key else (place.line, place.column)
        fixes = self._replacement(at, content.corrected) if content.corrected and not use_key else ()
        return self.finding_at(content, line, column, at=at, rule=rule, severity=severity, fixes=fixes)

    def _replacement(self, at: KeyPath, corrected: str) -> tuple[Fix, ...]:
        """The edit that puts a text in the place of the value at a path; none where the value is not written as it is read."""
        value: Any = self.root
        for step in at:
            value = value[step - 1 if isinstance(step, int) else step]
        line, column = self.places[at][2:]
        start = _line_starts(self.text)[line - 1] + column - 1
        quote = int(self.text[start] in "\"'")
        return (Fix(line, column + quote, value, corrected),) if self.text.startswith(value, start + quote) else ()

    def finding_at(
        self,
        content: Message,
        line: int,
        column: int,
        *,
        at: KeyPath = (),
        rule: str = "",
        severity: Severity | None = None,
        fixes: tuple[Fix, ...] = (),
    ) -> Finding:
        """A finding at a line and column. Its field ends before the first key that is no label: that may be anything."""
        steps = takewhile(lambda step: isinstance(step, int) or step in LABELS, at)
        template = content.template
        return Finding(
            rule or template.rule, severity or template.severity, self.path, line, column,
            ".".join(map(str, steps)) or None, content, fixes,
        )  # fmt: skip

    def _nearest(self, at: KeyPath) -> tuple[Place, bool]:
        known = True
        while at and at not in self.places:
            at, known = at[:-1], False
        return (self.places[at], known) if at else (Place(1, 1, 1, 1), False)

    def position(self, at: int) -> tuple[int, int]:
        """Line and column of an index into the text."""
        line = bisect_right(starts := _line_starts(self.text), at)
        return line, at - starts[line - 1] + 1

    def field_at(self, line: int, column: int) -> KeyPath:
        """The path whose key stands at or last before a place; none for a comment, or in a file that was not parsed."""
        if self.root is None or _COMMENT.match(self.text, _line_starts(self.text)[line - 1]):
            return ()
        paths, starts = self._keys
        at = bisect_right(starts, (line, column))
        return paths[at - 1] if at else ()

    @cached_property
    def _keys(self) -> tuple[list[KeyPath], list[tuple[int, int]]]:
        """Every path and the place of its key, in the file's order."""
        return list(self.places), [(place.key_line, place.key_column) for place in self.places.values()]


_COMMENT = re.compile(r"[ \t\u3000]*#")


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


@dataclass
class TwoHalves(Document):
    """A public document with its private half beside it: findings about a private field stand in the file that holds it.

    ``private`` are the labels of private fields; ``lines`` the positions in 材料 of the lines whose files travel with the private half,
    where they are counted by themselves.
    """

    half: Document = field(default_factory=lambda: Document("", ""))
    private: frozenset[tuple[str, ...]] = frozenset()
    lines: tuple[int, ...] = ()

    def finding(
        self, content: Message, at: KeyPath, *, rule: str = "", severity: Severity | None = None, key: bool = False
    ) -> Finding:
        """A finding at a path, in the half that holds it or should."""
        labels = tuple(step for step in at if isinstance(step, str))
        if labels not in self.private or any(step not in self.lines for step in at if isinstance(step, int)):
            return super().finding(content, at, rule=rule, severity=severity, key=key)
        there = tuple(self.lines.index(step) + 1 if isinstance(step, int) else step for step in at)
        return self.half.finding(content, there, rule=rule, severity=severity, key=key)


class Broken:
    """Stands for a value that already has its finding, so that it gets no second one."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN = Broken()
