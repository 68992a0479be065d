"""Which pages there are beside the hand-written ones, and what each template is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from markupsafe import Markup

from scripts.site import entry
from scripts.site.catalogue import Catalogue, Product, SiteInput, Unit, catalogue
from scripts.site.fragments import Fragments
from scripts.site.handbook import counted, form_tables, legend, rule_groups
from scripts.site.lists import Lists
from scripts.site.related import Neighbours
from scripts.site.rooted import rooted
from scripts.site.search import examples
from scripts.site.search import facets as search_facets
from scripts.site.shell import BLANK, BODY, Head, Shell
from scripts.site.statistics import statistics

PAGE = "index.html"
LARGE = 1000  # entries from which a second process that writes repays its start
ABOUT = 90  # characters of a text that serve as a page's description
# Lower case, so that no unit's code is like it.
SHELLS = {"enterprise": "enterprises/shell/", "product": "products/shell/shell/"}

Meta = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page for mkdocs to render: its address, and its front matter."""

    url: str
    meta: Meta

    @property
    def source(self) -> str:
        """The page as a Markdown file that is front matter only (JSON strings are YAML)."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.meta.items()]
        return "\n".join(["---", *lines, "---", ""])


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are outside: the site's own address, and where the repository shows a file's changes ('' for neither)."""

    site: str = ""
    changes: str = ""

    def changes_of(self, path: str) -> str | None:
        """Where the changes of a submission are shown, by its path under ``submissions/``."""
        return f"{self.changes}/submissions/{path}" if self.changes else None


