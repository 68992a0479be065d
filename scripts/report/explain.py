"""A rule explained on a terminal: its reason, a wrong and a right example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schema.book.rule_book import Example, Rule, groups
from scripts.report.style import COLOURS, Style, cells

_WIDEST = 100
_OPENING, _CLOSING = r"（“‘《〔【(\[", r"，。；：、！？）”’》〕】…—,.;:!?)\]"
# What a line may not be broken within: opening marks, one character or a run of Latin, closing marks.
_UNIT = re.compile(rf"[{_OPENING}]*(?:[!-~]+|[^\s{_OPENING}])?[{_CLOSING}]*\s*")


def render(rule: Rule, style: Style) -> str:
    """One rule, ending in a line break."""
    lines = [*_title(rule, style), ""]
    if rule.when:
        lines += _labelled("何时", rule.when, style)
    lines += _labelled("为什么", rule.why, style)
    lines += _labelled("依据", rule.clause, style)
    lines += ["", *_wrong(rule, style), "", *_right(rule.right, style)]
    return "\n".join(lines) + "\n"


def render_list(book: Mapping[str, Rule], style: Style) -> str:
    """Every rule in one line, by group, ending in a line break."""
    widest = max(map(len, book))
    lines: list[str] = []
    for group, rules in groups(book):
        lines += [style.paint(group, "1")]
        for rule in rules:
            words = _severity(rule, style) + " " * (10 - cells(rule.severity_words))
            lines.append(f"  {rule.name.ljust(widest)}  {words}  {rule.title}")
        lines.append("")
    return "\n".join([*lines, f"共 {len(book)} 条。看其中一条：catalogue explain 规则名"]) + "\n"


def wrap(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most ``width`` cells, broken as Chinese is: no closing mark begins a line, no word is cut."""
    line = ""
    for unit in filter(None, _UNIT.findall(text)):
        if line and cells(line + unit.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += unit
    if line:
        yield line.rstrip()


def _title(rule: Rule, style: Style) -> Iterator[str]:
    name = f"[{rule.name}]"
    fits = cells(f"{rule.title}　{rule.severity_words}　{name}") <= style.width
    head = f"{style.paint(rule.title, '1')}　{_severity(rule, style)}"
    yield f"{head}　{style.paint(name, '2')}" if fits else head
    if not fits:
        yield style.paint(name, "2")


def _severity(rule: Rule, style: Style) -> str:
    return "或".join(style.paint(severity.word, COLOURS[severity]) for severity in rule.severities)


def _labelled(label: str, text: str, style: Style) -> Iterator[str]:
    head = f"  {label}" + " " * (8 - cells(label))
    for part in text.split("\n"):
        for line in wrap(part, min(style.width, _WIDEST) - 10):
            yield (style.paint(head, "2") if head.strip() else head) + line
            head = " " * 10


def _wrong(rule: Rule, style: Style) -> Iterator[str]:
    fault = rule.wrong.line_of(rule.fault_line)
    head = f"✗ 错例{_where(rule.wrong)}：{rule.fault}"
    yield from ("  " + style.paint(line, "31;1") for line in wrap(head, min(style.width, _WIDEST) - 2))
    for number, line in enumerate(rule.wrong.text.split("\n"), 1):
        yield "    " + (style.paint(line, "31") if number == fault else line)
    yield from _labelled("检查说", f"{rule.reply.place}　{rule.reply.message}\n→ {rule.reply.hint}", style)


def _right(example: Example, style: Style) -> Iterator[str]:
    yield "  " + style.paint(f"✓ 对例{_where(example)}", "32;1")
    for line in example.text.split("\n"):
        yield "    " + style.paint(line, "32")


def _where(example: Example) -> str:
    return f"（{example.where}）" if example.where else ""
