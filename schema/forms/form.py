"""What a form is: fields defined once.

One definition of each field (label, type, range, help, clause of the notice, visibility) feeds the validator, the JSON Schema, the
field dictionary, the web form, the Word form and the importer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Self, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schema.fields.scalar import Scalar
from schema.vocabulary.survey import constants


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
    paperwork: bool
    asked: bool
    apart: bool
    separate: bool

    @property
    def quotable(self) -> bool:
        """Whether a receipt or a comparison may repeat the value; of any other field it gives the shape only."""
        return self.visibility is Visibility.PUBLIC or self.paperwork

    @property
    def such_as(self) -> str:
        """The example in words, 例如 …, with a blank before Latin and digits only; '' without one."""
        return f"例如{' ' if self.example[0].isascii() else ''}{self.example}" if self.example else ""


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
    paperwork: bool = False,
    asked: bool = True,
    apart: bool = False,
    separate: bool = False,
) -> Any:
    """A field of a form. ``absent`` is the rule that reports its absence; with ``when`` it is required only then.

    ``paperwork`` marks 材料 and 承诺: not published, but about no person and no revenue. What is not ``asked`` is written by programs,
    and nobody is asked for it. Where contacts are kept apart, what is not public stands in the private half, paperwork excepted unless
    it is ``apart``; a ``separate`` field has a place nowhere else.
    """
    apart = apart or (visibility is not Visibility.PUBLIC and not paperwork)
    return field(Entry(
        label, help, example, clause, visibility, required and when is None, when, absent, unit, paperwork, asked, apart, separate,
    ))  # fmt: skip


def field(properties: Entry) -> Any:
    """What pydantic needs to know of a field."""
    default, label, extra = [] if properties.required else [None], properties.label, {"entry": properties}
    return Field(*default, alias=label, title=label, description=properties.help, json_schema_extra=cast("Any", extra))


class Form(BaseModel):
    """A form or a part of one.

    ``model_validate`` takes a form that is right as a whole, or refuses it. What the reader makes of a wrong one has None for each
    field that could not be read, whatever its type says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    one_of: ClassVar[tuple[str, ...]] = ()  # attributes of which one must be filled in
    blank: ClassVar[bool] = False  # an item of a list may be left empty

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse an empty list, and a field that another one's value asks for, or leaves no place for."""
        for spec in _conditional(type(self)):
            value, when = getattr(self, spec.attribute), spec.entry.when
            holds = when.holds(self) if when else None
            asked = holds and spec.entry.absent and value is None
            if value == () or asked or (when and when.only and holds is False and value is not None):
                raise ValueError(spec.label)
        for spec in idle(type(self)):
            if getattr(self, spec.attribute) is not None:
                raise ValueError(spec.label)
        return self


@dataclass(frozen=True, slots=True)
class Spec:
    """One field as the reader needs it: its place in the class, its entry, and its type or part."""

    attribute: str
    label: str  # the Chinese key
    entry: Entry
    scalar: Scalar | None
    part: type[Form] | None
    many: bool


@cache
def specs(cls: type[Form]) -> tuple[Spec, ...]:
    """The fields of a form that have a place in this survey, in the paper's order."""
    return tuple(spec for spec in every_spec(cls) if spec not in idle(cls))


@cache
def every_spec(cls: type[Form]) -> tuple[Spec, ...]:
    """The fields of a form, in the paper's order."""
    return tuple(_spec(name, info) for name, info in cls.model_fields.items())


@cache
def idle(cls: type[Form]) -> tuple[Spec, ...]:
    """The fields that have no place where forms are not in two halves."""
    return () if constants().separate else tuple(spec for spec in every_spec(cls) if spec.entry.separate)


@cache
def asked(cls: type[Form]) -> tuple[Spec, ...]:
    """The fields that people are asked for, in the paper's order."""
    return tuple(spec for spec in specs(cls) if spec.entry.asked)


@cache
def _conditional(cls: type[Form]) -> tuple[Spec, ...]:
    return tuple(spec for spec in specs(cls) if spec.entry.when or spec.many)


@cache
def labels(cls: type[Form]) -> frozenset[str]:
    """The Chinese keys of a form."""
    return frozenset(spec.label for spec in specs(cls))


def position(cls: type[Form], field: str) -> tuple[int, ...]:
    """Where a dotted field stands in a form's order, to sort by; what the form does not have there comes last."""
    out: list[int] = []
    fields: tuple[Spec, ...] = specs(cls)
    for step in field.split("."):
        if step.isdecimal():  # of a list, whose items have the same fields
            out.append(int(step))
            continue
        rank = next((rank for rank, spec in enumerate(fields) if spec.label == step), len(fields))
        part = fields[rank].part if rank < len(fields) else None
        fields = specs(part) if part else ()
        out.append(rank)
    return tuple(out)


def _spec(name: str, info: Any) -> Spec:
    properties: Entry = info.json_schema_extra["entry"]
    kinds = list(_leaves(info.annotation)) + list(info.metadata)
    scalar = next((kind for kind in kinds if isinstance(kind, Scalar)), None)
    part = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Form)), None)
    return Spec(
        name,
        properties.label,
        properties,
        scalar,
        part,
        many=any(kind is Ellipsis for kind in kinds) and part is not None,
    )


def _leaves(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if inner:
        for kind in inner:
            yield from _leaves(kind)
    else:
        yield annotation
