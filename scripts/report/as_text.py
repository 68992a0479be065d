"""Findings for people: grouped by file, the source line with a caret, once for a place; the summary last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from schema.book.severity import Severity
from scripts.report.folding import folded
from scripts.report.lines import Line, Report
from scripts.report.style import COLOURS, Style, cells, clip, inert, visible


def render(report: Report, style: Style) -> str:
    """The whole report, ending in a line break."""
    lines: list[str] = []
    for place, found in groupby(folded(report.lines), key=lambda finding: finding.place):
        lines += ["", style.paint(visible(place), "1")]
        for _, alike in groupby(found, key=lambda finding: (finding.line, finding.column)):
            for number, finding in enumerate(alike):
                lines += _finding(finding, style, excerpt=number == 0)
    lines += ["", *summary_lines(report, style)]
    text = "\n".join(lines).lstrip("\n") + "\n"
    return inert(text) if style.guarded else text


def _finding(finding: Line, style: Style, *, excerpt: bool) -> Iterator[str]:
    word = style.paint(finding.severity.word, COLOURS[finding.severity])
    place = f" 第 {finding.line} 行" if finding.line else ""
    rule = style.paint(f"[{finding.rule}]", "2")
    yield f"  {word}{place}　{visible(finding.message)}　{rule}"
    if excerpt and finding.source.strip() and finding.column:
        number = str(finding.line)
        shown, before = clip(visible(finding.source), finding.column, style.width - len(number) - 9)
        yield f"     {style.paint(number + ' │', '2')} {shown}"
        yield (
            " " * (5 + cells(number))
            + f" {style.paint('│', '2')} "
            + " " * before
            + style.paint("^", COLOURS[finding.severity])
        )
    if finding.hint:
        yield f"     {style.paint('→', '32')} {visible(finding.hint)}"


def summary_lines(report: Report, style: Style) -> Iterator[str]:
    """What was checked, the number of findings, and where shapes stand for values, how to see these."""
    summary = report.summary
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
    yield from map(visible, report.marks)
    if report.veiled:
        yield "填报的内容不在这里显示，只写是几个汉字、几位数字；在自己电脑的终端里运行 catalogue validate，可看到原文。"
