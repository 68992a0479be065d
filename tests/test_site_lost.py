"""The page for addresses that are not there: styled and linked at any depth, though the site does not know its address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.site.build import build_site
from tests.site_fixture import site_input
from tests.surveys import ROOT
from tests.test_site_browser import SIZES
from tools.browser import served

DEPTHS = ("404.html", "nothing", "nothing/", "products/91370211EXAMPLE46L/gone/", "a/b/c/d/e")


@pytest.fixture(scope="module", params=["", "sub/catalogue/"])
def lost(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("lost")
    build_site(ROOT, out / request.param, site_input())
    with served(out) as address:
        yield address + request.param


@pytest.mark.parametrize("path", DEPTHS)
def test_it_finds_its_way(browser: Any, lost: str, path: str) -> None:
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
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
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_is_accessible(browser: Any, lost: str, size: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(lost + "products/nothing/")
        page.locator("html.js").wait_for()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = [
            item["id"] for item in Axe().run(page).response["violations"] if item["impact"] in ("serious", "critical")
        ]
        assert found == []
    finally:
        context.close()


def test_without_scripts_the_words_are_there(browser: Any, lost: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(lost + "a/b/c")
        assert page.locator("h1").inner_text() == "这个地址没有页面"
    finally:
        context.close()


def test_with_an_address_the_links_start_at_its_path(tmp_path: Path) -> None:
    build_site(ROOT, tmp_path, site_input(), "https://example.org/catalogue/")
    html = (tmp_path / "404.html").read_text("utf-8")
    assert "lost.js" not in html and '<link rel="stylesheet" href="/catalogue/assets/css/catalogue.css">' in html
