"""``catalogue schema`` and ``explain``: what the program knows, for editors and for people."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scripts.commands.common import EXIT_OK, Commands, UsageError, WorkError, add_command, root_of

if TYPE_CHECKING:
    from schema.book.rule_book import Rule


def add_schema(commands: Commands) -> None:
    """The command ``schema``."""
    command = add_command(commands, "schema", "写出供编辑器用的 schema/*.schema.json")
    command.add_argument("--check", action="store_true", help="只核对，不改动；不一致时退出码为 1")
    command.set_defaults(run=_run_schema)


def _run_schema(options: argparse.Namespace) -> int:
    from schema.forms.json_schema import export

    folder = root_of(options, "schema") / "schema"
    for name, text in export().items():
        path = folder / name
        if options.check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            raise WorkError(f"schema/{name} 与字段定义不一致；请运行 catalogue schema 后提交")
        if not options.check:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"schema/{name}")
    return EXIT_OK


def add_explain(commands: Commands) -> None:
    """The command ``explain``."""
    command = add_command(commands, "explain", "讲解一条规则：为什么、错例、对例")
    command.add_argument(
        "rule", metavar="规则", help="规则的名字，如 uscc-check-digit，或一个词，如 信用代码；写 all 列出全部"
    )
    command.set_defaults(run=_run_explain)


def _run_explain(options: argparse.Namespace) -> int:
    from schema.book.rule_book import rule_book
    from scripts.report.explain import render, render_list
    from scripts.report.style import Style

    book, style = rule_book(), Style.of(sys.stdout)
    if options.rule == "all":
        sys.stdout.write(render_list(book, style))
        return EXIT_OK
    sys.stdout.write(render(_rule(options.rule, book), style))
    return EXIT_OK


def _rule(text: str, book: Mapping[str, Rule]) -> Rule:
    """The rule of a name, or the only one that a Chinese word stands for. ``UsageError`` names those that may be meant."""
    from schema.text.similar import nearest

    if text in book:
        return book[text]
    rules = list(book.values())
    alike = [rule for rule in rules if text in rule.name or text in rule.title]
    if not alike and not text.isascii():
        alike = [rule for rule in rules if text in f"{rule.why}{rule.fault}{rule.reply.message}"]
    if not alike and (near := nearest(text, list(book)) or nearest(text, [rule.title for rule in rules])):
        alike = [rule for rule in rules if near in (rule.name, rule.title)]
    if len(alike) == 1 and not text.isascii():
        return alike[0]
    if not alike:
        raise UsageError(f"没有名为 {text} 的规则；用 catalogue explain all 列出全部")
    listed = "".join(f"\n  {rule.name}  {rule.title}" for rule in alike)
    raise UsageError(f"没有名为 {text} 的规则；您要看的是否是：{listed}")
