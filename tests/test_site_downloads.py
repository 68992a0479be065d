"""The files for download: workbook, DCAT, feed, schemas, robots; and the workbook of plain sheets by itself."""

from __future__ import annotations

import hashlib
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from schema.forms.json_schema import export
from schema.public.projection import PublicSurvey
from scripts.intake.templates import NAME
from scripts.site import dcat, downloads, feed
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.statistics import statistics
from scripts.xlsx.book import Book
from scripts.xlsx.data_sheet import add_data_sheet
from tools import site_fixture
from tools.site_fixture import FIGURES, site_input

SITE = "https://example.org/c/"
BLANKS = ("附件1.docx", "附件2.docx", NAME)
ATOM = "{http://www.w3.org/2005/Atom}"


def files(cat: Catalogue, site_url: str | None = SITE) -> dict[str, bytes]:
    return downloads.files(cat, statistics(cat), site_url)


def read(book: Book) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book.to_bytes(datetime(2024, 6, 10))))


@pytest.fixture(scope="module")
def cat() -> Catalogue:
    return catalogue(site_input())


def test_addresses(cat: Catalogue) -> None:
    names = set(files(cat))
    assert names == {
        *(f"data/{kind}.{form}" for kind in ("products", "enterprises") for form in ("csv", "json")),
        *(f"data/stats/{name}.csv" for name in FIGURES),
        *(f"data/schema/{name}" for name in export()),
        *("data/catalogue.xlsx", "data/catalogue.jsonld", "data/feed.xml", "robots.txt"),
        "data/intellectual-property.csv",
        *(f"submit/forms/{name}" for name in BLANKS),
    }
    assert names - set(files(cat, None)) == {"data/feed.xml", "robots.txt"}
    undated = catalogue(site_input(dated=False))
    assert names - set(files(undated)) == {"data/feed.xml", "data/stats/months.csv"}


def test_every_file_names_its_version(cat: Catalogue) -> None:
    for name, content in files(cat).items():
        if name.startswith("submit/"):
            continue
        if name.endswith(".xlsx"):
            rows = list(openpyxl.load_workbook(io.BytesIO(content))["说明"].iter_rows(values_only=True))
            assert ("全部", "批次", "2024") in rows and ("全部", "版本", "2024-06-09") in rows
        elif name.startswith("data/schema/"):
            assert "（2024 年）" in json.loads(content)["title"]
        elif name != "robots.txt":
            assert "2024-06-09" in content.decode()


def test_the_workbook_holds_the_csv(cat: Catalogue) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files(cat)["data/catalogue.xlsx"]))
    assert book.sheetnames == ["产品", "企业", "说明"]
    rows = list(book["产品"].iter_rows(values_only=True))
    assert len(rows) == 15 and rows[0][0] == "报送单位"
    assert {row[rows[0].index("版本号")] for row in rows[1:]} >= {"V1.10", "1.0"}
    assert all(row[rows[0].index("统一社会信用代码")].__class__ is str for row in rows[1:])
    capital = [row[2] for row in book["企业"].iter_rows(min_row=2, values_only=True)]
    assert 1234.5678 in capital and 5000 in capital
    assert book["产品"].freeze_panes == "A2" and book["产品"].auto_filter.ref == "A1:Y15"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "<b>&", "a\x07b", "0531", "\U00020bb7"])
