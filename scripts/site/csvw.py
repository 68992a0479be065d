"""``csv-metadata.json``: what the columns of each CSV mean and hold, as CSV on the Web (W3C, 2015), which tools look for by that name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from scripts.site import archive
from scripts.site.about import NAME, Publisher, licence
from scripts.site.archive import ClosedRound
from scripts.site.catalogue import Catalogue
from scripts.site.columns import LICENCE, ROUND, VERSION, DataColumn
from scripts.site.data import DataTable
from scripts.site.figures import Table

COMMON = (ROUND, VERSION, LICENCE)  # the last columns of every table of figures


def render(
    cat: Catalogue,
    tables: Iterable[DataTable],
    figures: Iterable[Table],
    rounds: Iterable[ClosedRound],
    publisher: Publisher,
) -> bytes:
    """The file; addresses of tables are as seen from it."""
    known = licence()
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-Hans"}],
        "dc:title": f"{NAME}（{cat.round} 年）",
        "dc:publisher": publisher.name,
        "dc:license": {"@id": known.url} if known.url else known.words,
        "tables": [
            *(_table(f"{table.name}.csv", table.title, table.columns) for table in tables),
            *(_table(f"stats/{table.name}.csv", table.heads[0], _columns(table)) for table in figures),
            *(
                _table(f"../{closed.url}{table.name}.csv", f"{table.title}（{closed.year} 年）", table.columns)
                for closed in rounds
                for table in archive.tables(closed)
            ),
        ],
    }
    if cat.version:
        document["dc:hasVersion"] = cat.version
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _table(address: str, title: str, columns: Sequence[DataColumn]) -> dict[str, Any]:
    return {"url": address, "dc:title": title, "tableSchema": {"columns": [_column(column) for column in columns]}}


def _column(column: DataColumn) -> dict[str, str]:
    about = {"dc:description": column.meaning} if column.meaning else {}
    return {"titles": column.key, "datatype": column.kind} | about


def _columns(table: Table) -> list[DataColumn]:
    """The columns of a table of figures: counts, where each cell is one, else texts."""
    whole = [all(isinstance(row[place], int) for row in table.rows) for place in range(len(table.heads))]
    kinds = ("integer" if counts and table.rows else "string" for counts in whole)
    return [*(DataColumn(head, "", kind=kind) for head, kind in zip(table.heads, kinds, strict=True)), *COMMON]
