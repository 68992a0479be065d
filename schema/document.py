"""A file's bytes → its values with their places, and whatever is wrong with them. The only way to read YAML.

Every scalar is the text that was typed (是, 0531, 1.0, 2024-05-20 stay text); an empty value, ``~`` and a plain ``null`` are None.
A blank line of a folded text stays one, for ``tidy`` to part paragraphs there.
``decoding`` makes bytes text, ``plain`` reads what is written as the templates are, ``events`` all else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from schema.decoding import decode
from schema.excerpt import excerpt, is_plain_key, without_numbers, without_private
from schema.fields.text import FEWEST_IN_CARD, hidden_characters, may_hold_digits, name_hidden, without
from schema.finding import Finding, Severity
from schema.plain import Path as Path
from schema.plain import Places, Spot, Value, read_plain

MAX_BYTES = 256 * 1024


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
        """A finding at a path: at its content, with ``key`` at its key; what is absent, at the nearest parent's key."""
        place, known = self._nearest(at)
        use_key = key or not known
        line, column = (place.key_line, place.key_column) if use_key else (place.line, place.column)
        return self.finding_at(rule, line, column, message, hint, severity=severity, at=at)

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
        """A finding at a line and column, with the source line masked where it is private."""
        name = ".".join(map(str, self._told(at))) or None
        shown = excerpt(self.text, line)
        return Finding(
            rule, severity, self.path, line, column, name, without_private(message), without_numbers(hint), shown
        )

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


@dataclass(slots=True)
class Reading:
    """What came of reading a file: its document where it is text, whether that could be parsed, and the findings."""

    document: Document | None
    parsed: bool
    findings: list[Finding]


def read(path: str, data: bytes) -> Reading:
    """Read one YAML file. Whatever is wrong becomes findings with their places; nothing raises for bad data."""
    decoded = decode(path, data)
    if isinstance(decoded, Finding):
        return Reading(None, False, [decoded])
    text, findings = decoded
    document = Document(path, text)
    plain = read_plain(text)
    if plain:
        document.root, document.spots = plain
        document.may_hold_card = may_hold_digits(data, FEWEST_IN_CARD)
        return Reading(document, True, findings)
    from schema.events import read_events  # imported here: most checks need no libyaml

    hidden = hidden_characters(text)
    document.text = without(text, hidden)
    trouble = read_events(document, findings)
    if trouble:
        findings.append(document.finding_at(trouble.rule, trouble.line, trouble.column, trouble.message, trouble.hint))
    if hidden:
        findings += _hidden_findings(document, text, hidden)
    return Reading(document, trouble is None, findings)


# ---------- hidden characters ----------


def _hidden_findings(document: Document, text: str, hidden: list[re.Match[str]]) -> Iterator[Finding]:
    """One finding a line, at its first hidden character."""
    lines: dict[int, list[re.Match[str]]] = {}
    starts = _line_starts(text)
    for match in hidden:
        lines.setdefault(bisect_right(starts, match.start()), []).append(match)
    for line, found in lines.items():
        column = found[0].start() - starts[line - 1] + 1
        count = f"，这一行共 {len(found)} 个" if len(found) > 1 else ""
        yield document.finding_at(
            "text-hidden", line, column, f"有看不见的字符：{name_hidden(found[0].group())}{count}",
            "请把这一行删去后重新输入，不要从网页或聊天软件粘贴", at=document.field_at(line, column),
        )  # fmt: skip


class Broken:
    """Stands for a value that already has its finding, so that it gets no second one."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN = Broken()
