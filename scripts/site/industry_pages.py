"""``/industries/``: 行业级 products by 门类, then by row of the 建议行业目录; what fits no row stands last as 未归类."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from schema.vocabulary.industries import industries
from scripts.site.catalogue import Catalogue, Product
from scripts.site.statistics import UNCLASSED, industry_key


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """A row of the 建议行业目录 that has products, or 未归类. ``count`` is of all, ``products`` may be a page's part."""

    anchor: str
    name: str
    count: int
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A 门类 with its rows; ``idle`` are the 目录's rows without a product."""

    name: str
    count: int
    rows: tuple[IndustryRow, ...]
    idle: tuple[str, ...]


def sectors(cat: Catalogue) -> tuple[Sector, ...]:
    """The four 门类 in the form's order, rows in the 目录's."""
    found: dict[tuple[str, str], list[Product]] = defaultdict(list)
    for product in cat.products:
        if product.data.industry:
            found[industry_key(product)].append(product)
    names = dict.fromkeys([*(row.sector for row in industries()), *(sector for sector, _ in found)])
    return tuple(_sector(name, found) for name in names)


def _sector(sector: str, found: dict[tuple[str, str], list[Product]]) -> Sector:
    listed = [row for row in industries() if row.sector == sector]
    places = [*((f"i-{row.code}", row.name) for row in listed), (f"{sector}-{UNCLASSED}", UNCLASSED)]
    members = [(anchor, name, tuple(found.get((sector, name), ()))) for anchor, name in places]
    rows = tuple(IndustryRow(anchor, name, len(products), products) for anchor, name, products in members if products)
    idle = tuple(name for _, name, products in members if not products and name != UNCLASSED)
    return Sector(sector, sum(row.count for row in rows), rows, idle)
