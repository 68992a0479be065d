"""Public survey and dates → the entries that pages show, with addresses and counts. Pure: no clock, no file, no mkdocs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from schema.public.aggregate import Aggregates
from schema.public.projection import NOWHERE, PublicProduct, PublicSurvey, PublicUnit
from schema.vocabulary.survey import City, TextRange
from scripts.site.shades import Shades, shades
from scripts.site.views import CityEntry, Dates, ProductEntry, UnitEntry
from scripts.site.vocabulary import LEVELS, PLACES, Level

if TYPE_CHECKING:
    from scripts.site.archive import ClosedRound
    from scripts.site.published import PublishedForm

T = TypeVar("T")

NEWEST = 6
_CODE = re.compile(r"[0-9A-Z]{18}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class SiteInput:
    """Everything the site is built from.

    ``dates`` are keyed by ``<code>`` for an enterprise and ``<code>/<slug>`` for a product; entries without history have none.
    ``version`` is the date and commit of the data. ``threshold`` (万元) and ``texts`` (field label → its range of 字数) are
    shown to submitters; ``closed`` says that the round is over. ``aggregates`` are the sums that may be published; None until the round is closed. ``separate`` says that
    contacts travel apart from the repository. ``counted`` are the entries of this round alone, of which statistics are made;
    ``rounds`` the closed rounds, the last first. ``published`` is what the desk needs of the forms, by path; none in 明文.
    """

    survey: PublicSurvey
    cities: Sequence[City]
    deadline: date
    dates: Mapping[str, Dates]
    version: str | None = None
    threshold: Decimal | None = None
    texts: Mapping[str, TextRange] = field(default_factory=dict)
    aggregates: Aggregates | None = None
    separate: bool = False
    closed: bool = False
    counted: PublicSurvey | None = None
    rounds: Sequence[ClosedRound] = ()
    published: Mapping[str, PublishedForm] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All entries of the site. ``products`` are newest first where dates are known, else in the survey's order."""

    round: int
    sample: bool
    deadline: date
    closed: bool
    version: str | None
    dated: bool
    cities: tuple[CityEntry, ...]
    units: tuple[UnitEntry, ...]
    products: tuple[ProductEntry, ...]
    levels: tuple[Level, ...] = LEVELS

    @cached_property
    def newest(self) -> tuple[ProductEntry, ...]:
        """The newest entries; among those of one day, or without dates, a mix of cities and levels."""
        out: tuple[ProductEntry, ...] = ()
        for _, day in groupby(self.products, lambda product: product.dates and product.dates.first):
            out += _spread(tuple(day), NEWEST - len(out))
        return out

    @cached_property
    def covered(self) -> tuple[CityEntry, ...]:
        """The cities that have a unit."""
        return tuple(city for city in self.cities if city.units)

    @cached_property
    def shades(self) -> Shades:
        """The shades of the cities by their number of products."""
        return shades(city.products for city in self.cities)

    @cached_property
    def enterprises(self) -> int:
        """Number of units with 附件1."""
        return sum(unit.enterprise is not None for unit in self.units)

    @cached_property
    def reporting(self) -> int:
        """Number of units with a product."""
        return sum(bool(unit.products) for unit in self.units)

    @cached_property
    def tested_share(self) -> int | None:
        """Whole per cent of products with a test report; None without products."""
        tested = sum(product.data.testing.tested for product in self.products)
        return round(100 * tested / len(self.products)) if self.products else None

    @cached_property
    def since(self) -> int:
        """The first round that an entry is of: earlier than this one where some are not yet confirmed."""
        rounds = [unit.round for unit in self.units] + [product.round for product in self.products]
        return min(rounds, default=self.round)

    @cached_property
    def earlier(self) -> int:
        """Number of products of earlier rounds, not yet confirmed in this one."""
        return sum(product.round < self.round for product in self.products)

    def level_count(self, level: Level) -> int:
        """Number of products of a level."""
        return sum(city.by_level[level.rank - 1] for city in self.cities)

    def products_in(self, city: CityEntry) -> tuple[ProductEntry, ...]:
        """A city's products, from 基础级 to 场景级."""
        own = (product for product in self.products if product.city.slug == city.slug)
        return tuple(sorted(own, key=lambda product: product.level.rank))

    def products_of(self, level: Level) -> tuple[ProductEntry, ...]:
        """A level's products."""
        return tuple(product for product in self.products if product.level.rank == level.rank)

    def units_in(self, city: CityEntry) -> tuple[UnitEntry, ...]:
        """A city's units."""
        return tuple(unit for unit in self.units if unit.city.slug == city.slug)


def catalogue(source: SiteInput) -> Catalogue:
    """The entries of a round. Raises ValueError for a code, slug, city or level that cannot be part of an address."""
    cities = {city.slug: city for city in _cities(source.survey, source.cities)}
    units = tuple(_unit(unit, _known(cities, unit.city, "城市"), source.dates) for unit in source.survey.units)
    products = [product for unit in units for product in unit.products]
    dated = any(product.dates for product in products)
    products.sort(key=lambda product: product.dates.first if product.dates else "", reverse=True)
    return Catalogue(
        round=source.survey.round,
        sample=source.survey.sample,
        deadline=source.deadline,
        closed=source.closed,
        version=source.version,
        dated=dated,
        cities=tuple(cities.values()),
        units=units,
        products=tuple(products),
    )


def _cities(survey: PublicSurvey, named: Sequence[City]) -> list[CityEntry]:
    units = Counter(unit.city for unit in survey.units)
    levels = Counter((unit.city, product.level) for unit in survey.units for product in unit.products)
    out = []
    for city in named:
        row, col = _known(PLACES, city.slug, "方格图上的城市")
        by_level = tuple(levels[city.slug, level.name] for level in LEVELS)
        out.append(
            CityEntry(
                city.slug,
                city.name,
                city.short,
                city.code,
                row,
                col,
                units[city.slug],
                by_level,
                city.bureau,
                survey.bureaus.get(city.slug, NOWHERE),
            )
        )
    return out


def _unit(unit: PublicUnit, city: CityEntry, dates: Mapping[str, Dates]) -> UnitEntry:
    if not _CODE.fullmatch(unit.code):
        raise ValueError(f"信用代码不能作为地址：{unit.code!r}")
    products = tuple(_product(unit, product, city, dates) for product in unit.products)
    return UnitEntry(
        unit.code, unit.name, unit.nature, city, unit.enterprise, products, _span(dates.get(unit.code), products)
    )


def _product(unit: PublicUnit, product: PublicProduct, city: CityEntry, dates: Mapping[str, Dates]) -> ProductEntry:
    if not _SLUG.fullmatch(product.slug):
        raise ValueError(f"产品文件名不能作为地址：{product.slug!r}")
    level = _known({level.name: level for level in LEVELS}, product.level, "级别")
    return ProductEntry(
        product, unit.code, unit.name, unit.nature, city, level, dates.get(f"{unit.code}/{product.slug}")
    )


def _span(own: Dates | None, products: Sequence[ProductEntry]) -> Dates | None:
    """A unit's dates: from the first of its own form's and its products' to the last, since its page shows both."""
    known = [dates for dates in (own, *(product.dates for product in products)) if dates]
    return Dates(min(d.first for d in known), max(d.last for d in known)) if known else None


def _spread(products: Sequence[ProductEntry], count: int) -> tuple[ProductEntry, ...]:
    """``count`` products from as many cities and levels as possible: each pick is of those picked least so far."""
    seen: Counter[str] = Counter()
    left, picked = dict(enumerate(products)), list[ProductEntry]()
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
