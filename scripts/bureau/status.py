"""The status of each unit: its valid forms, materials on file, due on paper or missing, warnings and errors.

Units with errors are included: whatever could be read of them tells the bureau which unit to call about what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.enterprise import Enterprise
from schema.forms.parts import LICENCE
from schema.forms.product import LEVELS
from schema.reading.unit import FormFile, Unit
from schema.rules.materials import wanted
from schema.vocabulary.survey import constants
from scripts.bureau.remarks import Remark, RemarkWriter, contact_of, form_name
from scripts.tree.history import History

THERE, ON_PAPER, MISSING, UNCLEAR, CONFIRM = "在库", "线下待交", "缺", "读不出", "请确认"
APART_STATE = "另交"  # travels with the private half, which is not at hand
TO_SEAL = "盖章待交"  # the printed form: the notice asks every unit for it, so it is not missing but counted apart
SEALED_FORM = "调研表（盖章）"
UNLISTED = "表里没有列出"


class ChecklistItem(NamedTuple):
    """A row of 材料核对: the form, the material's 类别, its state, a note, and the boxes to tick."""

    form: str
    kind: str
    state: str
    note: str
    boxes: str


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

    @cached_property
    def _states(self) -> list[str]:
        return [item.state for item in self.items]

    def count(self, state: str) -> int:
        """How many materials are in a state."""
        return self._states.count(state)


def unit_statuses(
    units: Iterable[Unit], valid: Iterable[Unit], findings: Iterable[Finding], history: History
) -> list[UnitStatus]:
    """The status of every unit, then of stray files with errors, by folder. ``valid`` are the units with their valid forms only."""
    units = list(units)
    valid_by_folder = {unit.folder: unit for unit in valid}
    by_folder: dict[str, list[Finding]] = {}
    for finding in findings:
        by_folder.setdefault("/".join(finding.path.split("/")[:3]), []).append(finding)
    remarks = RemarkWriter(units)
    statuses = [
        _status(unit, valid_by_folder.get(unit.folder), by_folder.pop(unit.folder, []), history, remarks)
        for unit in units
    ]
    strays = [(folder, _of_severity(own, Severity.ERROR)) for folder, own in by_folder.items()]
    return statuses + [_stray(folder, errors, remarks) for folder, errors in strays if errors]


def _status(
    unit: Unit, valid: Unit | None, findings: Sequence[Finding], history: History, remarks: RemarkWriter
) -> UnitStatus:
    name, contact, phone = contact_of(unit)
    products = [filed.form.level for filed in valid.products] if valid else []
    enterprise = bool(valid and valid.enterprise)
    forms = {filed.path for filed in unit.forms()} | {f.path for f in findings if _is_form(f.path)}
    errors, warnings = (
        [remarks.remark(unit, f) for f in _of_severity(findings, kind)] for kind in (Severity.ERROR, Severity.WARNING)
    )
    return UnitStatus(
        unit.city, unit.code, name, contact, phone,
        enterprise=enterprise,
        levels=(products.count(LEVELS[0]), products.count(LEVELS[1]), products.count(LEVELS[2])),
        wrong=len(forms) - len(products) - enterprise,
        items=tuple(_items(unit, findings)),
        warnings=tuple(warnings), errors=tuple(errors),
        changed=max((last for path, (_, last) in _dates(unit, history)), default=None),
    )  # fmt: skip


def _stray(folder: str, errors: Sequence[Finding], remarks: RemarkWriter) -> UnitStatus:
    """Errors outside of units: a file in a city's folder, bureau.yaml, an unknown city."""
    parts = folder.split("/")
    city = parts[1] if len(parts) > 1 and parts[1] in constants().cities else ""
    own = tuple(remarks.remark(None, error) for error in errors)
    return UnitStatus(city, "", "（不属于任何单位）", "", "", False, (0, 0, 0), 0, (), (), own, None)


def _of_severity(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    return [finding for finding in findings if finding.severity is severity]


def _is_form(path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def _dates(unit: Unit, history: History) -> Iterator[tuple[str, tuple[str, str]]]:
    paths = [filed.path for filed in unit.forms()] + [entry.path for entry in unit.materials.values()]
    return ((path, history.dates[path]) for path in paths if path in history.dates)


# ---------- materials ----------


def _items(unit: Unit, findings: Sequence[Finding]) -> Iterator[ChecklistItem]:
    yield ChecklistItem("单位", "省内注册", CONFIRM, _registered(unit), "□在山东省内注册")
    for filed in unit.forms():
        own = [finding for finding in findings if finding.path == filed.path]
        note = "先改正，再打印盖章" if _of_severity(own, Severity.ERROR) else "纸质件"
        yield ChecklistItem(form_name(filed), SEALED_FORM, TO_SEAL, note, "□收到 □加盖公章")
        yield from _material_items(unit, filed, own)
        if not isinstance(filed.form, Enterprise):
            yield ChecklistItem(form_name(filed), "实际应用案例", CONFIRM, "见“介绍及应用情况”", "□有实际应用案例")


def _registered(unit: Unit) -> str:
    place = unit.enterprise.form.location if unit.enterprise else None
    if place is None or not place.city:
        return "看营业执照上的住所"
    return f"{place.city}{place.district or ''}，对照营业执照"


def _material_items(unit: Unit, filed: FormFile[Any], findings: Sequence[Finding]) -> Iterator[ChecklistItem]:
    """One for each line of 材料, in the order in which the notice asks for them, and one for each that is not listed."""
    form, materials = form_name(filed), filed.form.materials
    if materials is None and (filed.document.root or {}).get("材料"):
        yield ChecklistItem(form, "材料", UNCLEAR, "“材料”一栏写法有错", "□改正后再核对")
        return
    errors = {finding.field: finding.message for finding in _of_severity(findings, Severity.ERROR)}
    lines = [
        (material.kind if material else None, _material_item(form, material, errors, f"材料.{position}"))
        for position, material in enumerate(materials or (), 1)
    ]
    listed, required = {kind for kind, _ in lines}, wanted(filed.form)
    for proof in required:
        yield from (item for kind, item in lines if kind in proof.kinds)
        if not listed & set(proof.kinds) and None not in listed:
            yield ChecklistItem(form, title := str(proof.title), MISSING, UNLISTED, "□补交" + _seal(title))
    asked = {kind for proof in required for kind in proof.kinds}
    yield from (item for kind, item in lines if kind not in asked)


def _material_item(form: str, material: Any, errors: Mapping[str | None, str], field: str) -> ChecklistItem:
    """One line of 材料, whose ``field`` is such as 材料.1; ``errors`` are messages by field."""
    kind = (material.kind if material else None) or "（类别未读出）"
    error = next((text for at, text in errors.items() if at and (at == field or at.startswith(f"{field}."))), "")
    if error or material is None:
        return ChecklistItem(form, kind, MISSING, error or "这一条读不出", "□补交" + _seal(kind))
    if material.offline and not material.file:
        return ChecklistItem(form, kind, ON_PAPER, "纸质件", "□收到" + _seal(kind))
    if not material.file:
        return ChecklistItem(form, kind, APART_STATE, "随不公开部分交来", "□收到 □已核" + _seal(kind))
    return ChecklistItem(form, kind, THERE, material.file.removeprefix("materials/"), "□已核" + _seal(kind))


def _seal(kind: str) -> str:
    return " □加盖公章" if kind == LICENCE else ""
