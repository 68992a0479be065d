"""The forms as JSON Schema (2020-12), for editors: keys, choices, patterns, help. What a schema cannot say is left to the rules.

Numbers are allowed where an editor reads ``5000`` or ``1.0`` as one; the validator reads the text that was typed.
"""

from __future__ import annotations

import json
from typing import Any

from schema.fields.choice import Choice
from schema.forms.form import Form, Spec, When, specs
from schema.forms.halves import is_withheld
from schema.forms.registry import FORMS, FormKind
from schema.vocabulary.survey import constants


def export() -> dict[str, str]:
    """File name → the schema's text, the same at every run."""
    return {f"{name}.schema.json": _dump(_document(kind)) for name, kind in FORMS.items()}


def _document(kind: FormKind) -> dict[str, Any]:
    title = f"{kind.full_title}（{constants().round} 年）"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | _map(kind.filed)


def _map(form: type[Form]) -> dict[str, Any]:
    """A form or a part of one as a closed object, its conditions as if/then."""
    fields = [spec for spec in specs(form) if not is_withheld(spec)]
    out: dict[str, Any] = {
        "type": "object",
        "properties": {spec.label: _property(spec) for spec in fields},
        "required": [spec.label for spec in fields if spec.entry.required],
        "additionalProperties": False,
    }
    by_attribute = {spec.attribute: spec for spec in fields}
    rules = [
        _condition(spec, spec.entry.when, by_attribute) for spec in fields if spec.entry.when and spec.entry.when.values
    ]
    if not out["required"]:
        del out["required"]
    either = [_filled_in(by_attribute[attribute].label) for attribute in form.one_of if attribute in by_attribute]
    return out | ({"allOf": rules} if rules else {}) | ({"anyOf": either} if either else {})


def _filled_in(label: str) -> dict[str, Any]:
    """That a field is there and says something."""
    return {"required": [label], "properties": {label: {"not": {"enum": [None, "", "否"]}}}}


def _property(spec: Spec) -> dict[str, Any]:
    told = spec.entry
    out: dict[str, Any] = {"description": f"{told.help}\n依据：{told.clause}" if told.help else f"依据：{told.clause}"}
    if told.example:
        out["examples"] = [told.example]
    if spec.part and spec.many:
        return out | {"type": "array", "minItems": 1, "items": _map(spec.part)}
    if spec.part:
        return out | _optional(spec, _map(spec.part))
    assert spec.scalar is not None  # noqa: S101 - what is no part has a type
    return out | _optional(spec, spec.scalar.json_schema()) | _said(spec)


def _optional(spec: Spec, schema: dict[str, Any]) -> dict[str, Any]:
    """A field that may be left out may also be left empty."""
    if spec.entry.required:
        return schema
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | {"type": [*kinds, "null"]} | enum


def _said(spec: Spec) -> dict[str, Any]:
    """What an editor shows when the value does not fit (VS Code's ``errorMessage``)."""
    if isinstance(spec.scalar, Choice):
        return {"errorMessage": f"请从这些选项中照写一个：{'、'.join(spec.scalar.options)}"}
    return {"errorMessage": f"请填写：{spec.entry.help}"} if spec.entry.help else {}


def _condition(spec: Spec, when: When | None, siblings: dict[str, Spec]) -> dict[str, Any]:
    assert when is not None  # noqa: S101 - the caller picked those with a condition
    sibling = siblings[when.attribute]
    values: list[str] = []
    for value in when.values:
        words = "是" if value is True else "否" if value is False else value
        readings = sibling.scalar.readings if isinstance(sibling.scalar, Choice) else {}
        values += [words, *(typed for typed, meant in readings.items() if meant == words)]
    return {
        "if": {"properties": {sibling.label: {"enum": values}}, "required": [sibling.label]},
        "then": {"required": [spec.label], "properties": {spec.label: {"not": {"type": "null"}}}},
    }


def _dump(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
