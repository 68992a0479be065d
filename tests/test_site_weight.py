"""What a page costs a visitor: an entry with all that it loads first, and no script in the way of the first paint."""

from __future__ import annotations

import gzip
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from schema.public.projection import PublicSurvey
from scripts.site.build import build_site
from tests.surveys import ROOT
from tests.test_site_build import Tags, pages
from tools import site_fixture
from tools.browser import served
from tools.site_fixture import site_input

BUDGET = 30_000  # bytes of an entry page compressed, with all that it loads first


def longest() -> PublicSurvey:
    """A unit and a product whose texts, all different, are as long as the form allows or longer."""
    unit = next(unit for unit in site_fixture.SAMPLES if len(unit.products) == 2)
    assert unit.enterprise

    def text(start: int, size: int) -> str:
        return "".join(chr(0x4E00 + (start * 997 + place * 37) % 4000) for place in range(size))

    form = replace(
        unit.enterprise, profile=text(1, 300), plans=text(2, 500), scope=text(3, 800), team_skills=text(4, 200)
    )
    products = tuple(
        replace(
            unit.products[0], slug=f"p{number}", introduction=text(10 + number, 1000), prospects=text(30 + number, 1000)
        )
        for number in range(4)
    )
    return PublicSurvey(2024, (replace(unit, enterprise=form, products=products),))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("weight")
    build_site(ROOT, out / "usual", site_input(), "https://example.org/catalogue/")
    build_site(ROOT, out / "long", site_input(longest()))
    return out


def loaded_first(site: Path, url: str) -> set[str]:
    """The page and what its tags make a browser with scripts fetch, as paths."""
    page = (site / url / "index.html").read_text("utf-8")
    tags = Tags(re.sub("<noscript>.*?</noscript>", "", page)).tags
    wanted = [attrs["src"] for tag, attrs in tags if "src" in attrs]
    wanted += [attrs["href"] for tag, attrs in tags if tag == "link" and attrs.get("rel") in ("stylesheet", "icon")]
    return {url + "index.html", *(posixpath.normpath(posixpath.join(url, address)) for address in wanted)}


def weight(site: Path, files: set[str]) -> int:
    return sum(len(gzip.compress((site / name).read_bytes(), 6)) for name in files)


@pytest.mark.parametrize("kind", ["enterprises", "products"])
@pytest.mark.parametrize("name", ["usual", "long"])
def test_an_entry_is_light(site: Path, name: str, kind: str) -> None:
    for path in (site / name / kind).rglob("index.html"):
        url = path.parent.relative_to(site / name).as_posix() + "/"
        if url.count("/") == {"enterprises": 2, "products": 3}[kind] and "/page/" not in url:
            files = loaded_first(site / name, url)
            assert len(files) == 7
            assert weight(site / name, files) < BUDGET, url


def test_a_browser_loads_nothing_else(browser: Any, site: Path) -> None:
    with served(site / "usual") as address:
        page = browser.new_page()
        try:
            for url in ("products/91370211EXAMPLE46L/xiangsu/", "enterprises/91370211EXAMPLE46L/"):
                page.goto(address + url)
                page.wait_for_load_state("networkidle")
                seen = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
                files = {urlsplit(name).path.lstrip("/") for name in seen} | {url + "index.html"}
                assert files - {"assets/mark.svg"} == loaded_first(site / "usual", url) - {"assets/mark.svg"}
        finally:
            page.close()


def test_no_script_is_in_the_way(site: Path) -> None:
    for name, page in pages(site / "usual").items():
        for tag, attrs in page.tags:
            if tag == "script" and "src" in attrs:
                assert "defer" in attrs or "async" in attrs or attrs.get("type") == "module", name