class Pages:
    """The pages of a catalogue. Entries named in ``full`` are left to the theme instead of being stamped."""

    def __init__(
        self, given: SiteInput, overrides: Path, full: Collection[str] = (), addresses: Addresses | None = None
    ) -> None:
        self.given = given
        self.overrides = overrides
        self.at = addresses or Addresses()
        self.cat: Catalogue = catalogue(given)
        self.figures = statistics(self.cat, given.aggregates)
        self.near = Neighbours(self.cat)
        self.drawn = Fragments(overrides, self.cat)
        self.lists = Lists(self.cat, self.drawn)
        self.full = frozenset(full)
        self._units = {unit.code: unit for unit in self.cat.units}
        self._products = {product.key: product for product in self.cat.products}
        self._cities = {city.slug: city for city in self.cat.cities}
        self._levels = {level.slug: level for level in self.cat.levels}

    @property
    def large(self) -> bool:
        """Whether a second process is worth its start."""
        return self.cat.size >= LARGE

    def rendered(self) -> Iterator[PageSpec]:
        """The pages that the theme renders, but for the hand-written ones."""
        for city in self.cat.cities:
            yield PageSpec(city.url, {"template": "city.html", "section": "cities", "city": city.slug})
        for level in self.cat.levels:
            yield PageSpec(level.url, {"template": "level.html", "section": "products", "level": level.slug})
        for url, meta in self.lists.later():
            yield PageSpec(url, meta)
        for kind, url in SHELLS.items():
            yield PageSpec(url, {**_entry_meta(kind), "shell": kind})
        for unit in self.cat.units:
            if unit.code in self.full:
                yield PageSpec(unit.url, {**_entry_meta("enterprise"), "unit": unit.code})
        for product in self.cat.products:
            if product.key in self.full:
                yield PageSpec(product.url, {**_entry_meta("product"), "product": product.key})

    def context(self, meta: Meta, url: str) -> dict[str, Any]:
        """What the page with this front matter is given, beside ``cat`` and the filters."""
        return {"root": root(url), **self._content(meta, url)}

    def _content(self, meta: Meta, url: str) -> dict[str, Any]:
        if "shell" in meta:
            return {"head": BLANK, "body": BODY}
        if "unit" in meta:
            return self.of_unit(self._units[meta["unit"]])
        if "product" in meta:
            return self.of_product(self._products[meta["product"]])
        if "city" in meta:
            return self.lists.of_city(self._cities[meta["city"]], meta.get("part", 1))
        if "level" in meta:
            return self.lists.of_level(self._levels[meta["level"]], meta.get("part", 1))
        head = Head(meta.get("title", ""), meta.get("description", ""), url)
        if "list" in meta:
            return self.lists.of_list(meta["list"], meta.get("part", 1))
        if meta.get("section") in ("home", "search"):
            return {"head": head, "tries": examples(self.cat), "facets": search_facets(self.cat)}
        if "figures" in meta:
            return {"head": head, "s": self.figures}
        if meta.get("handbook") == "rules":
            return {"head": head, "groups": rule_groups(), "legend": legend(), "counted": counted()}
        if meta.get("handbook") == "fields":
            return {"head": head, "forms": form_tables()}
        return {"head": head}

    def of_unit(self, unit: Unit) -> dict[str, Any]:
        """What enterprise-body.html is given."""
        own = f"{unit.city.slug}/{unit.code}"
        return {
            "head": _unit_head(unit),
            "e": unit,
            "related": self.near.units(unit),
            "linked": entry.linked_unit(unit, self.at.site),
            "changes": self.at.changes_of(f"{own}/enterprise.yaml" if unit.enterprise else own),
        }

    def of_product(self, product: Product) -> dict[str, Any]:
        """What product-body.html is given."""
        about = f"{product.data.name}：{product.level.name}大模型产品，由{product.unit}（{product.city.name}）报送。"
        head = Head(product.title, _brief(about + product.data.introduction), product.url)
        return {
            "head": head,
            "p": product,
            "near": self.near.products(product),
            "linked": entry.linked_product(product, self.at.site),
            "changes": self.at.changes_of(f"{product.city.slug}/{product.code}/products/{product.data.slug}.yaml"),
        }

    def stamped_units(self, shells: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """File and HTML of every unit that the theme did not render. ``shells`` are the pages at ``SHELLS``."""
        shell, body = Shell(shells["enterprise"]), self._body("enterprise")
        for unit in self.cat.units:
            if unit.code not in self.full:
                given = self.of_unit(unit)
                yield unit.url + PAGE, shell.fill(given.pop("head"), body(*given.values()))

    def stamped_products(self, shells: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """The same of every product."""
        shell, body = Shell(shells["product"]), self._body("product")
        for product in self.cat.products:
            if product.key not in self.full:
                given = self.of_product(product)
                yield product.url + PAGE, shell.fill(given.pop("head"), body(*given.values()))

    def _body(self, kind: str) -> Callable[..., Markup]:
        """The macro that takes what ``of_unit`` or ``of_product`` gives, but for the head, in that order."""
        env = rooted(self.overrides, self.cat, self.drawn, root(SHELLS[kind]))
        module: Any = env.get_template(f"partials/{kind}-body.html").module
        return cast(Callable[..., Markup], module.body)

    def entry_files(self) -> Iterator[tuple[str, bytes]]:
        """Address and content of every entry's JSON."""
        yield from ((unit.url + entry.FILE, entry.of_unit(self.cat, unit)) for unit in self.cat.units)
        yield from ((product.url + entry.FILE, entry.of_product(self.cat, product)) for product in self.cat.products)

    def addresses(self) -> Iterator[tuple[str, str | None]]:
        """Every generated page's address with the date of its last change, where it is known."""
        yield from ((city.url, None) for city in self.cat.cities)
        yield from ((level.url, None) for level in self.cat.levels)
        yield from ((url, None) for url, _ in self.lists.later())
        entries: tuple[Unit | Product, ...] = (*self.cat.units, *self.cat.products)
        yield from ((entry.url, entry.dates.last if entry.dates else None) for entry in entries)


def root(url: str) -> str:
    """The way from a page back to the site's root: '' for the home page, else as many ../ as it is deep."""
    return "../" * url.count("/")


def _entry_meta(kind: str) -> dict[str, str]:
    return {"template": f"{kind}.html", "section": "enterprises" if kind == "enterprise" else "products"}


def _unit_head(unit: Unit) -> Head:
    about = f"{unit.name}（{unit.place}）公开 {len(unit.products)} 个大模型产品。"
    return Head(unit.name, _brief(about + (unit.enterprise.profile if unit.enterprise else "")), unit.url)


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= ABOUT else flat[: ABOUT - 1] + "…"
