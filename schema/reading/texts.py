"""The free texts of a form, each with its place and its field."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from schema.fields.text import Text
from schema.forms.form import Entry, Form, Visibility, specs
from schema.reading.document import KeyPath


class TextSpec(NamedTuple):
    """A field of free text: what the paper says of it, its type, and whether everybody sees it.

    ``asked`` says that it must be filled in, if only when another field asks for it.
    """

    entry: Entry
    type: Text
    public: bool
    asked: bool


TextField = tuple[KeyPath, TextSpec, str]  # where a text stands, its field, its tidied value


def texts(form: Form) -> list[TextField]:
    """Every free text of a form that could be read, in the paper's order."""
    out: list[TextField] = []
    _gather(form, (), _fields(type(form), True), out)
    return out


# Attribute and label of each field that is a text or holds some, with the text's spec or the part's fields.
_Fields = tuple[tuple[str, str, TextSpec | None, "_Fields"], ...]


@cache
def _fields(cls: type[Form], public: bool) -> _Fields:
    out: list[tuple[str, str, TextSpec | None, _Fields]] = []
    for spec in specs(cls):
        entry, kind = spec.entry, spec.scalar
        seen = public and entry.visibility is Visibility.PUBLIC
        if isinstance(kind, Text):
            text = TextSpec(entry, kind, seen, entry.required or entry.when is not None)
            out.append((spec.attribute, spec.label, text, ()))
        elif spec.part:
            out.append((spec.attribute, spec.label, None, _fields(spec.part, seen)))
    return tuple(out)


def _gather(form: Form, at: KeyPath, fields: _Fields, out: list[TextField]) -> None:
    for attribute, label, spec, inner in fields:
        value = getattr(form, attribute)
        if value is None:
            continue
        if spec is not None:
            out.append(((*at, label), spec, value))
        elif isinstance(value, tuple):
            for position, part in enumerate(value, 1):
                if part is not None:
                    _gather(part, (*at, label, position), inner, out)
        else:
            _gather(value, (*at, label), inner, out)
