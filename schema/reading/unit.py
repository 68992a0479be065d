"""A unit's forms together with their documents: what the rules look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar, cast

from schema.book.finding import Finding, path_finding
from schema.book.severity import Severity
from schema.book.wording import Argument, message
from schema.fields.uscc import is_sample
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form
from schema.forms.halves import private_half, public_half
from schema.forms.product import Product
from schema.layout.arrange import MAX_MATERIAL_BYTES, TreeEntry, UnitFiles
from schema.layout.paths import FormPath
from schema.reading.document import Document, KeyPath
from schema.reading.form_reading import read_form
from schema.reading.halves import Digest, joined_document, joined_form, judge_binding, sha256
from schema.reading.identity import identity_cards, numbers_here
from schema.reading.read import MAX_BYTES, read
from schema.vocabulary.survey import constants

F = TypeVar("F", bound=Form)
ReadBytes = Callable[[str], bytes]


@dataclass(slots=True)
class FormFile(Generic[F]):
    """A form file that could be parsed. Fields of ``form`` that could not be read are None; ``whole`` says there are none.

    ``alone`` says that it is a public half whose private one is not at hand, so that its private fields are None.
    """

    path: str
    document: Document
    form: F
    whole: bool
    alone: bool = False

    @property
    def slug(self) -> str:
        """The file's name without .yaml."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".yaml")

    def finding(
        self, name: str, at: KeyPath, /, *, severity: Severity | None = None, key: bool = False, **arguments: Argument
    ) -> Finding:
        """A finding with a message of the book; ``severity`` stands for the book's."""
        return self.document.finding(message(name, **arguments), at, severity=severity, key=key)

    def without_source(self) -> FormFile[F]:
        """The same form without its file's text and places, which only rules need; the values stay where the form lacks some."""
        return replace(self, document=Document(self.path, "", None if self.whole else self.document.root))


@dataclass(slots=True)
class Unit:
    """One unit: its folder's city and code, its forms as far as they could be read, its material files by name."""

    city: str
    code: str
    folder: str
    enterprise: FormFile[Enterprise] | None = None
    products: list[FormFile[Product]] = field(default_factory=list)
    materials: dict[str, TreeEntry] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()  # names under materials/ that have a finding of their own
    unread: bool = False  # a form file could not be parsed, so what it names is not known

    def forms(self) -> Iterator[FormFile[Any]]:
        """附件1 if it is there, then each 附件2."""
        if self.enterprise:
            yield self.enterprise
        yield from self.products

    def numbers(self) -> set[str]:
        """The unit's own contact numbers, digits only, at least ``schema.fields.phone.FEWEST_DIGITS``."""
        own = {self.enterprise.form.mobile} if self.enterprise else set()
        for product in self.products:
            own.update(product.form.phones or ())
        return {"".join(filter(str.isdigit, number.split("转")[0])) for number in own if number}

    def without_source(self) -> Unit:
        """The same unit without its files' texts."""
        enterprise = self.enterprise and self.enterprise.without_source()
        return replace(self, enterprise=enterprise, products=[product.without_source() for product in self.products])


def without_samples(units: Iterable[Unit]) -> list[Unit]:
    """The real units; where there are none, the samples."""
    known = list(units)
    return [unit for unit in known if not is_sample(unit.code)] or known


def without_forms(unit: Unit, paths: Collection[str]) -> Unit:
    """A unit without the forms at these paths."""
    enterprise = None if unit.enterprise and unit.enterprise.path in paths else unit.enterprise
    return replace(unit, enterprise=enterprise, products=[filed for filed in unit.products if filed.path not in paths])


@dataclass(frozen=True, slots=True)
class Context:
    """What a form's rules may know beyond the form: its unit's place, contact numbers and materials, and the day."""

    city: str
    code: str
    numbers: Callable[[], set[str]]
    materials: Mapping[str, TreeEntry]
    refused: frozenset[str]
    today: date | None

    @classmethod
    def of(cls, unit: Unit, today: date | None) -> Context:
        """The context of a unit's forms. ``today`` is the day in Asia/Shanghai, None where no clock may be read."""
        return cls(unit.city, unit.code, unit.numbers, unit.materials, unit.refused, today)


