"""The templates' environments: filters, globals and escaping, the same for the theme's environment and for our own."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from schema.text.pinyin import syllables
from schema.vocabulary.survey import TextRange
from scripts.site.about import licence
from scripts.site.breaks import named
from scripts.site.catalogue import Catalogue
from scripts.site.facets import product_tags, unit_tags
from scripts.site.search import fold
from scripts.site.vocabulary import NATURES, PATENTS, SECTORS

_LONG = 20  # Latin letters and signs without a line break
_RUN = re.compile(f"[!-~]{{{_LONG}}}")


def environment(overrides: Path, cat: Catalogue) -> Environment:
    """Our own environment over ``site_src/overrides``, without mkdocs and the theme."""
    return install(Environment(loader=FileSystemLoader(overrides), undefined=StrictUndefined), cat)  # noqa: S701


def install(env: Environment, cat: Catalogue) -> Environment:
    """Give an environment our filters and globals, and turn escaping on."""
    env.autoescape = True
    env.filters.update(
        link=link,
        comma=comma,
        money=money,
        named=named,
        paragraphs=paragraphs,
        unbroken=unbroken,
        web=web,
        product_tags=product_tags,
        unit_tags=unit_tags,
        sounds=sounds,
    )
    env.globals.update(cat=cat, licence=licence(), sectors=SECTORS, natures=NATURES, patents=PATENTS)
    return env


def macros(env: Environment, name: str, root: str) -> Any:
    """The macros of ``partials/<name>.html`` as methods, for pages from which ``root`` (``../../``) leads to the site's root."""
    return env.get_template(f"partials/{name}.html").make_module({"root": root})


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


def sounds(name: str) -> str:
    """A name's pinyin, one syllable a character, with blanks between."""
    return " ".join(syllables(fold(name)))


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs."""
    return [part for part in text.split("\n") if part.strip()]


def unbroken(text: str) -> bool:
    """Whether a text has a run of Latin too long to justify the line before it."""
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
