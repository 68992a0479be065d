"""A whole form's values as the two halves that travel apart, and what binds the one to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from schema.forms.commitment import commit
from schema.forms.form import Form, specs
from schema.forms.halves import holds_private
from schema.layout.paths import FormPath
from schema.reading.halves import private_values, sha256
from schema.reading.read import read
from scripts.writing.values import Values


def bind(
    place: FormPath, year: int, salt: str, private: str, lines: Sequence[int], read_proof: Callable[[str], bytes]
) -> str:
    """The commitment to a private half as it reads; ``lines`` are the positions of its files in 材料."""
    cls, document = place.kind.cls, read(place.path, private.encode()).document
    root = (document and document.root) or {}
    values = private_values(cls, root, tuple(lines), lambda name: sha256(read_proof(name)))
    return commit(year, place.city, place.code or "", place.slug or "enterprise", salt, values or {})


def parted(cls: type[Form], values: Values) -> tuple[Values, Values]:
    """The public and the private values of a form; a line of 材料 that names a file says 另交 instead."""
    public: Values = {}
    private: Values = {}
    for spec in specs(cls):
        value = values.get(spec.label)
        if value is None:
            continue
        if spec.entry.apart:
            private[spec.label] = value
        elif spec.part is None or not holds_private(spec.part):
            public[spec.label] = value
        elif spec.many:
            items = [parted(spec.part, item) for item in value]
            public[spec.label] = [ours | ({"另交": "是"} if theirs else {}) for ours, theirs in items]
            if any(theirs for _, theirs in items):
                private[spec.label] = [theirs for _, theirs in items if theirs]
        else:
            public[spec.label], inner = parted(spec.part, value)
            private |= {spec.label: inner} if inner else {}
    return public, private
