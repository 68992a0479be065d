"""Rules over 材料: which must be there, what a line must hold, and the files that it names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schema.book.finding import Finding, path_finding
from schema.book.wording import Argument, Message, message, phrase
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form
from schema.forms.parts import ABILITY, LICENCE, PATENT_PROOF, TEST_REPORT, USE_PROOF
from schema.forms.product import Product
from schema.layout.arrange import TreeEntry, plain_name
from schema.reading.filling import is_absent
from schema.reading.unit import Context, FormFile, Unit
from schema.vocabulary.survey import constants


def required(file: FormFile[Any], context: Context) -> Iterator[Finding]:
    """``material-missing``: a 类别 that the notice asks for is absent."""
    kinds = {item and item.kind for item in file.form.materials or ()}
    if file.form.materials is None or None in kinds:
        return
    for proof in wanted(file.form):
        if kinds.isdisjoint(proof.kinds):
            yield file.finding("material.missing", ("材料",), key=True, proof=proof.title, kind=proof.kinds[0])


@dataclass(frozen=True, slots=True)
class RequiredProof:
    """A required proof: of one of these 类别, its title, and for which answer to 是否检测 (None: always)."""

    kinds: tuple[str, ...]
    title: Argument
    tested: bool | None = None


ENTERPRISE_PROOFS = (RequiredProof((LICENCE,), LICENCE), RequiredProof((ABILITY,), ABILITY))
PRODUCT_PROOFS = (
    RequiredProof((LICENCE,), LICENCE),
    RequiredProof((PATENT_PROOF,), PATENT_PROOF),
    RequiredProof((TEST_REPORT,), phrase("test.report", kind=TEST_REPORT), True),
    RequiredProof((USE_PROOF, TEST_REPORT), phrase("either", first=TEST_REPORT, second=USE_PROOF), False),
)


_OF_PRODUCTS = {
    tested: tuple(proof for proof in PRODUCT_PROOFS if proof.tested in (None, tested)) for tested in (None, True, False)
}


def wanted(form: Enterprise | Product) -> tuple[RequiredProof, ...]:
    """What the notice asks for of a form."""
    testing = form.testing if isinstance(form, Product) else None
    return proofs_of(type(form), testing.tested if testing is not None else None)


def proofs_of(cls: type[Form], tested: bool | None) -> tuple[RequiredProof, ...]:
    """What the notice asks for of a form of this class; ``tested`` is its answer to 是否检测, None where it gives none."""
    return ENTERPRISE_PROOFS if issubclass(cls, Enterprise) else _OF_PRODUCTS[tested]


def lines(file: FormFile[Any], context: Context) -> Iterator[Finding]:
    """``field-missing`` and ``field-unneeded``: a line of 材料 says one way in which the proof comes, not two and not none."""
    separate = constants().separate
    for position, item in enumerate(file.form.materials or (), 1):
        if item is None:
            continue
        given = _given(file, position)
        says_no = {label for label, answer in (("线下提交", item.offline), ("另交", item.travels)) if answer is False}
        if not given - says_no:
            name = "material.no-way" if separate else "material.neither"
            yield file.finding(name, ("材料", position), key=True, position=position)
        elif item.offline and item.travels:
            yield file.finding("material.travels", ("材料", position, "线下提交"), key=True)
        elif item.offline and "文件" in given and not separate:
            yield file.finding("material.both", ("材料", position, "线下提交"), key=True)


def _given(file: FormFile[Any], position: int) -> set[str]:
    """The ways for which a line says something."""
    raw = (file.document.root or {})["材料"][position - 1]
    ways = {"文件", "线下提交"} | ({"另交"} if constants().separate else set())
    misspelt = bool(raw.keys() - ways - {"类别", "另交"})  # what it was meant for counts as given
    return {way for way in ways if misspelt or not is_absent(raw.get(way))}


def named(file: FormFile[Any], context: Context) -> Iterator[Finding]:
    """``material-file``: the named file is absent, outside materials/, absolute, or a link."""
    for position, item in enumerate(file.form.materials or (), 1):
        if item is None or item.file is None:
            continue
        if context.refused & {"", plain_name(item.file)}:
            continue  # it is there, under a name or of a kind that is refused
        problem = _problem(item.file, context.materials)
        if problem:
            yield file.finding(problem, ("材料", position, "文件"))


def _problem(name: str, there: Mapping[str, TreeEntry]) -> str | None:
    """The message for a name under 文件 that cannot be right."""
    if name.startswith(("/", "\\", "~")) or "\\" in name or name[1:2] == ":" or "://" in name:
        return "material.absolute"
    if posixpath.normpath(name) != name or not name.startswith("materials/") or name.count("/") != 1:
        return "material.outside"
    if name.removeprefix("materials/") not in there:
        alike = any(known.casefold() == name.removeprefix("materials/").casefold() for known in there)
        return "material.case" if alike else "material.nowhere"
    return None


def at_name(unit: Unit, name: str, content: Message) -> Finding:
    """A finding about a material file: at the first line that names it, at the file itself where none does."""
    for file in unit.forms():
        for position, item in enumerate(file.form.materials or (), 1):
            if item is not None and item.file == f"materials/{name}":
                return file.document.finding(content, ("材料", position, "文件"))
    return path_finding(unit.materials[name].path, content)


def unlisted(unit: Unit) -> Iterator[Finding]:
    """``material-unlisted``: a file under materials/ that no form names. Not judged where a form could not be read."""
    if unit.unread or not unit.materials or any(not _all_named(file) for file in unit.forms()):
        return
    used = {item.file.removeprefix("materials/") for file in unit.forms() for item in file.form.materials if item.file}
    alike = {name.casefold() for name in used}
    for name, entry in unit.materials.items():
        if name.casefold() not in alike:
            yield path_finding(entry.path, message("material.unlisted"))


def _all_named(file: FormFile[Any]) -> bool:
    """Whether every line of 材料 could be read, so that a file not named is truly not named."""
    materials = file.form.materials
    return materials is not None and all(
        item is not None and (item.file is not None or "文件" not in _given(file, position))
        for position, item in enumerate(materials, 1)
    )


def shared(unit: Unit) -> Iterator[Finding]:
    """``material-shared``: a file other than 营业执照 that two products name (通知三、1 asks for separate materials)."""
    first: dict[str, str] = {}
    for file in unit.products:
        for position, item in enumerate(file.form.materials or (), 1):
            if item is None or item.file is None or item.kind in (None, LICENCE):
                continue
            owner = first.setdefault(item.file, file.path)
            if owner != file.path:
                other = owner.rsplit("/", 1)[-1]
                yield file.finding("material.shared", ("材料", position, "文件"), other=other)
