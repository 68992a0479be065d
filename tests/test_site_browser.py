"""The site in Chromium: at a desk and on a phone, light and dark, under a sub-path; what scripts add to the lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schema.public.aggregate import Aggregates
from schema.public.disclosure import Cell
from scripts.site.build import build_site
from tests.pages import LOOKS, MOST_SHIFT, barriers, long_lines, opened, shift, turn, watch
from tools.browser import served
from tools.site_fixture import many, site_input

ROOT = Path(__file__).parents[1]
UNIT = "enterprises/91370211EXAMPLE46L/"
PRODUCT = "products/91370211EXAMPLE46L/xiangsu/"
PAGES = {
    "home": "",
    "products": "products/",
    "table": "products/?view=table&city=qingdao",
    "none": "products/?q=%E7%81%AB%E7%AE%AD&level=foundation",
    "enterprises": "enterprises/",
    "unit-table": "enterprises/?view=table",
    "compare": "compare/?cmp=91370211EXAMPLE46L/xiangsu&cmp=91370211EXAMPLE46L/hetong&cmp=91370102EXAMPLE031/jichu",
    "compare-nothing": "compare/",
    "picked": "products/?cmp=91370211EXAMPLE46L/xiangsu&cmp=91370211EXAMPLE46L/hetong",
    "enterprise": UNIT,
    "products-only": "enterprises/12370705EXAMPLE2X3/",
    "product": PRODUCT,
    "cities": "cities/",
    "city": "cities/qingdao/",
    "empty-city": "cities/heze/",
    "level": "levels/industry/",
    "industries": "industries/",
    "landscape": "landscape/",
    "landscape-box": "landscape/?level=industry#i-29",
    "stats": "stats/",
    "rules": "rules/",
    "rule": "rules/uscc-check-digit/",
    "about": "about/",
    "fields": "fields/",
    "submit": "submit/",
    "guide": "guide/",
    "bureau": "guide/bureau/",
    "privacy": "guide/privacy/",
    "forms": "submit/forms/",
    "data": "data/",
}
HOSTILE = {
    "hostile-product": "../hostile/products/91370102EXAMPLE031/bad/",
    "hostile-unit": "../hostile/enterprises/91370102EXAMPLE031/",
    "hostile-list": "../hostile/products/",
    "hostile-compare": "../hostile/compare/?cmp=91370102EXAMPLE031/bad&cmp=91370102EXAMPLE031/scene",
}
# What is looked at on a slow phone: what is moved by a script there, or by the address.
STEADY = (
    "home",
    "products",
    "table",
    "none",
    "picked",
    "unit-table",
    "product",
    "products-only",
    "city",
    "landscape-box",
    "compare",
    "compare-nothing",
    "submit",
)


@pytest.fixture
def page(browser: Any, base: str) -> Iterator[Any]:
    with opened(browser, LOOKS["desk"]) as page:
        yield page


def look_at(browser: Any, address: str) -> None:
    """At a desk and on a phone: no error, no foreign request, nothing that keeps people out; nothing moves as it loads."""
    with opened(browser, LOOKS["desk"]) as page:
        bad = watch(page, "/".join(address.split("/")[:3]))
        page.goto(address)
        assert barriers(page) == []
        assert shift(page) <= MOST_SHIFT
        assert long_lines(page) == []
        turn(page, LOOKS["phone"])
        assert (barriers(page, LOOKS["phone"].rules), bad) == ([], [])


@pytest.mark.parametrize("name", [*PAGES, *HOSTILE])
def test_page(browser: Any, base: str, name: str) -> None:
    look_at(browser, base + (PAGES | HOSTILE)[name])


@pytest.mark.parametrize("name", STEADY)
def test_nothing_moves_on_a_phone(browser: Any, base: str, name: str) -> None:
    with opened(browser, LOOKS["phone"]) as page:
        bad = watch(page, "/".join(base.split("/")[:3]))
        page.goto(base + PAGES[name])
        assert (shift(page) <= MOST_SHIFT, bad) == (True, [])


@pytest.mark.parametrize("look", LOOKS)
def test_home_in_the_other_scheme(browser: Any, base: str, look: str) -> None:
    """Head, menu and foot are those of all pages."""
    scheme = "light" if LOOKS[look].scheme == "dark" else "dark"
    with opened(browser, LOOKS[look]._replace(scheme=scheme)) as page:
        page.goto(base)
        assert barriers(page) == []


def test_narrow_pages(page: Any, base: str) -> None:
    """320 px is a page at 400 %: nothing but tables in their scrollers is wider."""
    page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for name, path in {**PAGES, **HOSTILE}.items():
        page.goto(base + path)
        wide += [name] * (page.evaluate("document.documentElement.scrollWidth") > 320)
    assert wide == []


def test_the_current_page_of_the_sub_menu_is_in_sight(page: Any, base: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("rules/", "bureau/"):
        page.goto(base + path)
        box = page.locator(".subnav [aria-current]").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_the_heads_of_a_long_table_stay(page: Any, base: str) -> None:
    page.goto(base + PAGES["unit-table"])
    page.set_viewport_size({"width": 1440, "height": 400})
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    head = page.locator("thead th").first
    assert head.bounding_box()["y"] == page.locator(".head").bounding_box()["height"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".scroller").evaluate("(box) => { box.scrollLeft = 200 }")
    assert page.locator("tbody .l-name").first.bounding_box()["x"] == page.locator(".scroller").bounding_box()["x"]


def shown(page: Any) -> list[str]:
    names: list[str] = page.locator("tbody tr:visible .l-name a").all_inner_texts()
    return names


def test_filters_narrow_and_live_in_the_address(page: Any, base: str) -> None:
    page.goto(base + "products/")
    assert len(shown(page)) == 14
    page.locator('input[name="level"][value="scenario"]').check()
    page.locator('input[name="city"][value="qingdao"]').check()
    assert shown(page) == ["示例海纳·合同评审大模型", "示例泗数·客服大模型"]
    assert page.locator("[data-count]").inner_text() == "筛选出 2 个产品"
    assert page.url.endswith("?level=scenario&city=qingdao")
    assert page.locator('label:has(input[value="yantai"]) [data-n]').inner_text() == "1"
    none = page.locator('label:has(input[value="weifang"])')
    assert none.is_visible() and none.locator("[data-n]").inner_text() == "0" and none.locator("input").is_disabled()
    page.go_back()
    assert page.url.endswith("?level=scenario") and len(shown(page)) == 5
    page.go_forward()
    assert len(shown(page)) == 2
    page.reload()
    assert len(shown(page)) == 2
    page.locator("[data-chips] button", has_text="青岛").click()
    assert len(shown(page)) == 5
    page.locator("[data-chips] button").first.click()
    assert (len(shown(page)), page.url) == (14, base + "products/")


def test_words_are_found_whatever_their_width(page: Any, base: str) -> None:
    page.goto(base + "products/")
    page.locator("[data-q]").fill("橡塑 ｖ1.10")
    page.locator("[data-count]", has_text="筛选出 1 个").wait_for()
    assert shown(page) == ["示例海纳·橡塑大模型"]
    page.locator("[data-q]").fill("橡塑 軟件")  # traditional characters, which no row has
    page.locator("[data-count]", has_text="筛选出 1 个").wait_for()
    page.locator("[data-q]").fill("xiangsu")
    page.locator("[data-chips]", has_text="xiangsu").wait_for()
    assert shown(page) == ["示例海纳·橡塑大模型"]
    page.locator("[data-q]").fill("火箭")
    page.locator("[data-none]").wait_for()
    assert not page.locator("[data-csv]").is_visible() and page.locator(".facet").first.is_visible()
    assert (
        page.locator(".facet ul[tabindex='0']").count() == page.locator(".facet").count()
    )  # nothing in them takes the focus
    page.go_back()  # what was typed is one step, however many letters it had
    assert (page.url, len(shown(page))) == (base + "products/", 14)


def test_an_input_method_does_not_filter(page: Any, base: str) -> None:
    """Real composition, as an input method makes it: the letters of 农机 on their way filter nothing and stay out of the address."""
    page.goto(base + "products/")
    page.locator("[data-q]").focus()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("n", "no", "nong", "nong'ji"):
        keyboard.send(
            "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        )
    page.wait_for_timeout(250)
    assert (page.url, len(shown(page))) == (base + "products/", 14)
    keyboard.send("Input.insertText", {"text": "农技"})
    page.locator("[data-count]", has_text="筛选出").wait_for()
    assert shown(page) == ["示例沭河·农技问答大模型"]


def test_sorting(page: Any, base: str) -> None:
    page.goto(base + "enterprises/")
    page.locator("[data-sort]").select_option("team")
    assert shown(page)[0] == "示例泉智科技有限公司"
    assert page.url.endswith("?sort=team")
    page.locator("[data-sort]").select_option("city")
    assert page.url == base + "enterprises/"
    page.goto(base + "products/?sort=level")
    assert shown(page)[0] == "示例泉智基础大模型"


def test_the_heads_of_a_table_sort(page: Any, base: str) -> None:
    page.goto(base + "enterprises/?view=table")
    head = page.locator('th[data-by="capital"]')
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending" and page.url.endswith("?sort=capital&view=table")
    assert shown(page).index("示例芝光智能科技有限公司") == 7  # 300 万元, the least of eight
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending" and "order=reverse" in page.url
    assert shown(page)[0] == "示例芝光智能科技有限公司"
    assert page.locator("tbody tr").last.locator(".l-only").is_visible()  # what has no amount stands last either way
    page.reload()
    assert shown(page)[0] == "示例芝光智能科技有限公司"
    page.locator('button[data-view="cards"]').click()
    assert head.locator("button").get_attribute("tabindex") == "-1"


def test_the_table_of_cities_sorts(page: Any, base: str) -> None:
    page.goto(base + "cities/")
    head, first = page.locator("thead th").nth(2), page.locator("tbody th").first
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending" and first.inner_text() == "青岛市"
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending" and first.inner_text() == "枣庄市"
    page.locator("thead button").first.click()
    assert head.get_attribute("aria-sort") is None and first.inner_text() == "济南市"
    assert page.locator("tfoot th").inner_text() == "全省"


def test_industries_and_districts_narrow(page: Any, base: str) -> None:
    page.goto(base + "products/")
    page.locator('[data-facet="industry"] input[value="橡胶和塑料制品业"]').check()
    assert shown(page) == ["示例海纳·橡塑大模型"]
    page.goto(base + "enterprises/")
    page.locator('[data-facet="district"] label', has_text="临沂 兰山区").click()
    assert shown(page) == ["示例沂蒙物流智能科技有限公司"]


def test_the_address_may_say_anything(page: Any, base: str) -> None:
    bad = watch(page, base)
    page.goto(base + "products/?sort=x&view=y&city=%22%3E&level=%5D&q=%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert page.locator("[data-none]").is_visible()
    assert page.locator(".results img").count() == 0 and bad == []


def test_csv_of_the_selection(page: Any, base: str) -> None:
    bad = watch(page, base)
    page.goto(base + "products/?level=scenario")
    assert page.locator("[data-csv] span").inner_text() == "下载所选 CSV"
    with page.expect_download() as event:
        page.locator("[data-csv]").click()
    text = Path(event.value.path()).read_bytes().decode()
    whole = page.request.get(base + "data/products.csv").body().decode()
    assert text.startswith("\ufeff报送单位,") and text.count("\r\n") == 6
    assert all(line in whole for line in text.split("\r\n"))
    addressed = whole.replace(
        ",products/", ",https://example.org/products/catalogue/products/"
    )  # a site that knows its address
    page.route("**/data/products.csv", lambda route: route.fulfill(body=addressed))
    with page.expect_download() as event:
        page.locator("[data-csv]").click()
    assert Path(event.value.path()).read_bytes().decode().count("https://example.org/products/catalogue/products/") == 5
    assert bad == []


def test_csv_of_hostile_values(page: Any, base: str) -> None:
    page.goto(base.replace("catalogue/", "hostile/products/?level=scenario"))
    with page.expect_download() as event:
        page.locator("[data-csv]").click()
    text = Path(event.value.path()).read_bytes().decode()
    assert "products/91370102EXAMPLE031/scene/\r\n" in text and "EXAMPLE031/bad/" not in text


def test_whole_csv_without_a_filter(page: Any, base: str) -> None:
    page.goto(base + "enterprises/")
    with page.expect_download() as event:
        page.locator("[data-csv]").click()
    assert event.value.suggested_filename == "enterprises.csv"


@pytest.fixture(scope="module")
def crowd(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of 450 units with a product each: lists of three pages."""
    out = tmp_path_factory.mktemp("crowd")
    build_site(ROOT, out, site_input(many(450)))
    with served(out) as address:
        yield address


