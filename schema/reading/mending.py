"""The mechanical faults of hand-written YAML, found line by line: all of them in one pass, each with its one right answer.

They are a full-width colon, no blank behind a colon or a dash, a tab or a full-width blank where a half-width one belongs, and a
quotation mark of the wrong kind. libyaml stops at the first of them and often blames another line; here the labels of the forms
say what each line is meant to be. Long texts are left alone: what looks like a fault there is a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from schema.forms.registry import LABELS
from schema.reading.faults import (
    BLANKS,
    CLOSED,
    DASH,
    KEY,
    Mend,
    brace_faults,
    colon_fault,
    dash_fault,
    first_key,
    lead_fault,
    pair_fault,
    quote_fault,
)
from schema.reading.label_tree import groups, parents

_FAR = 200  # lines; nothing in a form reaches further
_WIDTH = {" ": 1, "\u00a0": 1, "\t": 2, "\u3000": 2}
_LEAD = re.compile(rf"[{BLANKS}]*")
_LIKELY_KEY = re.compile(r"[\u4e00-\u9fff（）()*＊、]{2,20}")  # an unknown word that may be meant for a label
_BLOCK = re.compile(r"[|>](?:[+-]?(?P<indent>[1-9])?[+-]?)(?:[ \t]+#.*|[ \t]*)$")
_ADORNED = re.compile(r"(?:[&!]\S*[ \t]+)+")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


@dataclass(slots=True)
class _Level:
    """A map that is open: the column of its keys, the label that it belongs to, the column of its dash.

    ``typed`` is the column where its first key stood before the line was mended.
    """

    column: int
    owner: str | None
    dash: int | None = None
    typed: int | None = None
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Text:
    """A text that may go on: the column of its key, the indentation of its lines, and how the first of them was indented."""

    column: int
    indent: int | None = None
    block: bool = False
    lead: str = ""

    @property
    def settled(self) -> bool:
        """Whether a line with half-width blanks, or the key's own, has shown how its lines begin."""
        return not self.block or (self.indent is not None and not self.lead.strip(" "))


def find_mends(text: str) -> list[Mend]:
    """Every mechanical fault of a text, in its order."""
    return list(_Scan(text.split("\n")).run())


