"""Rules over 材料: which must be there, what a line must hold, and the files that it names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schema.book.finding import Finding, Severity, file_finding
from schema.book.messages import phrase, said
from schema.forms.enterprise import Enterprise
from schema.forms.parts import ABILITY, LICENCE, PATENT_PROOF, TEST_REPORT, USE_PROOF
from schema.forms.product import Product
from schema.layout.arrange import TreeEntry, plain_name
from schema.reading.filling import is_absent
from schema.reading.unit import Context, Filed, Unit


def required(filed: Filed[Any], context: Context) -> Iterator[Finding]:
    """``material-missing``: a 类别 that the notice asks for is absent."""
    kinds = {item and item.kind for item in filed.form.materials or ()}
    if filed.form.materials is None or None in kinds:
        return
    for proof in wanted(filed.form):
        if kinds.isdisjoint(proof.kinds):
            yield filed.tell("material.missing", ("材料",), key=True, told=proof.told, kind=proof.kinds[0])


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that must be there: of one of these 类别, how it is called, and for which answer to 是否检测 (None: always)."""

    kinds: tuple[str, ...]
    told: str
    tested: bool | None = None


ENTERPRISE_PROOFS = (Proof((LICENCE,), LICENCE), Proof((ABILITY,), ABILITY))
PRODUCT_PROOFS = (
    Proof((LICENCE,), LICENCE),
    Proof((PATENT_PROOF,), PATENT_PROOF),
    Proof((TEST_REPORT,), phrase("test.report", kind=TEST_REPORT), True),
    Proof((USE_PROOF, TEST_REPORT), phrase("either", first=TEST_REPORT, second=USE_PROOF), False),
)


_OF_PRODUCTS = {
    tested: tuple(proof for proof in PRODUCT_PROOFS if proof.tested in (None, tested)) for tested in (None, True, False)
}


def wanted(form: Enterprise | Product) -> tuple[Proof, ...]:
    """What the notice asks for of a form."""
    if isinstance(form, Enterprise):
        return ENTERPRISE_PROOFS
    return _OF_PRODUCTS[form.testing.tested if form.testing is not None else None]


def lines(filed: Filed[Any], context: Context) -> Iterator[Finding]:
    """``field-missing`` and ``field-unneeded``: a line of 材料 has 文件 or 线下提交, not both and not neither."""
    for position, item in enumerate(filed.form.materials or (), 1):
        if item is None:
            continue
        file, offline = _given(filed, position)
        if not file and (not offline or item.offline is False):
            yield filed.tell("material.neither", ("材料", position), key=True, position=position)
        elif file and item.offline:
            yield filed.tell("material.both", ("材料", position, "线下提交"), key=True)


def _given(filed: Filed[Any], position: int) -> tuple[bool, bool]:
    """Whether a line says something for 文件, and for 线下提交."""
    raw = (filed.document.root or {})["材料"][position - 1]
    misspelt = bool(raw.keys() - {"类别", "文件", "线下提交"})  # what it was meant for counts as given
    return misspelt or not is_absent(raw.get("文件")), misspelt or not is_absent(raw.get("线下提交"))


def named(filed: Filed[Any], context: Context) -> Iterator[Finding]:
    """``material-file``: the named file is absent, outside materials/, absolute, or a link."""
    for position, item in enumerate(filed.form.materials or (), 1):
        if item is None or item.file is None:
            continue
        if context.refused & {"", plain_name(item.file)}:
            continue  # it is there, under a name or of a kind that is refused
        trouble = _trouble(item.file, context.materials)
        if trouble:
            yield filed.document.finding("material-file", ("材料", position, "文件"), *trouble)


def _trouble(name: str, there: Mapping[str, TreeEntry]) -> tuple[str, str] | None:
    if name.startswith(("/", "\\", "~")) or "\\" in name or name[1:2] == ":" or "://" in name:
        return said("material.absolute")[1:3]
    if posixpath.normpath(name) != name or not name.startswith("materials/") or name.count("/") != 1:
        return said("material.outside")[1:3]
    if name.removeprefix("materials/") not in there:
        near = next((known for known in there if known.casefold() == name.removeprefix("materials/").casefold()), None)
        hint = "大小写不一致，请改成与文件名相同" if near else "请把文件放进 materials 文件夹，或改正文件名"
        return "找不到这个材料文件", hint
    return None


def at_name(unit: Unit, name: str, rule: str, message: str, hint: str) -> Finding:
    """A finding about a material file: at the first line that names it, at the file itself where none does."""
    for filed in unit.forms():
        for position, item in enumerate(filed.form.materials or (), 1):
            if item is not None and item.file == f"materials/{name}":
                return filed.document.finding(rule, ("材料", position, "文件"), message, hint)
    return file_finding(rule, unit.materials[name].path, message, hint)


def unlisted(unit: Unit) -> Iterator[Finding]:
    """``material-unlisted``: a file under materials/ that no form names. Not judged where a form could not be read."""
    if unit.unread or not unit.materials or any(not _all_named(filed) for filed in unit.forms()):
        return
    used = {
        item.file.removeprefix("materials/") for filed in unit.forms() for item in filed.form.materials if item.file
    }
    alike = {name.casefold() for name in used}
    for name, entry in unit.materials.items():
        if name.casefold() not in alike:
            yield file_finding(
                "material-unlisted", entry.path, "没有一张表提到这个材料文件", "请在表的“材料”下写上它，或删去这个文件"
            )


def _all_named(filed: Filed[Any]) -> bool:
    """Whether every line of 材料 could be read, so that a file not named is truly not named."""
    materials = filed.form.materials
    return materials is not None and all(
        item is not None and (item.file is not None or not _given(filed, position)[0])
        for position, item in enumerate(materials, 1)
    )


def shared(unit: Unit) -> Iterator[Finding]:
    """``material-shared``: a file other than 营业执照 that two products name (通知三、1 asks for separate materials)."""
    first: dict[str, str] = {}
    for filed in unit.products:
        for position, item in enumerate(filed.form.materials or (), 1):
            if item is None or item.file is None or item.kind in (None, LICENCE):
                continue
            owner = first.setdefault(item.file, filed.path)
            if owner != filed.path:
                yield filed.document.finding(
                    "material-shared", ("材料", position, "文件"), f"另一个产品（{owner.rsplit('/', 1)[-1]}）也用了这个文件",
                    "同一单位报送多个产品，应分别提交材料；确属共用的，由工信局判断", severity=Severity.WARNING,
                )  # fmt: skip
