"""Findings as Markdown without source lines, for a job's summary and for the comment on a pull request.

Whatever comes from a submission, which is names of folders and files at most, is inert here: each ASCII mark is written as a
character reference, so there is no HTML, no Markdown and no formula, and mentions, references and addresses are broken by an
invisible blank, so that they do not become links. The comment's job relies on it: it posts a report only where every such mark
belongs to the few that this module itself writes. The only links are those of rules to the site at the caller's address.
"""

from __future__ import annotations

import re
import string
from itertools import groupby

from schema.book.severity import Severity
from scripts.report.as_text import summary_lines
from scripts.report.folding import folded
from scripts.report.lines import Line, Report
from scripts.report.style import Style, visible

MARKER = "<!-- catalogue-validate -->"  # identifies the comment when it is updated
LIMIT = 60_000  # characters; GitHub refuses comments over 65,536, and the comment's job adds a few lines
MOST = 100  # findings of one file
_LAST_LINE = 200  # characters kept for the line that counts what was left out
_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}
_MARKS = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}
_GAP = "\u200b"
_LINKED = re.compile(r"(?<=[@#])(?=\w)|(?<=:/)(?=/)|(?<=www)(?=\.)|(?<=GH)(?=-)", re.IGNORECASE)


def render(report: Report, style: Style) -> str:
    """The whole report: the verdict, then each file folded under its name, those with errors first and open."""
    parts = [_head(report)]
    room = LIMIT - _LAST_LINE - len(parts[0])
    groups = [list(found) for _, found in groupby(folded(report.lines), key=lambda finding: finding.place)]
    groups.sort(key=lambda findings: not any(finding.severity is Severity.ERROR for finding in findings))
    for findings in groups:
        part = _file(findings, room, style)
        parts += [part] if part else []
        room -= len(part) + 1
    left = len(groups) + 1 - len(parts)
    if left:
        parts.append(
            f"……另有 {left} 个文件的问题没有列出，请看检查日志，或在本机运行 <code>catalogue validate</code>。\n"
        )
    return "\n".join(parts)


def _head(report: Report) -> str:
    title = "### ✅ 没有错误"
    if report.blocked:
        title = "### ❌ 有错误，改正后才能合并"
    elif not report.lines:
        title = "### ✅ 检查通过，谢谢报送" if report.summary.files else "### ✅ 没有需要检查的填报文件"
    return f"{MARKER}\n\n{title}\n\n" + "<br>\n".join(inert(line) for line in summary_lines(report, Style())) + "\n"


def _file(findings: list[Line], room: int, style: Style) -> str:
    """A file's findings, as many as fit; nothing when not even one does."""
    counts = "、".join(
        f"{count} 处{severity.word}"
        for severity in Severity
        if (count := sum(finding.count for finding in findings if finding.severity is severity))
    )
    opened = " open" if any(finding.severity is Severity.ERROR for finding in findings) else ""
    head = f"<details{opened}><summary><code>{inert(findings[0].place)}</code>　{counts}</summary>\n\n"
    items = _fitting(findings, room - len(head) - _LAST_LINE, style)
    left = sum(finding.count for finding in findings[len(items) :])
    more = f"\n<p>……这个文件另有 {left} 处没有列出。</p>\n" if left else ""
    return f"{head}{''.join(items)}{more}\n</details>\n" if items else ""


def _fitting(findings: list[Line], room: int, style: Style) -> list[str]:
    items: list[str] = []
    for finding in findings[:MOST]:
        item = _finding(finding, style)
        room -= len(item)
        if room < 0:
            break
        items.append(item)
    return items


def _finding(finding: Line, style: Style) -> str:
    place = f"第 {finding.line} 行　" if finding.line else ""
    head = f"{_SIGNS[finding.severity]} **{finding.severity.word}**　{place}{inert(finding.message)}"
    rule, address = f"<code>{inert(finding.rule)}</code>", style.rule_address(finding.rule)
    lines = [f"- {head}　" + (f"[{rule}]({address})" if address else rule)]
    if finding.hint:
        lines.append(f"  <br>→ {inert(finding.hint)}")
    return "\n".join(lines) + "\n"


def inert(text: str) -> str:
    """A text that shows as it is: no markup, no mention, no reference, no link."""
    return _LINKED.sub(_GAP, visible(text)).translate(_MARKS)
