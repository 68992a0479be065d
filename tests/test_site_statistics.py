"""The survey in figures, its tables, and the industries page: pure functions of a catalogue."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from schema.public.aggregate import Aggregates
from schema.public.disclosure import Cell
from schema.public.projection import PublicSurvey
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.facets import unit_facets
from scripts.site.figure_tables import HIDDEN
from scripts.site.figures import Bar, Table
from scripts.site.industry_pages import sectors
from scripts.site.statistics import growth, industry_counts, leaders, scenario_counts, statistics
from scripts.site.views import Dates
from scripts.site.vocabulary import UNCLASSED
from tools.site_fixture import SAMPLES, site_input

AMOUNTS = Aggregates(Cell("合计", 9, 9000), (Cell("不足 500 万元", 3, 600), Cell("5000 万元及以上", 6, None)), None)


@pytest.fixture(scope="module")
def cat() -> Catalogue:
    return catalogue(site_input())


def table(made: tuple[Table, ...], name: str) -> Table:
    return next(item for item in made if item.name == name)


@pytest.mark.parametrize(
    ("ranked", "said"),
    [
        ([("a", 9), ("b", 5), ("c", 3), ("d", 1)], "a、b、c居前三"),
        ([("a", 9), ("b", 5), ("c", 3), ("d", 3)], "a、b居前二"),
        ([("a", 9), ("b", 3), ("c", 3), ("d", 3)], "a最多"),
        ([("a", 3), ("b", 3), ("c", 3), ("d", 3)], ""),
        ([("a", 9), ("b", 0), ("c", 0), ("d", 0)], "a最多"),
        ([("a", 2), ("b", 1)], "a、b居前二"),
        ([("a", 0)], ""),
        ([], ""),
    ],
)
def test_findings_are_computed(ranked: list[tuple[str, int]], said: str) -> None:
    assert leaders(ranked) == said


def test_tables_add_up(cat: Catalogue) -> None:
    made = statistics(cat)
    *cities, province = table(made.tables, "cities").rows
    assert [sum(int(row[at] or 0) for row in cities) for at in range(1, 6)] == list(province[1:])
    assert province[-1] == len(cat.products)
    assert sum(int(row[2] or 0) for row in table(made.tables, "industries").rows) == 8
    assert sum(bar.count for bar in made.natures) == len(cat.units)
    assert sum(bar.count for bar in made.teams) == cat.enterprises
    assert [(s.tested.of, s.tested.count) for s in made.shares] == [(1, 1), (8, 7), (5, 3)]
    assert all(len(row) == len(item.heads) for item in made.tables for row in item.rows)


def _with_scenarios(*texts: str) -> Catalogue:
    """The samples, every product of which is 场景级, for one of the texts after another, without dates."""
    told = iter(texts * 100)
    units = tuple(
        replace(
            unit,
            products=tuple(
                replace(product, level="场景级", industry=None, scenario=next(told)) for product in unit.products
            ),
        )
        for unit in SAMPLES
    )
    return catalogue(site_input(PublicSurvey(2024, units), dated=False))


def test_scenarios_are_counted_as_written_but_for_width_and_case() -> None:
    made = _with_scenarios("AI客服", "ＡＩ客服", "合同评审")
    counts = dict(scenario_counts(made))
    assert set(counts) == {"AI客服", "合同评审"} and sum(counts.values()) == len(made.products)
    assert counts["AI客服"] > counts["合同评审"] > 1
    told = statistics(made).scenarios
    assert [(bar.label, bar.count) for bar in told.shared] == list(counts.items())
    assert (told.count, told.more_shared, told.single, told.examples) == (2, 0, 0, ())


def test_a_scenario_of_one_product_is_an_example_not_a_bar(cat: Catalogue) -> None:
    told = statistics(cat).scenarios
    assert told.shared == () and told.count == told.single == cat.level_count(cat.levels[2])
    assert set(told.examples) <= {product.data.scenario for product in cat.products}


def test_patents_count_a_product_once_a_kind(cat: Catalogue) -> None:
    made = statistics(cat)
    for kind, *by_level, total in table(made.tables, "patents").rows:
        holders = [product for product in cat.products if kind in product.kinds]
        assert total == len(holders) and by_level == [
            sum(product.level == level for product in holders) for level in cat.levels
        ]
    patented = next(bar for bar in made.patents if bar.label == "发明专利")
    assert patented.count == sum(share.patented.count for share in made.shares)


def test_bars_have_the_longest_full() -> None:
    assert (Bar("a", 3, 4).width, Bar("a", 3, 4).share, Bar("a", 0, 0).width, Bar("a", 0, 0).share) == (75, 75, 0, None)


def test_growth_leaves_no_month_out(cat: Catalogue) -> None:
    dated = iter(["2023-11-02", "2023-11-30", "2024-02-01", *["2024-03-01"] * 20])
    dates = {key: Dates(next(dated), "2024-05-01") for key in site_input().dates if "/" in key}
    made = growth(catalogue(replace(site_input(), dates=dates)))
    assert [month for month, _ in made] == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert [n for _, n in made] == sorted(n for _, n in made) and made[-1][1] == len(cat.products)


def test_without_dates_there_is_no_growth() -> None:
    made = statistics(catalogue(site_input(dated=False)))
    assert made.months == () and "months" not in {item.name for item in made.tables}


def test_of_an_empty_survey_nothing_breaks() -> None:
    made = statistics(catalogue(site_input(PublicSurvey(2024, ()))))
    assert made.leaders == "" and made.industries == () and all(share.tested.share is None for share in made.shares)


def test_amounts_only_where_given(cat: Catalogue) -> None:
    assert not {item.name for item in statistics(cat).tables} & {"revenue-bands", "revenue-cities"}
    made = statistics(cat, AMOUNTS)
    assert table(made.tables, "revenue-bands").rows[1:] == (("5000 万元及以上", 6, HIDDEN), ("合计", 9, 9000))
    assert "revenue-cities" not in {item.name for item in made.tables}


def test_industries_are_the_catalogues_rows(cat: Catalogue) -> None:
    named = {(sector, name): n for sector, name, n in industry_counts(cat)}
    assert named["工业", "橡胶和塑料制品业"] == 1 and named["工业", UNCLASSED] == 3
    assert ("生产性服务业", UNCLASSED) in named


def test_the_industries_page_has_every_product_once(cat: Catalogue) -> None:
    tree = sectors(cat)
    assert [sector.name for sector in tree] == ["工业", "生产性服务业", "生活性服务业", "其它"]
    found = [product.key for sector in tree for row in sector.rows for product in row.products]
    assert sorted(found) == sorted(product.key for product in cat.products if product.data.industry)
    anchors = [row.anchor for sector in tree for row in sector.rows]
    assert len(anchors) == len(set(anchors))
    assert "橡胶和塑料制品业" not in tree[0].idle and "纺织业" in tree[0].idle
    assert all(row.name != UNCLASSED for sector in tree for row in sector.rows[:-1])


def test_team_bands() -> None:
    base = SAMPLES[0]
    assert base.enterprise is not None
    sizes = (9, 10, 49, 50, 199, 200)
    units = [
        replace(
            base,
            code=f"9137010200000000{n}X",
            products=(),
            enterprise=replace(base.enterprise, team_size=size, capital=Decimal(1)),
        )
        for n, size in enumerate(sizes)
    ]
    made = statistics(catalogue(site_input(PublicSurvey(2024, tuple(units)))))
    assert [(bar.label, bar.count) for bar in made.teams] == [
        ("不足 10 人", 1),
        ("10 至 49 人", 2),
        ("50 至 199 人", 2),
        ("200 人及以上", 1),
    ]


def test_each_bar_of_a_team_leads_to_its_units(cat: Catalogue) -> None:
    (facet,) = (facet for facet in unit_facets(cat) if facet.key == "team")
    assert {(one.label, one.count) for one in facet.options} == {
        (b.label, b.count) for b in statistics(cat).teams if b.count
    }
    assert all(" " not in one.value for one in facet.options)  # blanks part the values of a row
