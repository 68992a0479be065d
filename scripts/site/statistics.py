"""The survey in figures: tables that are at once the charts of ``/stats/`` and the CSV files beside them.

Pure. Findings in words are computed from the figures, so that none is told which next year's figures belie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schema.aggregate import Aggregates
from schema.disclosure import Cell
from schema.fields.industry import industries
from scripts.site.catalogue import Catalogue, City, Product
from scripts.site.vocabulary import NATURES, Level

Value: TypeAlias = "str | int | None"

TOP = 10
MONTHS = 12
UNCLASSED = "未归类"
HIDDEN = "不予公布"
TEAMS = ((1, 9), (10, 49), (50, 199), (200, None))


@dataclass(frozen=True, slots=True)
class Table:
    """A table for download, named as its file is; None is a cell without a value."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart: how many, and how many of them at most, which is the bar's full width."""

    label: str
    count: int
    of: int
    url: str = ""

    @property
    def width(self) -> float:
        """Per cent of the full width."""
        return round(100 * self.count / self.of, 2) if self.of else 0

    @property
    def share(self) -> int | None:
        """Whole per cent; None of nothing."""
        return round(100 * self.count / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Shares:
    """Of a level's products, how many have a test report and how many a patent for invention."""

    level: Level
    tested: Bar
    patented: Bar


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of a round. ``months`` is empty without dates, ``amounts`` None until they may be published."""

    cities: tuple[City, ...]
    leaders: str
    industries: tuple[Bar, ...]
    top: int
    more_industries: int
    shares: tuple[Shares, ...]
    natures: tuple[Bar, ...]
    teams: tuple[Bar, ...]
    months: tuple[Bar, ...]
    more_months: bool
    amounts: Aggregates | None
    tables: tuple[Table, ...]


def statistics(cat: Catalogue, amounts: Aggregates | None = None) -> Statistics:
    """The figures of a catalogue."""
    cities = tuple(sorted(cat.cities, key=lambda city: -city.products))
    rows, months = industry_counts(cat), growth(cat)
    ranked = sorted(((name, n) for _, name, n in rows if n and name != UNCLASSED), key=lambda pair: -pair[1])
    shares = tuple(_shares(cat, level) for level in cat.levels)
    natures = _bars((nature, sum(unit.nature == nature for unit in cat.units)) for nature in NATURES)
    teams = _bars(_teams(cat))
    tables = [_city_table(cat), _industry_table(rows), _share_table(shares)]
    tables += [_bar_table("natures", "单位性质", "单位数", natures), _bar_table("teams", "人员数量", "企业数", teams)]
    return Statistics(
        cities=cities,
        leaders=leaders([(city.short, city.products) for city in cities]),
        industries=_bars([*ranked[:TOP], *_unclassed(rows)]),
        top=min(TOP, len(ranked)),
        more_industries=max(0, len(ranked) - TOP),
        shares=shares,
        natures=natures,
        teams=teams,
        months=_bars(months[-MONTHS:]),
        more_months=len(months) > MONTHS,
        amounts=amounts,
        tables=(*tables, *_month_tables(months), *_amount_tables(amounts)),
    )


def leaders(ranked: Sequence[tuple[str, int]], most: int = 3) -> str:
    """Who is in front, in words, of pairs with the largest first; empty where nobody stands out."""
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
    """门类, row of the 建议行业目录, and how many 行业级 products fall under it, in the 目录's order, 未归类 last in its 门类."""
    counts = Counter(industry_key(product) for product in cat.products if product.data.industry)
    sectors = dict.fromkeys(row.sector for row in industries())
    rows = [(sector, row.name) for sector in sectors for row in industries() if row.sector == sector]
    keys = [key for sector in sectors for key in (*(row for row in rows if row[0] == sector), (sector, UNCLASSED))]
    return [(*key, counts[key]) for key in keys if counts[key] or key[1] != UNCLASSED]


def _unclassed(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """未归类 of every 门类 together, if there is any."""
    count = sum(n for _, name, n in rows if name == UNCLASSED)
    return [(UNCLASSED, count)] if count else []


def industry_key(product: Product) -> tuple[str, str]:
    """The 门类 that was ticked and the row of the 建议行业目录 that the words fall under, else 未归类."""
    industry = product.data.industry
    if industry is None:
        return "", UNCLASSED
    own = next((row for row in industries() if row.code == industry.code and row.name == industry.name), None)
    return (own.sector, own.name) if own else (industry.sector, UNCLASSED)


def growth(cat: Catalogue) -> list[tuple[str, int]]:
    """Month → how many products had been published by its end, no month left out; empty without dates."""
    added = Counter(product.dates.first[:7] for product in cat.products if product.dates)
    total, out = 0, []
    for month in _months(min(added), max(added)) if added else ():
        total += added[month]
        out.append((month, total))
    return out


def _months(first: str, last: str) -> Iterable[str]:
    at, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(at, end + 1))


def _bars(pairs: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    known = list(pairs)
    most = max((n for _, n in known), default=0)
    return tuple(Bar(label, n, most) for label, n in known)


def _shares(cat: Catalogue, level: Level) -> Shares:
    products = cat.products_of(level)

    def bar(label: str, has: Callable[[Product], bool]) -> Bar:
        return Bar(label, sum(map(has, products)), len(products))

    return Shares(
        level, bar("已检测", lambda p: p.data.testing.tested), bar("发明专利", lambda p: "发明专利" in p.kinds)
    )


def _teams(cat: Catalogue) -> Iterable[tuple[str, int]]:
    sizes = [unit.enterprise.team_size for unit in cat.units if unit.enterprise]
    for low, high in TEAMS:
        label = f"{low} 人及以上" if high is None else f"不足 {high + 1} 人" if low == 1 else f"{low} 至 {high} 人"
        yield label, sum(low <= size and (high is None or size <= high) for size in sizes)


# ---------- the same for download ----------


def _city_table(cat: Catalogue) -> Table:
    heads = ("市", "单位数", *(f"{level.name}产品数" for level in cat.levels), "产品数")
    rows: list[tuple[Value, ...]] = [(city.name, city.units, *city.by_level, city.products) for city in cat.cities]
    total: tuple[Value, ...] = (
        "全省",
        len(cat.units),
        *(cat.level_count(level) for level in cat.levels),
        len(cat.products),
    )
    return Table("cities", heads, (*rows, total))


def _industry_table(rows: Iterable[tuple[str, str, int]]) -> Table:
    return Table("industries", ("门类", "行业（建议行业目录）", "行业级产品数"), tuple(rows))


def _share_table(shares: Iterable[Shares]) -> Table:
    rows = tuple((s.level.name, s.tested.of, s.tested.count, s.patented.count) for s in shares)
    return Table("testing", ("级别", "产品数", "已出具检测报告", "拥有发明专利"), rows)


def _bar_table(name: str, label: str, unit: str, bars: Iterable[Bar]) -> Table:
    return Table(name, (label, unit), tuple((bar.label, bar.count) for bar in bars))


def _month_tables(months: Sequence[tuple[str, int]]) -> list[Table]:
    before = [0, *(n for _, n in months)]
    rows: list[tuple[Value, ...]] = [(month, n - old, n) for (month, n), old in zip(months, before, strict=False)]
    return [Table("months", ("月份", "新增产品数", "累计产品数"), tuple(rows))] if rows else []


def _amount_tables(amounts: Aggregates | None) -> list[Table]:
    if amounts is None:
        return []
    named = (("revenue-bands", "收入分档", amounts.by_band), ("revenue-cities", "市", amounts.by_city))
    heads = ("企业数", "大模型相关收入合计（万元）")
    return [
        Table(name, (label, *heads), tuple(map(_amount_row, (*cells, amounts.total))))
        for name, label, cells in named
        if cells
    ]


def _amount_row(cell: Cell) -> tuple[Value, ...]:
    return cell.label, cell.count, HIDDEN if cell.total is None else cell.total
