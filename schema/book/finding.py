"""Findings: what a rule reports of one place, as frozen data that is rendered late."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schema.book.severity import Severity
from schema.book.wording import Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``line`` and ``column`` are 1-based code points, None for files and folders without lines.

    ``field`` is the dotted Chinese keys with list positions from 1. ``rule`` and ``severity`` may differ from those of the
    message in the book.
    """

    rule: str
    severity: Severity
    path: str
    line: int | None
    column: int | None
    field: str | None
    content: Message

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
