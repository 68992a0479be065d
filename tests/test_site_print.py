"""On paper: an entry is one sheet of A4, a list is a table without its tools, a chart stands on one sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    made = context.new_page()
    made.emulate_media(media="print")
    yield made
    context.close()


def sheets(paper: bytes) -> list[tuple[int, int]]:
    """The sides of each sheet in mm."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
    return [(round(width / 72 * 25.4), round(height / 72 * 25.4)) for _, _, width, height in boxes]


@pytest.mark.parametrize(
    "path",
    ["enterprises/91370211EXAMPLE46L/", "products/91370211EXAMPLE46L/xiangsu/", "enterprises/12370705EXAMPLE2X3/"],
)
def test_an_entry_is_one_sheet(page: Any, base: str, path: str) -> None:
    page.goto(base + path)
    assert sheets(page.pdf(prefer_css_page_size=True)) == [(210, 297)]
    for gone in (".head", ".crumbs", ".acts", ".foot__nav"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".foot__ver").is_visible() and page.locator(".sample-note strong").is_visible()


@pytest.mark.parametrize("path", ["products/", "products/?view=table", "enterprises/"])
def test_a_list_is_a_table_without_tools(page: Any, base: str, path: str) -> None:
    page.goto(base + path)
    assert page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).display") == "table-row"
    for gone in (".facets", ".tools", ".state .more", ".l-pick", ".tray", ".l-text"):
        assert not any(part.is_visible() for part in page.locator(gone).all()), gone
    heads = list(page.locator("thead th:visible").all_inner_texts())
    cells = page.locator("tbody tr").last.locator("th:visible, td:visible")
    assert len(heads) == sum(cells.nth(place).evaluate("e => e.colSpan") for place in range(cells.count()))
    assert page.evaluate("document.querySelector('table').getBoundingClientRect().width") <= 1280


def test_paper_says_when_and_from_where_it_was_printed(page: Any, base: str) -> None:
    page.goto(base + "products/?ip=其他")
    page.evaluate(
        "addEventListener('beforeprint', () => { window.told = document.querySelector('[data-printed]').textContent; })"
    )
    page.pdf()
    day = page.evaluate("() => new Intl.DateTimeFormat('en-CA').format(new Date())")
    assert page.evaluate("told") == f"{day} 打印自 {base}products/?ip=其他"
    assert not page.locator("[data-printed]").is_visible()
    assert not page.locator(".listhead p").is_visible()  # the number of all, beside that of those shown


def test_the_landscape_is_one_poster(page: Any, base: str) -> None:
    page.goto(base + "landscape/")
    assert sheets(page.pdf(prefer_css_page_size=True)) == [(420, 297)]


def test_the_brief_is_one_sheet(page: Any, base: str) -> None:
    page.goto(base + "stats/")
    assert page.locator(".brief .chart").first.is_visible() and not page.locator(".brief__rest").first.is_visible()
    assert sheets(page.pdf(prefer_css_page_size=True)) == [(210, 297)]


def test_charts_are_not_cut(page: Any, base: str) -> None:
    page.goto(base + "stats/")
    breaks = page.locator(".chart").evaluate_all("charts => charts.map(e => getComputedStyle(e).breakInside)")
    assert breaks and set(breaks) == {"avoid"}


@pytest.mark.parametrize("theme", ["dark", None])
def test_paper_is_never_dark(page: Any, base: str, theme: str | None) -> None:
    page.emulate_media(media="print", color_scheme="dark" if theme is None else "light")
    page.goto(base + "rules/")
    page.evaluate("theme => theme && (document.documentElement.dataset.theme = theme)", theme)
    grounds = page.locator(".said").first.evaluate(
        "e => [e, document.body].map(one => getComputedStyle(one).backgroundColor)"
    )
    assert grounds == ["rgb(251, 236, 235)", "rgb(255, 255, 255)"]
