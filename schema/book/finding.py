"""Findings: what a rule reports of one place, as frozen data that is rendered late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from schema.book.severity import Severity
from schema.book.wording import Message


class Fix(NamedTuple):
    """The one right answer to a mistake, as an edit of its line: ``old`` at ``column`` becomes ``new``. Places count from 1."""

    line: int
    column: int
    old: str
    new: str


def fixed(text: str, fixes: Iterable[Fix]) -> str:
    """A text with edits, each done once; ValueError where ``old`` does not stand in its place, or two edits meet."""
    lines = text.split("\n")
    for number, edits in groupby(sorted(set(fixes)), key=lambda fix: fix.line):
        line, out, end = lines[number - 1], list[str](), 0
        for _, column, old, new in edits:
            start = column - 1
            if start < end or not line.startswith(old, start):
                raise ValueError("the line is not the one that was read")
            out += [line[end:start], new]
            end = start + len(old)
        lines[number - 1] = "".join([*out, line[end:]])
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``line`` and ``column`` are 1-based code points, None for files and folders without lines.

    ``field`` is the dotted Chinese keys with list positions from 1. ``rule`` and ``severity`` may differ from those of the
    message in the book. ``fixes`` mend it, where nothing is left to judge.
    """

    rule: str
    severity: Severity
    path: str
    line: int | None
    column: int | None
    field: str | None
    content: Message
    fixes: tuple[Fix, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong, in Chinese, with values: not for everybody to see."""
        return self.content.text

    @property
    def hint(self) -> str:
        """What to do about it, in Chinese, with values."""
        return self.content.hint

    def with_severity(self, severity: Severity) -> Finding:
        """The same finding with another severity."""
        return replace(self, severity=severity)


def path_finding(path: str, content: Message, severity: Severity | None = None) -> Finding:
    """A finding about a file or folder as a whole, which has no line."""
    template = content.template
    return Finding(template.rule, severity or template.severity, path, None, None, None, content)
