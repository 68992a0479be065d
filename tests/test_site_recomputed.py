"""Every figure of ``/stats/`` can be computed again from the bulk files alone: its tables, its charts and its sentences.

Sums of amounts are not among them: they come from ``rounds/`` and can be computed from nothing that is published.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from schema.public.projection import PublicSurvey
from scripts.site import downloads
from scripts.site.brief import brief, share
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.statistics import Statistics, statistics
from tools.site_fixture import FIGURES, site_input, survey

Rows = list[dict[str, str]]
LEVELS = ("基础级", "行业级", "场景级")
TEAMS = (("不足 10 人", 1, 9), ("10 至 49 人", 10, 49), ("50 至 199 人", 50, 199), ("200 人及以上", 200, 10**9))


class Bulk:
    """The bulk files of a site that also shows entries of an earlier round, read as a researcher reads them."""

    def __init__(self) -> None:
        now = survey()
        units = [replace(unit, products=tuple(replace(p, round=2023) for p in unit.products[:1]), enterprise=None)
                 for unit in now.units if unit.products][:2]  # fmt: skip
        kept = {unit.code: unit for unit in units}
        shown = PublicSurvey(2024, tuple(kept.get(unit.code, unit) for unit in now.units))
        counted = PublicSurvey(2024, tuple(unit for unit in now.units if unit.code not in kept))
        self.counted: Catalogue = catalogue(site_input(counted))
        self.figures: Statistics = statistics(self.counted)
        written = downloads.files(catalogue(site_input(shown)), self.figures)
        self.tables = {
            name.removeprefix("data/").removesuffix(".csv"): list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
            for name, content in written.items()
            if name.endswith(".csv")
        }  # fmt: skip
        head = json.loads(written["data/products.json"])
        assert {row["批次"] for row in self.tables["products"]} == {"2023", "2024"}
        self.products, self.enterprises, self.rights = (
            [row for row in self.tables[name] if row["批次"] == str(head["批次"])]
            for name in ("products", "enterprises", "intellectual-property")
        )

    def figure(self, name: str) -> Rows:
        return self.tables[f"stats/{name}"]

    @property
    def units(self) -> dict[str, tuple[str, str]]:
        """Code → city and 单位性质."""
        known = {row["统一社会信用代码"]: (row["市"], row["单位性质"]) for row in self.products}
        return known | {row["统一社会信用代码"]: (row["单位注册地.市"], row["单位性质"]) for row in self.enterprises}

    @property
    def holders(self) -> Counter[tuple[str, str]]:
        """(kind of 知识产权, level) → number of products."""
        level = {row["页面"]: row["大模型产品所属种类"] for row in self.products}
        return Counter((kind, level[page]) for kind, page in {(row["类型"], row["页面"]) for row in self.rights})

    def by_level(self, rows: Iterable[dict[str, str]]) -> list[int]:
        counts = Counter(row["大模型产品所属种类"] for row in rows)
        return [counts[level] for level in LEVELS]


@pytest.fixture(scope="module")
def bulk() -> Bulk:
    return Bulk()


def cities(bulk: Bulk) -> list[list[str | int]]:
    units = Counter(city for city, _ in bulk.units.values())
    rows: list[list[str | int]] = []
    for city in (row["市"] for row in bulk.figure("cities")[:-1]):
        own = bulk.by_level(row for row in bulk.products if row["市"] == city)
        rows.append([city, units[city], *own, sum(own)])
    whole = bulk.by_level(bulk.products)
    return [*rows, ["全省", len(bulk.units), *whole, sum(whole)]]


def industries(bulk: Bulk) -> list[list[str | int]]:
    counts = Counter((row["建议行业.门类"], row["建议行业.行业"]) for row in bulk.products if row["建议行业.行业"])
    named = [(row["门类"], row["行业（建议行业目录）"]) for row in bulk.figure("industries")]
    assert counts.keys() <= set(named)
    return [[*key, counts[key]] for key in named]


def scenarios(bulk: Bulk) -> list[list[str | int]]:
    """Written alike but for width and case is one scenario, in its first spelling."""
    spelling, counts = dict[str, str](), Counter[str]()
    for row in bulk.products:
        if text := row["应用所属场景"]:
            key = unicodedata.normalize("NFKC", text).lower()
            spelling.setdefault(key, text)
            counts[key] += 1
    return [[spelling[key], counts[key]] for key in sorted(counts, key=lambda key: (-counts[key], key))]


def shares(bulk: Bulk) -> list[list[str | int]]:
    all_, tested = bulk.by_level(bulk.products), bulk.by_level(filter(is_tested, bulk.products))
    return [
        [level, all_[at], tested[at], bulk.holders["发明专利", level]] for at, level in enumerate(LEVELS)
    ]  # fmt: skip


def is_tested(row: dict[str, str]) -> bool:
    return row["大模型产品检测情况.是否检测"] == "是"


def patents(bulk: Bulk) -> list[list[str | int]]:
    rows = ((kind, [bulk.holders[kind, level] for level in LEVELS]) for kind in ("软件著作权", "发明专利", "其他"))
    return [[kind, *by_level, sum(by_level)] for kind, by_level in rows]


def natures(bulk: Bulk) -> list[list[str | int]]:
    counts = Counter(nature for _, nature in bulk.units.values())
    return [[nature, counts[nature]] for nature in ("企业", "事业单位", "社会组织", "其他")]


def teams(bulk: Bulk) -> list[list[str | int]]:
    sizes = [int(row["大模型产品研发服务团队情况.人员数量"]) for row in bulk.enterprises]
    return [[label, sum(low <= size <= high for size in sizes)] for label, low, high in TEAMS]


def months(bulk: Bulk) -> list[list[str | int]]:
    added = Counter(row["首次公布"][:7] for row in bulk.products)
    named = [row["月份"] for row in bulk.figure("months")]
    assert (named[0], named[-1]) == (min(added), max(added))
    return [[month, added[month], sum(added[one] for one in named if one <= month)] for month in named]


TABLES: dict[str, Callable[[Bulk], list[list[str | int]]]] = {
    **{made.__name__: made for made in (cities, industries, scenarios, patents, natures, teams, months)},
    "testing": shares,
}


@pytest.mark.parametrize("name", FIGURES)
def test_each_table(bulk: Bulk, name: str) -> None:
    given = [list(row.values())[: -len(("批次", "版本", "许可"))] for row in bulk.figure(name)]
    assert given == [[str(cell) for cell in row] for row in TABLES[name](bulk)]
    assert any(cell.isdecimal() and int(cell) for row in given for cell in row)


def test_no_table_is_forgotten(bulk: Bulk) -> None:
    assert {name.removeprefix("stats/") for name in bulk.tables if name.startswith("stats/")} == TABLES.keys()


def test_the_charts(bulk: Bulk) -> None:
    """Each chart's bars are rows of the tables above."""
    figures = bulk.figures
    named = {name: {(str(row[0]), int(row[-1])) for row in TABLES[name](bulk)} for name in TABLES}
    classes = Counter({str(name): 0 for _, name, _ in industries(bulk)})
    for _, name, count in industries(bulk):
        classes[str(name)] += int(count)
    for bars, rows in (
        (figures.patents, named["patents"]),
        (figures.natures, named["natures"]),
        (figures.teams, named["teams"]),
        (figures.months, named["months"]),
        (figures.scenarios.shared, named["scenarios"]),
        (figures.industries, set(classes.items())),
    ):
        assert {(bar.label, bar.count) for bar in bars} <= rows
    assert figures.scenarios.count == len(named["scenarios"])
    by_city = [(row[0], list(row[2:5])) for row in cities(bulk)[:-1]]
    assert {(city.name, city.by_level) for city in figures.cities} == {(name, tuple(own)) for name, own in by_city}
    for chart, row in zip(figures.shares, shares(bulk), strict=True):
        assert [chart.level.name, chart.tested.of, chart.tested.count, chart.patented.count] == row


