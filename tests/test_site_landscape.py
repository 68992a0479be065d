"""The landscape: every product once, by level and industry or scenario; what its page shows with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from schema.public.projection import PublicSurvey
from schema.text.width import halfwidth
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.landscape import MOST_NAMED, MOST_SCENES, landscape
from tests.pages import LOOKS, opened
from tools.site_fixture import SAMPLES, many, site_input, survey


def scenes(*texts: str) -> Catalogue:
    """A survey of 场景级 products only, one for each of the texts."""
    base = SAMPLES[0]
    products = tuple(
        replace(base.products[0], slug=f"p{place}", level="场景级", industry=None, scenario=text)
        for place, text in enumerate(texts)
    )
    return catalogue(site_input(PublicSurvey(2024, (replace(base, products=products),))))


def test_every_product_stands_once() -> None:
    cat = catalogue(site_input())
    made = landscape(cat)
    assert [row.name for row in made.rows] == ["场景级", "工业", "生产性服务业", "生活性服务业", "其它", "基础级"]
    assert [level.name for level, _ in made.strata] == ["场景级", "行业级", "基础级"]
    keys = [product.key for row in made.rows for box in row.boxes for product in box.products]
    assert sorted(keys) == sorted(product.key for product in cat.products)
    assert all(product.level == row.level for row in made.rows for box in row.boxes for product in box.products)
    anchors = [box.anchor for row in made.rows for box in row.boxes]
    assert len(anchors) == len(set(anchors))


def test_shared_scenarios_have_boxes() -> None:
    (row, *_) = landscape(scenes("ＡＩ客服", "合同评审", "AI客服", "单证核对")).rows
    assert [(halfwidth(box.name), len(box.products)) for box in row.boxes] == [("AI客服", 2), ("其余场景", 2)]
    many_shared = [f"场景{number}" for number in range(MOST_SCENES + 3) for _ in range(2)]
    (row, *_) = landscape(scenes(*many_shared)).rows
    assert len(row.boxes) == MOST_SCENES + 1 and len(row.boxes[-1].products) == 6


def test_many_products_are_squares() -> None:
    assert landscape(catalogue(site_input(many(MOST_NAMED)))).named
    assert not landscape(catalogue(site_input(many(MOST_NAMED + 1)))).named


def test_an_empty_survey_has_rows_without_products() -> None:
    made = landscape(catalogue(site_input(PublicSurvey(2024, ()))))
    assert made.named and not any(row.count for row in made.rows)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with opened(browser, LOOKS["desk"]) as page:
        yield page


def test_choices_hide_the_others_and_live_in_the_address(page: Any, base: str) -> None:
    page.goto(base + "landscape/")
    page.select_option("[name=city]", "qingdao")
    wanted = sum(len(unit.products) for unit in survey().units if unit.city == "qingdao")
    assert page.locator(".spot:visible").count() == wanted
    assert page.url.endswith("landscape/?city=qingdao") and f"选出 {wanted} 个" in page.inner_text("[data-said]")
    page.go_back()
    assert page.locator(".spot:visible").count() == 14
    page.goto(base + "landscape/?city=nowhere&level=scenario")
    assert set(page.locator(".spot:visible").evaluate_all("all => all.map(e => e.className)")) == {
        "spot spot--scenario"
    }


def test_a_box_opens_without_scripts(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "landscape/")
    assert page.locator(".spot:visible").count() == 14 and not page.locator("[data-tools]").is_visible()
    box, unit = page.locator("#i-29"), page.locator("#i-29 .spot__unit")
    assert not unit.is_visible()
    box.locator(".land__name a").click()
    assert unit.is_visible()
    box.get_by_text("收起").click()
    assert not unit.is_visible()
    context.close()
