"""How to fill in a field, in words, and whether one is filled in."""

from __future__ import annotations

from typing import Any

from schema.forms.form import Spec, specs


def is_absent(value: Any) -> bool:
    """Whether a value says nothing: none, blanks, an empty list or map."""
    return not value.strip() if isinstance(value, str) else value is None or value == [] or value == {}


def fill(spec: Spec) -> str:
    """How to fill in a field that is absent."""
    if spec.part:
        return f"{shape_hint(spec)}（{spec.entry.help}）" if spec.entry.help else shape_hint(spec)
    entry = spec.entry
    help_, example = entry.help.rstrip("。"), f"，{entry.such_as}" if entry.example else ""
    return f"请填写“{spec.label}”" + (f"（{help_}）" if help_ else "") + example


def shape_hint(spec: Spec) -> str:
    """How the lines of a part are written."""
    labels = [inner.label for inner in specs(spec.part)] if spec.part else []
    if not labels:
        return "请对照模板填写"
    rest = f"，再逐行写 {'、'.join(labels[1:])}" if labels[1:] else ""
    return f"请另起一行，缩进两个空格，写“{'- ' if spec.many else ''}{labels[0]}: …”{rest}"
