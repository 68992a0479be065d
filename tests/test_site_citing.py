"""How to cite: GB/T 7714 and BibTeX, on the data's page and on each entry's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from schema.public.projection import PublicSurvey
from scripts.site import citing
from scripts.site.about import Publisher
from scripts.site.catalogue import Catalogue, catalogue
from tools.site_fixture import SAMPLES, site_input

SITE = "https://example.org/catalogue/"
PRODUCT = "products/91370211EXAMPLE46L/xiangsu/"


@pytest.fixture(scope="module")
def cat() -> Catalogue:
    return catalogue(site_input(version="2024-06-09 abc1234"))


def entry(cat: Catalogue, url: str) -> citing.Citation:
    return citing.of_entry(cat, next(item for item in (*cat.products, *cat.units) if item.url == url), SITE)


def test_the_data(cat: Catalogue) -> None:
    made = citing.of_data(cat, SITE, Publisher("示例市数据局"))
    assert made.text == (
        "示例市数据局. 山东大模型名录（2024 年）: 数据版本 2024-06-09 abc1234[DS/OL]. (2024-06-09)[引用日期]. "
        "https://example.org/catalogue/data/."
    )
    assert "author = {{示例市数据局}}" in made.bibtex and "@misc{sdllm2024," in made.bibtex
    unnamed = citing.of_data(cat, "", Publisher())
    assert unnamed.text.startswith("山东大模型名录（2024 年）") and citing.NOWHERE + "data/." in unnamed.text
    assert "author" not in unnamed.bibtex


def test_a_product_is_a_part_of_the_data(cat: Catalogue) -> None:
    product = next(item for item in cat.products if item.url == PRODUCT)
    assert product.dates
    assert entry(cat, PRODUCT).text == (
        f"示例海纳工业智能有限公司. 示例海纳·橡塑大模型 V1.10[DS/OL]//山东大模型名录（2024 年）. ({product.dates.last})[引用日期]. "
        f"{SITE}{PRODUCT}."
    )
    assert entry(cat, PRODUCT).bibtex.splitlines() == [
        "@misc{sdllm2024-91370211example46l-xiangsu,",
        "  author = {{示例海纳工业智能有限公司}},",
        "  title = {{示例海纳·橡塑大模型 V1.10}},",
        "  howpublished = {山东大模型名录（2024 年）},",
        "  year = {2024},",
        "  note = {数据版本 2024-06-09 abc1234},",
        f"  url = {{{SITE}{PRODUCT}}},",
        "  urldate = {引用日期},",
        "}",
    ]


def test_a_unit_is_named_once(cat: Catalogue) -> None:
    made = entry(cat, "enterprises/91370211EXAMPLE46L/")
    assert made.text.count("示例海纳工业智能有限公司") == 1 and "author" not in made.bibtex


def test_signs_of_tex_are_escaped() -> None:
    unit = SAMPLES[0]
    product = replace(unit.products[0], name="A}B\\C_%&#$~^", version="1")
    cat = catalogue(site_input(PublicSurvey(2024, (replace(unit, products=(product,)),)), dated=False))
    made = entry(cat, cat.products[0].url).bibtex
    assert r"title = {{A\textbraceright{}B\textbackslash{}C\_\%\&\#\$\textasciitilde{}\textasciicircum{} 1}}" in made
    assert made.count("{") == made.count("}")
    assert "()" not in entry(cat, cat.products[0].url).text


def test_each_page_says_how_to_cite_it(addressed_site: Path) -> None:
    for url in (PRODUCT, "enterprises/91370211EXAMPLE46L/", "enterprises/12370705EXAMPLE2X3/", "data/"):
        page = (addressed_site / url / "index.html").read_text("utf-8")
        (text,) = re.findall('<span id="cite-text" data-cite>([^<]+)</span>', page)
        (bibtex,) = re.findall('<pre tabindex="0" id="cite-bibtex" data-cite>([^<]+)</pre>', page)
        assert text.endswith(f"[引用日期]. {SITE}{url}.") and f"url = {{{SITE}{url}}}" in bibtex
        assert "CC BY 4.0" in page