@pytest.fixture(scope="module")
def paged(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site in pages of five entries, with the amounts of a closed round."""
    out = tmp_path_factory.mktemp("paged")
    bands = (Cell("不足 500 万元", 4, 1160), Cell("500 至 1000 万元", 9, None), Cell("5000 万元及以上", 2, None))
    cities = (Cell("济南市", 15, 23000), Cell("青岛市", 0, 0))
    made = replace(site_input(many(12)), aggregates=Aggregates(Cell("合计", 15, 23000), bands, cities))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.site.paging.PER_PAGE", 5)
        build_site(ROOT, out, made)
    with served(out) as address:
        yield address


CROWDED = {
    "list": "products/",
    "second": "products/page/2/",
    "units": "enterprises/page/3/",
    "level": "levels/industry/page/2/",
    "industries": "industries/",
    "money": "stats/",
}


@pytest.mark.parametrize("name", CROWDED)
def test_crowded_page(browser: Any, paged: str, name: str) -> None:
    look_at(browser, paged + CROWDED[name])


def test_a_long_list_is_filtered_whole(page: Any, crowd: str) -> None:
    bad = watch(page, crowd)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(crowd + "products/")
    assert len(shown(page)) == 48 and page.locator("[data-pager]").is_visible()
    assert not any(url.endswith("rows.json") for url in fetched)
    page.locator('input[name="level"][value="scenario"]').check()
    page.locator("[data-count]", has_text="225").wait_for()
    assert len(shown(page)) == 48 and not page.locator("[data-pager]").is_visible()
    for _ in range(4):
        page.locator("[data-more]").click()
    assert len(shown(page)) == 225 and not page.locator("[data-more]").is_visible()
    page.locator("[data-q]").fill("第449号 橡塑")
    page.locator("[data-none]").wait_for()
    page.locator('input[name="level"][value="scenario"]').uncheck()
    page.locator("[data-q]").fill("第449号")
    page.locator("[data-count]", has_text="筛选出 1 个").wait_for()
    assert shown(page) == ["示例第449号大模型"]
    assert page.locator(".l-name a").first.get_attribute("href").startswith("../products/91")
    with page.expect_download() as event:
        page.locator("[data-csv]").click()
    assert Path(event.value.path()).read_bytes().decode().count("示例第449号大模型") == 1
    assert bad == []


def test_a_long_list_opens_filtered_and_sorted(page: Any, crowd: str) -> None:
    page.goto(crowd + "products/?city=heze&sort=name&view=table")
    page.locator("tbody tr").nth(47).wait_for(state="detached")
    names = shown(page)
    assert len(names) == 28 and names == sorted(names, key=lambda name: int(name[3:-4]))


def test_without_the_rows_the_page_says_so(page: Any, crowd: str) -> None:
    page.route("**/rows.json", lambda route: route.abort())
    page.goto(crowd + "enterprises/")
    page.locator("[data-q]").fill("第3号")
    page.locator("[data-count]", has_text="没有取到").wait_for()
    assert shown(page) == ["示例第3号智能科技有限公司"]


def test_the_theme_is_kept(page: Any, base: str) -> None:
    page.goto(base)
    page.locator("[data-theme-toggle]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(base + PRODUCT)
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_an_old_browser_is_told_of_the_other_ways(browser: Any, base: str) -> None:
    """By its scripts where its styles are new enough, else by styles alone: a browser without ``@supports`` shows the sentence."""
    with opened(browser, LOOKS["desk"]) as page:
        page.goto(base)
        assert not page.locator(".old").is_visible()
        page.add_init_script("delete Element.prototype.replaceChildren")
        page.goto(base)
        assert page.locator(".old").is_visible() and page.locator(".old a").get_attribute("href") == "guide/#paper"
        assert barriers(page) == []
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(base)
        assert not page.locator(".old").is_visible()  # an old engine is what it speaks of, not scripts switched off
        page.route("**/catalogue.css", lambda route: route.fulfill(status=404))
        page.goto(base)
        assert page.locator(".old").is_visible()
    finally:
        context.close()


def test_keyboard_reaches_the_text_first(page: Any, base: str) -> None:
    page.goto(base + UNIT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_shuts_again(page: Any, base: str) -> None:
    page.set_viewport_size({"width": 640, "height": 320})
    page.goto(base)
    summary, sheet = page.locator(".head__menu summary"), page.locator(".head__sheet")
    summary.press("Enter")
    last = sheet.get_by_role("link").last
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= 320
    last.press("Escape")
    assert not sheet.is_visible() and page.evaluate("document.activeElement.tagName") == "SUMMARY"
    summary.click()
    last.press("Tab")
    assert not sheet.is_visible()
    summary.click()
    page.locator(".brand").first.dispatch_event("click")
    assert not sheet.is_visible()


def test_the_menu_of_those_who_report_opens_under_the_hand_and_the_keyboard(page: Any, base: str) -> None:
    page.goto(base)
    way, sheet = page.locator(".head__join > a"), page.locator(".head__join ul")
    assert not sheet.is_visible()
    way.hover()
    assert sheet.is_visible()
    page.keyboard.press("Escape")
    assert not sheet.is_visible()
    page.mouse.move(10, 400)
    way.focus()
    page.keyboard.press("Tab")
    assert sheet.is_visible() and page.evaluate("document.activeElement.textContent") == "填报指南"
    page.keyboard.press("Enter")
    page.wait_for_url(base + "guide/")
    assert page.locator(".subnav [aria-current=page]").inner_text() == "填报指南"


def test_without_scripts_nothing_is_dead(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(base)
        page.locator(".head__join > a").hover()
        page.locator(".head__join a", has_text="填报规则").click()
        assert page.url == base + "rules/"
        page.goto(base + "products/")
        assert page.locator("tbody tr").count() == 14
        assert not page.locator(".tools").is_visible() and not page.locator("[data-theme-toggle]").is_visible()
        page.goto(base + PRODUCT)
        assert not page.locator("[data-print]").is_visible()
        assert "[引用日期]. https://<本站地址>/" in page.locator("#cite-text").inner_text()
        page.locator(".cite summary").click()
        assert "urldate = {引用日期}" in page.locator("#cite-bibtex").inner_text()
    finally:
        context.close()


def test_how_to_cite_is_filled_in(page: Any, base: str) -> None:
    page.goto(base + PRODUCT)
    day = page.evaluate("() => new Intl.DateTimeFormat('en-CA').format(new Date())")
    assert page.locator("#cite-text").inner_text().endswith(f"[{day}]. {base}{PRODUCT}.")
    page.locator(".cite summary").click()
    assert {f"url = {{{base}{PRODUCT}}},", f"urldate = {{{day}}},"} <= {
        line.strip() for line in page.locator("#cite-bibtex").inner_text().splitlines()
    }
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator('[data-copy-of="cite-bibtex"]').click()
    page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.startsWith('@misc{sdllm2024-'))")


def test_a_click_right_after_typing_lands(page: Any, base: str) -> None:
    page.goto(base + "products/")
    page.locator("[data-q]").press_sequentially("橡塑")
    page.locator(".l-name a").click()
    assert page.url == base + PRODUCT
