"""From what a check found to the workbooks of the bureaus: 附件3, 附件4 and 材料核对表 of each city and of the province."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schema.book.finding import Finding
from schema.fields.uscc import is_sample
from schema.forms.bureau import Bureau
from schema.reading.unit import Filed, Unit
from schema.vocabulary.survey import City, constants
from scripts.beside import Beside
from scripts.bureau.checklist import CHECKLIST, Desk, Round, checklist
from scripts.bureau.standing import Standing, standings
from scripts.bureau.summaries import PROVINCE, CitySheets, EnterpriseRow, Header, ProductRow, write_summaries
from scripts.check.pipeline import Checked
from scripts.tree.history import History
from scripts.uncollected import uncollected
from scripts.xlsx.workbook import save


class Desks:
    """The desks of all cities, or of one. ``right`` are the units as they enter 附件3 and 附件4, without what has an error.

    Samples stay out where there are real units; ``real`` says so when only one city was read.
    """

    def __init__(
        self,
        right: Sequence[Unit],
        checked: Checked,
        history: History,
        city: str | None = None,
        *,
        real: bool | None = None,
    ) -> None:
        self._told, self._checked, self._history = constants(), checked, history
        self._cities = [known for known in self._told.cities.values() if city in (None, known.slug)]
        self._province = Header(self._told.province_bureau) if city is None else None
        self._apart = city is None
        self._when = datetime.fromisoformat(history.date or self._told.deadline.isoformat())
        mixed = any(not is_sample(unit.code) for unit in checked.units) if real is None else real
        self._hidden = {unit.folder for unit in checked.units if mixed and is_sample(unit.code)}
        self._standings: list[Standing] = []
        self._right = [unit for unit in right if unit.folder not in self._hidden]

    @uncollected()
    def write(self, out: Path, *, summaries: bool = True) -> list[Path]:
        """All workbooks, or without the ``summaries`` 附件3 and 附件4. A city's own three are written one after another."""
        work = self.write_summaries if summaries else lambda _: []
        with Beside(lambda: work(out), apart=self._apart) as first:
            second = self.write_checklists(out)
        return first.result() + second

    def write_summaries(self, out: Path) -> list[Path]:
        """附件3 and 附件4."""
        cities = [self._sheets(city) for city in self._cities]
        return write_summaries(cities, self._province, self._told.round, out, self._when)

    def write_checklists(self, out: Path) -> list[Path]:
        """材料核对表, of units with errors too."""
        desks, told = self._desks(), self._round()

        def write(folder: str, members: Sequence[Desk], header: Header | None) -> Path:
            return save(checklist(members, header, told), out / folder / f"{CHECKLIST}.xlsx", self._when)

        with Beside(lambda: [write(desk.slug, [desk], None) for desk in desks], apart=self._apart) as cities:
            whole = [write(PROVINCE, [*desks, *self._nowhere()], self._province)] if self._province else []
        return cities.result() + whole

    def _sheets(self, city: City) -> CitySheets:
        own = [unit for unit in self._right if unit.city == city.slug]
        return CitySheets(
            slug=city.slug,
            city_name=city.name,
            city_code=city.code,
            header=self._header(city),
            enterprises=tuple(_enterprise_row(unit, unit.enterprise.form) for unit in own if unit.enterprise),
            products=tuple(_product_row(unit, filed) for unit in own for filed in unit.products),
        )

    def _header(self, city: City) -> Header:
        return _header(city, self._checked.bureaus.get(city.slug))

    def _desks(self) -> list[Desk]:
        self._standings = self._stand()
        desks = [
            Desk(city.slug, city.name, city.code, self._header(city), _of(self._standings, city.slug))
            for city in self._cities
        ]
        for desk in desks:
            _ = desk.urged  # now, for the city's workbook and for the province's, which two processes may write
        return desks

    def _stand(self) -> list[Standing]:
        units = [unit for unit in self._checked.units if unit.folder not in self._hidden]
        return standings(units, self._right, self._shown(self._checked.findings), self._history)

    def _shown(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        return (finding for finding in findings if "/".join(finding.path.split("/")[:3]) not in self._hidden)

    def _nowhere(self) -> list[Desk]:
        """What lies in no city's folder: seen by the province alone."""
        strays = _of(self._standings, "")
        return [Desk("", "不属于任何市", "999999", Header(""), strays)] if strays else []

    def _round(self) -> Round:
        commit, day = self._history.commit, self._history.date
        version = f"{day}（版本 {commit}）" if commit else "没有 Git 历史，不显示日期"
        return Round(self._told.round, self._told.deadline, version)


def _of(units: Iterable[Standing], city: str) -> tuple[Standing, ...]:
    return tuple(unit for unit in units if unit.city == city)


def _header(city: City, filed: Filed[Bureau] | None) -> Header:
    if filed is None:
        return Header(city.bureau)
    bureau = filed.form
    day = date.fromisoformat(bureau.date) if bureau.date else None
    return Header(bureau.name or city.bureau, bureau.contact, "；".join(bureau.phones or ()) or None, day)


def _enterprise_row(unit: Unit, form: Any) -> EnterpriseRow:
    return EnterpriseRow(unit.city, unit.code, form.name, form.contact, form.mobile)


def _product_row(unit: Unit, filed: Filed[Any]) -> ProductRow:
    form = filed.form
    return ProductRow(
        unit.city,
        unit.code,
        filed.slug,
        form.level,
        form.name,
        form.version,
        form.unit,
        form.contact,
        "；".join(form.phones),
    )
