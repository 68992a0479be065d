"""The files for download: workbook, DCAT, feed, schemas, robots; and the workbook of plain sheets by itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from posixpath import normpath
from typing import Any

import openpyxl
import pytest

from schema.forms.json_schema import export
from schema.public.projection import PublicSurvey
from scripts.intake.templates import NAME
from scripts.site import about, archive, downloads, feed, linked
from scripts.site.about import Publisher
from scripts.site.archive import ClosedRound
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.statistics import statistics
from scripts.xlsx.book import Book
from scripts.xlsx.data_sheet import add_data_sheet
from tests import dcat_shapes
from tests.surveys import ROOT
from tools import site_fixture
from tools.site_fixture import FIGURES, site_input

SITE = "https://example.org/c/"
BLANKS = ("附件1.docx", "附件2.docx", NAME)
ATOM = "{http://www.w3.org/2005/Atom}"


PUBLISHER = Publisher("示例市数据局", "0530-1234567，data@example.org")


def files(cat: Catalogue, site_url: str = SITE, rounds: tuple[ClosedRound, ...] = ()) -> dict[str, bytes]:
    return downloads.files(cat, statistics(cat), site_url, PUBLISHER, rounds)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


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
        *("data/catalogue.xlsx", "data/catalogue.jsonld", "data/csv-metadata.json", "data/feed.xml", "robots.txt"),
        "data/intellectual-property.csv",
        *(f"submit/forms/{name}" for name in BLANKS),
    }
    assert names - set(files(cat, "")) == {"data/feed.xml", "robots.txt"}
    undated = catalogue(site_input(dated=False))
    assert names - set(files(undated)) == {"data/feed.xml", "data/stats/months.csv"}


def test_every_file_names_its_version_and_licence(cat: Catalogue) -> None:
    for name, content in files(cat).items():
        if name.startswith("submit/"):
            continue
        if name.endswith(".xlsx"):
            rows = list(openpyxl.load_workbook(io.BytesIO(content))["说明"].iter_rows(values_only=True))
            assert {("全部", "批次", "2024"), ("全部", "版本", "2024-06-09"), ("全部", "许可", "CC BY 4.0")} <= set(
                rows
            )
        elif name.endswith(".csv"):
            assert {(row["版本"], row["许可"]) for row in table(content)} == {("2024-06-09", "CC BY 4.0")}, name
        elif name == "data/catalogue.jsonld":
            assert "2024-06-09" in content.decode() and "licenses/by/4.0" in content.decode()
        elif name.startswith("data/schema/"):
            assert "（2024 年）" in json.loads(content)["title"]
        elif name != "robots.txt":
            assert "2024-06-09" in content.decode()
            assert "CC BY 4.0" in content.decode() or "licenses/by/4.0" in content.decode()


def test_the_workbook_holds_the_csv(cat: Catalogue) -> None:
    content = files(cat)
    book = openpyxl.load_workbook(io.BytesIO(content["data/catalogue.xlsx"]))
    assert book.sheetnames == ["产品", "企业", "知识产权", "说明"]
    for sheet, name in (("产品", "products"), ("企业", "enterprises"), ("知识产权", "intellectual-property")):
        shown = [["" if cell is None else str(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)]
        written = list(csv.reader(io.StringIO(content[f"data/{name}.csv"].decode("utf-8-sig"))))
        assert shown == written
    rows = list(book["产品"].iter_rows(values_only=True))
    assert len(rows) == 15 and rows[0][0] == "报送单位"
    assert {row[rows[0].index("版本号")] for row in rows[1:]} >= {"V1.10", "1.0"}
    assert all(row[rows[0].index("统一社会信用代码")].__class__ is str for row in rows[1:])
    capital = [row[2] for row in book["企业"].iter_rows(min_row=2, values_only=True)]
    assert 1234.5678 in capital and 5000 in capital
    assert book["产品"].freeze_panes == "A2" and book["产品"].auto_filter.ref == "A1:AA15"


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


def closed_round(cat: Catalogue) -> ClosedRound:
    return replace(archive.closing(cat, None), year=2023, version="2023-07-01 abc1234")


def nodes(value: Any, kind: str) -> list[dict[str, Any]]:
    own = [value] if isinstance(value, dict) and value.get("@type") == kind else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return own + [node for item in inner for node in nodes(item, kind)]


@pytest.mark.parametrize("site_url", [SITE, ""])
def test_dcat_keeps_to_its_profile(cat: Catalogue, site_url: str) -> None:
    written = files(cat, site_url, (closed_round(cat),))
    document = json.loads(written["data/catalogue.jsonld"])
    assert list(dcat_shapes.faults(document)) == []
    kinds = dcat_shapes.SHAPES.keys()
    assert all(nodes(document, kind) for kind in kinds)
    prefixes = {key.split(":")[0] for kind in kinds for node in nodes(document, kind) for key in node if ":" in key}
    assert prefixes <= set(document["@context"])
    ids = [
        node["@id"] for kind in ("dcat:Catalog", "dcat:Dataset", "dcat:Distribution") for node in nodes(document, kind)
    ]
    assert len(ids) == len(set(ids))
    described = set()
    for node in nodes(document, "dcat:Distribution"):
        file = node["dcat:downloadURL"]["@id"].removeprefix(site_url or "../")
        described.add(file)
        assert node["dcat:byteSize"]["@value"] == str(len(written[file]))
        assert node["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(written[file]).hexdigest()
        assert {
            told["@id"].removeprefix(site_url or "../") for told in node["dct:conformsTo"]
        } & written.keys() or not file.endswith(".csv")
    tables = {name for name in written if name.startswith(("data/", "rounds/")) and name.endswith((".csv", ".xlsx"))}
    assert tables <= described


def test_dcat_says_whom_to_ask(cat: Catalogue) -> None:
    document = json.loads(files(cat)["data/catalogue.jsonld"])
    for agent in nodes(document, "foaf:Agent"):
        assert agent["foaf:name"]["@value"] == "示例市数据局" and "RegionalAuthority" in agent["dct:type"]["@id"]
    for contact in nodes(document, "vcard:Organization"):
        assert contact["vcard:hasEmail"] == {"@id": "mailto:data@example.org"}
        assert contact["vcard:hasTelephone"] == {"@id": "tel:05301234567"}
    unnamed = json.loads(downloads.files(cat, statistics(cat))["data/catalogue.jsonld"])
    assert list(dcat_shapes.faults(unnamed, (dcat_shapes.MUST,))) == []
    assert {agent["foaf:name"]["@value"] for agent in nodes(unnamed, "foaf:Agent")} == {about.NAME}


def test_the_shapes_find_what_is_wrong(cat: Catalogue) -> None:
    """A fault put into each property is told: the profile's table is no formality."""
    document = json.loads(files(cat, SITE, (closed_round(cat),))["data/catalogue.jsonld"])
    for kind, shape in dcat_shapes.SHAPES.items():
        for name, (level, most, _) in shape.items():
            found = [node for node in nodes(document, kind) if name in node]
            for bad in (
                [{"@id": "nowhere", "@type": "xsd:string", "@value": ""}],
                [found[0][name]] * 2 if most else None,
            ):
                if not found or bad is None or (isinstance(found[0][name], list) and bad[0] == found[0][name]):
                    continue
                good, found[0][name] = found[0][name], bad
                assert list(dcat_shapes.faults(document)), (kind, name)
                found[0][name] = good
            if found and level != dcat_shapes.MAY:
                good = found[0].pop(name)
                assert list(dcat_shapes.faults(document)), (kind, name)
                found[0][name] = good


