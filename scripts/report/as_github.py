"""Findings as GitHub's workflow commands, which become annotations on the lines of a pull request.

Values and names come from submissions: line breaks, ``%``, ``:`` and ``,`` are encoded as the runner decodes them, and the old form
``##[…]``, which the runner looks for anywhere in a line, is broken up.
"""

from __future__ import annotations

from schema.book.finding import Finding
from schema.book.severity import Severity
from scripts.check.pipeline import Checked
from scripts.report.as_text import summary_lines
from scripts.report.style import Style, broken, inert, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def render(checked: Checked, style: Style) -> str:
    """One command a finding, errors first, because the platform shows ten of a kind; then the summary."""
    findings = sorted(checked.findings, key=lambda finding: (_WEIGHT[finding.severity], finding.order))
    lines = [_command(finding, style) for finding in findings]
    return "\n".join([*lines, *(inert(line) for line in summary_lines(checked, Style()))]) + "\n"


def _command(finding: Finding, style: Style) -> str:
    place = {
        "file": finding.path,
        "line": finding.line,
        "col": finding.column,
        "title": f"{finding.severity.word} {finding.rule}",
    }
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value is not None)
    text = finding.message + (f"\n→ {finding.hint}" if finding.hint else "")
    if address := style.rule_address(finding.rule):
        text += f"\n规则：{address}"
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    text = "\n".join(visible(line) for line in text.split("\n"))
    return broken(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
