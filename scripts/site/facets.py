"""Facets of the whole lists: the choices of a filter, each with its number of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, UnitEntry, industry_key
from scripts.site.vocabulary import NATURES, PATENTS, SECTORS, TEAMS, UNCLASSED, Level, team_of


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One choice. ``level`` is set where the choice is shown as a level's badge."""

    value: str
    label: str
    count: int
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of choices; ``key`` names it in the address and in each row's data-attribute. A ``long`` one scrolls in itself."""

    key: str
    title: str
    options: tuple[FacetOption, ...]
    long: bool = False


def product_tags(product: ProductEntry) -> dict[str, tuple[str, ...]]:
    """Facet key → values of a product, for the data-attributes of its row."""
    return {
        "level": (product.level.slug,),
        "city": (product.city.slug,),
        "sector": (product.data.industry.sector,) if product.data.industry else (),
        "industry": (industry_key(product)[1],) if product.data.industry else (),
        "nature": (product.nature,),
        "ip": product.kinds,
        "test": ("1" if product.data.testing.tested else "0",),
        "year": _year(product),
        "round": (str(product.round),),
    }


def unit_tags(unit: UnitEntry) -> dict[str, tuple[str, ...]]:
    """Facet key → values of a unit, for the data-attributes of its row."""
    return {
        "city": (unit.city.slug,),
        "district": (_district(unit),) if unit.enterprise else (),
        "nature": (unit.nature,),
        "team": (_packed(team_of(unit.enterprise.team_size)),) if unit.enterprise else (),
        "level": tuple(dict.fromkeys(product.level.slug for product in unit.products)),
        "year": _year(unit),
        "round": (str(unit.round),),
    }


def _district(unit: UnitEntry) -> str:
    """City and district in one value: several cities have a 市中区."""
    return f"{unit.city.slug}/{_packed(unit.enterprise.district)}" if unit.enterprise else ""


def _packed(text: str) -> str:
    """A value without blanks, which part the values of a row."""
    return "".join(text.split())


def _year(entry: ProductEntry | UnitEntry) -> tuple[str, ...]:
    """The year in which an entry was first published, where the history is known."""
    return (entry.dates.first[:4],) if entry.dates else ()


def product_facets(cat: Catalogue) -> tuple[Facet, ...]:
    """The facets of the list of products."""
    counts = _count(product_tags(product) for product in cat.products)
    return _present(
        _levels(cat, counts, "级别"),
        _cities(cat, counts),
        _plain("sector", "行业门类", SECTORS, counts),
        Facet("industry", "行业（建议目录）", _industries(counts), long=True),
        _plain("nature", "单位性质", NATURES, counts),
        _plain("ip", "知识产权", PATENTS, counts),
        Facet(
            "test",
            "检测",
            (FacetOption("1", "已出具报告", counts["test", "1"]), FacetOption("0", "未检测", counts["test", "0"])),
        ),
        _years("year", "收录年份", counts),
        _rounds(counts),
    )


def unit_facets(cat: Catalogue) -> tuple[Facet, ...]:
    """The facets of the list of units."""
    counts = _count(unit_tags(unit) for unit in cat.units)
    return _present(
        _cities(cat, counts),
        Facet("district", "区县", _districts(cat, counts), long=True),
        _plain("nature", "单位性质", NATURES, counts),
        Facet("team", "团队人数", tuple(FacetOption(_packed(x), x, counts["team", _packed(x)]) for x in TEAMS)),
        _levels(cat, counts, "产品级别"),
        _years("year", "收录年份", counts),
        _rounds(counts),
    )


_Counts = Counter[tuple[str, str]]


def _count(tagged: Iterable[dict[str, tuple[str, ...]]]) -> _Counts:
    return Counter((key, value) for tags in tagged for key, values in tags.items() for value in values)


def _levels(cat: Catalogue, counts: _Counts, title: str) -> Facet:
    options = (FacetOption(level.slug, level.name, counts["level", level.slug], level) for level in cat.levels)
    return Facet("level", title, tuple(options))


def _cities(cat: Catalogue, counts: _Counts) -> Facet:
    options = [FacetOption(city.slug, city.short, counts["city", city.slug]) for city in cat.cities]
    return Facet("city", "城市", tuple(sorted(options, key=lambda option: -option.count)))


def _industries(counts: _Counts) -> tuple[FacetOption, ...]:
    """The rows of the 建议行业目录 that have products, those with the most first, 未归类 last."""
    options = (FacetOption(value, value, count) for (key, value), count in counts.items() if key == "industry")
    return tuple(sorted(options, key=lambda option: (option.value == UNCLASSED, -option.count, option.value)))


def _districts(cat: Catalogue, counts: _Counts) -> tuple[FacetOption, ...]:
    """The districts that have units, city by city."""
    names = {_district(unit): (unit.city.short, unit.enterprise.district) for unit in cat.units if unit.enterprise}
    order = {city.short: place for place, city in enumerate(cat.cities)}
    places = sorted(names.items(), key=lambda item: (order[item[1][0]], -counts["district", item[0]], item[0]))
    return tuple(
        FacetOption(value, f"{city} {district.removeprefix(city)}", counts["district", value])
        for value, (city, district) in places
    )


def _plain(key: str, title: str, values: Iterable[str], counts: _Counts) -> Facet:
    return Facet(key, title, tuple(FacetOption(value, value, counts[key, value]) for value in values))


def _years(key: str, title: str, counts: _Counts) -> Facet:
    years = sorted((value for name, value in counts if name == key), reverse=True)
    return Facet(key, title, tuple(FacetOption(year, f"{year} 年", counts[key, year]) for year in years))


def _rounds(counts: _Counts) -> Facet:
    """批次, where there are entries of more than one."""
    facet = _years("round", "批次", counts)
    return facet if len(facet.options) > 1 else replace(facet, options=())


def _present(*facets: Facet) -> tuple[Facet, ...]:
    """Facets without the choices that no entry has, and without facets that have no choice left."""
    kept = (replace(facet, options=tuple(option for option in facet.options if option.count)) for facet in facets)
    return tuple(facet for facet in kept if facet.options)