def read_form_file(
    cls: type[F],
    entry: TreeEntry,
    read_bytes: ReadBytes,
    private: TreeEntry | None = None,
    digest: Digest = lambda _: None,
) -> tuple[FormFile[F] | None, list[Finding]]:
    """Read one form with everything that is wrong with it by itself; None where nothing of it can be used.

    Where forms are in two halves, ``entry`` is the public one, and ``private`` the other, if it is at hand; ``digest`` is that of the
    files it names.
    """
    if not constants().separate:
        return read_file(cls, entry, read_bytes, identity_cards)
    public, findings = read_file(public_half(cls), entry, read_bytes, numbers_here)
    if public is None:
        return None, findings
    other, found = read_file(private_half(cls), private, read_bytes, identity_cards) if private else (None, [])
    findings += found
    form = cast("F", joined_form(cls, public.form, other and other.form))
    file = FormFile(entry.path, public.document, form, public.whole, alone=other is None)
    if other:
        file.document = document = joined_document(cls, public.document, public.form, other.document)
        file.whole &= other.whole
        place = FormPath.parse(entry.path)
        if place and place.code:
            findings += judge_binding(place, file.form, document, getattr(other.form, "salt", None), digest)
    return file, findings


def read_file(
    cls: type[Form], entry: TreeEntry, read_bytes: ReadBytes, numbers: Callable[[Document], Iterator[Finding]]
) -> tuple[FormFile[Any] | None, list[Finding]]:
    """Read one file as a form, with everything that is wrong with it by itself; ``numbers`` finds those that must not be in it."""
    if entry.size > MAX_BYTES:
        size = message("size.form", size=-(-entry.size // 1024), most=MAX_BYTES // 1024)
        return None, [path_finding(entry.path, size)]
    reading = read(entry.path, read_bytes(entry.path))
    document = reading.document
    if document is None:
        return None, reading.findings
    findings = [*reading.findings, *numbers(document)]
    if not reading.parsed:
        return None, findings
    form = read_form(cls, document)
    file = FormFile(entry.path, document, form.form, form.whole) if form.form is not None else None
    return file, findings + form.findings


def read_unit(files: UnitFiles, read_bytes: ReadBytes) -> tuple[Unit, list[Finding]]:
    """Read a unit's forms, with everything that is wrong with each by itself; its private halves too, where they are looked for."""
    private = files.private
    proofs = (private or files).materials
    names = {entry.path.rsplit("/", 1)[-1]: entry for entry in proofs}
    refused = frozenset((private or files).refused)
    unit = Unit(files.city, files.code, files.folder, materials=names, refused=refused)
    unit.unread = files.astray or (private is not None and private.astray)
    halves = {entry.path: entry for entry in private.forms()} if private else {}
    findings: list[Finding] = []

    def digest(name: str) -> str | None:
        entry = names.get(name.removeprefix("materials/")) if name.startswith("materials/") else None
        return sha256(read_bytes(entry.path)) if entry and entry.size <= MAX_MATERIAL_BYTES else None

    def read_one(cls: type[F], entry: TreeEntry) -> FormFile[F] | None:
        place = FormPath.parse(entry.path)
        half = halves.get(place.private_path) if place else None
        file, found = read_form_file(cls, entry, read_bytes, half, digest)
        findings.extend(found)
        if file and private and not half:
            findings.append(file.document.finding(message("private.missing"), ("不公开部分",)))
        unit.unread |= file is None or (private is not None and file.alone)
        return file

    if files.enterprise:
        unit.enterprise = read_one(Enterprise, files.enterprise)
    products = [read_one(Product, entry) for entry in files.products]
    unit.products = [product for product in products if product]
    return unit, findings
