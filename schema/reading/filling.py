"""How to fill in a field, in words, and whether one is filled in."""

from __future__ import annotations

from typing import Any

from schema.book.wording import Phrase, phrase
from schema.forms.form import Spec, specs
from schema.forms.halves import is_withheld


def is_absent(value: Any) -> bool:
    """Whether a value says nothing: none, blanks, an empty list or map."""
    return not value.strip() if isinstance(value, str) else value is None or value == [] or value == {}


def fill(spec: Spec) -> Phrase:
    """How to fill in a field whose key is there already."""
    if spec.part:
        return phrase("fill.help", fill=fill_part(spec), help=spec.entry.help)
    return phrase("fill.field", field=to_write(spec))


def fill_part(spec: Spec) -> Phrase:
    """How the lines of a part are written."""
    return phrase("fill.part", lines=_lines(spec))


def to_write(spec: Spec) -> Phrase:
    """A field with what is to be written there, its key included."""
    entry = spec.entry
    if spec.part:
        return phrase("write.part", label=spec.label, lines=_lines(spec), help=entry.help)
    notes = [entry.help.rstrip("。"), entry.such_as if entry.example not in entry.help else ""]
    return phrase("write.field", label=spec.label, help="，".join(filter(None, notes)))


def _lines(spec: Spec) -> Phrase:
    assert spec.part is not None  # noqa: S101 - asked only of parts
    first, *others = (inner.label for inner in specs(spec.part) if not is_withheld(inner))
    out = phrase("lines.item" if spec.many else "lines.part", label=first)
    return phrase("lines.rest", lines=out, labels=tuple(others)) if others else out