def test_the_sentences(bulk: Bulk) -> None:
    said = {sentence.about: sentence.text for sentence in brief(bulk.counted).sentences}
    total, units = len(bulk.products), bulk.units
    covered = len({city for city, _ in units.values()})
    assert said["总量"] == f"{len(units)} 家单位报送，公开 {total} 个大模型产品，覆盖 {covered} 个市。"
    assert said["检测"] == f"{share(sum(map(is_tested, bulk.products)), total)}产品已出具检测报告。"
    holding = sum(bulk.holders["发明专利", level] for level in LEVELS)
    assert said["发明专利"] == f"{share(holding, total)}产品拥有发明专利。"
    level, most = max(zip(LEVELS, bulk.by_level(bulk.products), strict=True), key=lambda pair: pair[1])
    assert said["级别"] == f"{level}最多，占{share(most, total)}。"
    by_city = Counter(row["市"] for row in bulk.products)
    none = 16 - len(by_city)
    assert f"{none} 个市尚无产品。" in said["城市"]
    classed = [row for row in bulk.products if row["建议行业.行业"]]
    rows = {row["建议行业.行业"] for row in classed} - {"未归类"}
    sector, count = Counter(row["建议行业.门类"] for row in classed).most_common(1)[0]
    assert said["行业"].startswith(f"行业级产品分布在 {len(rows)} 个行业，{sector}最多，占{share(count, len(classed))}")
