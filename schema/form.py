"""What a form is: fields defined once, and the reading of a document by them.

One definition of each field (label, type, range, help, clause of the notice, visibility) feeds the validator, the JSON Schema, the
field dictionary, the web form, the Word form and the importer. Reading first asks pydantic for the whole form, which is all that a
right file costs; only when that fails is the document gone through field by field, to tell everything that is wrong at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schema.document import Document, Path
from schema.fields.scalar import Scalar
from schema.finding import Finding
from schema.messages import said


class Visibility(StrEnum):
    """Who sees a field: everybody, nobody but the bureaus, or everybody in sums only."""

    PUBLIC = "public"
    PRIVATE = "private"
    AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class When:
    """A field is asked for when a sibling has one of ``values``, or an amount ``below`` a limit; ``says`` tells it in words.

    ``only`` says that it has no place otherwise.
    """

    attribute: str
    says: str
    values: tuple[Any, ...] = ()
    below: Decimal | None = None
    only: bool = True

    def holds(self, form: Form) -> bool | None:
        """Whether the condition holds; None when the sibling could not be read."""
        value = getattr(form, self.attribute)
        if value is None:
            return None
        return value < self.below if self.below is not None else value in self.values


@dataclass(frozen=True, slots=True)
class Entry:
    """What the paper says of a field beside its type."""

    label: str
    help: str
    example: str
    clause: str
    visibility: Visibility
    required: bool
    when: When | None
    absent: str
    unit: str


def entry(
    label: str,
    help: str,
    *,
    clause: str,
    example: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    required: bool = True,
    when: When | None = None,
    absent: str = "field-missing",
    unit: str = "",
) -> Any:
    """A field of a form. ``absent`` is the rule that tells its absence; with ``when`` it is required only then."""
    told = Entry(label, help, example, clause, visibility, required and when is None, when, absent, unit)
    extra: Any = {"entry": told}
    return Field(
        *([] if told.required else [None]), alias=label, title=label, description=help, json_schema_extra=extra
    )


class Form(BaseModel):
    """A form or a part of one. In a form read with findings, fields that could not be read are None whatever their type says."""

    model_config = ConfigDict(extra="forbid", frozen=True)


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Spec:
    """One field as the reader needs it: its place in the class, its entry, and its type or part."""

    attribute: str
    entry: Entry
    scalar: Scalar | None
    part: type[Form] | None
    many: bool

    @property
    def label(self) -> str:
        """The Chinese key."""
        return self.entry.label


@cache
def specs(cls: type[Form]) -> tuple[Spec, ...]:
    """The fields of a form, in the paper's order."""
    return tuple(_spec(name, info) for name, info in cls.model_fields.items())


def _spec(name: str, info: Any) -> Spec:
    told: Entry = info.json_schema_extra["entry"]
    kinds = list(_leaves(info.annotation)) + list(info.metadata)
    scalar = next((kind for kind in kinds if isinstance(kind, Scalar)), None)
    part = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Form)), None)
    return Spec(name, told, scalar, part, many=any(kind is Ellipsis for kind in kinds) and part is not None)


def _leaves(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if inner:
        for kind in inner:
            yield from _leaves(kind)
    else:
        yield annotation


@dataclass(slots=True)
class FormReading:
    """A form as far as it could be read, whether it is whole, and what is wrong with it."""

    form: Any
    whole: bool
    findings: list[Finding]


def read_form(cls: type[F], document: Document) -> FormReading:
    """Read a document as a form. The document must hold a map; an empty one is told as a single ``field-missing``."""
    root = document.root
    if not root:
        hint = "请用 catalogue new 生成模板，或参照样例填写"
        return FormReading(None, False, [document.finding_at("field-missing", 1, 1, "文件是空的", hint)])
    try:
        form = None if [] in root.values() else cls.model_validate(root)
    except ValidationError:
        form = None
    if form is None:
        from schema.diagnosis import Diagnosis  # imported here: a right form needs none

        diagnosis = Diagnosis(document)
        return FormReading(diagnosis.form(cls, root, ()), False, diagnosis.findings)
    findings = conditional(cls, form, document, ())
    return FormReading(form, not findings, findings)


@cache
def _conditional_specs(cls: type[Form]) -> tuple[tuple[str, Spec, When | None], ...]:
    found = (spec for spec in specs(cls) if spec.entry.when or (spec.part and _conditional_specs(spec.part)))
    return tuple((spec.attribute, spec, spec.entry.when) for spec in found)


def conditional(cls: type[Form], form: Form, document: Document, path: Path) -> list[Finding]:
    """What another field's value asks for and is absent, or does not ask for and is there."""
    out: list[Finding] = []
    for attribute, spec, when in _conditional_specs(cls):
        value = getattr(form, attribute)
        if when:
            holds = when.holds(form)
            if holds and spec.entry.absent and is_absent(_raw(document, (*path, spec.label))):
                told = said("absent.then", says=when.says, label=spec.label, fill=fill(spec))
                out.append(document.finding(spec.entry.absent, (*path, spec.label), told.message, told.hint, key=True))
            elif value is not None and holds is False and when.only:
                out.append(_unneeded(document, (*path, spec.label), spec, when))
        if spec.part and value.__class__ is tuple:
            for position, part in enumerate(value, 1):
                out += conditional(spec.part, part, document, (*path, spec.label, position)) if part else ()
        elif spec.part and value is not None:
            out += conditional(spec.part, value, document, (*path, spec.label))
    return out


def _unneeded(document: Document, at: Path, spec: Spec, when: When) -> Finding:
    told = said("unneeded", says=when.says, label=spec.label)
    return document.finding(told.rule, at, told.message, told.hint, severity=told.severity, key=True)


def _raw(document: Document, at: Path) -> Any:
    value: Any = document.root
    for step in at:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step - 1]
        else:
            return None
    return value


def is_absent(value: Any) -> bool:
    """Whether a value says nothing: none, blanks, an empty list or map."""
    return value is None or value == [] or value == {} or (isinstance(value, str) and not value.strip())


def fill(spec: Spec) -> str:
    """How to fill in what is absent."""
    if spec.part:
        return f"{shape_hint(spec)}（{spec.entry.help}）" if spec.entry.help else shape_hint(spec)
    told = spec.entry
    help_, example = told.help.rstrip("。"), f"，例如 {told.example}" if told.example else ""
    return f"请填写“{spec.label}”" + (f"（{help_}）" if help_ else "") + example


def shape_hint(spec: Spec) -> str:
    """How the lines of a part are written."""
    labels = [inner.label for inner in specs(spec.part)] if spec.part else []
    lead = "- " if spec.many else ""
    return (
        f"请另起一行，缩进两个空格，写“{lead}{labels[0]}: …”"
        + (f"，再逐行写 {'、'.join(labels[1:])}" if labels[1:] else "")
        if labels
        else "请对照模板填写"
    )
