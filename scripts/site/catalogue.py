"""The catalogue as its pages show it: public survey and dates → frozen views with addresses, counts and places.

Pure: no clock, no file, no mkdocs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Protocol, TypeVar

from schema.public.aggregate import Aggregates
from schema.public.projection import PublicProduct, PublicSurvey, PublicUnit
from schema.vocabulary.survey import TextRange
from scripts.site.views import City, Dates, Product, Unit
from scripts.site.vocabulary import LEVELS, PLACES, Level

__all__ = ["Catalogue", "City", "CityInfo", "CityLike", "Dates", "Product", "SiteInput", "Unit", "catalogue"]

T = TypeVar("T")

NEWEST = 6
_CODE = re.compile(r"[0-9A-Z]{18}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class CityLike(Protocol):
    """What the site needs of a city: folder name, full name (济南市) and division code."""

    @property
    def slug(self) -> str:
        """Folder name and address."""

    @property
    def name(self) -> str:
        """Full name."""

    @property
    def code(self) -> str:
        """Division code."""


@dataclass(frozen=True, slots=True)
class CityInfo:
    """A plain ``CityLike``."""

    slug: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class SiteInput:
    """All that the site is made from. ``dates`` are by ``<code>`` and ``<code>/<slug>`` and may be empty.

    ``threshold`` (万元) and ``texts`` (field label → its range of 字数) are told to submitters where given. ``aggregates`` are
    sums that may be published; None until the round is closed.
    """

    survey: PublicSurvey
    cities: Sequence[CityLike]
    deadline: date
    dates: Mapping[str, Dates]
    version: str | None = None
    threshold: Decimal | None = None
    texts: Mapping[str, TextRange] = field(default_factory=dict)
    aggregates: Aggregates | None = None


@dataclass(frozen=True)
class Catalogue:
    """The whole site's content. ``products`` stand newest first where dates are known, else as in the survey."""

    round: int
    sample: bool
    deadline: date
    version: str | None
    dated: bool
    cities: tuple[City, ...]
    units: tuple[Unit, ...]
    products: tuple[Product, ...]
    levels: tuple[Level, ...] = LEVELS

    @cached_property
    def newest(self) -> tuple[Product, ...]:
        """The newest entries; of those of one day, or without dates, entries of many cities and levels."""
        out: tuple[Product, ...] = ()
        for _, day in groupby(self.products, lambda product: product.dates and product.dates.first):
            out += _spread(tuple(day), NEWEST - len(out))
        return out

    @cached_property
    def covered(self) -> tuple[City, ...]:
        """The cities that have a unit."""
        return tuple(city for city in self.cities if city.units)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.units) + len(self.products)

    @cached_property
    def enterprises(self) -> int:
        """How many units filled in 附件1."""
        return sum(unit.enterprise is not None for unit in self.units)

    @cached_property
    def reporting(self) -> int:
        """How many units report a product."""
        return sum(bool(unit.products) for unit in self.units)

    @cached_property
    def tested_share(self) -> int | None:
        """Whole per cent of products with a test report; None without products."""
        tested = sum(product.data.testing.tested for product in self.products)
        return round(100 * tested / len(self.products)) if self.products else None

    def level_count(self, level: Level) -> int:
        """How many products are of a level."""
        return sum(city.by_level[level.rank - 1] for city in self.cities)

    def products_in(self, city: City) -> tuple[Product, ...]:
        """A city's products, from 基础级 to 场景级."""
        own = (product for product in self.products if product.city.slug == city.slug)
        return tuple(sorted(own, key=lambda product: product.level.rank))

    def products_of(self, level: Level) -> tuple[Product, ...]:
        """A level's products."""
        return tuple(product for product in self.products if product.level.rank == level.rank)

    def units_in(self, city: City) -> tuple[Unit, ...]:
        """A city's units."""
        return tuple(unit for unit in self.units if unit.city.slug == city.slug)


def catalogue(given: SiteInput) -> Catalogue:
    """The views of a round. Raises ValueError for a code, slug, city or level that no page could have."""
    cities = {city.slug: city for city in _cities(given.survey, given.cities)}
    units = tuple(_unit(unit, _known(cities, unit.city, "城市"), given.dates) for unit in given.survey.units)
    products = [product for unit in units for product in unit.products]
    dated = any(product.dates for product in products)
    products.sort(key=lambda product: product.dates.first if product.dates else "", reverse=True)
    return Catalogue(
        round=given.survey.round,
        sample=given.survey.sample,
        deadline=given.deadline,
        version=given.version,
        dated=dated,
        cities=tuple(cities.values()),
        units=units,
        products=tuple(products),
    )


def _cities(survey: PublicSurvey, infos: Sequence[CityLike]) -> list[City]:
    units = Counter(unit.city for unit in survey.units)
    levels = Counter((unit.city, product.level) for unit in survey.units for product in unit.products)
    out = []
    for info in infos:
        row, col = _known(PLACES, info.slug, "方格图上的城市")
        by_level = tuple(levels[info.slug, level.name] for level in LEVELS)
        short = info.name.removesuffix("市")
        out.append(City(info.slug, info.name, short, info.code, row, col, units[info.slug], by_level))
    return out


def _unit(unit: PublicUnit, city: City, dates: Mapping[str, Dates]) -> Unit:
    if not _CODE.fullmatch(unit.code):
        raise ValueError(f"信用代码不能作为地址：{unit.code!r}")
    products = tuple(_product(unit, product, city, dates) for product in unit.products)
    return Unit(
        unit.code, unit.name, unit.nature, city, unit.enterprise, products, _span(dates.get(unit.code), products)
    )


def _product(unit: PublicUnit, product: PublicProduct, city: City, dates: Mapping[str, Dates]) -> Product:
    if not _SLUG.fullmatch(product.slug):
        raise ValueError(f"产品文件名不能作为地址：{product.slug!r}")
    level = _known({level.name: level for level in LEVELS}, product.level, "级别")
    return Product(product, unit.code, unit.name, unit.nature, city, level, dates.get(f"{unit.code}/{product.slug}"))


def _span(own: Dates | None, products: Sequence[Product]) -> Dates | None:
    """A unit's dates: its own form's and its products' taken together, since its page shows both."""
    known = [dates for dates in (own, *(product.dates for product in products)) if dates]
    return Dates(min(d.first for d in known), max(d.last for d in known)) if known else None


def _spread(products: Sequence[Product], count: int) -> tuple[Product, ...]:
    """``count`` products of as many cities and levels as there are: each pick is what has been shown least so far."""
    seen: Counter[str] = Counter()
    left, picked = dict(enumerate(products)), list[Product]()
    while left and len(picked) < count:
        place = min(left, key=lambda place: seen[left[place].city.slug] + seen[left[place].level.slug])
        least = left.pop(place)
        picked.append(least)
        seen.update((least.city.slug, least.level.slug))
    return tuple(picked)


def _known(table: Mapping[str, T], key: str, what: str) -> T:
    if key not in table:
        raise ValueError(f"{what}里没有 {key!r}")
    return table[key]