def test_texts_stay_texts(text: str) -> None:
    book = Book("", "")
    add_data_sheet(book, "a/b", ["栏"], [[text]])
    cell = read(book)["a_b"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\x07", ""))
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@"))


def test_numbers_and_gaps() -> None:
    book = Book("", "")
    for _ in range(2):
        add_data_sheet(book, "x", ["a", "b", "c", "d"], [[1, 2.5, Decimal("3.10"), None]])
    assert next(read(book)["x（2）"].iter_rows(min_row=2, values_only=True)) == (1, 2.5, 3.1, None)


def nodes(value: Any, kind: str) -> list[dict[str, Any]]:
    own = [value] if isinstance(value, dict) and value.get("@type") == kind else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return own + [node for item in inner for node in nodes(item, kind)]


@pytest.mark.parametrize("site_url", [SITE, None])
def test_dcat_has_what_it_must(cat: Catalogue, site_url: str | None) -> None:
    written = files(cat, site_url)
    document = json.loads(written["data/catalogue.jsonld"])
    everywhere = {"dct:title", "dct:description"}
    listed = everywhere | {"dct:publisher", "dct:issued", "dct:modified", "dct:language", "dct:spatial"}
    needed = {  # mandatory and recommended by DCAT-AP 3, as far as there is such a thing
        "dcat:Catalog": listed | {"dct:license", "dcat:dataset"},
        "dcat:Dataset": listed
        | {"dct:identifier", "dct:temporal", "dcat:theme", "dcat:keyword", "dcat:contactPoint", "dcat:distribution"},
        "dcat:Distribution": everywhere
        | {"dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dct:format", "dct:license", "dct:conformsTo"}
        | {"dcatap:availability", "dcat:byteSize", "spdx:checksum"},
    }
    for kind, keys in needed.items():
        assert nodes(document, kind)
        assert all(keys <= set(node) for node in nodes(document, kind))
    prefixes = {key.split(":")[0] for node in nodes(document, "dcat:Dataset") for key in node if ":" in key}
    assert prefixes <= set(document["@context"])
    ids = [node["@id"] for kind in needed for node in nodes(document, kind)]
    assert len(ids) == len(set(ids))
    for node in nodes(document, "dcat:Distribution"):
        address = node["dcat:downloadURL"]["@id"]
        content = written[f"data/{address.removeprefix(f'{SITE}data/')}"]
        assert node["dcat:byteSize"]["@value"] == str(len(content))
        assert node["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(content).hexdigest()


def test_the_feed_lists_additions_and_changes(cat: Catalogue) -> None:
    root = ET.fromstring(files(cat)["data/feed.xml"])
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2 * (14 + 8)
    for node in (root, *entries):
        assert all(len(node.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated", "author"))
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(ids) == len(set(ids)) and all(text.startswith(SITE) for text in ids)
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert days == sorted(days, reverse=True) and root.findtext(f"{ATOM}updated") == days[0]
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}


def test_a_long_feed_is_cut() -> None:
    survey = site_fixture.many(120)
    root = ET.fromstring(feed.render(catalogue(site_input(survey)), SITE) or b"")
    assert len(root.findall(f"{ATOM}entry")) == feed.MOST


def test_hostile_texts_are_inert_in_xml_and_json() -> None:
    survey = site_fixture.hostile()
    bad = replace(survey.units[0], products=(replace(survey.units[0].products[0], introduction="]]>\x0b<x>&"),))
    written = files(catalogue(site_input(PublicSurvey(2024, (bad,)))))
    root = ET.fromstring(written["data/feed.xml"])
    texts = [entry.findtext(f"{ATOM}summary") for entry in root.findall(f"{ATOM}entry")]
    assert "]]><x>&" in texts
    assert json.loads(written["data/catalogue.jsonld"])["@type"] == "dcat:Catalog"
    openpyxl.load_workbook(io.BytesIO(written["data/catalogue.xlsx"]))


def test_same_input_same_bytes(cat: Catalogue) -> None:
    assert files(cat) == files(catalogue(site_input()))


def test_robots_names_the_sitemap(cat: Catalogue) -> None:
    assert files(cat)["robots.txt"].decode().endswith(f"Sitemap: {SITE}sitemap.xml\n")


def test_search_engines_are_told_of_the_data(cat: Catalogue) -> None:
    told = dcat.linked(cat, SITE)
    assert told["license"] == dcat.LICENCES["CC BY 4.0"] and told["dateModified"] >= told["datePublished"]
    written = files(cat)
    assert all(item["contentUrl"].removeprefix(SITE) in written for item in told["distribution"])
    assert "distribution" not in dcat.linked(cat, "") and "url" not in dcat.linked(cat, "")
