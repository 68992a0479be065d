"""Keys that a form does not have: what was meant by each, as far as that can be guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schema.book.finding import Finding
from schema.book.wording import Phrase, message, phrase, quoted
from schema.forms.form import Form, asked, idle, specs
from schema.forms.form import labels as labels_of
from schema.forms.halves import is_withheld
from schema.forms.registry import LABELS
from schema.reading.document import Document, KeyPath
from schema.reading.filling import is_absent
from schema.text.similar import nearest

_MOST_GUESSES = 200  # keys of one map; a map with more is not a form, and each guess takes time
_ALSO_CALLED = {
    "联系方式": ("手机号码",),
    "联系电话": ("手机号码", "联系方式"),
    "电话": ("手机号码", "联系方式"),
    "手机": ("手机号码", "联系方式"),
    "手机号码": ("联系方式",),
}

KeyFault = tuple[Finding | None, KeyPath | None]  # what to report of a key, and the field that was probably meant by it


def unknown_keys(
    document: Document, form: type[Form], part: type[Form], raw: dict[str, Any], path: KeyPath
) -> Iterator[KeyFault]:
    """The keys of one map that its ``part`` of the ``form`` does not have."""
    labels = [spec.label for spec in specs(part)]
    unindented: set[str] = set()
    for key in raw:
        if key in labels:
            continue
        at = (*path, key)
        if key in {spec.label for spec in idle(part)}:
            content = message("unneeded", says=phrase("private.separate"), label=key)
            yield document.finding(content, at, key=True), None
        elif owner := _owner(part, raw, key):
            yield None if owner in unindented else _unindented(document, at, owner), (*path, owner)
            unindented.add(owner)
        elif path and key not in (document.root or {}) and key in labels_of(form):
            content = message("label.indented", label=key, part=str(path[0]))
            yield document.finding(content, at, key=True), (key,)
        else:
            yield _stray(document, raw, at, part, labels)


def _owner(part: type[Form], raw: dict[str, Any], key: str) -> str | None:
    """The absent part whose key stands at this level, not indented."""
    for spec in specs(part):
        if spec.part and not spec.many and key in labels_of(spec.part) and is_absent(raw.get(spec.label)):
            return spec.label
    return None


def _unindented(document: Document, at: KeyPath, owner: str) -> Finding:
    return document.finding(message("label.outdented", label=at[-1], part=owner), at, key=True)


def _stray(document: Document, raw: dict[str, Any], at: KeyPath, part: type[Form], labels: list[str]) -> KeyFault:
    """``field-unknown``, with the label that is most like the key."""
    path, key = at[:-1], str(at[-1])
    swapped = raw[key] if isinstance(raw[key], str) and raw[key] in labels else None
    free = [label for label in labels if label not in raw] or labels
    few = len(raw) <= _MOST_GUESSES
    near = swapped or (_nearest_label(key, free) if few else None)
    if near in {spec.label for spec in specs(part) if is_withheld(spec)}:
        return document.finding(message("private.here").of_field(near), at, key=True), None
    if swapped:
        advice = phrase("label.swapped", label=swapped)
    else:
        advice = phrase("label.near", near=near) if near else _no_label(key, labels if few else [], part)
    content = message("label.unknown", key=quoted(key[:40], LABELS), advice=advice)
    return document.finding(content, at, key=True), (*path, near) if near else None


def _nearest_label(key: str, labels: list[str]) -> str | None:
    bare = re.sub(r"[\s\u3000*＊:：]|[（(].*?[）)]", "", key)
    if bare in labels:
        return bare
    if len(bare) < 2:
        holding = [label for label in labels if bare and bare in label]
        return holding[0] if len(holding) == 1 else None
    return next((label for label in labels if label in _ALSO_CALLED.get(bare, ())), None) or nearest(bare, labels)


def _no_label(key: str, likely: list[str], part: type[Form]) -> Phrase:
    """The advice for a key that stands for no free label: the one it is most like, and all that there are."""
    near, labels = _nearest_label(key, likely), tuple(spec.label for spec in asked(part))
    return phrase("label.taken", near=near, labels=labels) if near else phrase("label.any", labels=labels)
