"""Findings for people: grouped by file, the source line with a caret, the summary last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from schema.book.finding import Finding
from schema.book.severity import Severity
from scripts.check.pipeline import Checked
from scripts.report.style import Style, cells, clip, inert, visible

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFO: "36;1"}


def render(checked: Checked, style: Style) -> str:
    """The whole report, ending in a line break."""
    lines: list[str] = []
    for path, findings in groupby(checked.findings, key=lambda finding: finding.path):
        lines += ["", style.paint(visible(path), "1")]
        for finding in findings:
            lines += _finding(finding, style)
    lines += ["", *summary_lines(checked, style)]
    text = "\n".join(lines).lstrip("\n") + "\n"
    return inert(text) if style.guarded else text


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    word = style.paint(finding.severity.word, _COLOURS[finding.severity])
    place = f" 第 {finding.line} 行" if finding.line else ""
    rule = style.paint(f"[{finding.rule}]", "2")
    yield f"  {word}{place}　{visible(finding.message)}　{rule}"
    if finding.excerpt is not None and finding.line and finding.column and finding.excerpt.strip():
        number = str(finding.line)
        shown, before = clip(visible(finding.excerpt), finding.column, style.width - len(number) - 9)
        yield f"     {style.paint(number + ' │', '2')} {shown}"
        yield (
            " " * (5 + cells(number))
            + f" {style.paint('│', '2')} "
            + " " * before
            + style.paint("^", _COLOURS[finding.severity])
        )
    if finding.hint:
        yield f"     {style.paint('→', '32')} {visible(finding.hint)}"


def summary_lines(checked: Checked, style: Style) -> Iterator[str]:
    """What was checked, and the number of findings."""
    summary = checked.summary
    yield (
        f"共检查 {summary.files} 个文件："
        f"{summary.units} 家单位、{summary.enterprises} 张企业表、{summary.products} 张产品表。"
    )
    of_severity = zip(Severity, (summary.errors, summary.warnings, summary.infos), strict=True)
    counts = [f"{count} 处{severity.word}" for severity, count in of_severity if count]
    if summary.errors:
        yield style.paint(f"{'、'.join(counts)}。错误须改正后才能合并。", "31;1")
    elif counts:
        yield style.paint(f"没有错误；{'、'.join(counts)}。", "32;1")
    else:
        yield style.paint("没有发现问题。", "32;1")
