"""The lists: all products, all units, by city, by level, by industry, each in pages of ``PER_PAGE``, complete without scripts.

The two whole lists can be filtered. A page holds its own rows only, so a list of several pages comes with ``rows.json``: the HTML
of all rows, fetched by the script when a filter is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from scripts.site.catalogue import Catalogue
from scripts.site.data import compact_json
from scripts.site.facets import product_facets, unit_facets
from scripts.site.industry_pages import Sector, sectors
from scripts.site.paging import Paging, later, paging
from scripts.site.shell import Head
from scripts.site.views import CityEntry, ProductEntry
from scripts.site.vocabulary import SECTORS, Level

Context = dict[str, Any]
PRODUCTS, UNITS, INDUSTRIES = "products/", "enterprises/", "industries/"
HEADS = {
    "products": Head(
        "大模型产品", "山东省大模型产品的完整列表，可按级别、城市、行业门类、知识产权与检测情况筛选。", PRODUCTS
    ),
    "units": Head("大模型企业", "山东省报送大模型企业与产品的单位完整列表，可按城市、单位性质与产品级别筛选。", UNITS),
    "industries": Head("按行业看产品", "山东省行业级大模型产品按门类和建议行业目录排列，未归类的另列。", INDUSTRIES),
}


class Lists:
    """The template variables of the lists. ``number`` is the page's, from 1."""

    def __init__(self, cat: Catalogue) -> None:
        self.cat = cat
        self._in_city = {city.slug: (cat.products_in(city), cat.units_in(city)) for city in cat.cities}
        self._fields = {slug: _fields(products) for slug, (products, _) in self._in_city.items()}
        self._of_level = {level: _by_sector(cat.products_of(level)) for level in cat.levels}
        self._tree = sectors(cat)

    def later(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Address and front matter of every page of a list but the first."""
        cat = self.cat
        yield from _later(PRODUCTS, "products.html", "products", {"list": "products"}, len(cat.products))
        yield from _later(UNITS, "enterprises.html", "enterprises", {"list": "units"}, len(cat.units))
        yield from _later(INDUSTRIES, "industries.html", "industries", {"list": "industries"}, self._classed)
        for level in cat.levels:
            yield from _later(level.url, "level.html", "products", {"level": level.slug}, cat.level_count(level))
        for city in cat.cities:
            yield from _later(city.url, "city.html", "cities", {"city": city.slug}, city.products, city.units)

    def of_list(self, name: str, number: int) -> Context:
        """The whole list ``products`` or ``units``, or the products by ``industries``."""
        context = {"products": self._products, "units": self._units, "industries": self._industries}[name](number)
        return {"head": _part(HEADS[name], context["paging"]), **context}

    def of_city(self, city: CityEntry, number: int) -> Context:
        """A city's page. Its products and its units share the page numbers."""
        products, units = self._in_city[city.slug]
        pages = paging(city.url, number, len(products), len(units))
        about = f"{city.name}的大模型企业与产品：{city.units} 家单位，{city.products} 个产品。"
        return {
            "head": _part(Head(city.name, about, city.url), pages),
            "x": city,
            "near": () if city.units else _near(city, self.cat.cities),
            "fields": self._fields[city.slug],
            "products": pages.part(products),
            "units": pages.part(units),
            "paging": pages,
        }

    def of_level(self, level: Level, number: int) -> Context:
        """A level's page, by 门类 where it has any. A group is its name, its number of products, and those on this page."""
        groups = self._of_level[level]
        pages = paging(level.url, number, self.cat.level_count(level))
        parts = (
            (name, len(members), part)
            for (name, members), part in zip(groups.items(), pages.parts(groups.values()), strict=True)
        )
        head = _part(Head(f"{level.name}大模型产品", level.text, level.url), pages)
        return {"head": head, "level": level, "groups": [part for part in parts if part[2]], "paging": pages}

    def rows(self, cards: Any) -> Iterator[tuple[str, bytes]]:
        """Address and content of ``rows.json`` of each whole list that has several pages, drawn by the macros ``cards``."""
        if paging(PRODUCTS, 1, len(self.cat.products)).of > 1:
            yield f"{PRODUCTS}rows.json", _rows(map(cards.product_row, self.cat.products))
        if paging(UNITS, 1, len(self.cat.units)).of > 1:
            yield f"{UNITS}rows.json", _rows(map(cards.unit_row, self.cat.units))

    @property
    def _classed(self) -> int:
        return sum(sector.count for sector in self._tree)

    def _products(self, number: int) -> Context:
        pages = paging(PRODUCTS, number, len(self.cat.products))
        return _listed(pages, pages.part(self.cat.products), lambda: product_facets(self.cat))

    def _units(self, number: int) -> Context:
        pages = paging(UNITS, number, len(self.cat.units))
        return _listed(pages, pages.part(self.cat.units), lambda: unit_facets(self.cat))

    def _industries(self, number: int) -> Context:
        pages = paging(INDUSTRIES, number, self._classed)
        named = sum(row.anchor.startswith("i-") for sector in self._tree for row in sector.rows)
        jumps = zip(self._tree, pages.begins(sector.count for sector in self._tree), strict=True)
        return {
            "tree": _some(self._tree, pages),
            "jumps": [(sector.name, sector.count, url) for sector, url in jumps if sector.count],
            "total": self._classed,
            "named": named,
            "paging": pages,
        }


def _listed(pages: Paging, items: Any, facets: Callable[[], Any]) -> Context:
    """A whole list's page; only the first one is filtered."""
    return {"paging": pages, "items": items, "facets": facets() if pages.number == 1 else ()}


def _later(
    url: str, template: str, section: str, meta: Mapping[str, Any], *lengths: int
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for address, number in later(url, *lengths):
        yield address, {"template": template, "section": section, **meta, "part": number}


def _part(head: Head, pages: Paging) -> Head:
    """The head of one page of a list: from the second on, title and description end with its number."""
    return Head(head.title + pages.said, head.description + pages.said, pages.url(pages.number))


def _near(city: CityEntry, cities: Iterable[CityEntry], most: int = 4) -> list[CityEntry]:
    """The cities with products that stand nearest on the cartogram, for a page that has nothing of its own."""
    known = [other for other in cities if other.products and other != city]
    return sorted(known, key=lambda other: (abs(other.row - city.row) + abs(other.col - city.col), other.code))[:most]


def _fields(products: Iterable[ProductEntry]) -> list[str]:
    """The industries and scenarios of products, each once."""
    return list(dict.fromkeys(product.field for product in products if product.field))


def _by_sector(products: tuple[ProductEntry, ...]) -> dict[str, list[ProductEntry]]:
    groups: dict[str, list[ProductEntry]] = {name: [] for name in (*SECTORS, "产品")}
    for product in products:
        groups[product.data.industry.sector if product.data.industry else "产品"].append(product)
    return {name: members for name, members in groups.items() if members}


def _some(tree: tuple[Sector, ...], pages: Paging) -> list[Sector]:
    """The part of the tree that a page shows; rows without a product are named on the first one only."""
    if pages.of == 1:
        return list(tree)
    parts = pages.parts(row.products for sector in tree for row in sector.rows)
    out = []
    for sector in tree:
        rows = [replace(row, products=tuple(next(parts))) for row in sector.rows]
        kept = tuple(row for row in rows if row.products)
        if kept or pages.number == 1:
            out.append(replace(sector, rows=kept, idle=sector.idle if pages.number == 1 else ()))
    return out


def _rows(rows: Iterable[str]) -> bytes:
    return b"".join((b'{"rows":[\n', b",\n".join(map(compact_json, rows)), b"\n]}\n"))
