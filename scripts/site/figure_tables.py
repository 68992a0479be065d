"""The figures of ``/stats/`` as tables for download, complete where a chart shows the first few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schema.public.aggregate import Aggregates
from schema.public.disclosure import Cell
from scripts.site.catalogue import Catalogue
from scripts.site.figures import Bar, Shares, Table, Value
from scripts.site.vocabulary import Level

HIDDEN = "不予公布"


def city_table(cat: Catalogue) -> Table:
    """Units and products of each city by level, with the province."""
    heads = ("市", "单位数", *(f"{level.name}产品数" for level in cat.levels), "产品数")
    rows: list[tuple[Value, ...]] = [(city.name, city.units, *city.by_level, city.products) for city in cat.cities]
    total: tuple[Value, ...] = (
        "全省",
        len(cat.units),
        *(cat.level_count(level) for level in cat.levels),
        len(cat.products),
    )
    return Table("cities", heads, (*rows, total))


def industry_table(rows: Iterable[tuple[str, str, int]]) -> Table:
    """行业级 products by 门类 and row of the 建议行业目录."""
    return Table("industries", ("门类", "行业（建议行业目录）", "行业级产品数"), tuple(rows))


def scenario_table(counts: Iterable[tuple[str, int]]) -> Table:
    """场景级 products by scenario."""
    return Table("scenarios", ("应用所属场景", "场景级产品数"), tuple(counts))


def share_table(shares: Iterable[Shares]) -> Table:
    """Each level's number of products, of tested ones, and of those with a patent for invention."""
    rows = tuple((s.level.name, s.tested.of, s.tested.count, s.patented.count) for s in shares)
    return Table("testing", ("级别", "产品数", "已出具检测报告", "拥有发明专利"), rows)


def patent_table(levels: Iterable[Level], counts: Iterable[tuple[str, Sequence[int]]]) -> Table:
    """Number of products with each kind of 知识产权, by level; a product may have several kinds."""
    heads = ("知识产权类型", *(f"{level.name}产品数" for level in levels), "产品数")
    return Table("patents", heads, tuple((kind, *by_level, sum(by_level)) for kind, by_level in counts))


def bar_table(name: str, label: str, unit: str, bars: Iterable[Bar]) -> Table:
    """A bar chart with its labels and counts."""
    return Table(name, (label, unit), tuple((bar.label, bar.count) for bar in bars))


def month_tables(months: Sequence[tuple[str, int]]) -> list[Table]:
    """Products added in each month and in all; none without dates."""
    before = [0, *(n for _, n in months)]
    rows: list[tuple[Value, ...]] = [(month, n - old, n) for (month, n), old in zip(months, before, strict=False)]
    return [Table("months", ("月份", "新增产品数", "累计产品数"), tuple(rows))] if rows else []


def amount_tables(amounts: Aggregates | None) -> list[Table]:
    """Sums of amounts, where they may be published."""
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
