"""What the templates are given beside their data: filters and escaping.

They are the same for mkdocs' environment and our own, so that a body is the same whoever renders it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol
from urllib.parse import urlsplit

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from schema.vocabulary.survey import TextRange
from scripts.site.catalogue import Catalogue
from scripts.site.vocabulary import NATURES, PATENTS, SECTORS

_LONG = 20  # Latin letters and signs that no line break parts
_RUN = re.compile(f"[!-~]{{{_LONG}}}")


class Drawings(Protocol):
    """The pieces of HTML that templates take from us: see ``fragments``."""

    @property
    def filters(self) -> Mapping[str, Callable[..., Markup]]:
        """What templates call them."""

    def mark(self) -> Markup:
        """The site's mark."""


@pass_context
def link(context: Context, path: str) -> str:
    """An address for an href: ``path`` from the site's root, as seen from the page (``root`` in its context)."""
    return f"{context['root']}{path}" or "./"


def money(amount: Decimal) -> str:
    """An amount with thousands by comma and no needless zeros."""
    text = f"{amount:,.4f}"
    return text.rstrip("0").rstrip(".")


def comma(count: int) -> str:
    """A count with thousands by comma."""
    return f"{count:,}"


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs."""
    return [part for part in text.split("\n") if part.strip()]


def unbroken(text: str) -> bool:
    """Whether a text has a run of Latin so long that a justified line before it would gape."""
    latin = (3 * len(text) - len(text.encode())) // 2  # one byte where a Chinese character has three
    return latin >= _LONG and _RUN.search(text) is not None


def bounds(text: TextRange) -> str:
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


def install(env: Environment, cat: Catalogue, drawn: Drawings) -> Environment:
    """Gives an environment our filters and globals, and turns escaping on."""
    env.autoescape = True
    env.filters.update(
        drawn.filters, link=link, comma=comma, money=money, paragraphs=paragraphs, unbroken=unbroken, web=web
    )
    env.globals.update(cat=cat, mark=drawn.mark, sectors=SECTORS, natures=NATURES, patents=PATENTS)
    return env
