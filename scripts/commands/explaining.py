"""``catalogue schema`` and ``explain``: what the program knows, for editors and for people."""

from __future__ import annotations

import argparse
import sys

from scripts.commands.common import EXIT_OK, Commands, UsageError, WorkError, add_command, root_of


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
    command.add_argument("rule", metavar="规则", help="规则的名字，如 uscc-check-digit；写 all 列出全部")
    command.set_defaults(run=_run_explain)


def _run_explain(options: argparse.Namespace) -> int:
    from schema.book.rule_book import rule_book
    from schema.text.similar import nearest
    from scripts.report.explain import render, render_list
    from scripts.report.style import Style

    book, style = rule_book(), Style.of(sys.stdout)
    if options.rule == "all":
        sys.stdout.write(render_list(book, style))
        return EXIT_OK
    if options.rule not in book:
        near = nearest(options.rule, list(book))
        raise UsageError(
            f"没有名为 {options.rule} 的规则"
            + (f"；您要看的是否是 {near}？" if near else "；用 catalogue explain all 列出全部")
        )
    sys.stdout.write(render(book[options.rule], style))
    return EXIT_OK
