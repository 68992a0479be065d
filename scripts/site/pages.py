"""The pages beside the hand-written ones, and the data for each template."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scripts.site import citing, entry, linked
from scripts.site.about import Publisher
from scripts.site.brief import brief
from scripts.site.catalogue import Catalogue, SiteInput, catalogue
from scripts.site.handbook import counted, form_tables, legend, rule_groups
from scripts.site.landscape import landscape
from scripts.site.lists import Lists
from scripts.site.related import Neighbours
from scripts.site.round_pages import RoundPages
from scripts.site.search import examples
from scripts.site.search import facets as search_facets
from scripts.site.shell import BLANK, BODY, Head, Shell
from scripts.site.statistics import statistics
from scripts.site.templates import environment, macros
from scripts.site.views import ProductEntry, UnitEntry

PAGE = "index.html"
ABOUT = 90  # characters of a page's description
# Where the theme renders the page of each kind that entries and rules are stamped into: no unit and no rule is called so.
SHELLS = {"enterprise": "enterprises/shell/", "product": "products/shell/shell/", "rule": "rules/shell/"}

Meta = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page for mkdocs to render: its address and its front matter."""

    url: str
    meta: Meta

    @property
    def source(self) -> str:
        """The page as a Markdown file with front matter only (JSON strings are YAML)."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.meta.items()]
        return "\n".join(["---", *lines, "---", ""])


@dataclass(frozen=True, slots=True)
class Addresses:
    """The site's own address, and the address under which the repository shows a file's changes; '' where unknown. Its publisher."""

    site: str = ""
    changes: str = ""
    publisher: Publisher = field(default_factory=Publisher)

    def changes_of(self, path: str) -> str | None:
        """The address of a submission's changes, by its path under ``submissions/``."""
        return f"{self.changes}/submissions/{path}" if self.changes else None


