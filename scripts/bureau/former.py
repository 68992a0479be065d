"""附件3 and 附件4 as each commit of the main line left them, where a digest is looked for that is not today's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from schema.fields.uscc import is_sample
from schema.forms.enterprise import Enterprise
from schema.forms.product import Product
from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import FormPath
from schema.reading.received import read_received, register
from schema.vocabulary.survey import constants
from scripts.bureau.papers import excluded
from scripts.bureau.sheets import PAPERS, PROVINCE, CitySheets, EnterpriseRow, Header, ProductRow, Sheet, sheets
from scripts.tree.versions import NoHistoryError, State, form_states
from scripts.writing.digest import digest
from scripts.writing.values import whole_form

# What a file says: the row of a form; the forms that a register leaves out; None where it is neither.
_Content: TypeAlias = EnterpriseRow | ProductRow | set[str] | None
_Known: TypeAlias = dict[tuple[str, str], _Content]  # by path and blob


@dataclass(frozen=True, slots=True)
class Former:
    """A sheet as a commit left it."""

    sheet: Sheet
    commit: str
    day: str


def former_sheets(root: Path, wanted: set[str], left_out: frozenset[str]) -> tuple[dict[str, Former], str]:
    """The newest state of each sheet that has a wanted digest, and why the history was not read.

    What could be read whole then counts as valid. Left out is what a register said then, and the forms ``left_out`` by decisions that
    have no history.
    """
    found: dict[str, Former] = {}
    known: _Known = {}
    try:
        for state in form_states(root):
            for sheet in _sheets_of(state, known, left_out):
                if (one := sheet.digest) in wanted and one not in found:
                    found[one] = Former(sheet, state.commit, state.day)
            if len(found) == len(wanted):
                break
    except NoHistoryError as error:
        return found, f"（{error}，没有查历史）"
    return found, ""


def _sheets_of(state: State, known: _Known, left_out: frozenset[str]) -> Iterator[Sheet]:
    """The sheets of the cities that a commit changed, and of the province. ``known`` holds what was read before."""
    for path, blob in state.blobs.items():
        if (path, blob) not in known:
            known[path, blob] = _read(path, state.read(blob))
    contents = {path: known[path, blob] for path, blob in state.blobs.items()}
    out = left_out.union(*(content for content in contents.values() if isinstance(content, set)))
    rows = {path: row for path, row in contents.items() if isinstance(row, EnterpriseRow | ProductRow)}
    real = any(not is_sample(row.code) for row in rows.values())
    shown = [row for path, row in rows.items() if path not in out and not (real and is_sample(row.code))]
    cities = [
        CitySheets(
            city.slug, city.name, city.code, Header(""),
            tuple(row for row in shown if isinstance(row, EnterpriseRow) and row.city == city.slug),
            tuple(row for row in shown if isinstance(row, ProductRow) and row.city == city.slug),
        )
        for city in constants().cities.values()
    ]  # fmt: skip
    for paper in PAPERS:
        for sheet in sheets(paper, cities, Header(PROVINCE), constants().round):
            if not sheet.city or sheet.city in state.cities:
                yield sheet


def _read(path: str, data: bytes) -> _Content:
    """What a file says of this round, without contacts."""
    place = FormPath.parse(path)
    if place and place.register:
        file, _ = read_received(TreeEntry(path, EntryKind.FILE, len(data)), lambda _: data)
        return excluded(register([file] if file else []).papers)
    form = whole_form(path, data)
    if not (place and place.code and isinstance(form, Enterprise | Product) and form.year == constants().round):
        return None
    if isinstance(form, Enterprise):
        return EnterpriseRow(place.city, place.code, form.name, "", "", digest(form))
    return ProductRow(
        place.city, place.code, place.slug or "", form.level, form.name, form.version, form.unit, "", "", digest(form)
    )
