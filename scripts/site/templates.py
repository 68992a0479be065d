"""What the templates are given beside their data: filters, and an environment of our own for stamped bodies.

The same filters and the same escaping serve mkdocs' environment, so that a body is the same whoever renders it.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from schema.fields.text import Text
from scripts.site.catalogue import Catalogue
from scripts.site.vocabulary import NATURES, PATENTS, SECTORS

if TYPE_CHECKING:
    from scripts.site.fragments import Fragments


@pass_context
def link(context: Context, path: str) -> str:
    """An address for an href: ``path`` from the site's root, as seen from the page (``root`` in its context)."""
    return f"{context['root']}{path}" or "./"


def money(amount: Decimal) -> str:
    """An amount with thousands by comma and no needless zeros."""
    text = f"{amount:,.4f}"
    return text.rstrip("0").rstrip(".")


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs."""
    return [part for part in text.split("\n") if part.strip()]


def bounds(text: Text) -> str:
    """A field's range of 字数 in words."""
    least = f"{'建议' if text.advised else ''}不少于 {text.least} 字"
    if text.most is None:
        return least
    return f"{text.least} 至 {text.most} 字" if text.least > 1 else f"不超过 {text.most} 字"


def web(address: str | None) -> str | None:
    """The host of an address that may stand in an href: https, with a host, without credentials; else None."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return parts.hostname if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc else None


def install(env: Environment, cat: Catalogue, drawn: Fragments) -> Environment:
    """Gives an environment our filters and globals, and turns escaping on."""
    env.autoescape = True
    env.filters.update(drawn.filters, link=link, money=money, paragraphs=paragraphs, web=web)
    env.globals.update(cat=cat, mark=drawn.mark, sectors=SECTORS, natures=NATURES, patents=PATENTS)
    return env


def rooted(overrides: Path, cat: Catalogue, drawn: Fragments, root: str) -> Environment:
    """Our own environment over the same templates, which knows nothing of mkdocs or the theme, for pages that are all as deep.

    So links are made at once, what is imported is made once, and attributes are Python's own.
    """
    env = Environment(loader=FileSystemLoader(overrides), autoescape=True, undefined=StrictUndefined, auto_reload=False)
    install(env, cat, drawn)
    env.filters["link"] = lambda path: (root + path) or "./"
    env.globals["root"] = root
    env.template_class = _Once
    env.getattr = getattr  # type: ignore[method-assign,assignment]
    return env


class _Once(Template):
    """A template whose macros are made at the first import, with the context of the page that came first."""

    def make_module(self, *given: Any, **named: Any) -> Any:
        """The module, always the same."""
        if "kept" not in self.__dict__:
            self.__dict__["kept"] = super().make_module(*given, **named)
        return self.__dict__["kept"]
