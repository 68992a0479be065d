"""The survey in figures: the charts of ``/stats/`` and their tables for download.

Pure. Conclusions in words are computed from the figures, so that next year's figures cannot contradict them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from schema.public.aggregate import Aggregates
from schema.vocabulary.industries import industries
from scripts.site.catalogue import Catalogue
from scripts.site.figure_tables import (
    amount_tables,
    bar_table,
    city_table,
    industry_table,
    month_tables,
    patent_table,
    scenario_table,
    share_table,
)
from scripts.site.figures import Bar, Scenarios, Shares, Table, bars
from scripts.site.search import fold
from scripts.site.views import CityEntry, ProductEntry, industry_key
from scripts.site.vocabulary import NATURES, PATENTS, TEAMS, UNCLASSED, Level, team_of

TOP = 10
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of a round. ``months`` is empty without dates, ``amounts`` None until they may be published."""

    cities: tuple[CityEntry, ...]
    leaders: str
    industries: tuple[Bar, ...]
    top: int
    more_industries: int
    scenarios: Scenarios
    shares: tuple[Shares, ...]
    patents: tuple[Bar, ...]
    natures: tuple[Bar, ...]
    teams: tuple[Bar, ...]
    months: tuple[Bar, ...]
    more_months: bool
    amounts: Aggregates | None
    tables: tuple[Table, ...]


def statistics(cat: Catalogue, amounts: Aggregates | None = None) -> Statistics:
    """The figures of a catalogue."""
    cities = tuple(sorted(cat.cities, key=lambda city: -city.products))
    rows, months, scenarios = industry_counts(cat), growth(cat), scenario_counts(cat)
    ranked = sorted(((name, n) for _, name, n in rows if n and name != UNCLASSED), key=lambda pair: -pair[1])
    shares = tuple(_shares(cat, level) for level in cat.levels)
    natures = bars((nature, sum(unit.nature == nature for unit in cat.units)) for nature in NATURES)
    teams = bars(_teams(cat))
    patents = patent_counts(cat)
    tables = [city_table(cat), industry_table(rows), scenario_table(scenarios)]
    tables += [share_table(shares), patent_table(cat.levels, patents)]
    tables += [bar_table("natures", "单位性质", "单位数", natures), bar_table("teams", "人员数量", "企业数", teams)]
    return Statistics(
        cities=cities,
        leaders=leaders([(city.short, city.products) for city in cities]),
        industries=bars([*ranked[:TOP], *_unclassed(rows)]),
        top=min(TOP, len(ranked)),
        more_industries=max(0, len(ranked) - TOP),
        scenarios=_scenarios(scenarios),
        shares=shares,
        patents=bars((kind, sum(counts)) for kind, counts in patents),
        natures=natures,
        teams=teams,
        months=bars(months[-MONTHS:]),
        more_months=len(months) > MONTHS,
        amounts=amounts,
        tables=(*tables, *month_tables(months), *amount_tables(amounts)),
    )


def leaders(ranked: Sequence[tuple[str, int]], most: int = 3) -> str:
    """The leaders in words, of pairs in falling order; empty where nobody stands out."""
    front = [(name, n) for name, n in ranked[:most] if n]
    rest = [n for _, n in ranked[len(front) :]]
    while front and rest and front[-1][1] == rest[0]:  # a tie at the edge: nobody of it is named
        tied = rest[0]
        front = [(name, n) for name, n in front if n > tied]
        rest = [tied]
    if not front:
        return ""
    names = "、".join(name for name, _ in front)
    return f"{names}最多" if len(front) == 1 else f"{names}居前{'一二三四五'[len(front) - 1]}"


def industry_counts(cat: Catalogue) -> list[tuple[str, str, int]]:
    """门类, row of the 建议行业目录, and its number of 行业级 products, in the 目录's order, 未归类 last in its 门类."""
    counts = Counter(industry_key(product) for product in cat.products if product.data.industry)
    sectors = dict.fromkeys(row.sector for row in industries())
    rows = [(sector, row.name) for sector in sectors for row in industries() if row.sector == sector]
    keys = [key for sector in sectors for key in (*(row for row in rows if row[0] == sector), (sector, UNCLASSED))]
    return [(*key, counts[key]) for key in keys if counts[key] or key[1] != UNCLASSED]


def _unclassed(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """未归类 of every 门类 together, if there is any."""
    count = sum(n for _, name, n in rows if name == UNCLASSED)
    return [(UNCLASSED, count)] if count else []


def scenario_counts(cat: Catalogue) -> list[tuple[str, int]]:
    """The scenarios of 场景级 products as first written, with their counts, in falling order. Width and case are ignored."""
    spelling, counts = dict[str, str](), Counter[str]()
    for product in cat.products:
        if product.data.scenario:
            key = fold(product.data.scenario)
            spelling.setdefault(key, product.data.scenario)
            counts[key] += 1
    return [(spelling[key], counts[key]) for key in sorted(counts, key=lambda key: (-counts[key], key))]


def _scenarios(counts: Sequence[tuple[str, int]]) -> Scenarios:
    shared = [pair for pair in counts if pair[1] > 1]
    single = [text for text, n in counts if n == 1]
    return Scenarios(len(counts), bars(shared[:TOP]), len(shared[TOP:]), len(single), tuple(single[:TOP]))


def patent_counts(cat: Catalogue) -> list[tuple[str, list[int]]]:
    """Each kind of 知识产权 with its number of products by level; a product may have several kinds."""
    counts = Counter((kind, product.level) for product in cat.products for kind in product.kinds)
    return [(kind, [counts[kind, level] for level in cat.levels]) for kind in PATENTS]


def growth(cat: Catalogue) -> list[tuple[str, int]]:
    """Every month with the number of products published by its end; empty without dates."""
    added = Counter(product.dates.first[:7] for product in cat.products if product.dates)
    total, out = 0, []
    for month in _months(min(added), max(added)) if added else ():
        total += added[month]
        out.append((month, total))
    return out


def _months(first: str, last: str) -> Iterable[str]:
    at, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(at, end + 1))


def _shares(cat: Catalogue, level: Level) -> Shares:
    products = cat.products_of(level)

    def bar(label: str, has: Callable[[ProductEntry], bool]) -> Bar:
        return Bar(label, sum(map(has, products)), len(products))

    return Shares(
        level, bar("已检测", lambda p: p.data.testing.tested), bar("发明专利", lambda p: "发明专利" in p.kinds)
    )


def _teams(cat: Catalogue) -> Iterable[tuple[str, int]]:
    counts = Counter(team_of(unit.enterprise.team_size) for unit in cat.units if unit.enterprise)
    return [(name, counts[name]) for name in TEAMS]
