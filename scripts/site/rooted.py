"""Our own environment over the same templates, which knows nothing of mkdocs or the theme, for pages that are all as deep.

So links are made at once, what is imported is made once, attributes are Python's own, and what a template puts out is escaped
without being wrapped: ten thousand entries put out a million texts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from scripts.site.catalogue import Catalogue
from scripts.site.templates import Drawings, install


def rooted(overrides: Path, cat: Catalogue, drawn: Drawings, root: str) -> Environment:
    """The environment of pages whose way to the site's root is ``root``."""
    env = Environment(loader=FileSystemLoader(overrides), autoescape=True, undefined=StrictUndefined, auto_reload=False)
    install(env, cat, drawn)
    env.filters["link"] = lambda path: (root + path) or "./"
    env.filters["join"] = lambda texts, between: between.join(texts)  # escaped when put out, not each by itself
    env.globals["root"] = root
    env.template_class = _Once
    env.code_generator_class = _Direct
    return env


def put_out(value: Any) -> str:
    """A value as a page shows it: just the text that ``escape`` gives, but a plain string, since all is joined at once."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is int:
        return str(value)
    return value if kind is Markup else escape(value)


class _Once(Template):
    """A template whose macros are made at the first import, with the context of the page that came first."""

    def make_module(self, *given: Any, **named: Any) -> Any:
        """The module, always the same."""
        if "kept" not in self.__dict__:
            self.__dict__["kept"] = super().make_module(*given, **named)
        return self.__dict__["kept"]


class _Direct(CodeGenerator):
    """Compiles attributes to Python's and what is put out to ``put_out``; nothing here is volatile or asynchronous."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self.writeline(f"from {__name__} import put_out")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("put_out(")
