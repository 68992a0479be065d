"""A form's two halves, each a form of its own: what Git holds, and what only the bureau gets (``联系信息: 另交``).

``Entry.apart`` says which fields are private. Both halves are read by the ordinary reader and joined by ``schema.reading.halves``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Annotated, Any

from pydantic import create_model

from schema.fields.commitment import Salt, Withheld
from schema.forms.form import Form, Spec, entry, field, specs


@cache
def public_half(cls: type[Form]) -> type[Form]:
    """A form as Git holds it: a private field stays known, but refuses every value; the commitment is required."""
    fields: dict[str, Any] = {}
    for spec in specs(cls):
        properties = spec.entry
        if properties.apart:
            withheld = replace(properties, required=False, when=None, absent="", asked=False)
            fields[spec.attribute] = (Annotated[str, Withheld()] | None, field(withheld))
        elif properties.separate and spec.attribute == "commitment":
            fields[spec.attribute] = (Annotated[str, spec.scalar], field(replace(properties, required=True)))
        elif spec.part and holds_private(spec.part):
            fields[spec.attribute] = (_of(spec, public_half(spec.part)), field(properties))
    return _derived("Public", cls, cls, fields)


@cache
def private_half(cls: type[Form]) -> type[Form]:
    """A form's private fields as they travel, in the form's structure; a unit's form has its salt before them."""
    fields: dict[str, Any] = {}
    if "commitment" in cls.model_fields:
        salt = entry("盐", "由程序写入，不要改动", clause="个人信息保护法（最小必要）", asked=False)
        fields["salt"] = (Annotated[str, Salt()], salt)
    for spec in specs(cls):
        if spec.entry.apart:
            kind = Annotated[str, spec.scalar]
            fields[spec.attribute] = (kind if spec.entry.required else kind | None, field(spec.entry))
        elif spec.part and holds_private(spec.part):
            optional = field(replace(spec.entry, required=False, absent="field-missing"))
            fields[spec.attribute] = (_of(spec, private_half(spec.part)) | None, optional)
    half = _derived("Private", cls, Form, fields)
    half.blank = True
    return half


@cache
def holds_private(cls: type[Form]) -> bool:
    """Whether a form or a part has a private field."""
    return any(spec.entry.apart or (spec.part is not None and holds_private(spec.part)) for spec in specs(cls))


@cache
def private_paths(cls: type[Form]) -> frozenset[tuple[str, ...]]:
    """The labels that lead to each private field, without positions in lists."""
    out: set[tuple[str, ...]] = set()
    for spec in specs(cls):
        inner = private_paths(spec.part) if spec.part else ()
        out |= {(spec.label,)} if spec.entry.apart else {(spec.label, *path) for path in inner}
    return frozenset(out)


def is_withheld(spec: Spec) -> bool:
    """Whether a field of a public half stands in the private one."""
    return isinstance(spec.scalar, Withheld)


def _of(spec: Spec, part: type[Form]) -> Any:
    return tuple[part | None, ...] if spec.many and part.blank else tuple[part, ...] if spec.many else part  # type: ignore[valid-type]


def _derived(name: str, cls: type[Form], base: type[Form], fields: dict[str, Any]) -> type[Form]:
    return create_model(f"{name}{cls.__name__}", __base__=base, __doc__=cls.__doc__, **fields)
