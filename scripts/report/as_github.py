"""Findings as GitHub's workflow commands, which become annotations on the lines of a pull request.

Names of files come from submissions: line breaks, ``%``, ``:`` and ``,`` are encoded as the runner decodes them, and the old form
``##[…]``, which the runner looks for anywhere in a line, is broken up.
"""

from __future__ import annotations

from collections import Counter

from schema.book.severity import Severity
from scripts.report.as_markdown import MOST
from scripts.report.as_text import summary_lines
from scripts.report.lines import Line, Report
from scripts.report.style import Style, broken, inert, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def render(report: Report, style: Style) -> str:
    """One command a finding, errors first, because the platform shows ten of a kind, at most ``MOST`` a file; then the summary."""
    counts: Counter[tuple[str, str]] = Counter()
    commands = []
    for line in sorted(report.lines, key=lambda line: _WEIGHT[line.severity]):
        counts[line.path, line.place] += 1
        if counts[line.path, line.place] <= MOST:
            commands.append(_command(line, style))
    commands += [_more(path, place, count - MOST) for (path, place), count in counts.items() if count > MOST]
    return "\n".join([*commands, *(inert(line) for line in summary_lines(report, Style()))]) + "\n"


def _command(finding: Line, style: Style) -> str:
    title = f"{finding.severity.word} {finding.rule}"
    place = {"file": finding.path, "line": finding.line, "col": finding.column, "title": title}
    where = ""
    if finding.place != finding.path:  # a name that may not be told cannot carry an annotation
        place = {"title": title}
        where = finding.place + (f" 第 {finding.line} 行" if finding.line else "") + "："
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value is not None)
    text = where + finding.message + (f"\n→ {finding.hint}" if finding.hint else "")
    if address := style.rule_address(finding.rule):
        text += f"\n规则：{address}"
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(text)}"


def _more(path: str, place: str, left: int) -> str:
    file = f"file={_property(path)}," if place == path else ""
    return f"::notice {file}title=另有 {left} 处::这个文件另有 {left} 处没有列出；改正列出的之后重新检查就会看到"


def _data(text: str) -> str:
    text = "\n".join(visible(line) for line in text.split("\n"))
    return broken(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
