"""Which label stands below which, over all forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from schema.forms.form import Form, specs
from schema.forms.registry import FORMS


@cache
def parents() -> Mapping[str, frozenset[str]]:
    """Label → the labels of the parts that have it; an empty one for the form itself."""
    found: dict[str, set[str]] = {}

    def gather(cls: type[Form], above: str) -> None:
        for spec in specs(cls):
            found.setdefault(spec.label, set()).add(above)
            if spec.part:
                gather(spec.part, spec.label)

    for kind in FORMS.values():
        gather(kind.cls, "")
    return {label: frozenset(above) for label, above in found.items()}


@cache
def groups() -> frozenset[str]:
    """The labels below which others stand."""
    return frozenset(above for parents in parents().values() for above in parents if above)
