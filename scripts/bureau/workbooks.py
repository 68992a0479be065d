"""The workbooks of the bureaus, from a check's result: 附件3, 附件4 and 材料核对表 of each city and of the province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schema.fields.uscc import is_sample
from schema.forms.bureau import Bureau
from schema.layout.paths import FormPath, UnitPath, public_path
from schema.reading.rounds import is_earlier, this_round
from schema.reading.unit import FormFile, Unit, without_forms
from schema.vocabulary.survey import City, constants
from scripts.bureau.checklist import CHECKLIST, CityStatus, DataState, checklist
from scripts.bureau.packages import former_packages, write_packages
from scripts.bureau.papers import excluded
from scripts.bureau.sheets import APART, PAPERS, PROVINCE, CitySheets, EnterpriseRow, Header, ProductRow, Sheet, sheets
from scripts.bureau.status import UnitStatus, unit_statuses
from scripts.bureau.summaries import summary_path, write_summaries
from scripts.bureau.urging import Reach
from scripts.check.pipeline import Checked
from scripts.check.valid import left_out
from scripts.tree.history import History
from scripts.writing.digest import digest


class BureauWorkbooks:
    """The workbooks of all cities and the province, or of one ``city`` (its slug).

    ``valid`` are the units without the forms that have an error: what enters 附件3 and 附件4. Samples are left out where there are
    real units; ``real`` says whether there are any when only one city was read. Entries of earlier rounds are in no workbook.
    """

    def __init__(
        self,
        valid: Sequence[Unit],
        checked: Checked,
        history: History,
        city: str | None = None,
        *,
        real: bool | None = None,
    ) -> None:
        self._constants, self._checked, self._history = constants(), checked, history
        self._cities = [one for one in self._constants.cities.values() if city in (None, one.slug)]
        self._province = Header(self._constants.province_bureau) if city is None else None
        self._when = datetime.fromisoformat(history.date or self._constants.deadline.isoformat())
        mixed = any(not is_sample(unit.code) for unit in checked.units) if real is None else real
        self._units = this_round(unit for unit in checked.units if not (mixed and is_sample(unit.code)))
        shown = {unit.folder for unit in self._units}
        self._hidden = {unit.folder for unit in checked.units} - shown
        self._earlier = {filed.path for unit in checked.units for filed in unit.forms() if is_earlier(filed)}
        out = excluded(checked.received.papers)
        self._valid = [without_forms(unit, out) for unit in this_round(valid) if unit.folder in shown]
        self._waiting = [
            place
            for path in left_out(checked) - out
            if (place := FormPath.parse(path)) and place.code and not self._is_hidden(path)
        ]

    def write(self, out: Path, *, summaries: bool = True) -> list[Path]:
        """Write all workbooks below ``out``, or only 材料核对表 without the ``summaries``; returns their paths."""
        return (self.write_summaries(out) if summaries else []) + self.write_checklists(out)

    def former(self, out: Path, *, summaries: bool, packages: bool) -> Iterator[Path]:
        """What must not stay below ``out`` beside what is written new: the zips where there are new ``packages``.

        Where there are no new ``summaries``, the sheets, those of the province too, which hold every city's rows: beside
        today's 材料核对表 they would pass for today's.
        """
        for folder in () if summaries else (*(city.slug for city in self._cities), PROVINCE):
            yield from (summary_path(out, folder, paper) for paper in PAPERS)
        for city in self._cities if packages else ():
            yield from former_packages(out, city.name, self._header(city))

    def write_summaries(self, out: Path) -> list[Path]:
        """附件3 and 附件4."""
        cities = [self._sheets(city) for city in self._cities]
        version = self._history.commit or ""
        return write_summaries(cities, self._province, self._constants.round, out, self._when, version)

    def sheets(self) -> list[Sheet]:
        """What stands on each sheet of 附件3 and 附件4 that ``write_summaries`` would write."""
        cities = [self._sheets(city) for city in self._cities]
        return [sheet for paper in PAPERS for sheet in sheets(paper, cities, self._province, self._constants.round)]

    def write_checklists(self, out: Path) -> list[Path]:
        """材料核对表, of units with errors too."""
        statuses, state = self._statuses(), self._data_state()
        cities = [
            CityStatus(
                city.slug, city.name, city.code, self._header(city), _in_city(statuses, city.slug), self._reach(city)
            )
            for city in self._cities
        ]
        folders: list[tuple[str, list[CityStatus], Header | None]] = [(city.slug, [city], None) for city in cities]
        if self._province:
            strays = _in_city(statuses, "")
            elsewhere = [CityStatus("", "不属于任何市", "999999", Header(""), strays)] if strays else []
            folders.append((PROVINCE, cities + elsewhere, self._province))
        return [
            checklist(members, header, state).save(out / folder / f"{CHECKLIST}.xlsx", self._when)
            for folder, members, header in folders
        ]

    def write_packages(self, out: Path, workbooks: Sequence[Path]) -> list[Path]:
        """One zip a city of those ``workbooks`` that were written for it, in ``out``; returns the zips."""
        return write_packages(out, [(city, self._header(city)) for city in self._cities], workbooks, self._data_state())

    def _sheets(self, city: City) -> CitySheets:
        units = [unit for unit in self._valid if unit.city == city.slug]
        return CitySheets(
            slug=city.slug,
            city_name=city.name,
            city_code=city.code,
            header=self._header(city),
            enterprises=tuple(_enterprise_row(unit, unit.enterprise) for unit in units if unit.enterprise),
            products=tuple(_product_row(unit, filed) for unit in units for filed in unit.products),
            waiting=self._waiting_in(city.slug),
        )

    def _waiting_in(self, city: str) -> tuple[int, int]:
        """How many enterprises and products of a city are left out."""
        products = [place.slug is not None for place in self._waiting if place.city == city]
        return products.count(False), products.count(True)

    def _header(self, city: City) -> Header:
        return _header(city, self._checked.bureaus.get(city.slug))

    def _reach(self, city: City) -> Reach:
        filed = self._checked.bureaus.get(city.slug)
        return Reach(filed.form.public_mail, filed.form.public_address) if filed else Reach()

    def _statuses(self) -> list[UnitStatus]:
        findings = (
            replace(finding, path=public_path(finding.path))  # for a clerk it is one form
            for finding in self._checked.findings
            if not self._is_hidden(finding.path)
        )
        return unit_statuses(self._units, self._valid, findings, self._history, self._checked.received.papers)

    def _is_hidden(self, path: str) -> bool:
        """Whether a path is one of an earlier round, or of samples that are left out."""
        unit = UnitPath.holding(path)
        return path in self._earlier or (unit is not None and unit.folder in self._hidden)

    def _data_state(self) -> DataState:
        commit, day = self._history.commit, self._history.date
        version = f"{day}（版本 {commit}）" if commit else "没有 Git 历史，不显示日期"
        return DataState(self._constants.round, self._constants.deadline, version)


def _in_city(statuses: Iterable[UnitStatus], city: str) -> tuple[UnitStatus, ...]:
    return tuple(status for status in statuses if status.city == city)


def _header(city: City, filed: FormFile[Bureau] | None) -> Header:
    if filed is None:
        return Header(city.bureau)
    bureau = filed.form
    day = date.fromisoformat(bureau.date) if bureau.date else None
    contact, phone = (APART, APART) if filed.alone else (bureau.contact, "；".join(bureau.phones or ()) or None)
    return Header(bureau.name or city.bureau, contact, phone, day, zero=bool(bureau.zero))


def _enterprise_row(unit: Unit, filed: FormFile[Any]) -> EnterpriseRow:
    form = filed.form
    contact, phone = (APART, APART) if filed.alone else (form.contact, form.mobile)
    return EnterpriseRow(unit.city, unit.code, form.name, contact, phone, digest(form))


def _product_row(unit: Unit, filed: FormFile[Any]) -> ProductRow:
    form = filed.form
    contact, phone = (APART, APART) if filed.alone else (form.contact, "；".join(form.phones))
    return ProductRow(
        unit.city, unit.code, filed.slug, form.level, form.name, form.version, form.unit, contact, phone, digest(form)
    )
