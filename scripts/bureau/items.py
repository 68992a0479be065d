"""What a bureau checks of each form: its stamped paper, and its materials on file, due on paper or missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from schema.book.finding import Finding
from schema.book.office import office_words
from schema.book.severity import Severity
from schema.forms.enterprise import Enterprise
from schema.forms.parts import LICENCE
from schema.reading.unit import FormFile, Unit
from schema.rules.materials import wanted
from scripts.bureau.papers import AT_HAND, FormNow, PaperStatus
from scripts.xlsx.cell_text import text_width

THERE, ON_PAPER, MISSING, UNCLEAR, CONFIRM = "在库", "线下待交", "缺", "读不出", "请确认"
APART_STATE = "另交"  # travels with the private half, which is not at hand
ON_PAPER_CAME = "线下已收"  # with the stamped form
SEALED_FORM = "调研表（盖章）"
UNLISTED = "表里没有列出"
UNIT_ITSELF = "单位"


class ChecklistItem(NamedTuple):
    """One thing to check: its form, its 类别, its state, and a note. Of a stamped form the state is its ``PaperStatus``."""

    form: str
    kind: str
    state: str
    note: str


def of_severity(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    """The findings of one severity."""
    return [finding for finding in findings if finding.severity is severity]


def items(unit: Unit, forms: Sequence[FormNow], findings: Sequence[Finding]) -> Iterator[ChecklistItem]:
    """Everything to check of a unit, whose forms as they are now are ``forms``; of one that is left out nothing more."""
    yield ChecklistItem(UNIT_ITSELF, "省内注册", CONFIRM, _registered(unit))
    for filed, now in zip(unit.forms(), forms, strict=True):
        own = [finding for finding in findings if finding.path == filed.path]
        wrong = bool(of_severity(own, Severity.ERROR))
        yield ChecklistItem(now.name, SEALED_FORM, now.status, now.note or ("先改正，再打印盖章" if wrong else ""))
        if now.status is PaperStatus.LEFT_OUT:
            continue
        yield from _material_items(filed, now, own)
        if not isinstance(filed.form, Enterprise):
            yield ChecklistItem(now.name, "实际应用案例", CONFIRM, "")


def _registered(unit: Unit) -> str:
    place = unit.enterprise.form.location if unit.enterprise else None
    if place is None or not place.city:
        return "看营业执照上的住所"
    return f"{place.city}{place.district or ''}"


def _material_items(filed: FormFile[Any], now: FormNow, findings: Sequence[Finding]) -> Iterator[ChecklistItem]:
    """One for each line of 材料, in the order in which the notice asks for them, and one for each that is not listed."""
    materials = filed.form.materials
    if materials is None and (filed.document.root or {}).get("材料"):
        yield ChecklistItem(now.name, "材料", UNCLEAR, "“材料”一栏写法有错")
        return
    errors = {finding.field: office_words(finding.content).text for finding in of_severity(findings, Severity.ERROR)}
    lines = [
        (material.kind if material else None, _material_item(now, material, errors, f"材料.{position}"))
        for position, material in enumerate(materials or (), 1)
    ]
    listed, required = {kind for kind, _ in lines}, wanted(filed.form)
    for proof in required:
        yield from (item for kind, item in lines if kind in proof.kinds)
        if not listed & set(proof.kinds) and None not in listed:
            yield ChecklistItem(now.name, str(proof.title), MISSING, UNLISTED)
    asked = {kind for proof in required for kind in proof.kinds}
    yield from (item for kind, item in lines if kind not in asked)


def _material_item(now: FormNow, material: Any, errors: Mapping[str | None, str], field: str) -> ChecklistItem:
    """One line of 材料, whose ``field`` is such as 材料.1; ``errors`` are messages by field."""
    kind = (material.kind if material else None) or "（类别未读出）"
    error = next((text for at, text in errors.items() if at and (at == field or at.startswith(f"{field}."))), "")
    if error or material is None:
        return ChecklistItem(now.name, kind, MISSING, error or "这一条读不出")
    if material.offline and not material.file:
        return ChecklistItem(now.name, kind, ON_PAPER_CAME if now.status in AT_HAND else ON_PAPER, "")
    return ChecklistItem(now.name, kind, THERE if material.file else APART_STATE, "")


def in_a_cell(listed: Iterable[ChecklistItem], width: int, *, ticked: bool) -> str:
    """Materials with a box before each, in lines of ``width`` half-width units, since a box must not stand at a line's end."""
    lines: list[str] = []
    for item in listed:
        text = f"{'☑' if ticked else '□'}{_in_short(item)}"
        if lines and text_width(f"{lines[-1]}　{text}") <= width:
            lines[-1] += f"　{text}"
        else:
            lines.append(text)
    return "\n".join(lines)


def _in_short(item: ChecklistItem) -> str:
    kind = f"{item.kind}（章）" if item.kind == LICENCE else item.kind
    reason = f"（{item.note}）" if item.note and item.note != UNLISTED else ""
    if item.state == CONFIRM:
        return kind + reason
    return f"补交{kind}{reason}" if item.state == MISSING else f"{kind} {item.state}"
