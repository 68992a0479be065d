"""An entry as data: its JSON beside the page, its JSON-LD and Open Graph text in it, the link to its changes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from schema.public.projection import PublicSurvey
from scripts.site.build import build_site
from scripts.site.plugin import Settings
from tests.surveys import ROOT
from tools import site_fixture
from tools.site_fixture import site_input

SITE = "https://example.org/catalogue/"
PRODUCT, UNIT = "products/91370211EXAMPLE46L/xiangsu/", "enterprises/91370102EXAMPLE031/"
BARE = "enterprises/12370705EXAMPLE2X3/"


class Page(HTMLParser):
    """A page's links, its metas by name or property, and its data blocks as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.metas: dict[str, str | None] = {}
        self.blocks: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag == "script" and given.get("type") == "application/ld+json"
        if tag in ("a", "link"):
            self.links.append(given)
        if tag == "meta":
            self.metas[given.get("name") or given.get("property") or ""] = given.get("content")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    @property
    def linked(self) -> Any:
        (block,) = self.blocks
        return json.loads(block)


def page(site: Path, url: str) -> Page:
    return Page((site / url / "index.html").read_text("utf-8"))


@pytest.mark.parametrize("kind", ["enterprises", "products"])
def test_each_entry_has_the_whole_lists_data(addressed_site: Path, kind: str) -> None:
    whole = json.loads((addressed_site / f"data/{kind}.json").read_text("utf-8"))
    for entry in whole["条目"]:
        own = json.loads((addressed_site / entry["页面"].removeprefix(SITE) / "entry.json").read_text("utf-8"))
        assert own["条目"] == entry
        assert all(own[key] == whole[key] for key in ("批次", "版本", "许可"))
        assert own["首次公布"] <= own["最近更新"]
    assert (
        len(list((addressed_site / kind).rglob("entry.json")))
        == len(list((addressed_site / kind).rglob("index.html"))) - 1
    )


def test_a_unit_names_its_products(addressed_site: Path) -> None:
    own = json.loads((addressed_site / BARE / "entry.json").read_text("utf-8"))
    assert own["条目"]["报送单位"] == "示例潍坊数字农业研究所" and own["条目"]["单位性质"] == "事业单位"
    assert [item["页面"] for item in own["产品"]] == [SITE + "products/12370705EXAMPLE2X3/zhongzhi/"]


def test_the_page_links_its_data(addressed_site: Path) -> None:
    for url in (PRODUCT, UNIT, BARE):
        links = [link for link in page(addressed_site, url).links if link.get("href") == "entry.json"]
        assert [link.get("type") for link in links] == ["application/json", None]


def test_pages_name_their_data_files(addressed_site: Path) -> None:
    for url, kinds in (
        (PRODUCT, {"json"}),
        ("products/", {"json", "csv"}),
        ("enterprises/", {"json", "csv"}),
        ("data/", {"json", "csv", "jsonld"}),
    ):
        told = [link for link in page(addressed_site, url).links if link.get("rel") == "alternate"]
        files = [(addressed_site / url / (link["href"] or "")).resolve() for link in told]
        assert {path.suffix[1:] for path in files} == kinds | {"xml"} and all(path.is_file() for path in files), url


def test_a_product_is_a_software_application(addressed_site: Path) -> None:
    linked = page(addressed_site, PRODUCT).linked
    assert linked["@context"] == "https://schema.org" and linked["@type"] == "SoftwareApplication"
    assert (linked["name"], linked["softwareVersion"]) == ("示例海纳·橡塑大模型", "V1.10")
    assert linked["creator"]["@type"] == "Organization"
    assert linked["creator"]["identifier"]["value"] == "91370211EXAMPLE46L"
    assert linked["mainEntityOfPage"] == SITE + PRODUCT


def test_a_unit_is_an_organisation(addressed_site: Path) -> None:
    linked = page(addressed_site, UNIT).linked
    assert (linked["@type"], linked["name"]) == ("Organization", "示例泉智科技有限公司")
    assert linked["address"]["addressLocality"] == "济南市历下区"
    assert linked["url"] == "https://www.example.com/quanzhi"
    assert "description" not in page(addressed_site, BARE).linked


def test_without_an_address_none_is_said(site: Path) -> None:
    found = page(site, PRODUCT)
    assert not {"@id", "mainEntityOfPage"} & set(found.linked) and "og:url" not in found.metas
    assert found.metas["og:title"] == "示例海纳·橡塑大模型 V1.10"
    assert "更改记录" not in (site / PRODUCT / "index.html").read_text("utf-8")


def test_each_page_has_open_graph_text(addressed_site: Path) -> None:
    for path in addressed_site.rglob("index.html"):
        url = "" if path.parent == addressed_site else path.parent.relative_to(addressed_site).as_posix() + "/"
        metas = Page(path.read_text("utf-8")).metas
        assert metas["og:description"] == metas["description"]
        assert metas["og:title"] and metas["og:type"] == "website"
        assert metas["og:url"] == SITE + url


def test_hostile_values_stay_inside_the_block(tmp_path: Path) -> None:
    build_site(ROOT, tmp_path, site_input(site_fixture.hostile()), SITE)
    bad = " ".join(site_fixture.HOSTILE)
    for url in ("products/91370102EXAMPLE031/bad/", "enterprises/91370102EXAMPLE031/"):
        found = page(tmp_path, url)
        assert not re.search("[<>&]", found.blocks[0])
        assert found.linked["name"] == found.linked["description"] == bad
        assert "url" not in found.linked
        assert json.loads((tmp_path / url / "entry.json").read_text("utf-8"))["条目"]["网址"]


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, False),
        ({"url": "https://example.org/r/commits/main"}, False),
        ({"url": "https://example.org/r/commits/main", "repository_public": True}, False),
        ({"url": "https://example.org/r/commits/main", "repository_public": True, "contacts_sealed": "yes"}, False),
        ({"url": "javascript:alert(1)", "repository_public": True, "contacts_sealed": True}, False),
        ({"url": "https://example.org/r/commits/main/", "repository_public": True, "contacts_sealed": True}, True),
    ],
)
def test_changes_are_linked_only_where_allowed(settings: dict[str, object], shown: bool) -> None:
    config = Settings()
    config.load_dict({"history": settings})
    errors, _ = config.validate()
    assert (config.history.link if not errors else "") == ("https://example.org/r/commits/main" if shown else "")


def test_changes_are_not_linked_by_default() -> None:
    config = Settings()
    assert config.validate() == ([], []) and config.history.link == "" and config.branch == "main"


def test_the_link_to_changes(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "site_src").symlink_to(ROOT / "site_src")
    history = {"url": "https://example.org/r/commits/main", "repository_public": True, "contacts_sealed": True}
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    settings["plugins"] = [{"catalogue": {"history": history}}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    unit = next(unit for unit in site_fixture.SAMPLES if unit.code in PRODUCT)
    survey = PublicSurvey(2024, (replace(unit, enterprise=None),))
    build_site(root, tmp_path / "out", site_input(survey))
    for url, path in (
        (PRODUCT, "qingdao/91370211EXAMPLE46L/products/xiangsu.yaml"),
        (PRODUCT.replace("xiangsu", "hetong"), "qingdao/91370211EXAMPLE46L/products/hetong.yaml"),
        (f"enterprises/{unit.code}/", "qingdao/91370211EXAMPLE46L"),
    ):
        hrefs = [link.get("href") for link in page(tmp_path / "out", url).links]
        assert f"https://example.org/r/commits/main/submissions/{path}" in hrefs
