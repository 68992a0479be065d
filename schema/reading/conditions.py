"""What one field's value asks of another, and how to fill in what is absent."""

from __future__ import annotations

from functools import cache
from typing import Any

from schema.book.finding import Finding
from schema.book.messages import said
from schema.forms.form import Form, Spec, When, specs
from schema.reading.document import Document, Path


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
    help_, example = told.help.rstrip("。"), f"，{told.such_as}" if told.example else ""
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
