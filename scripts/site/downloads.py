"""Every file for download, by its address from the site's root. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from schema.forms import json_schema
from schema.forms.registry import UNIT_FORMS
from scripts.intake import templates
from scripts.paper.forms import blank_bytes
from scripts.site import data, dcat, feed
from scripts.site.catalogue import Catalogue
from scripts.site.figures import Table
from scripts.site.statistics import Statistics
from scripts.xlsx.book import Book
from scripts.xlsx.data_sheet import add_data_sheet

FORMS = "submit/forms/"  # where the forms to fill in lie


def files(cat: Catalogue, figures: Statistics, site_url: str | None = None) -> dict[str, bytes]:
    """Address → content. What needs the site's own address is there only with it."""
    enterprises, products = data.entries(cat)
    out = {f"data/{name}": content for name, content in data.files(cat, enterprises, products).items()}
    out["data/catalogue.xlsx"] = workbook(cat, enterprises, products)
    out |= {f"data/stats/{table.name}.csv": _table(cat, table) for table in figures.tables}
    out |= {f"data/schema/{name}": text.encode() for name, text in json_schema.export().items()}
    out |= {f"{FORMS}{kind.paper}.docx": blank_bytes(kind) for kind in UNIT_FORMS}
    out[FORMS + templates.NAME] = templates.template_bytes()
    out["data/catalogue.jsonld"] = dcat.render(cat, [table.name for table in figures.tables], site_url)
    atom = feed.render(cat, site_url)
    if atom is not None:
        out[feed.PATH] = atom
    if site_url:
        out["robots.txt"] = f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n".encode()
    return out


def addresses(cat: Catalogue, figures: Statistics, site_url: str | None = None) -> Iterator[str]:
    """The addresses of ``files``, without their contents, for pages to link to."""
    yield from (f"data/{name}" for name in (*data.NAMES, "catalogue.xlsx", "catalogue.jsonld"))
    yield from (f"data/stats/{table.name}.csv" for table in figures.tables)
    yield from (f"data/schema/{name}" for name in json_schema.export())
    yield from (f"{FORMS}{name}" for name in (*(f"{kind.paper}.docx" for kind in UNIT_FORMS), templates.NAME))
    if site_url and cat.dated:
        yield feed.PATH
    if site_url:
        yield "robots.txt"


def workbook(cat: Catalogue, enterprises: Iterable[data.Value], products: Iterable[data.Value]) -> bytes:
    """``catalogue.xlsx``: products, enterprises, and what their columns mean."""
    forms = (("产品", data.PRODUCT, products), ("企业", data.ENTERPRISE, enterprises))
    book = Book(f"{dcat.NAME}（{cat.round} 年）", dcat.NAME)
    for name, columns, entries in forms:
        add_data_sheet(book, name, [column.key for column in columns], data.cells(columns, entries))
    meanings = [[name, column.key, column.meaning] for name, columns, _ in forms for column in columns]
    about = [["全部", "批次", str(cat.round)], ["全部", "版本", cat.version or "未知"], ["全部", "说明", dcat.RIGHTS]]
    add_data_sheet(book, "说明", ["表", "栏", "含义"], [*about, *meanings])
    return book.to_bytes(datetime.combine(cat.deadline, time()))


def _table(cat: Catalogue, table: Table) -> bytes:
    return data.csv_bytes((*table.heads, "批次", "版本"), ((*row, cat.round, cat.version) for row in table.rows))
