"""One YAML file as it was read: its text, its values, where each of them stands, and findings at those places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from schema.book.finding import Finding, Severity, literal
from schema.book.wording import Message
from schema.reading.excerpt import excerpt, is_plain_key, without_private
from schema.reading.plain import Path as Path
from schema.reading.plain import Places, Spot, Value


class Place(NamedTuple):
    """Where a value stands: its key (for a list item the item itself) and its content, 1-based code points."""

    key_line: int
    key_column: int
    line: int
    column: int


@dataclass(slots=True)
class Document:
    """One YAML file, read. ``root`` is None when the file is empty."""

    path: str
    text: str
    root: dict[str, Value] | None = None
    spots: list[Spot] = field(default_factory=list)
    index: Places | None = None  # made of the spots when asked for
    commented: set[Path] = field(default_factory=set)
    may_hold_card: bool = True  # whether an identity-card number may stand in it, found while its bytes are at hand
    partial: bool = False  # not all that was written is taken, so what is absent may stand there
    order: list[tuple[tuple[int, int], Path]] = field(default_factory=list)  # paths by place, made when asked for

    @property
    def places(self) -> Places:
        """Where each key path stands, in the file's order; list positions from 1."""
        if self.index is None:
            self.index = {(*spot[0], spot[1]): spot[2:] for spot in self.spots}
        return self.index

    def place_of(self, label: str) -> Place | None:
        """Where a key of the root stands, None where there is none."""
        if self.index is None:  # one place is found faster than all are put in order
            return next((Place(*spot[2:]) for spot in self.spots if spot[1] == label and not spot[0]), None)
        found = self.index.get((label,))
        return Place(*found) if found else None

    def finding(
        self, rule: str, at: Path, message: str, hint: str, *, severity: Severity = Severity.ERROR, key: bool = False
    ) -> Finding:
        """Until every message stands in the book: a finding at a path in literal words."""
        return self.finding_of(literal(message, hint), at, rule=rule, severity=severity, key=key)

    def finding_of(
        self, content: Message, at: Path, *, rule: str = "", severity: Severity | None = None, key: bool = False
    ) -> Finding:
        """A finding at a path: at its content, with ``key`` at its key; what is absent, at the nearest parent's key.

        ``rule`` and ``severity`` stand for those of the message.
        """
        place, known = self._nearest(at)
        use_key = key or not known
        line, column = (place.key_line, place.key_column) if use_key else (place.line, place.column)
        return self.finding_of_at(content, line, column, at=at, rule=rule, severity=severity)

    def finding_at(
        self,
        rule: str,
        line: int,
        column: int,
        message: str,
        hint: str,
        *,
        severity: Severity = Severity.ERROR,
        at: Path = (),
    ) -> Finding:
        """Until every message stands in the book: a finding at a line and column in literal words."""
        return self.finding_of_at(literal(message, hint), line, column, at=at, rule=rule, severity=severity)

    def finding_of_at(
        self,
        content: Message,
        line: int,
        column: int,
        *,
        at: Path = (),
        rule: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at a line and column, with private values masked in what it says and in the source line."""
        name = ".".join(map(str, self._told(at))) or None
        template = content.template
        return Finding(
            rule or template.rule, severity or template.severity, self.path, line, column, name,
            content.map_seen(without_private), excerpt(self.text, line),
        )  # fmt: skip

    def _told(self, at: Path) -> Iterator[str | int]:
        """The steps of a path up to the first that cannot be told: a key with a colon, blanks or digits may hold a private value."""
        for above, part in zip(("", *at), at, strict=False):
            if isinstance(part, str) and not (_NAME.fullmatch(part) and is_plain_key(part, self.text, above)):
                return
            yield part

    def _nearest(self, at: Path) -> tuple[Place, bool]:
        known = True
        while at and at not in self.places:
            at, known = at[:-1], False
        return (Place(*self.places[at]), known) if at else (Place(1, 1, 1, 1), False)

    def position(self, at: int) -> tuple[int, int]:
        """Line and column of an index into the text."""
        line = bisect_right(starts := _line_starts(self.text), at)
        return line, at - starts[line - 1] + 1

    def field_at(self, line: int, column: int) -> Path:
        """The path whose key or content stands at or last before a place; none for a comment, or in a file that is not parsed."""
        if self.root is None or _COMMENT.match(self.text, _line_starts(self.text)[line - 1]):
            return ()
        if not self.order:
            self.order = sorted(
                ((place[:2], path) for path, place in self.places.items()),
                key=lambda pair: pair[0],
            )
        at = bisect_right(self.order, (line, column), key=lambda pair: pair[0])
        return self.order[at - 1][1] if at else ()


_COMMENT = re.compile(r"[ \t\u3000]*#")
_NAME = re.compile(r"[^:：\s]{0,40}")


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


class Broken:
    """Stands for a value that already has its finding, so that it gets no second one."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN = Broken()
