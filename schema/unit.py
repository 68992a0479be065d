"""A unit's documents and forms together with their places: what the rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from schema.document import MAX_BYTES, Document, Path, read
from schema.enterprise import Enterprise
from schema.fields.text import Text
from schema.finding import Finding, Severity, file_finding
from schema.form import Entry, Form, FormReading, Visibility, read_form, specs
from schema.identity import identity_cards
from schema.layout import TreeEntry, UnitFiles
from schema.messages import said
from schema.product import Product

F = TypeVar("F", bound=Form)


@dataclass(slots=True)
class Filed(Generic[F]):
    """One form file that could be parsed. Fields of ``form`` that could not be read are None; ``whole`` says there are none."""

    path: str
    document: Document
    form: F
    whole: bool

    @property
    def slug(self) -> str:
        """The file's name without .yaml."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".yaml")

    def tell(
        self, name: str, at: Path, /, *, severity: Severity | None = None, key: bool = False, **values: object
    ) -> Finding:
        """A finding of a message in the book, as severe as the book says unless told otherwise."""
        told = said(name, **values)
        return self.document.finding(
            told.rule, at, told.message, told.hint, severity=severity or told.severity, key=key
        )


@dataclass(slots=True)
class Unit:
    """One unit: its folder's city and code, its forms as far as they could be read, its material files by name."""

    city: str
    code: str
    folder: str
    enterprise: Filed[Enterprise] | None = None
    products: list[Filed[Product]] = field(default_factory=list)
    materials: dict[str, TreeEntry] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()  # names under materials/ that have a finding of their own
    unread: bool = False  # a form file of the unit could not be parsed, so what it names is not known

    def forms(self) -> Iterator[Filed[Any]]:
        """附件1 if it is there, then each 附件2."""
        if self.enterprise:
            yield self.enterprise
        yield from self.products

    def numbers(self) -> set[str]:
        """The unit's own contact numbers, digits only."""
        own = {self.enterprise.form.mobile} if self.enterprise else set()
        for product in self.products:
            own.update(product.form.phones or ())
        return {"".join(filter(str.isdigit, number.split("转")[0])) for number in own if number}


@dataclass(frozen=True, slots=True)
class Context:
    """What a form's rules may know beyond the form: its unit's place, contact numbers and materials, and the day."""

    city: str
    code: str
    numbers: frozenset[str]
    materials: Mapping[str, TreeEntry]
    refused: frozenset[str]
    today: date | None

    @classmethod
    def of(cls, unit: Unit, today: date | None) -> Context:
        """The context of a unit's forms. ``today`` is the day in Asia/Shanghai, None where no clock may be read."""
        return cls(unit.city, unit.code, frozenset(unit.numbers()), unit.materials, unit.refused, today)


class TextField(NamedTuple):
    """One text of a form: where it stands, what the paper says of it, its type, and its tidied value."""

    at: Path
    entry: Entry
    type: Text
    value: str
    public: bool


def texts(form: Form) -> list[TextField]:
    """Every free text of a form that could be read, in the paper's order."""
    out: list[TextField] = []
    _gather(form, (), True, out)
    return out


def _gather(form: Form, at: Path, public: bool, out: list[TextField]) -> None:
    for attribute, told, kind, many, open_to_all in _text_specs(type(form)):
        value = getattr(form, attribute)
        if value is None:
            continue
        seen = public and open_to_all
        here = (*at, told.label)
        if kind is not None:
            out.append(TextField(here, told, kind, value, seen))
            continue
        for position, part in enumerate(value, 1) if many else ((0, value),):
            if part is not None:
                _gather(part, (*here, position) if many else here, seen, out)


@cache
def _text_specs(cls: type[Form]) -> tuple[tuple[str, Entry, Text | None, bool, bool], ...]:
    return tuple(
        (
            spec.attribute,
            spec.entry,
            spec.scalar if isinstance(spec.scalar, Text) else None,
            spec.many,
            spec.entry.visibility is Visibility.PUBLIC,
        )
        for spec in specs(cls)
        if isinstance(spec.scalar, Text) or (spec.part and _text_specs(spec.part))
    )


ReadBytes = Callable[[str], bytes]
# Said of a value that cannot be read: nothing more needs to be said of it where it holds an identity-card number.
_UNREADABLE = frozenset(("phone-format", "amount-format", "date-format", "url-format", "field-choice", "field-type"))


def read_filed(cls: type[F], entry: TreeEntry, read_bytes: ReadBytes) -> tuple[Filed[F] | None, list[Finding]]:
    """Read one form file with everything that is wrong with it by itself; None where nothing of it can be used."""
    if entry.size > MAX_BYTES:
        size = f"{-(-entry.size // 1024)} KiB"
        return None, [
            file_finding(
                "file-size",
                entry.path,
                f"文件有 {size}，超过 {MAX_BYTES // 1024} KiB",
                "这里只放文字；图片和证书请放到 materials/",
            )
        ]
    reading = read(entry.path, read_bytes(entry.path))
    document, findings = reading.document, reading.findings
    if document is None:
        return None, findings
    form = read_form(cls, document) if reading.parsed else FormReading(None, False, [])
    findings += [f for f in form.findings if not (document.partial and f.rule.endswith("-missing"))]
    told = {finding.line for finding in findings if finding.rule == "uscc-format"}
    cards = [card for card in identity_cards(document) if card.line not in told]
    lines = {card.line for card in cards}
    findings = [f for f in findings if not (f.line in lines and f.rule in _UNREADABLE)] + cards
    return (Filed(entry.path, document, form.form, form.whole) if form.form is not None else None), findings


def read_unit(files: UnitFiles, read_bytes: ReadBytes) -> tuple[Unit, list[Finding]]:
    """Read a unit's forms. ``unread`` is set when one of them gives nothing, so that rules over the unit hold back."""
    names = {entry.path.rsplit("/", 1)[-1]: entry for entry in files.materials}
    unit = Unit(files.city, files.code, files.folder, materials=names, refused=frozenset(files.refused))
    unit.unread = files.astray
    findings: list[Finding] = []
    if files.enterprise:
        unit.enterprise, found = read_filed(Enterprise, files.enterprise, read_bytes)
        findings += found
        unit.unread |= unit.enterprise is None
    for entry in files.products:
        product, found = read_filed(Product, entry, read_bytes)
        findings += found
        unit.unread |= product is None
        if product:
            unit.products.append(product)
    return unit, findings