class _Scan:
    """One pass over the lines of a file. Columns are counted from 0, as the lines stand when they are mended."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.levels = [_Level(0, "")]
        self.pending: tuple[str, int] | None = None  # the last key, where it has no value, and its column
        self.text: _Text | None = None
        self.closing: int | None = None  # the line where a text in quotes ends
        self.braces = 0
        self.keys = list(map(first_key, lines))  # of each line the word that may be a key
        self.count = Counter(self.keys)

    def run(self) -> Iterator[Mend]:
        for at, line in enumerate(self.lines):
            lead = _LEAD.match(line)
            assert lead is not None  # noqa: S101 - it matches an empty text
            rest = line[lead.end() :]
            if self.closing is not None:
                self.closing = None if at == self.closing else self.closing
            elif self.braces:
                yield from self._flow(at, lead.end(), rest)
            elif rest and not _MARKER.match(line):
                yield from self._line(at, lead.group(), rest)

    def _line(self, at: int, lead: str, rest: str) -> Iterator[Mend]:
        dash = DASH.match(rest)
        head = dash.end() if dash else 0
        key = KEY.match(rest, head)
        if dash and not dash["gap"] and len(rest) > 1 and not (key and self._is_key(at, key, lead)):
            dash, head, key = None, 0, None  # a sign or a rule, no item
        label = key["key"].strip() if key else ""
        wide, width = bool(lead.strip(" ")), sum(_WIDTH[char] for char in lead)
        if self.text and self._is_text(self.text, lead, rest, label, width):
            yield from self._text_line(at, self.text, lead)
            return
        if rest.startswith("#"):
            yield from lead_fault(at + 1, lead, width) if wide else ()
            return
        self.text = None
        column = self._column(at, label, width, bool(dash)) if wide else self._aligned(len(lead), bool(dash))
        yield from lead_fault(at + 1, lead, column)
        if dash:
            yield from dash_fault(at + 1, len(lead), dash, label)
            gap = len(dash["gap"]) if dash["gap"].strip(" ") == "" and dash["gap"] else 1
            self._item(column, column + 1 + gap, len(lead) + head, label)
            column += 1 + gap
        else:
            self._open(column)
        if key and (key["colon"] == ":" or self._is_key(at, key, lead)):
            self.levels[-1].seen.add(label)
            yield from colon_fault(at + 1, len(lead), key, meant=self._is_key(at, key, lead))
            yield from self._value(at, len(lead) + key.end(), rest[key.end() :], label, column)
        elif rest[head : head + 1] in ("{", "["):
            yield from self._flow(at, len(lead) + head, rest[head:])
        elif not dash:
            self.text = _Text(max(0, column - 1))

    # ---------- what a line is ----------

    def _is_key(self, at: int, key: re.Match[str], lead: str) -> bool:
        """Whether a word before a colon is meant for a label: it is one, or a word below no text."""
        word = key["key"].strip()
        above = self.lines[at - 1] if at else ""
        follows = len(above) - len(above.lstrip(BLANKS)) > len(lead) and not self.keys[at - 1]
        return word in LABELS or (_LIKELY_KEY.fullmatch(word) is not None and not follows)

    def _is_text(self, text: _Text, lead: str, rest: str, label: str, width: int) -> bool:
        """Whether a line goes on with a text, and is no key whose indentation is wrong."""
        if not lead.strip(" "):
            return width > text.column and (text.block or not rest.startswith("#"))
        if len(lead) - len(lead.lstrip(" ")) > text.column:
            return True
        first = text.block and text.indent is None
        if label not in LABELS and text.block:
            return True
        if width <= text.column and not first and lead != text.lead:
            return False
        level = self._level(label)
        shorter = len(lead) < len(text.lead)
        return not (level and (text.settled or shorter or first) and (level.owner or self.count[label] == 1))

    def _level(self, label: str) -> _Level | None:
        """The innermost open map that lacks a label and may have it."""
        owners = parents().get(label, frozenset())
        return next(
            (level for level in reversed(self.levels) if level.owner in owners and label not in level.seen), None
        )

    # ---------- indentation ----------

    def _column(self, at: int, label: str, width: int, dash: bool) -> int:
        """Where a line belongs whose indentation cannot be read."""
        owners = parents().get(label)
        if self.pending and (self.pending[0] in owners if owners else width > self.pending[1]):
            return self._next_column(at, self.pending[1], self.pending[0], dash=dash)
        if dash:
            items = [level for level in self.levels if level.dash is not None]
            return items[-1].dash or 0 if items else width
        if level := self._level(label):
            return level.column
        if owners:
            return 0 if "" in owners else width
        return min((level.column for level in self.levels), key=lambda column: abs(column - width))

    def _next_column(self, at: int, above: int, owner: str | None = None, *, dash: bool = False) -> int:
        """The column below a key: that of the next line there whose indentation can be read, else two more than the key's.

        A line of a text counts for a text, a key that ``owner`` may have, with or without a ``dash``, for a map or a list.
        """
        for line, key in zip(self.lines[at + 1 : at + _FAR], self.keys[at + 1 : at + _FAR], strict=True):
            lead = len(line) - len(line.lstrip(BLANKS))
            rest, readable = line[lead:], not line[:lead].strip(" ")
            owners = parents().get(key, frozenset())
            if not rest or rest.startswith("#"):
                continue
            if readable and (lead < above or (lead == above and not (dash and rest.startswith("-")))):
                break
            if owner in owners or not owners:
                if readable and rest.startswith("-") == dash and bool(owners) == bool(owner):
                    return lead
            elif owner is None:
                break
        return above + 2

    def _aligned(self, column: int, dash: bool) -> int:
        """Where a line belongs that begins with half-width blanks: where it is, unless it stands below a key that moves."""
        moved = next((level for level in self.levels if level.typed == column != level.column), None)
        return moved.column if moved and not dash else column

    def _text_line(self, at: int, text: _Text, lead: str) -> Iterator[Mend]:
        clean = len(lead) - len(lead.lstrip(" "))
        if clean > text.column and (clean >= text.indent if text.indent is not None else "\t" not in lead):
            if text.indent is None:
                text.indent, text.lead = clean, ""
            return
        if not lead.strip(" "):
            return
        if text.indent is None:
            text.indent, text.lead = self._next_column(at, text.column), lead
        yield from lead_fault(at + 1, lead, text.indent)

    def _open(self, column: int) -> None:
        """The map that a key at a column belongs to."""
        while len(self.levels) > 1 and self.levels[-1].column > column:
            self.levels.pop()
        if self.pending and column > self.pending[1]:
            self.levels.append(_Level(column, self.pending[0]))
        self.pending = None

    def _item(self, dash: int, column: int, typed: int, label: str) -> None:
        """The map of a list's item."""
        owner = self.pending[0] if self.pending and dash >= self.pending[1] else None
        while len(self.levels) > 1 and self.levels[-1].column > dash:
            level = self.levels.pop()
            owner = owner or (level.owner if level.dash == dash else None)
        owners = parents().get(label, frozenset())
        if owner is None and len(owners) == 1:
            (owner,) = owners
        self.levels.append(_Level(column, owner, dash, typed))
        self.pending = None

    # ---------- dashes, colons, quotes ----------

    def _value(self, at: int, start: int, value: str, label: str, column: int) -> Iterator[Mend]:
        """What stands behind a key: it says what the lines below are."""
        adorned = _ADORNED.match(value)
        start, value = start + (adorned.end() if adorned else 0), value[adorned.end() if adorned else 0 :]
        if not value or value.startswith("#"):
            self.pending = (label, column) if label in groups() or label not in LABELS else None
            self.text = None if self.pending else _Text(column)
        elif block := _BLOCK.match(value):
            self.text = _Text(column, column + int(block["indent"]) if block["indent"] else None, block=True)
        elif value[0] in "{[":
            yield from self._flow(at, start, value)
        elif value[0] in "\"'" and not CLOSED.match(value):
            yield from self._unclosed(at, start, value, column)
        else:
            self.text = _Text(column)
            yield from pair_fault(at + 1, start, value, certain=label in LABELS)

    def _unclosed(self, at: int, start: int, value: str, column: int) -> Iterator[Mend]:
        """A quote that ends on a later line, or in a mark of the wrong kind."""
        self.text = _Text(column)
        for later, line in enumerate(self.lines[at + 1 : at + _FAR], at + 1):
            if self.keys[later] in LABELS:
                break
            if line.rstrip().endswith(value[0]):
                self.text, self.closing = None, later
                return
        yield from quote_fault(at + 1, start, value)

    def _flow(self, at: int, start: int, text: str) -> Iterator[Mend]:
        """Braces and brackets, of which each line may have several labels."""
        yield from brace_faults(at + 1, start, text)
        bare = CLOSED.sub("", text)
        self.braces = max(0, self.braces + sum(map(bare.count, "{[")) - sum(map(bare.count, "}]")))
        after = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if KEY.match(after) and "" in parents().get(self.keys[at + 1], ()):
            self.braces = 0  # left open
