"""Pieces of HTML that many pages show alike: icons, badges, cards and rows, each rendered once a build. Templates have them as filters.

Whoever renders a page, the theme or we, gets the same piece. Only the way back to the site's root differs from page to page;
it is put in last.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from scripts.site.catalogue import Catalogue, Product, Unit
from scripts.site.facets import product_tags, unit_tags
from scripts.site.rooted import rooted
from scripts.site.vocabulary import Level

_ROOT = "<root>"  # no text of a submission is like it, since escaping leaves no bracket


class Fragments:
    """The pieces of a catalogue's pages. ``root`` is the way from the page to the site's root."""

    def __init__(self, overrides: Path, cat: Catalogue) -> None:
        self._overrides, self._cat = overrides, cat
        self._kept: dict[tuple[str, ...], Markup] = {}

    @property
    def filters(self) -> dict[str, Callable[..., Markup]]:
        """What templates call them."""
        drawings = {name: getattr(self, name) for name in ("icon", "strata", "badge", "yes", "no")}
        return drawings | {"card": self.card, "product_row": self.product_row, "unit_row": self.unit_row}

    def icon(self, name: str) -> Markup:
        """A drawing by its name."""
        return self._drawing("icon", name, name)

    def mark(self) -> Markup:
        """The site's mark."""
        return self._drawing("mark", "")

    def strata(self, level: Level) -> Markup:
        """A level's three layers."""
        return self._drawing("strata", level.slug, level)

    def badge(self, level: Level) -> Markup:
        """A level's badge."""
        return self._drawing("badge", level.slug, level)

    def yes(self, text: str) -> Markup:
        """Something that is there."""
        return self._drawing("yes", text, text)

    def no(self, text: str) -> Markup:
        """Something that is not."""
        return self._drawing("no", text, text)

    def card(self, product: Product, root: str, unit: bool = True) -> Markup:
        """A product as a card, with or without whose it is."""
        key = ("card" if unit else "own", product.code, product.data.slug)
        piece = self._kept.get(key) or self._keep(key, self._macros.card(product, unit))
        return _from(root, piece)

    def product_row(self, product: Product, root: str) -> Markup:
        """A product's row of the whole list."""
        key = ("row", product.code, product.data.slug)
        piece = self._kept.get(key) or self._keep(key, self._macros.product_row(product, product_tags(product)))
        return _from(root, piece)

    def unit_row(self, unit: Unit, root: str) -> Markup:
        """A unit's row of the whole list."""
        key = ("row", unit.code)
        piece = self._kept.get(key) or self._keep(key, self._macros.unit_row(unit, unit_tags(unit)))
        return _from(root, piece)

    def _drawing(self, macro: str, name: str, *given: Any) -> Markup:
        key = (macro, name)
        return self._kept.get(key) or self._keep(key, getattr(self._drawings, macro)(*given))

    def _keep(self, key: tuple[str, ...], piece: Markup) -> Markup:
        self._kept[key] = piece
        return piece

    @cached_property
    def _drawings(self) -> Any:
        return self._module("drawings")

    @cached_property
    def _macros(self) -> Any:
        return self._module("fragments")

    def _module(self, name: str) -> Any:
        return rooted(self._overrides, self._cat, self, Markup(_ROOT)).get_template(f"partials/{name}.html").module  # noqa: S704


def _from(root: str, piece: Markup) -> Markup:
    """A piece as a page shows it. The string's own ``replace``: Markup's would escape ``root`` each time."""
    return Markup(str.replace(piece, _ROOT, root))  # noqa: S704
