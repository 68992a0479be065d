"""Findings as GitHub's workflow commands, which become annotations on the lines of a pull request.

Values and names come from submissions: line breaks, ``%``, ``:`` and ``,`` are encoded as the runner decodes them, and the old form
``##[…]``, which the runner looks for anywhere in a line, is broken up.
"""

from __future__ import annotations

from collections import Counter

from schema.book.finding import Finding
from schema.book.severity import Severity
from scripts.check.pipeline import Checked
from scripts.report.as_markdown import MOST
from scripts.report.as_text import summary_lines
from scripts.report.style import Style, broken, inert, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def render(checked: Checked, style: Style) -> str:
    """One command a finding, errors first, because the platform shows ten of a kind, at most ``MOST`` a file; then the summary."""
    findings = sorted(checked.findings, key=lambda finding: (_WEIGHT[finding.severity], finding.order))
    counts: Counter[str] = Counter()
    lines = []
    for finding in findings:
        counts[finding.path] += 1
        if counts[finding.path] <= MOST:
            lines.append(_command(finding, style))
    lines += [_more(path, count - MOST) for path, count in counts.items() if count > MOST]
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


def _more(path: str, left: int) -> str:
    return f"::notice file={_property(path)},title=另有 {left} 处::这个文件另有 {left} 处没有列出；改正列出的之后重新检查就会看到"


def _data(text: str) -> str:
    text = "\n".join(visible(line) for line in text.split("\n"))
    return broken(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
