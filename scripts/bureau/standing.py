"""How each unit stands on the day of the deadline: what is right, what is there, what comes on paper, what is wrong.

It sees every unit, those with errors above all: what could be read of them tells the desk whom to call, and about what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.enterprise import Enterprise
from schema.forms.parts import LICENCE
from schema.forms.product import LEVELS
from schema.reading.unit import Filed, Unit
from schema.rules.materials import wanted
from schema.vocabulary.survey import constants
from scripts.bureau.remarks import Remark, Words, form_name, who
from scripts.tree.history import History

THERE, ON_PAPER, MISSING, UNCLEAR, CONFIRM = "在库", "线下待交", "缺", "读不出", "请确认"
TO_SEAL = "盖章待交"  # the form itself on paper: the notice wants it of everyone, so it is no lack and is counted apart
SEALED_FORM = "调研表（盖章）"
UNLISTED = "表里没有列出"


class Proof(NamedTuple):
    """A line of 材料核对: of which form, which 类别, its state, a word on it, and the boxes to tick."""

    form: str
    kind: str
    state: str
    note: str
    boxes: str


@dataclass(frozen=True)
class Standing:
    """A unit as the desk sees it. ``levels`` counts the products that enter 附件4, ``wrong`` the forms that enter nothing."""

    city: str
    code: str
    name: str
    contact: str
    phone: str
    enterprise: bool
    levels: tuple[int, int, int]
    wrong: int
    proofs: tuple[Proof, ...]
    warnings: tuple[Remark, ...]
    errors: tuple[Remark, ...]
    changed: str | None

    @cached_property
    def _states(self) -> list[str]:
        return [proof.state for proof in self.proofs]

    def count(self, state: str) -> int:
        """How many materials are in a state."""
        return self._states.count(state)


def standings(
    units: Iterable[Unit], right: Iterable[Unit], findings: Iterable[Finding], history: History
) -> list[Standing]:
    """Every unit, with the ``right`` ones reduced to the forms that enter 附件3 and 附件4; and folders that are no unit."""
    units = list(units)
    sound = {unit.folder: unit for unit in right}
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        told.setdefault("/".join(finding.path.split("/")[:3]), []).append(finding)
    words = Words(units)
    out = [_standing(unit, sound.get(unit.folder), told.pop(unit.folder, []), history, words) for unit in units]
    return out + [_stray(folder, found, words) for folder, found in told.items() if _severe(found, Severity.ERROR)]


def _standing(unit: Unit, sound: Unit | None, found: Sequence[Finding], history: History, words: Words) -> Standing:
    name, contact, phone = who(unit)
    products = [filed.form.level for filed in sound.products] if sound else []
    right = len(products) + bool(sound and sound.enterprise)
    forms = {filed.path for filed in unit.forms()} | {f.path for f in found if _is_form(f.path)}
    errors, warnings = (
        [words.remark(unit, f) for f in _severe(found, kind)] for kind in (Severity.ERROR, Severity.WARNING)
    )
    return Standing(
        unit.city, unit.code, name, contact, phone,
        enterprise=bool(sound and sound.enterprise),
        levels=(products.count(LEVELS[0]), products.count(LEVELS[1]), products.count(LEVELS[2])),
        wrong=len(forms) - right,
        proofs=tuple(_proofs(unit, found)),
        warnings=tuple(warnings), errors=tuple(errors),
        changed=max((last for path, (_, last) in _dates(unit, history)), default=None),
    )  # fmt: skip


def _stray(folder: str, found: Sequence[Finding], words: Words) -> Standing:
    """What stands where no unit is: a file in a city's folder, bureau.yaml, a city that is not known."""
    parts = folder.split("/")
    city = parts[1] if len(parts) > 1 and parts[1] in constants().cities else ""
    errors = tuple(words.remark(None, finding) for finding in _severe(found, Severity.ERROR))
    return Standing(city, "", "（不属于任何单位）", "", "", False, (0, 0, 0), 0, (), (), errors, None)


def _severe(found: Iterable[Finding], severity: Severity) -> list[Finding]:
    return [finding for finding in found if finding.severity is severity]


def _is_form(path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def _dates(unit: Unit, history: History) -> Iterator[tuple[str, tuple[str, str]]]:
    paths = [filed.path for filed in unit.forms()] + [entry.path for entry in unit.materials.values()]
    return ((path, history.dates[path]) for path in paths if path in history.dates)


# ---------- materials ----------


def _proofs(unit: Unit, found: Sequence[Finding]) -> Iterator[Proof]:
    yield Proof("单位", "省内注册", CONFIRM, _registered(unit), "□在山东省内注册")
    for filed in unit.forms():
        own = [finding for finding in found if finding.path == filed.path]
        note = "先改正，再打印盖章" if _severe(own, Severity.ERROR) else "纸质件"
        yield Proof(form_name(filed), SEALED_FORM, TO_SEAL, note, "□收到 □加盖公章")
        yield from _form_proofs(unit, filed, own)
        if not isinstance(filed.form, Enterprise):
            yield Proof(form_name(filed), "实际应用案例", CONFIRM, "见“介绍及应用情况”", "□有实际应用案例")


def _registered(unit: Unit) -> str:
    place = unit.enterprise.form.location if unit.enterprise else None
    if place is None or not place.city:
        return "看营业执照上的住所"
    return f"{place.city}{place.district or ''}，对照营业执照"


def _form_proofs(unit: Unit, filed: Filed[Any], found: Sequence[Finding]) -> Iterator[Proof]:
    form, items = form_name(filed), filed.form.materials
    if items is None and (filed.document.root or {}).get("材料"):
        yield Proof(form, "材料", UNCLEAR, "“材料”一栏写法有错", "□改正后再核对")
        return
    troubles = {finding.field: finding.message for finding in found if finding.severity is Severity.ERROR}
    lines = [
        (item.kind if item else None, _line(unit, form, item, troubles, f"材料.{position}"))
        for position, item in enumerate(items or (), 1)
    ]
    listed, needed = {kind for kind, _ in lines}, [*wanted(filed.form)]
    for asked_for in needed:
        yield from (proof for kind, proof in lines if kind in asked_for.kinds)
        if not listed & set(asked_for.kinds) and None not in listed:
            yield Proof(form, title := str(asked_for.title), MISSING, UNLISTED, "□补交" + _seal(title))
    asked = {kind for asked_for in needed for kind in asked_for.kinds}
    yield from (proof for kind, proof in lines if kind not in asked)


def _line(unit: Unit, form: str, item: Any, troubles: dict[str | None, str], at: str) -> Proof:
    """One line of 材料 as it stands."""
    kind = (item.kind if item else None) or "（类别未读出）"
    about = (told for where, told in troubles.items() if where and (where == at or where.startswith(f"{at}.")))
    trouble = next(about, "") if troubles else ""
    if trouble or item is None:
        return Proof(form, kind, MISSING, trouble or "这一条读不出", "□补交" + _seal(kind))
    if item.offline and not item.file:
        return Proof(form, kind, ON_PAPER, "纸质件", "□收到" + _seal(kind))
    return Proof(form, kind, THERE, str(item.file or "").removeprefix("materials/"), "□已核" + _seal(kind))


def _seal(kind: str) -> str:
    return " □加盖公章" if kind == LICENCE else ""
