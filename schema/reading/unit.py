"""A unit's documents and forms together with their places: what the rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from schema.book.finding import Finding, Severity, file_finding
from schema.book.wording import Argument, message
from schema.fields.text import Text
from schema.forms.enterprise import Enterprise
from schema.forms.form import Entry, Form, Spec, Visibility, specs
from schema.forms.product import Product
from schema.layout.arrange import TreeEntry, UnitFiles
from schema.reading.document import Document, Path
from schema.reading.form_reading import FormReading, read_form
from schema.reading.identity import identity_cards
from schema.reading.read import MAX_BYTES, Reading, read

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
        self, name: str, at: Path, /, *, severity: Severity | None = None, key: bool = False, **arguments: Argument
    ) -> Finding:
        """A finding with a message of the book; ``severity`` stands for the book's."""
        return self.document.finding_of(message(name, **arguments), at, severity=severity, key=key)


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
        """The unit's own contact numbers, digits only, at least ``schema.fields.phone.FEWEST_DIGITS``."""
        own = {self.enterprise.form.mobile} if self.enterprise else set()
        for product in self.products:
            own.update(product.form.phones or ())
        return {"".join(filter(str.isdigit, number.split("转")[0])) for number in own if number}


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


class TextSpec(NamedTuple):
    """What the rules need of a field of free text: what the paper says of it, its type, and who sees it.

    ``asked`` says that it must be filled in, be it only when another field asks for it.
    """

    entry: Entry
    type: Text
    public: bool
    asked: bool
    bounded: bool


TextField = tuple[Path, TextSpec, str]  # where a text stands, its field, its tidied value


def texts(form: Form, *, judged: bool = False) -> list[TextField]:
    """Every free text of a form that could be read, in the paper's order; with ``judged`` only those that a rule can find fault with."""
    out: list[TextField] = []
    _gather(form, (), _text_fields(type(form), True, judged), out)
    return out


def _gather(form: Form, at: Path, fields: _Fields, out: list[TextField]) -> None:
    for attribute, label, spec, parts in fields:
        value = getattr(form, attribute)
        if value is None:
            continue
        if spec is not None:
            out.append(((*at, label), spec, value))
        elif value.__class__ is tuple:
            for position, part in enumerate(value, 1):
                if part is not None:
                    _gather(part, (*at, label, position), parts, out)
        else:
            _gather(value, (*at, label), parts, out)


# Attribute and label of each, and a text's spec or the fields of a part.
_Fields = tuple[tuple[str, str, TextSpec | None, "_Fields"], ...]


@cache
def _text_fields(cls: type[Form], public: bool, judged: bool) -> _Fields:
    fields = (_text_field(spec, public, judged) for spec in specs(cls))
    return tuple(field for field in fields if _may_say(field, judged))


def _text_field(spec: Spec, public: bool, judged: bool) -> tuple[str, str, TextSpec | None, _Fields]:
    told, kind = spec.entry, spec.scalar
    public &= told.visibility is Visibility.PUBLIC
    if isinstance(kind, Text):
        asked = told.required or told.when is not None
        return spec.attribute, told.label, TextSpec(told, kind, public, asked, kind.bounded), ()
    return spec.attribute, told.label, None, _text_fields(spec.part, public, judged) if spec.part else ()


def _may_say(field: tuple[str, str, TextSpec | None, _Fields], judged: bool) -> bool:
    _, _, text, parts = field
    return bool(parts or (text and (not judged or text.public or text.asked or text.bounded)))


ReadBytes = Callable[[str], bytes]
# Said of a value that cannot be read: nothing more needs to be said of it where it holds an identity-card number.
_UNREADABLE = frozenset(("phone-format", "amount-format", "date-format", "url-format", "field-choice", "field-type"))


def read_filed(cls: type[F], entry: TreeEntry, read_bytes: ReadBytes) -> tuple[Filed[F] | None, list[Finding]]:
    """Read one form file with everything that is wrong with it by itself; None where nothing of it can be used."""
    return _filed(cls, entry, _readings([entry], read_bytes).get(entry.path))


def _readings(entries: Sequence[TreeEntry], read_bytes: ReadBytes) -> dict[str, Reading]:
    """The files that are not too large, by path: all from the disk, then all as YAML, since each step runs faster by itself."""
    contents = [(entry.path, read_bytes(entry.path)) for entry in entries if entry.size <= MAX_BYTES]
    return {path: read(path, data) for path, data in contents}


def _filed(cls: type[F], entry: TreeEntry, reading: Reading | None) -> tuple[Filed[F] | None, list[Finding]]:
    if reading is None:
        size = f"文件有 {-(-entry.size // 1024)} KiB，超过 {MAX_BYTES // 1024} KiB"
        return None, [file_finding("file-size", entry.path, size, "这里只放文字；图片和证书请放到 materials/")]
    document, findings = reading.document, reading.findings
    if document is None:
        return None, findings
    form = read_form(cls, document) if reading.parsed else FormReading(None, False, [])
    findings += form.findings
    findings = _with_cards(findings, document)
    return (Filed(entry.path, document, form.form, form.whole) if form.form is not None else None), findings


def _with_cards(findings: list[Finding], document: Document) -> list[Finding]:
    """The findings with those of identity-card numbers, one for each mistake."""
    found = list(identity_cards(document))
    if not found:
        return findings
    told = {finding.line for finding in findings if finding.rule == "uscc-format"}
    cards = [card for card in found if card.line not in told]
    lines = {card.line for card in cards}
    return [f for f in findings if not (f.line in lines and f.rule in _UNREADABLE)] + cards


def read_unit(files: UnitFiles, read_bytes: ReadBytes) -> tuple[Unit, list[Finding]]:
    """Read a unit's forms, with all that is wrong with each by itself."""
    return read_units([files], read_bytes)[0]


def read_units(batch: Sequence[UnitFiles], read_bytes: ReadBytes) -> list[tuple[Unit, list[Finding]]]:
    """Read several units' forms, as many as may be in memory together."""
    readings = _readings([entry for files in batch for entry in files.forms()], read_bytes)
    return [_unit(files, readings) for files in batch]


def _unit(files: UnitFiles, readings: Mapping[str, Reading]) -> tuple[Unit, list[Finding]]:
    """``unread`` is set when a form gives nothing, so that rules over the unit hold back."""
    names = {entry.path.rsplit("/", 1)[-1]: entry for entry in files.materials}
    unit = Unit(files.city, files.code, files.folder, materials=names, refused=frozenset(files.refused))
    unit.unread = files.astray
    findings: list[Finding] = []
    if files.enterprise:
        unit.enterprise, found = _filed(Enterprise, files.enterprise, readings.get(files.enterprise.path))
        findings += found
        unit.unread |= unit.enterprise is None
    for entry in files.products:
        product, found = _filed(Product, entry, readings.get(entry.path))
        findings += found
        unit.unread |= product is None
        if product:
            unit.products.append(product)
    return unit, findings