class Pages:
    """The pages of one site: which there are, and what each shows."""

    def __init__(self, source: SiteInput, overrides: Path, addresses: Addresses | None = None) -> None:
        self.source = source
        self.addresses = addresses or Addresses()
        self.cat: Catalogue = catalogue(source)
        self.counted = catalogue(replace(source, survey=source.counted)) if source.counted else self.cat
        self.figures = statistics(self.counted, source.aggregates)
        self.scene = landscape(self.cat)
        self.lists = Lists(self.cat)
        self.rounds = RoundPages(source.rounds, self.cat, self.counted)
        self._env = environment(overrides, self.cat)
        self._neighbours = Neighbours(self.cat)
        self._cities = {city.slug: city for city in self.cat.cities}
        self._levels = {level.slug: level for level in self.cat.levels}

    def rendered(self) -> Iterator[PageSpec]:
        """The pages that the theme renders, without the hand-written ones."""
        for city in self.cat.cities:
            yield PageSpec(city.url, {"template": "city.html", "section": "cities", "city": city.slug})
        for level in self.cat.levels:
            yield PageSpec(level.url, {"template": "level.html", "section": "products", "level": level.slug})
        for url, meta in self.lists.later():
            yield PageSpec(url, meta)
        for year, closed in self.rounds.rounds.items():
            yield PageSpec(closed.url, {"template": "round.html", "section": "stats", "closed": year})
        for kind, url in SHELLS.items():
            template = "rule.html" if kind == "rule" else "entry.html"
            yield PageSpec(url, {"template": template, "section": url.split("/")[0], "shell": kind})

    def context(self, meta: Meta, url: str) -> dict[str, Any]:
        """The variables of the page with this front matter, beside the environment's globals and filters."""
        return {"root": root(url), **self._content(meta, url)}

    def _content(self, meta: Meta, url: str) -> dict[str, Any]:
        if "shell" in meta:
            return {"head": BLANK, "body": BODY}
        if "city" in meta:
            return self.lists.of_city(self._cities[meta["city"]], meta.get("part", 1))
        if "level" in meta:
            return self.lists.of_level(self._levels[meta["level"]], meta.get("part", 1))
        if "list" in meta:
            return self.lists.of_list(meta["list"], meta.get("part", 1))
        if "closed" in meta:
            return self.rounds.of_year(meta["closed"])
        head = Head(meta.get("title", ""), meta.get("description", ""), url)
        if meta.get("section") in ("home", "search"):
            return {"head": head, "tries": examples(self.cat), "facets": search_facets(self.cat), "scene": self.scene}
        if "landscape" in meta:
            return {"head": head, "scene": self.scene}
        if meta.get("section") == "data":
            return {"head": head, "linked": linked.dataset(self.cat, self.addresses.site, self.addresses.publisher)}
        if "figures" in meta:
            only = (
                f"&round={self.cat.round}" if self.cat.since < self.cat.round else ""
            )  # lists show entries of earlier rounds too
            return {
                "head": head,
                "s": self.figures,
                "counted": self.counted,
                "brief": brief(self.counted),
                "only": only,
            }
        if "rounds" in meta:
            return {"head": head, **self.rounds.index()}
        if meta.get("handbook") == "rules":
            return {"head": head, "groups": rule_groups(), "legend": legend(), "counted": counted()}
        if meta.get("handbook") == "fields":
            return {"head": head, "forms": form_tables()}
        return {"head": head}

    # Stamping bodies into a page rendered once takes 1.9 s for 500 entries where rendering each by the theme takes 2.8 s,
    # and 12.9 s and 272 MiB for 10,000 instead of 33.5 s and 1,043 MiB.

    def unit_pages(self, page: str) -> Iterator[tuple[str, bytes]]:
        """File and HTML of every unit, stamped into the ``page`` that the theme rendered at ``SHELLS``."""
        shell, body = Shell(page), self._body("enterprise")
        for unit in self.cat.units:
            yield unit.url + PAGE, shell.fill(unit_head(unit), body(**self._unit(unit)))

    def product_pages(self, page: str) -> Iterator[tuple[str, bytes]]:
        """File and HTML of every product, likewise."""
        shell, body = Shell(page), self._body("product")
        for product in self.cat.products:
            yield product.url + PAGE, shell.fill(product_head(product), body(**self._product(product)))

    def rule_pages(self, page: str) -> Iterator[tuple[str, bytes]]:
        """File and HTML of every rule, likewise."""
        shell, body = Shell(page), self._body("rule")
        for _, rules in rule_groups():
            for rule in rules:
                yield (
                    rule.url + PAGE,
                    shell.fill(Head(rule.rule.title, _brief(rule.rule.why), rule.url), body(rule, rules)),
                )

    def _body(self, kind: str) -> Any:
        """The macro ``body`` of an entry's or a rule's template."""
        return macros(self._env, f"{kind}-body", root(SHELLS[kind])).body

    def _unit(self, unit: UnitEntry) -> dict[str, Any]:
        """The arguments of the body of ``enterprise-body.html``."""
        folder = f"{unit.city.slug}/{unit.code}"
        return {
            "e": unit,
            "related": self._neighbours.units(unit),
            "linked": linked.unit(unit, self.addresses.site),
            "cite": citing.of_entry(self.cat, unit, self.addresses.site),
            "changes": self.addresses.changes_of(f"{folder}/enterprise.yaml" if unit.enterprise else folder),
        }

    def _product(self, product: ProductEntry) -> dict[str, Any]:
        """The arguments of the body of ``product-body.html``."""
        return {
            "p": product,
            "near": self._neighbours.products(product),
            "linked": linked.product(product, self.addresses.site),
            "cite": citing.of_entry(self.cat, product, self.addresses.site),
            "changes": self.addresses.changes_of(
                f"{product.city.slug}/{product.code}/products/{product.data.slug}.yaml"
            ),
        }

    def entry_files(self) -> Iterator[tuple[str, bytes]]:
        """Address and content of every entry's JSON."""
        cat, site = self.cat, self.addresses.site
        yield from ((unit.url + entry.FILE, entry.of_unit(cat, unit, site)) for unit in cat.units)
        yield from ((product.url + entry.FILE, entry.of_product(cat, product, site)) for product in cat.products)

    def row_files(self) -> Iterator[tuple[str, bytes]]:
        """Address and content of ``rows.json`` of each whole list that has several pages."""
        return self.lists.rows(macros(self._env, "cards", "../"))

    def urls(self) -> Iterator[tuple[str, str | None]]:
        """Every generated page's address with the date of its last change, where it is known."""
        yield from ((city.url, None) for city in self.cat.cities)
        yield from ((level.url, None) for level in self.cat.levels)
        yield from ((url, None) for url, _ in self.lists.later())
        yield from ((url, None) for url in self.rounds.urls())
        yield from ((rule.url, None) for _, rules in rule_groups() for rule in rules)
        entries: tuple[UnitEntry | ProductEntry, ...] = (*self.cat.units, *self.cat.products)
        yield from ((entry.url, entry.dates.last if entry.dates else None) for entry in entries)


def root(url: str) -> str:
    """The way from a page back to the site's root: '' for the home page, else as many ../ as it is deep."""
    return "../" * url.count("/")


def unit_head(unit: UnitEntry) -> Head:
    """The head of a unit's page."""
    about = f"{unit.name}（{unit.place}）公开 {len(unit.products)} 个大模型产品。"
    return Head(unit.name, _brief(about + (unit.enterprise.profile if unit.enterprise else "")), unit.url)


def product_head(product: ProductEntry) -> Head:
    """The head of a product's page."""
    about = f"{product.data.name}：{product.level.name}大模型产品，由{product.unit}（{product.city.name}）报送。"
    return Head(product.title, _brief(about + product.data.introduction), product.url)


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= ABOUT else flat[: ABOUT - 1] + "…"
