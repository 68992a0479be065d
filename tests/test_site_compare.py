"""Products side by side: picked in the list, carried in the address, compared from their own public data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages import LOOKS, barriers, opened, watch
from tests.test_site_browser import shown
from tools.site_fixture import HOSTILE

XIANGSU, HETONG, WULIU = "91370211EXAMPLE46L/xiangsu", "91370211EXAMPLE46L/hetong", "91371302EXAMPLEE8M/wuliu"


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    with opened(browser, LOOKS[request.param]) as page:
        yield page


def address(base: str, *keys: str, page: str = "compare/") -> str:
    return f"{base}{page}?" + "&".join(f"cmp={key}" for key in keys)


def box(page: Any, key: str) -> Any:
    return page.locator(f'.l-pick input[value="{key}"]')


def test_picking_in_the_list(page: Any, base: str) -> None:
    bad = watch(page, base)
    page.goto(base + "products/")
    assert not page.locator("[data-tray]").is_visible()
    box(page, XIANGSU).check()
    assert "再选一个" in page.locator("[data-tray]").inner_text() and not page.locator("[data-tray-go]").is_visible()
    box(page, HETONG).check()
    assert page.locator("[data-picked]").inner_text() == "对比已选 2 个产品，最多 4 个"
    page.reload()
    assert box(page, XIANGSU).is_checked() and box(page, HETONG).is_checked()
    page.locator("[data-tray-go]").click()
    page.locator("table.cmp").wait_for()
    assert page.url == address(base, XIANGSU, HETONG)
    assert page.locator(".cmp thead th a").all_inner_texts() == ["示例海纳·橡塑大模型", "示例海纳·合同评审大模型"]
    assert bad == []


def test_picks_outlive_filters(page: Any, base: str) -> None:
    page.goto(address(base, XIANGSU, page="products/"))
    page.locator("[data-q]").fill("物流")
    page.locator("[data-count]", has_text="筛选出 1 个").wait_for()
    box(page, WULIU).check()
    assert page.url.endswith("?q=%E7%89%A9%E6%B5%81")
    page.locator("[data-q]").fill("")
    page.locator("[data-count]", has_text="显示全部").wait_for()
    assert box(page, XIANGSU).is_checked() and len(shown(page)) == 14
    page.locator(".tray .chip", has_text="橡塑").click()
    assert not box(page, XIANGSU).is_checked()
    page.locator(".tray .chip").click()
    assert not page.locator("[data-tray]").is_visible() and page.locator("[data-q]").evaluate(
        "e => e === document.activeElement"
    )


def test_the_basket_survives_browsing(page: Any, base: str) -> None:
    page.goto(base + "products/")
    box(page, XIANGSU).check()
    page.goto(f"{base}products/{WULIU}/")
    page.locator("a", has_text="与其他产品对比").click()
    assert box(page, XIANGSU).is_checked() and box(page, WULIU).is_checked()
    other = page.context.new_page()  # another tab of the same browser
    other.goto(base + "compare/")
    other.locator('.cmp[data-count="2"]').wait_for()
    other.locator(".cmp__drop").first.click()
    page.locator(".tray .chip").nth(1).wait_for(state="detached")
    assert not box(page, XIANGSU).is_checked()
    page.evaluate('localStorage.setItem(\'compare\', \'{"keys": ["../x", 7], "at": 9e15}\')')
    page.goto(base + "products/")
    assert not page.locator("[data-tray]").is_visible() and page.locator(".l-pick").count() == 15


def test_the_tray_hides_no_focus(page: Any, base: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(address(base, XIANGSU, HETONG, page="products/"))
    tray = page.locator("[data-tray]").bounding_box()["y"]
    page.locator(".l-name a").first.focus()
    hidden = []
    for _ in range(26):
        page.keyboard.press("Tab")
        hidden.append(
            page.evaluate(
                "document.activeElement.closest('.tray') ? 0 : document.activeElement.getBoundingClientRect().bottom"
            )
            > tray
        )
    assert not any(hidden)


def test_on_a_phone_each_value_bears_its_name(browser: Any, base: str) -> None:
    with opened(browser, LOOKS["phone"]) as page:
        page.goto(address(base, XIANGSU, HETONG))
        page.locator("table.cmp").wait_for()
        cell = page.locator(".cmp .is-diff td").first
        assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"示例海纳·橡塑大模型"'
        assert cell.bounding_box()["width"] > 300 and barriers(page, LOOKS["phone"].rules) == []


def test_at_most_four(page: Any, base: str) -> None:
    page.goto(base + "products/")
    boxes = page.locator(".l-pick input")
    for place in range(4):
        boxes.nth(place).check()
    assert boxes.nth(4).is_disabled() and boxes.nth(0).is_enabled()
    boxes.nth(0).uncheck()
    assert boxes.nth(4).is_enabled()


def test_by_keyboard(page: Any, base: str) -> None:
    page.goto(base + "products/")
    box(page, WULIU).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "示例商路·物流大模型"
    box(page, HETONG).focus()
    page.keyboard.press("Space")
    page.locator("[data-tray-go]").focus()
    page.keyboard.press("Enter")
    page.locator("table.cmp").wait_for()
    page.locator(".cmp__drop").first.focus()
    page.keyboard.press("Enter")
    page.locator('.cmp[data-count="1"]').wait_for()
    assert page.evaluate("document.activeElement.className") == "cmp__drop"


def test_differences_are_told(page: Any, base: str) -> None:
    page.goto(address(base, XIANGSU, HETONG))
    page.locator("table.cmp").wait_for()
    same = page.locator(".cmp .is-same th").all_inner_texts()
    different = page.locator(".cmp .is-diff th").all_inner_texts()
    assert [text.split()[0] for text in same] == ["报送单位", "城市", "网址"] and all("相同" in text for text in same)
    assert {"级别", "行业或场景", "知识产权", "检测"} <= {text.split()[0] for text in different}
    assert all("不同" in text for text in different)
    assert page.locator("[data-said]").inner_text() == f"{len(different)} 栏不同，3 栏相同"
    page.locator("[data-only]").check()
    assert not page.locator(".cmp .is-same").first.is_visible()
    page.reload()
    page.locator("table.cmp").wait_for()
    assert page.locator("[data-only]").is_checked() and not page.locator(".cmp .is-same").first.is_visible()


def test_what_is_gone_is_told(page: Any, base: str) -> None:
    page.goto(address(base, XIANGSU, "91370211EXAMPLE46L/gone", "../../x", "91370211EXAMPLE46L/%22%3E"))
    page.locator("table.cmp").wait_for()
    assert "有 1 个产品没有找到" in page.locator("[data-said]").inner_text()
    assert page.locator(".cmp thead th").count() == 1
    page.goto(address(base, "91370211EXAMPLE46L/gone", page="products/"))
    page.locator("[data-tray]").wait_for(state="hidden")
    assert page.url == base + "products/"


def test_without_an_answer_it_says_so(page: Any, base: str) -> None:
    page.route("**/entry.json", lambda route: route.abort())
    page.goto(address(base, XIANGSU, HETONG))
    page.locator("[data-said]", has_text="有 2 个产品没有取到").wait_for()
    assert page.locator("[data-empty]").is_visible()


def test_nothing_picked(page: Any, base: str) -> None:
    page.goto(base + "compare/")
    page.locator("[data-empty] .btn").click()
    assert page.url == base + "products/"


def test_hostile_values_are_text(page: Any, base: str) -> None:
    bad = watch(page, base.split("sub/")[0])
    hostile = base.replace("catalogue/", "hostile/")
    page.goto(address(hostile, "91370102EXAMPLE031/bad", "91370102EXAMPLE031/scene"))
    page.locator("table.cmp").wait_for()
    assert page.locator(".cmp img, .cmp script").count() == 0
    assert page.locator(".cmp thead th a").first.inner_text() == " ".join(HOSTILE)
    links = page.locator(".cmp a").evaluate_all("links => links.map(a => a.protocol)")
    assert set(links) == {"http:"} and bad == []


def test_units_in_two_looks(page: Any, base: str) -> None:
    page.goto(base + "enterprises/")
    assert page.locator('button[data-view="cards"]').get_attribute("aria-pressed") == "true"
    assert page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).display") == "flex"
    page.locator('button[data-view="table"]').click()
    assert page.url.endswith("?view=table")
    assert page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).display") == "table-row"


def test_the_year_and_the_nature_narrow(page: Any, base: str) -> None:
    page.goto(base + "products/?year=2024&nature=%E4%BA%8B%E4%B8%9A%E5%8D%95%E4%BD%8D")
    assert len(shown(page)) == 3
    page.goto(base + "enterprises/?year=2023")
    assert len(shown(page)) == 12  # no entry has it: it is no choice
