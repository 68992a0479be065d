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
    """How to fill in a field that is absent."""
    entry = spec.entry
    help_ = entry.help if spec.part else entry.help.rstrip("。")
    out = fill_part(spec) if spec.part else phrase("fill.field", label=spec.label)
    if help_:
        out = phrase("fill.help", fill=out, help=help_)
    return phrase("fill.example", fill=out, example=entry.such_as) if entry.example and not spec.part else out


def fill_part(spec: Spec) -> Phrase:
    """How the lines of a part are written."""
    assert spec.part is not None  # noqa: S101 - asked only of parts
    first, *others = (inner.label for inner in specs(spec.part) if not is_withheld(inner))
    out = phrase("fill.item" if spec.many else "fill.part", label=first)
    return phrase("fill.rest", fill=out, labels=tuple(others)) if others else out
