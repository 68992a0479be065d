"""The catalogue's views, near entries, facets and open data: pure functions of a public survey."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from schema.book.rule_book import rule_book
from schema.public.projection import PublicSurvey
from scripts.site import data, sitemap
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.facets import product_facets, product_tags, unit_facets
from scripts.site.pages import Pages, product_head, root, unit_head
from scripts.site.related import Neighbours
from scripts.site.shell import Head, Shell, ShellError
from scripts.site.templates import bounds, comma, money, unbroken, web
from scripts.site.views import Dates
from scripts.site.vocabulary import LEVELS, PLACES
from tests.surveys import ROOT
from tools import site_fixture
from tools.site_fixture import site_input

EMPTY = PublicSurvey(2024, ())
OVERRIDES = ROOT / "site_src/overrides"


@pytest.fixture(scope="module")
def cat() -> Catalogue:
    return catalogue(site_input())


def test_counts_add_up(cat: Catalogue) -> None:
    assert sum(city.products for city in cat.cities) == len(cat.products) == 14
    assert sum(city.units for city in cat.cities) == len(cat.units) == 12
    assert sum(cat.level_count(level) for level in LEVELS) == 14
    assert [len(cat.products_of(level)) for level in LEVELS] == [cat.level_count(level) for level in LEVELS]
    assert cat.enterprises == 8
    assert len(cat.covered) == 8


def test_every_city_has_its_own_place() -> None:
    assert len(PLACES) == len(set(PLACES.values())) == 16


def test_addresses_are_the_contracts(cat: Catalogue) -> None:
    unit = next(unit for unit in cat.units if unit.code == "91370211EXAMPLE46L")
    assert unit.url == "enterprises/91370211EXAMPLE46L/"
    assert [product.url for product in unit.products] == [
        f"products/{unit.code}/{slug}/" for slug in ("hetong", "xiangsu")
    ]
    assert {product.unit_url for product in unit.products} == {unit.url}


def test_newest_follow_the_first_date(cat: Catalogue) -> None:
    firsts = [product.dates.first for product in cat.newest if product.dates]
    assert firsts == sorted((p.dates.first for p in cat.products if p.dates), reverse=True)[:6]


def test_a_units_dates_span_its_products(cat: Catalogue) -> None:
    unit = next(unit for unit in cat.units if len(unit.products) == 2 and unit.enterprise is None)
    known = [product.dates for product in unit.products if product.dates]
    assert unit.dates == Dates(min(d.first for d in known), max(d.last for d in known))


def test_a_zone_does_not_say_its_city_twice(cat: Catalogue) -> None:
    unit = next(unit for unit in cat.units if unit.enterprise)
    assert unit.enterprise is not None
    zone = replace(unit, enterprise=replace(unit.enterprise, district=f"{unit.city.short}高新区"))
    assert zone.place == f"{unit.city.name}高新区"


def test_without_dates_the_selection_spreads_over_cities_and_levels() -> None:
    undated = catalogue(site_input(dated=False))
    assert not undated.dated
    assert len(undated.newest) == 6 and len({product.city for product in undated.newest}) >= 4
    assert {product.level for product in undated.newest} == set(LEVELS)
    assert [p.key for p in undated.products] == [p.key for unit in undated.units for p in unit.products]


def test_of_one_day_the_newest_are_spread() -> None:
    given = site_input()
    day = catalogue(replace(given, dates={key: Dates("2024-06-01", "2024-06-01") for key in given.dates}))
    assert len({product.city for product in day.newest}) >= 4
    assert {product.level for product in day.newest} == set(LEVELS)


def test_an_empty_survey_has_no_share_and_no_facets() -> None:
    empty = catalogue(site_input(EMPTY))
    assert empty.tested_share is None
    assert (empty.newest, product_facets(empty), unit_facets(empty)) == ((), (), ())


@pytest.mark.parametrize(
    "change",
    [{"code": "../../etc"}, {"code": "91370211example46l"}, {"city": "atlantis"}],
)
def test_what_could_be_no_address_is_refused(change: dict[str, Any]) -> None:
    unit = replace(site_fixture.SAMPLES[0], **change)
    with pytest.raises(ValueError, match=r"地址|城市"):
        catalogue(site_input(PublicSurvey(2024, (unit,))))


@pytest.mark.parametrize("slug", ["../x", "A", "", "a/b", "-a", "a" * 65])
def test_a_slug_that_could_be_no_address_is_refused(slug: str) -> None:
    unit = site_fixture.SAMPLES[0]
    bad = replace(unit, products=(replace(unit.products[0], slug=slug),))
    with pytest.raises(ValueError, match="地址"):
        catalogue(site_input(PublicSurvey(2024, (bad,))))


def test_near_products_are_of_the_same_trade(cat: Catalogue) -> None:
    near = Neighbours(cat)
    for product in cat.products:
        found = near.products(product)
        assert product not in found.products
        assert len(found.products) == len(set(found.products)) <= 2
        assert all(other.level == product.level for other in found.products)
        if found.title == "相近产品":
            sectors = {p.data.industry.sector for p in (product, *found.products) if p.data.industry}
            assert len(sectors) == 1


def test_near_units_are_of_the_same_city(cat: Catalogue) -> None:
    near = Neighbours(cat)
    for unit in cat.units:
        assert {other.city for other in near.units(unit)} <= {unit.city}
        assert unit not in near.units(unit)


def test_facets_count_what_rows_carry(cat: Catalogue) -> None:
    for facet in product_facets(cat):
        for option in facet.options:
            rows = [product for product in cat.products if option.value in product_tags(product)[facet.key]]
            assert option.count == len(rows) > 0


def made_files(version: str | None = "2024-06-09") -> dict[str, bytes]:
    cat = catalogue(site_input(version=version))
    return data.files(data.head(cat), data.tables(cat))


def test_csv_reads_back() -> None:
    made = made_files()
    for kind, count in (("enterprises", 8), ("products", 14)):
        text = made[f"{kind}.csv"].decode("utf-8")
        assert text.startswith("\ufeff") and text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        entries = json.loads(made[f"{kind}.json"])["条目"]
        assert len(rows) == len(entries) == count
        assert [row["页面"] for row in rows] == [entry["页面"] for entry in entries]
        assert {(row["批次"], row["版本"]) for row in rows} == {("2024", "2024-06-09")}


def test_json_says_round_and_version() -> None:
    document = json.loads(made_files()["products.json"])
    assert (document["批次"], document["版本"]) == (2024, "2024-06-09")
    assert json.loads(made_files(version=None)["products.json"])["版本"] is None


def test_json_keys_are_the_forms() -> None:
    entry = json.loads(made_files()["enterprises.json"])["条目"][0]
    assert entry["注册资金"] == 5000
    assert entry["单位注册地"] == {"市": "济南市", "区县": "历下区"}
    assert set(entry["大模型产品研发服务团队情况"]) == {"人员数量", "团队能力"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_formulas_are_neutralised(start: str) -> None:
    assert data.safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (0, "0"), ("a=1", "a=1"), (1280.5, "1280.5")])
def test_plain_cells_stay(value: object, cell: str) -> None:
    assert data.safe_cell(value) == cell


@pytest.mark.parametrize(
    ("amount", "text"),
    [("5000", "5,000"), ("1234.5678", "1,234.5678"), ("2000.00", "2,000"), ("0", "0"), ("0.5", "0.5")],
)
def test_money(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


def test_counts_have_commas() -> None:
    assert [comma(count) for count in (0, 999, 2000)] == ["0", "999", "2,000"]


@pytest.mark.parametrize(
    ("text", "told"),
    [("由Retrieval-Augmented-Generation实现", True), ("Python 3.11 与 Git", False), ("大" * 40, False)],
)
def test_long_runs_of_latin_are_known(text: str, told: bool) -> None:
    assert unbroken(text) is told


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.example.com/a", "www.example.com"),
        ("http://example.com", None),
        ("javascript:alert(1)", None),
        ("https://user:pass@example.com/", None),
        ("https://[", None),
        ("//example.com", None),
        ("", None),
        (None, None),
    ],
)
def test_only_https_becomes_a_link(address: str | None, host: str | None) -> None:
    assert web(address) == host


def test_ranges_in_words() -> None:
    told = [bounds(text) for text in site_input().texts.values()]
    assert told == ["100 至 300 字", "建议不少于 100 字"]


@pytest.mark.parametrize(("url", "way"), [("", ""), ("cities/", "../"), ("products/a/b/", "../../../")])
def test_the_way_back_to_the_root(url: str, way: str) -> None:
    assert root(url) == way


def test_shell_puts_values_in_once() -> None:
    shell = Shell('<title>⟦title⟧</title><meta content="⟦description⟧">⟦body⟧<p>')
    page = shell.fill(Head("⟦body⟧<", '"⟦title⟧', "x/"), "<b>⟦description⟧</b>")
    assert page.decode() == '<title>⟦body⟧&lt;</title><meta content="&#34;⟦title⟧"><b>⟦description⟧</b><p>'


@pytest.mark.parametrize("page", ["", "⟦title⟧⟦description⟧", "⟦title⟧⟦description⟧⟦body⟧⟦body⟧"])
def test_shell_needs_its_places(page: str) -> None:
    with pytest.raises(ShellError):
        Shell(page)


def test_descriptions_are_short_and_plain() -> None:
    pages = Pages(site_input(), OVERRIDES)
    heads = [*map(product_head, pages.cat.products), *map(unit_head, pages.cat.units)]
    assert len({head.description for head in heads}) == len(heads)
    assert all(0 < len(head.description) <= 90 and "\n" not in head.description for head in heads)


def test_sitemap_names_every_page() -> None:
    pages = Pages(site_input(), OVERRIDES)
    text = sitemap.render("https://example.org/x/", pages.urls()).decode()
    assert text.count("<loc>https://example.org/x/") == len(sitemap.FIXED) + 16 + 3 + 12 + 14 + len(rule_book())
    assert text.count("<lastmod>2024-06-0") == 12 + 14
