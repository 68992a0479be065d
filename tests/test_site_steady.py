"""Nothing of note moves on a page while it loads, but where the address asks for another look than the page is written in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_site_browser import PAGES, SIZES

MOST = 0.1  # Google's limit for a good page
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { list.getEntries().forEach((entry) => { sum += entry.value; }); })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "name",
    [
        "home",
        "products",
        "picked",
        "enterprises",
        "product",
        "enterprise",
        "city",
        "stats",
        "rules",
        "compare",
    ],
)
def test_nothing_moves(browser: Any, base: str, name: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(base + PAGES[name])
        assert page.evaluate(SHIFTS) <= MOST
    finally:
        context.close()
