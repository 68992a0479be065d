"""Closed rounds as ``rounds/<year>/`` keeps them: public projections, counts, and the sums that may be published, computed once.

``digest`` binds the other four files, so that nobody mends a figure unseen; ``sha256sum -c digest`` checks them too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schema.public.aggregate import Aggregates
from schema.public.disclosure import Cell
from schema.vocabulary.survey import constants
from scripts.site import columns, data
from scripts.site.catalogue import Catalogue

FOLDER = "rounds"
ENTERPRISES, PRODUCTS, COUNTS, SUMS = "enterprises.json", "products.json", "counts.json", "sums.json"
DIGEST = "digest"
PROVINCE = "全省"
CODE = "统一社会信用代码"

Entry = dict[str, Any]
Counts = Mapping[str, Mapping[str, int]]  # by city name, then 全省; each by what is counted
_NAMES = (COUNTS, ENTERPRISES, PRODUCTS, SUMS)
PUBLISHED = (*_NAMES, "enterprises.csv", "products.csv", DIGEST)  # the files of a round on the site
_TABLES = (("分档", "by_band"), ("各市", "by_city"))


class ArchiveError(Exception):
    """A closed round that cannot be read, or whose files are not those that were written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A round as it was when it was closed. ``sums`` is None where none may be published, ``licence`` where none was written."""

    year: int
    version: str | None
    enterprises: tuple[Entry, ...]
    products: tuple[Entry, ...]
    counts: Counts
    sums: Aggregates | None
    licence: str | None = None

    @property
    def url(self) -> str:
        """Its page."""
        return f"{FOLDER}/{self.year}/"

    def only(self, keeps: Callable[[Entry], bool]) -> ClosedRound:
        """The round with those entries only that ``keeps`` says yes to; its figures stay."""
        return replace(
            self,
            enterprises=tuple(filter(keeps, self.enterprises)),
            products=tuple(filter(keeps, self.products)),
        )


def closing(cat: Catalogue, sums: Aggregates | None) -> ClosedRound:
    """What is kept of a round."""
    enterprises, products = data.entries(cat)
    return ClosedRound(
        cat.round, cat.version, tuple(enterprises), tuple(products), counts(cat), sums, constants().licence
    )


def counts(cat: Catalogue) -> dict[str, dict[str, int]]:
    """Units, 附件1 and products by level, of each city and of the province."""
    rows = {}
    for city in cat.cities:
        forms = sum(unit.enterprise is not None for unit in cat.units_in(city))
        levels = dict(zip((level.name for level in cat.levels), city.by_level, strict=True))
        rows[city.name] = {"单位": city.units, "企业": forms, **levels, "产品": city.products}
    rows[PROVINCE] = {key: sum(row[key] for row in rows.values()) for key in next(iter(rows.values()))}
    return rows


def files(closed: ClosedRound) -> dict[str, bytes]:
    """The four files of a round, by name."""
    head = _head(closed)
    return {
        COUNTS: _json(head | {"数量": closed.counts}),
        ENTERPRISES: data.listed(head, closed.enterprises),
        PRODUCTS: data.listed(head, closed.products),
        SUMS: _json(head | {"单位": "万元", "大模型相关收入": _sums_json(closed.sums)}),
    }


def published(closed: ClosedRound) -> dict[str, bytes]:
    """The files of a round on the site: the four, its entries as CSV too, and the digest of them all."""
    contents = files(closed) | data.files(_head(closed), tables(closed))
    return contents | {DIGEST: digest(contents)}


def tables(closed: ClosedRound) -> tuple[data.DataTable, ...]:
    """The entries of a round as tables."""
    return (
        data.DataTable("enterprises", "企业", columns.ENTERPRISE, closed.enterprises),
        data.DataTable("products", "产品", columns.PRODUCT, closed.products),
    )


def _head(closed: ClosedRound) -> Entry:
    head = {"批次": closed.year, "版本": closed.version}
    return head | ({"许可": closed.licence} if closed.licence else {})


def digest(contents: Mapping[str, bytes]) -> bytes:
    """The lines of ``sha256sum``."""
    return "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents)).encode()


def read_rounds(root: Path) -> tuple[ClosedRound, ...]:
    """Every closed round of a repository, the last first. Raises ``ArchiveError``."""
    folder = root / FOLDER
    years = [path for path in folder.iterdir() if path.name.isdecimal()] if folder.is_dir() else []
    return tuple(sorted(map(read_round, years), key=lambda closed: -closed.year))


def read_round(folder: Path) -> ClosedRound:
    """One closed round. Raises ``ArchiveError``."""
    where = f"{FOLDER}/{folder.name}"
    try:
        contents = {name: (folder / name).read_bytes() for name in _NAMES}
        told = (folder / DIGEST).read_bytes()
    except OSError as error:
        raise ArchiveError(f"{where} 不完整，缺 {Path(str(error.filename)).name}；请从 Git 历史里恢复") from error
    if told.replace(b"\r\n", b"\n") != digest(contents):
        raise ArchiveError(
            f"{where} 里的文件与 digest 不符，被改动过；请从 Git 历史里恢复，要去掉一家单位用 catalogue close --redact"
        )
    try:
        made = {name: json.loads(content) for name, content in contents.items()}
        return ClosedRound(
            year=made[COUNTS]["批次"],
            version=made[COUNTS]["版本"],
            enterprises=tuple(made[ENTERPRISES]["条目"]),
            products=tuple(made[PRODUCTS]["条目"]),
            counts=made[COUNTS]["数量"],
            sums=_sums(made[SUMS]["大模型相关收入"]),
            licence=made[COUNTS].get("许可"),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{where} 读不出；请从 Git 历史里恢复") from error


def _sums_json(sums: Aggregates | None) -> Entry | None:
    if sums is None:
        return None
    tables = {label: _cells_json(getattr(sums, name)) for label, name in _TABLES}
    return {"合计": _cell_json(sums.total), **tables}


def _cells_json(cells: Iterable[Cell] | None) -> list[Entry] | None:
    return None if cells is None else [_cell_json(cell) for cell in cells]


def _cell_json(cell: Cell) -> Entry:
    return {"名称": cell.label, "企业数": cell.count, "合计": cell.total}


def _sums(made: Entry | None) -> Aggregates | None:
    if made is None:
        return None
    bands, cities = (None if made[label] is None else tuple(map(_cell, made[label])) for label, _ in _TABLES)
    return Aggregates(_cell(made["合计"]), bands, cities)


def _cell(made: Entry) -> Cell:
    return Cell(made["名称"], made["企业数"], made["合计"])


def _json(value: Entry) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
