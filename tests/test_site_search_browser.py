"""Search as visitors meet it: the page, the suggestions, the keyboard, and what is said when nothing is found or fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from schema.text.pinyin import syllables
from tests.pages import LOOKS, barriers, opened, watch

ROOT = Path(__file__).parents[1]
STATES = {
    "start": "",
    "hits": "?q=大模型",
    "deep": "?q=脱敏",
    "empty": "?q=火箭发动机",
    "narrow": "?q=物流&city=qingdao&level=foundation",
}


@pytest.fixture
def page(browser: Any, base: str) -> Iterator[Any]:
    with opened(browser, LOOKS["desk"]) as page:
        page.set_default_timeout(5000)
        yield page


def ask(page: Any, base: str, query: str) -> None:
    page.goto(f"{base}search/{query}")
    done = ":has([data-state]:not(:empty)):has(ol:not([aria-busy]))"
    page.locator(f"[data-search-page]{done}, [data-start]:not([hidden])").first.wait_for(state="attached")


def names(page: Any) -> list[str]:
    found: list[str] = page.locator(".hit__name a").all_inner_texts()
    return found


def status(page: Any, text: str) -> None:
    page.locator("[data-state]", has_text=text).wait_for(state="attached")


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_is_accessible(browser: Any, base: str, look: str) -> None:
    with opened(browser, LOOKS[look]) as page:
        bad = watch(page, base)
        for query in STATES.values():
            ask(page, base, query)
            assert barriers(page, LOOKS[look].rules) == [], query
        page.goto(base)
        page.locator("#q").fill("物流")
        page.locator("#q-list li").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert (barriers(page, LOOKS[look].rules), bad) == ([], [])
        page.route("**/search/*/*.bin", lambda route: route.abort())
        ask(page, base, "?q=大")
        assert barriers(page, LOOKS[look].rules) == [] and page.locator("[data-error]").is_visible()


def test_as_one_types(page: Any, base: str) -> None:
    ask(page, base, "")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("合同评审")
    status(page, "找到 2 条")
    assert names(page)[0] == "示例海纳·合同评审大模型"
    assert page.url == f"{base}search/?q={quote('合同评审')}"
    assert set(page.locator(".hits mark").all_inner_texts()) == {"合同评审"}
    page.locator("#q").fill("合同 采购 海纳")
    page.locator("mark", has_text="采购").first.wait_for()
    page.locator("#q").fill("")
    page.locator("[data-start]").wait_for()
    assert page.url == f"{base}search/" and page.locator(".hits li").count() == 0


def test_each_search_that_was_asked_for_is_kept_in_the_history(page: Any, base: str) -> None:
    ask(page, base, "?q=合同评审")
    page.keyboard.press("/")
    for text in ("橡塑", "物流"):
        page.locator("#q").fill("")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        status(page, "找到")
    for text in ("橡塑", "合同评审"):
        page.go_back()
        page.wait_for_function("(text) => document.getElementById('q').value === text", arg=text)


def test_an_address_says_it_all(page: Any, base: str) -> None:
    ask(page, base, "?q=ｖ1.10")
    assert names(page) == ["示例海纳·橡塑大模型"] and page.locator(".ver mark").inner_text() == "V1.10"
    ask(page, base, "?q=91370211EXAMPLE46L")
    assert len(names(page)) == 3 and page.locator(".hit__facts mark").count() == 3
    ask(page, base, "?q=e%CC%81")
    assert page.url.endswith("?q=%C3%A9")


def test_words_deep_in_the_text_are_shown(page: Any, base: str) -> None:
    ask(page, base, "?q=分布式训练")
    page.locator(".hit__where", has_text="团队能力").wait_for()
    assert page.locator(".hit__text mark").inner_text() == "分布式训练"


def test_facets(page: Any, base: str) -> None:
    ask(page, base, "?q=大模型")
    whole = page.locator("[data-state]").inner_text()
    page.locator('input[name="kind"]').nth(1).check()
    status(page, "筛选出 14 条")
    page.locator('input[name="city"][value="qingdao"]').check()
    status(page, "筛选出 4 条")
    assert (
        page.locator('input[value="foundation"]').is_disabled()
        and page.locator('label:has(input[value="foundation"])').is_visible()
    )
    assert page.locator('label:has(input[value="jinan"]) [data-n]').inner_text() == "3"
    assert page.url.endswith("&kind=1&city=qingdao")
    page.go_back()
    status(page, "筛选出 14 条")
    page.go_forward()
    status(page, "筛选出 4 条")
    page.reload()
    status(page, "筛选出 4 条")
    page.locator("#q").fill("泉智")
    status(page, "没有符合所选条件的")
    page.locator("[data-clear]").click()
    status(page, "找到")
    page.locator("#q").fill("大模型")
    status(page, whole)


def test_what_is_missing_is_helped_out(page: Any, base: str) -> None:
    ask(page, base, "?q=像胶")
    page.locator("[data-alike] a").click()
    status(page, "找到")
    assert "q=%E6%A9%A1%E8%83%B6" in page.url and names(page)
    page.locator("#q").fill("设施蔬菜 合同评审")
    page.locator("[data-each] li").first.wait_for()
    assert [text.split()[0] for text in page.locator("[data-each] li").all_inner_texts()] == ["设施蔬菜", "合同评审"]
    page.locator("#q").fill("政務")
    status(page, "找到")
    assert page.locator(".hits mark").first.inner_text() == "政务"
    page.locator("#q").fill("“公文写作”")
    status(page, "找到")
    page.locator("#q").fill("《海纳橡塑》。")  # an interpunct is in the name, and marks are not
    status(page, "找到 1 条")
    assert page.locator(".hits mark").first.inner_text() == "海纳·橡塑"
    page.locator("#q").fill("，")
    status(page, "请再多写几个字")


def test_sorted_and_saved(page: Any, base: str) -> None:
    ask(page, base, "?q=示例&kind=1&test=1&sort=name")
    by_name = names(page)
    assert by_name == sorted(by_name, key=lambda name: list(syllables(name))) and len(by_name) > 3
    page.locator("[data-sort]").select_option("level")
    page.wait_for_url("**sort=level")
    status(page, "筛选出")
    assert page.locator(".hits .badge").first.inner_text() == "基础级" and set(names(page)) == set(by_name)
    with page.expect_download() as event:
        page.locator("[data-csv]").click()
    lines = Path(event.value.path()).read_bytes().decode().split("\r\n")
    assert lines[0] == '\ufeff"类型","名称","版本号","说明","页面"' and len(lines) == len(by_name) + 2


def test_suggestions_stay_on_the_screen(page: Any, base: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 700})
    page.goto(base)
    page.locator("#q").fill("大模型")
    page.locator("#q-list .suggest__all", has_text="查看全部").wait_for()
    box = page.locator("#q-list .suggest__all").bounding_box()
    assert box["y"] + box["height"] <= 700


def test_more_than_fits(page: Any, base: str) -> None:
    ask(page, base, "?q=示例")
    assert page.locator(".hits li").count() == 20
    page.locator("[data-more]").click()
    page.locator(".hits li").nth(20).wait_for()
    assert page.locator("[data-more]").is_hidden() and "显示前" not in page.locator("[data-state]").inner_text()
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('.hits li')[20]")


def test_keyboard(page: Any, base: str) -> None:
    ask(page, base, "?q=物流")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == names(page)[1]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/products/91371302EXAMPLEE8M/wuliu/")


def test_suggestions(page: Any, base: str) -> None:
    page.goto(base)
    page.keyboard.press("/")
    page.keyboard.type("slwl")
    page.locator("#q-list li").first.wait_for()
    first = page.locator("#q-list li").first
    assert "示例商路·物流大模型" in first.inner_text() or "沂蒙物流" in first.inner_text()
    page.locator("#q").fill("橡塑")
    page.locator("#q-list mark").first.wait_for()
    box = page.locator("#q")
    assert box.get_attribute("aria-expanded") == "true" and box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert "suggest__all" in page.locator('[aria-selected="true"]').get_attribute("class")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert (
        page.locator('[aria-selected="true"]').get_attribute("id")
        == box.get_attribute("aria-activedescendant")
        == "q-list-0"
    )
    page.keyboard.press("Escape")
    assert page.locator("#q-list").is_hidden() and box.input_value() == "橡塑"
    page.keyboard.press("ArrowDown")
    page.locator("#q-list li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/products/91370211EXAMPLE46L/xiangsu/")
    page.keyboard.press("/")
    page.keyboard.type("青岛")
    page.locator("#q-head-list li", has_text="城市").click()
    page.wait_for_url("**/cities/qingdao/")


def test_enter_goes_to_the_search_page(page: Any, base: str) -> None:
    page.goto(base + "404.html")
    page.locator("#q").fill("物流")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/search/?q=*")
    status(page, "找到")


def test_stale_answers_are_dropped(page: Any, base: str) -> None:
    page.add_init_script(
        """const real = window.fetch; window.fetch = (url, ...rest) => String(url).includes("pinyin") ?
        new Promise((done) => setTimeout(done, 700)).then(() => real(url, ...rest)) : real(url, ...rest);"""
    )
    ask(page, base, "")
    page.locator("#q").fill("jinan")
    page.wait_for_timeout(200)
    page.locator("#q").fill("橡塑大模型")
    status(page, "找到")
    before = names(page)
    page.wait_for_timeout(900)
    assert names(page) == before and "橡塑" in before[0]


def test_an_input_method_is_waited_for(page: Any, base: str) -> None:
    ask(page, base, "?q=物流")
    before = page.locator("[data-state]").inner_text()
    page.evaluate(
        """const q = document.querySelector("#q"); q.value = "wu liu";
        q.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));"""
    )
    page.wait_for_timeout(300)
    assert page.locator("[data-state]").inner_text() == before


def test_what_cannot_be_fetched(page: Any, base: str) -> None:
    page.route("**/search/index.json", lambda route: route.abort())
    ask(page, base, "?q=物流")
    page.locator("[data-error]").wait_for()
    assert page.locator("[data-error] a").count() == 2 and names(page) == []
    page.unroute("**/search/index.json")
    page.locator("[data-retry]").click()
    status(page, "找到")
    page.route("**/cards/*", lambda route: route.fulfill(status=404))
    page.goto(base)
    page.locator("#q").fill("物流")
    page.locator("#q-list li", has_text="没有取到").wait_for()


def test_a_site_renewed_meanwhile(page: Any, base: str) -> None:
    """An open page holds an index whose files are gone: it takes the new one."""
    state = {"old": True}

    def answer(route: Any) -> None:
        if state.pop("old", False):
            route.fulfill(json={**route.fetch().json(), "folder": "0" * 12})
        else:
            route.continue_()

    page.route("**/search/index.json", answer)
    ask(page, base, "?q=物流")
    status(page, "找到")
    assert names(page)


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "⟦body⟧", "%00%ff", "\\", '"']
)
def test_hostile_words_and_names_are_inert(page: Any, base: str, query: str) -> None:
    bad: list[str] = []
    page.on("dialog", lambda dialog: bad.append(dialog.message))
    page.on("pageerror", lambda error: bad.append(str(error)))
    for site in (base, base.replace("catalogue/", "hostile/")):
        ask(page, site, "?q=" + quote(query))
        page.goto(site)
        page.locator("#q").fill(query)
        page.locator("#q-list li").first.wait_for()
        assert page.locator(".hits script, .hits img, .suggest script, .suggest img, [data-term] *").count() == 0
    assert bad == []


def test_the_address_may_say_anything(page: Any, base: str) -> None:
    ask(page, base, "?q=" + "大" * 3000 + "&kind=9&level=%22%5D&city=x&city=jinan")
    assert len(page.locator("#q").input_value()) == 200
    ask(page, base, "?q=" + quote(" ".join("山东大模型企业数据平台研发系统服务")))
    assert page.locator("[data-error]").is_hidden()


def test_without_scripts(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(base + "search/?q=x")
        assert page.locator(".searchoff a").count() == 2 and page.locator(".searchoff").is_visible()
        assert page.locator(".carto a").first.is_visible() and not page.locator(".bigsearch").is_visible()
        page.goto(base)
        assert not page.locator(".bigsearch, .head__search").first.is_visible()
    finally:
        context.close()
