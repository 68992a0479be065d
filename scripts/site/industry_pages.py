"""``/industries/``: 行业级 products by 门类, then by row of the 建议行业目录; what fits no row stands last as 未归类."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from schema.vocabulary.industries import industries
from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, industry_key
from scripts.site.vocabulary import UNCLASSED


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """A row of the 建议行业目录 that has products, or 未归类. ``count`` counts all of them, ``products`` may be one page's part."""

    anchor: str
    name: str
    count: int
    products: tuple[ProductEntry, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A 门类 with its rows; ``idle`` are the 目录's rows without a product."""

    name: str
    count: int
    rows: tuple[IndustryRow, ...]
    idle: tuple[str, ...]


def sectors(cat: Catalogue) -> tuple[Sector, ...]:
    """The four 门类 in the form's order, rows in the 目录's."""
    members: dict[tuple[str, str], list[ProductEntry]] = defaultdict(list)
    for product in cat.products:
        if product.data.industry:
            members[industry_key(product)].append(product)
    names = dict.fromkeys([*(row.sector for row in industries()), *(sector for sector, _ in members)])
    return tuple(_sector(name, members) for name in names)


def _sector(sector: str, members: dict[tuple[str, str], list[ProductEntry]]) -> Sector:
    listed = [row for row in industries() if row.sector == sector]
    places = [*((f"i-{row.code}", row.name) for row in listed), (f"{sector}-{UNCLASSED}", UNCLASSED)]
    listing = [(anchor, name, tuple(members.get((sector, name), ()))) for anchor, name in places]
    rows = tuple(IndustryRow(anchor, name, len(products), products) for anchor, name, products in listing if products)
    idle = tuple(name for _, name, products in listing if not products and name != UNCLASSED)
    return Sector(sector, sum(row.count for row in rows), rows, idle)
