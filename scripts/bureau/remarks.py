"""Findings for clerks: unit, form and 栏目 by name instead of paths and fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from schema.book.finding import Finding
from schema.book.office import office_words
from schema.forms.enterprise import Enterprise
from schema.layout.paths import ROOT
from schema.reading.unit import FormFile, Unit
from scripts.bureau.sheets import APART

NAMELESS = "（名称未读出）"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding for a clerk: the form, the 栏目 (may be empty), what is wrong, what to do; and its rule's name.

    ``told`` is the whole in words for the firm, which knows nothing of files.
    """

    rule: str
    form: str
    place: str
    message: str
    hint: str
    told: str = ""

    @property
    def where(self) -> str:
        """Form and 栏目."""
        return f"{self.form}“{self.place}”" if self.place else self.form

    @property
    def sentence(self) -> str:
        """The whole as sentences for the firm, which name the 栏目 once."""
        return self.told or _sentence(self.form, self.place, self.message, self.hint)


def contact_of(unit: Unit) -> tuple[str, str, str]:
    """A unit's name, contact and phone, each from the first form that has it; empty where none has, ``APART`` where a half may."""
    entries: list[tuple[Any, Any, Any]] = [
        (filed.form.name, filed.form.contact, filed.form.mobile) for filed in [unit.enterprise] if filed
    ]
    entries += [(filed.form.unit, filed.form.contact, "；".join(filed.form.phones or ())) for filed in unit.products]
    name, contact, phone = (
        (next((text for text in texts if text), "") for texts in zip(*entries, strict=True)) if entries else ("",) * 3
    )
    elsewhere = APART if any(filed.alone for filed in unit.forms()) else ""
    return name or f"{NAMELESS}{unit.code}", contact or elsewhere, phone or elsewhere


def form_name(unit: Unit, filed: FormFile[Any]) -> str:
    """附件1, or 附件2 with the product's name, and its version where the unit has another of that name."""
    if isinstance(filed.form, Enterprise):
        return "附件1"
    name, version = filed.form.name, filed.form.version
    if not name:
        return f"附件2（{filed.slug}）"
    twins = sum(other.form.name == name for other in unit.products) > 1
    return f"附件2《{name}》" + (f"（{version or filed.slug}）" if twins else "")


_PATH = re.compile(rf" ?({ROOT}/[a-z]+/[0-9A-Z]{{18}}(?:/(?:enterprise|products/[a-z0-9-]+)\.yaml)?) ?")


class RemarkWriter:
    """Turns findings into remarks, with the names of ``units`` in place of their paths."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._names: dict[str, str] = {}
        for unit in units:
            name = contact_of(unit)[0]
            self._names[unit.folder] = name
            for filed in unit.forms():
                self._names[filed.path] = f"{name}的{form_name(unit, filed)}"

    def remark(self, unit: Unit | None, finding: Finding) -> Remark:
        """A finding of a unit, or of none, as a remark."""
        place = _place(finding)
        form, line = self._form(unit, finding), f"第 {finding.line} 行" if finding.line and not finding.field else ""
        message = self._named(unit, _without_label(finding, finding.message))
        hint = self._named(unit, finding.content.having(where="").hint)  # a line of the file means nothing on paper
        words = office_words(finding.content)
        known = form if "附件" in form else ""  # a file's name means nothing to a firm
        told = _sentence(
            known, place, self._named(unit, _without_label(finding, words.text)), self._named(unit, words.hint)
        )
        return Remark(finding.rule, form + line, place, message, hint, told)

    def _form(self, unit: Unit | None, finding: Finding) -> str:
        filed = next((filed for filed in unit.forms() if filed.path == finding.path), None) if unit else None
        if unit and filed:
            name = form_name(unit, filed)
        elif unit:
            inside = finding.path.removeprefix(f"{unit.folder}/")
            name = {"enterprise.yaml": "附件1", finding.path: "单位文件夹"}.get(inside, inside)
        else:
            name = finding.path.removeprefix(f"{ROOT}/")
        return name

    def _named(self, unit: Unit | None, text: str) -> str:
        text = _PATH.sub(lambda match: self._names.get(match[1], match[0]), text)
        if unit and ".yaml" in text:
            for filed in unit.products:
                name = form_name(unit, filed).replace("\\", r"\\")
                text = re.sub(rf" ?(?<![a-z0-9/-]){filed.slug}\.yaml ?", name, text)
        return text


def _without_label(finding: Finding, words: str) -> str:
    return words.removeprefix(f"“{(finding.field or '').rsplit('.', 1)[-1]}”：")


def _sentence(form: str, place: str, message: str, hint: str) -> str:
    where = f"{form}“{place}”" if place and f"“{place}”" not in message else form
    return f"{where}{'：' if where else ''}{message}。{hint.rstrip('。')}。"


def _place(finding: Finding) -> str:
    """材料.2.文件 → 材料第 2 条·文件."""
    if not finding.field:
        return ""
    return re.sub(r"\.(\d+)(?=\.|$)", r"第 \1 条", finding.field).replace(".", "·")
