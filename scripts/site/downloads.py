"""Every file for download, by its address from the site's root. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from schema.forms import json_schema
from schema.forms.registry import UNIT_FORMS
from scripts.intake import templates
from scripts.paper.forms import blank_bytes
from scripts.site import about, archive, csvw, data, dcat, feed
from scripts.site.about import Publisher
from scripts.site.archive import ClosedRound
from scripts.site.catalogue import Catalogue
from scripts.site.figures import Table
from scripts.site.statistics import Statistics
from scripts.xlsx.book import Book
from scripts.xlsx.data_sheet import add_data_sheet

FORMS = "submit/forms/"  # where the forms to fill in lie


def files(
    cat: Catalogue,
    figures: Statistics,
    site_url: str = "",
    publisher: Publisher | None = None,
    rounds: Sequence[ClosedRound] = (),
) -> dict[str, bytes]:
    """Address → content. What needs the site's own address is there only with it. ``rounds`` hold what is still published."""
    publisher = publisher or Publisher()
    tables = data.tables(cat, site_url)
    out = {f"data/{name}": content for name, content in data.files(data.head(cat), tables).items()}
    out["data/catalogue.xlsx"] = workbook(cat, tables)
    out |= {f"data/stats/{table.name}.csv": _table(cat, table) for table in figures.tables}
    out |= {closed.url + name: content for closed in rounds for name, content in archive.published(closed).items()}
    out |= {f"data/schema/{name}": text.encode() for name, text in json_schema.export().items()}
    out |= {f"{FORMS}{kind.paper}.docx": blank_bytes(kind) for kind in UNIT_FORMS}
    out[FORMS + templates.NAME] = templates.template_bytes()
    out[dcat.CSVW] = csvw.render(cat, tables, figures.tables, rounds, publisher)
    known = about.datasets(figures.tables, rounds)
    out[dcat.PATH] = dcat.Description(cat, site_url, publisher).render(known, out)
    atom = feed.render(cat, site_url)
    if atom is not None:
        out[feed.PATH] = atom
    if site_url:
        out["robots.txt"] = f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n".encode()
    return out


def addresses(
    cat: Catalogue, figures: Statistics, site_url: str = "", rounds: Sequence[ClosedRound] = ()
) -> Iterator[str]:
    """The addresses of ``files``, without their contents, for pages to link to."""
    yield from (file for told in about.datasets(figures.tables) for file in told.files)
    yield from (dcat.PATH, dcat.CSVW)
    yield from (closed.url + name for closed in rounds for name in archive.PUBLISHED)
    yield from (f"data/schema/{name}" for name in json_schema.export())
    yield from (f"{FORMS}{name}" for name in (*(f"{kind.paper}.docx" for kind in UNIT_FORMS), templates.NAME))
    if site_url and cat.dated:
        yield feed.PATH
    if site_url:
        yield "robots.txt"


def workbook(cat: Catalogue, tables: Sequence[data.DataTable]) -> bytes:
    """``catalogue.xlsx``: the tables, the same as in CSV, and what their columns mean."""
    head = data.head(cat)
    book = Book(f"{about.NAME}（{cat.round} 年）", about.NAME)
    for table in tables:
        add_data_sheet(book, table.title, [column.key for column in table.columns], data.rows(head, table))
    told = [["全部", key, str(value or "未知")] for key, value in head.items()]
    meanings = [[table.title, column.key, column.meaning] for table in tables for column in table.columns]
    add_data_sheet(book, "说明", ["表", "栏", "含义"], [*told, ["全部", "说明", about.RIGHTS], *meanings])
    return book.to_bytes(datetime.combine(cat.deadline, time()))


def _table(cat: Catalogue, table: Table) -> bytes:
    same = data.head(cat)
    return data.csv_bytes(
        (*table.heads, *(column.key for column in csvw.COMMON)),
        ((*row, *(same[column.key] for column in csvw.COMMON)) for row in table.rows),
    )