DATATYPES = {
    "string": ".*",
    "decimal": r"-?\d+(?:\.\d+)?",
    "integer": r"-?\d+",
    "gYear": r"\d{4}",
    "date": r"\d{4}-\d\d-\d\d",
    "anyURI": r"[^\s<>]+",
}


def test_the_columns_of_each_table_are_described(cat: Catalogue) -> None:
    written = files(cat, SITE, (closed_round(cat),))
    document = json.loads(written["data/csv-metadata.json"])
    assert document["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    described = {normpath(f"data/{told['url']}"): told for told in document["tables"]}
    assert described.keys() == {name for name in written if name.endswith(".csv")}
    for name, told in described.items():
        rows = table(written[name])
        columns = told["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == list(rows[0])
        for column in columns:
            cells = [row[column["titles"]] for row in rows]
            assert all(not cell or re.fullmatch(DATATYPES[column["datatype"]], cell, re.DOTALL) for cell in cells), (
                column
            )


def test_a_closed_round_is_published_with_its_digest(cat: Catalogue) -> None:
    closed = closed_round(cat)
    written = files(cat, SITE, (closed,))
    own = {name.removeprefix(closed.url): content for name, content in written.items() if name.startswith(closed.url)}
    lines = dict(line.split("  ")[::-1] for line in own.pop("digest").decode().splitlines())
    assert lines == {name: hashlib.sha256(content).hexdigest() for name, content in own.items()}
    assert own.keys() == archive.files(closed).keys() | {"products.csv", "enterprises.csv"}
    for name in ("products", "enterprises"):
        entries = json.loads(own[f"{name}.json"])
        assert (entries["版本"], entries["许可"]) == ("2023-07-01 abc1234", "CC BY 4.0")
        rows = table(own[f"{name}.csv"])
        assert [row["页面"] for row in rows] == [entry["页面"] for entry in entries["条目"]]
        assert {(row["版本"], row["许可"]) for row in rows} == {("2023-07-01 abc1234", "CC BY 4.0")}


def test_an_older_archive_may_lack_columns(cat: Catalogue) -> None:
    closed = closed_round(cat)
    old = [
        {key: value for key, value in entry.items() if key not in ("首次公布", "建议行业")} for entry in closed.products
    ]
    rows = table(archive.published(replace(closed, products=tuple(old), licence=None))["products.csv"])
    assert {(row["首次公布"], row["建议行业.行业"], row["许可"]) for row in rows} == {("", "", "")}


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


def test_a_withdrawal_changes_the_data(cat: Catalogue) -> None:
    later = about.days(catalogue(site_input(version="2025-01-02 abc1234")))
    before = about.days(cat)
    assert before and later == (before[0], "2025-01-02")


def test_the_example_for_jq_can_be_run() -> None:
    """jq takes names that are not ASCII in quotes only."""
    (program,) = re.findall(
        "^jq -r '(.+)' products.json$", (ROOT / "site_src/pages/data/index.md").read_text("utf-8"), re.M
    )
    assert set(re.findall(r"\.(\"[^\"]+\"|\w+)", program)) == {'"条目"', '"大模型产品名称"', '"报送单位"'}


def test_robots_names_the_sitemap(cat: Catalogue) -> None:
    assert files(cat)["robots.txt"].decode().endswith(f"Sitemap: {SITE}sitemap.xml\n")


def test_search_engines_are_told_of_the_data(cat: Catalogue) -> None:
    told = json.loads(linked.dataset(cat, SITE, PUBLISHER))
    assert told["license"] == about.licence().url and told["dateModified"] >= told["datePublished"]
    assert told["publisher"]["name"] == told["creator"]["name"] == "示例市数据局"
    written = files(cat)
    assert all(item["contentUrl"].removeprefix(SITE) in written for item in told["distribution"])
    assert not {"distribution", "url"} & json.loads(linked.dataset(cat, "", Publisher())).keys()


def test_pages_have_whole_addresses_where_they_are_known(cat: Catalogue) -> None:
    for site_url in (SITE, ""):
        written = files(cat, site_url)
        for name in ("products", "enterprises", "intellectual-property"):
            kind = "enterprises/" if name == "enterprises" else "products/"
            assert all(row["页面"].startswith(site_url + kind) for row in table(written[f"data/{name}.csv"]))
        entries = json.loads(written["data/products.json"])["条目"]
        assert [entry["页面"] for entry in entries] == [row["页面"] for row in table(written["data/products.csv"])]
