"""The page for addresses that are not there: styled and linked at any depth, though the site does not know its address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pages import LOOKS, barriers, opened
from tools.browser import served

DEPTHS = ("404.html", "nothing", "nothing/", "products/91370211EXAMPLE46L/gone/", "a/b/c/d/e")


@pytest.fixture(scope="module", params=["", "sub/catalogue/"])
def lost(request: pytest.FixtureRequest, site: Path, base: str) -> Iterator[str]:
    if request.param:
        yield base
    else:
        with served(site) as address:
            yield address


@pytest.mark.parametrize("path", DEPTHS)
def test_it_finds_its_way(browser: Any, lost: str, path: str) -> None:
    with opened(browser, LOOKS["desk"]) as page:
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(lost[:20]) else failed.append(request.url))
        page.goto(lost + path)
        page.locator("html.js").wait_for()
        assert page.locator(".head").evaluate("e => getComputedStyle(e).position") == "sticky"
        assert page.locator(".lost a", has_text="首页").evaluate("e => e.href") == lost
        assert page.locator(".lost .tile").first.evaluate("e => e.href").startswith(lost + "cities/")
        page.locator(".lost input[type=search]").fill("橡塑")
        page.keyboard.press("Enter")
        page.wait_for_url(lost + "search/?q=*")
        assert failed == []


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_accessible(browser: Any, base: str, look: str) -> None:
    with opened(browser, LOOKS[look]) as page:
        page.goto(base + "products/nothing/")
        page.locator("html.js").wait_for()
        page.wait_for_load_state("networkidle")
        assert barriers(page, LOOKS[look].rules) == []


def test_without_scripts_the_words_are_there(browser: Any, lost: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(lost + "a/b/c")
        assert page.locator("h1").inner_text() == "这个地址没有页面"
    finally:
        context.close()


def test_with_an_address_the_links_start_at_its_path(addressed_site: Path) -> None:
    html = (addressed_site / "404.html").read_text("utf-8")
    assert "lost.js" not in html and '<link rel="stylesheet" href="/catalogue/assets/css/catalogue.css">' in html
