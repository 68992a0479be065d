"""A field that is absent: which place its finding has, and where the field is to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schema.book.finding import Finding
from schema.book.wording import Message, Phrase, message, phrase
from schema.fields.text import Text
from schema.forms.form import Form, Spec, When, specs
from schema.reading.document import Document, KeyPath
from schema.reading.filling import fill, to_write


def absent(document: Document, cls: type[Form], spec: Spec, at: KeyPath, when: When | None = None) -> Finding:
    """The finding for a field of ``cls`` that says nothing: at its own key, if that is there; else at the field that demands it
    by ``when``, or at the last one before it in the form's order, at line 1 where there is none."""
    rule = spec.entry.absent
    if at in document.places:
        empty = message("left.empty", label=spec.label, fill=fill(spec))
        if when:
            empty = message("left.then", says=when.says, label=spec.label, fill=fill(spec))
        return document.finding(empty, at, rule=rule, key=True)
    before = _last_before(document, cls, at)
    content = message("absent", label=spec.label, field=to_write(spec), where=_where(document, cls, before, at))
    if when:
        content = replace(content, name="absent.then").having(says=when.says)
        demanding = next(other.label for other in specs(cls) if other.attribute == when.attribute)
        before = (*at[:-1], demanding)
    line, column, *_ = document.places[before] if before else (1, 1)
    return document.finding_at(content, line, column, at=at, rule=rule)


_SEVERAL = {"absent": "absent.several", "absent.then": "absent.then.several"}


def kin(content: Message) -> Message:
    """What messages have in common of which ``together`` makes one."""
    return content.having(label="", field="") if content.name in _SEVERAL else content


def together(contents: Sequence[Message]) -> Message:
    """The one message for several fields that are absent at one place and to be written at one place."""
    labels, fields = (tuple(content.argument(name) for content in contents) for name in ("label", "field"))
    several = replace(contents[0], name=_SEVERAL[contents[0].name])
    return several.having(count=len(contents), label=labels, field=fields)


def _last_before(document: Document, cls: type[Form], at: KeyPath) -> KeyPath:
    """The last field before ``at`` in the form's order that is there; without one the part around it, () at the root."""
    *above, label = at
    out = tuple(above)
    for spec in specs(cls):
        if spec.label == label:
            break
        if (*above, spec.label) in document.places:
            out = (*above, spec.label)
    return out


def _where(document: Document, cls: type[Form], before: KeyPath, at: KeyPath) -> Phrase:
    if not before:
        return phrase("where.first")
    line, label = document.places[before].key_line, before[-1]
    if isinstance(label, int):
        return phrase("where.item", line=line)
    if len(before) < len(at):
        return phrase("where.part", line=line, label=label)
    spec = next(spec for spec in specs(cls) if spec.label == label)
    several_lines = spec.part is not None or (isinstance(spec.scalar, Text) and spec.scalar.words)
    return phrase("where.after-all" if several_lines else "where.after", line=line, label=label)
