"""Findings: what a rule has to say about one place, as frozen data that is rendered late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: errors block, warnings are for the bureau's judgement, infos are only told."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``line`` and ``column`` are 1-based code points, None for files and folders without lines.

    ``field`` is the dotted Chinese keys with list positions from 1. ``message`` says what is wrong, ``hint`` what to do.
    ``excerpt`` is the source line with private values masked: no report may show the source in another way.
    """

    rule: str
    severity: Severity
    path: str
    line: int | None
    column: int | None
    field: str | None
    message: str
    hint: str
    excerpt: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sort key: by path and place, then by rule, so that two runs list the same things alike."""
        return (self.path, self.line or 0, self.column or 0, self.rule, self.field or "", self.message)

    def weighed(self, severity: Severity) -> Finding:
        """The same finding with another severity."""
        return replace(self, severity=severity)


def file_finding(rule: str, path: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding about a file or folder as a whole, which has no line."""
    return Finding(rule, severity, path, None, None, None, message, hint)
