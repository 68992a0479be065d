"""The status of each unit: its valid forms, materials on file, due on paper or missing, warnings and errors.

Units with errors are included: whatever could be read of them tells the bureau which unit to call about what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.product import LEVELS
from schema.forms.received import Paper
from schema.reading.unit import Unit
from schema.vocabulary.survey import constants
from scripts.bureau.items import ChecklistItem, items, of_severity
from scripts.bureau.papers import FormNow, excluded, forms_now
from scripts.bureau.remarks import Remark, RemarkWriter, contact_of
from scripts.tree.history import History


@dataclass(frozen=True)
class UnitStatus:
    """A unit for the bureau. ``levels`` counts its products in 附件4 by level, ``wrong`` the forms that are in neither sheet.

    Stray files have a status too, without a ``code``; ``city`` is empty where they lie in no known city.
    """

    city: str
    code: str
    name: str
    contact: str
    phone: str
    enterprise: bool
    levels: tuple[int, int, int]
    wrong: int
    items: tuple[ChecklistItem, ...]
    warnings: tuple[Remark, ...]
    errors: tuple[Remark, ...]
    changed: str | None
    forms: tuple[FormNow, ...] = ()
    district: str = ""

    @cached_property
    def _states(self) -> list[str]:
        return [item.state for item in self.items]

    def count(self, state: str) -> int:
        """How many materials are in a state."""
        return self._states.count(state)


def unit_statuses(
    units: Iterable[Unit],
    valid: Iterable[Unit],
    findings: Iterable[Finding],
    history: History,
    papers: Mapping[str, Paper] = MappingProxyType({}),
) -> list[UnitStatus]:
    """The status of every unit, then of stray files with errors, by folder. ``valid`` are the units with the forms alone that enter
    附件3 and 附件4, ``papers`` what is known of the stamped ones.
    """
    units = list(units)
    valid_by_folder = {unit.folder: unit for unit in valid}
    by_folder: dict[str, list[Finding]] = {}
    for finding in findings:
        by_folder.setdefault("/".join(finding.path.split("/")[:3]), []).append(finding)
    remarks = RemarkWriter(units)
    statuses = [
        _status(unit, valid_by_folder.get(unit.folder), by_folder.pop(unit.folder, []), history, remarks, papers)
        for unit in units
    ]
    strays = [(folder, of_severity(own, Severity.ERROR)) for folder, own in by_folder.items()]
    return statuses + [_stray(folder, errors, remarks) for folder, errors in strays if errors]


def _status(
    unit: Unit,
    valid: Unit | None,
    findings: Sequence[Finding],
    history: History,
    remarks: RemarkWriter,
    papers: Mapping[str, Paper],
) -> UnitStatus:
    name, contact, phone = contact_of(unit)
    products = [filed.form.level for filed in valid.products] if valid else []
    enterprise = bool(valid and valid.enterprise)
    forms = {filed.path for filed in unit.forms()} | {f.path for f in findings if _is_form(f.path)}
    now = forms_now([unit], papers)
    place = unit.enterprise.form.location if unit.enterprise else None
    errors, warnings = (
        [remarks.remark(unit, f) for f in of_severity(findings, kind)] for kind in (Severity.ERROR, Severity.WARNING)
    )
    return UnitStatus(
        unit.city, unit.code, name, contact, phone,
        enterprise=enterprise,
        levels=(products.count(LEVELS[0]), products.count(LEVELS[1]), products.count(LEVELS[2])),
        wrong=len(forms - excluded(papers)) - len(products) - enterprise,
        items=tuple(items(unit, now, findings)),
        warnings=tuple(warnings), errors=tuple(errors),
        changed=max((last for path, (_, last) in _dates(unit, history)), default=None),
        forms=tuple(now), district=(place and place.district) or "",
    )  # fmt: skip


def _stray(folder: str, errors: Sequence[Finding], remarks: RemarkWriter) -> UnitStatus:
    """Errors outside of units: a file in a city's folder, bureau.yaml, an unknown city."""
    parts = folder.split("/")
    city = parts[1] if len(parts) > 1 and parts[1] in constants().cities else ""
    own = tuple(remarks.remark(None, error) for error in errors)
    return UnitStatus(city, "", "（不属于任何单位）", "", "", False, (0, 0, 0), 0, (), (), own, None)


def _is_form(path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def _dates(unit: Unit, history: History) -> Iterator[tuple[str, tuple[str, str]]]:
    paths = [filed.path for filed in unit.forms()] + [entry.path for entry in unit.materials.values()]
    return ((path, history.dates[path]) for path in paths if path in history.dates)
