"""What an import tells the clerk: what was read from where, what was not understood, what is still to be filled in.

On a terminal it shows what was read; elsewhere, where it may be pasted into a chat or kept in a log, only the shape of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schema.book.wording import shape
from schema.forms.form import Form, specs
from schema.forms.registry import LABELS
from schema.reading.document import KeyPath
from scripts.writing.values import Values, leaves, path_text, shorten

_QUOTED = re.compile("“([^”]*)”")


@dataclass(slots=True)
class Receipt:
    """The receipt of one form. ``sources``, ``remarks`` and ``before`` are by path; ``unread`` holds (where, text)."""

    sources: dict[KeyPath, str] = field(default_factory=dict)
    remarks: dict[KeyPath, list[str]] = field(default_factory=dict)
    before: dict[KeyPath, str] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def set_source(self, at: KeyPath, where: str) -> None:
        """Note where a field, or a part with all its fields, was read."""
        self.sources[at] = where

    def remark(self, at: KeyPath, words: str, before: str = "") -> None:
        """Note what the clerk should know or confirm of a field, and the text that it was made from, if it was converted or split."""
        self.remarks.setdefault(at, []).append(words)
        if before:
            self.before.setdefault(at, before)

    def source(self, at: KeyPath) -> str:
        """Where a field was read: its own source, else that of the nearest part around it."""
        return next((self.sources[at[:depth]] for depth in range(len(at), 0, -1) if at[:depth] in self.sources), "")

    def _original(self, at: KeyPath) -> list[str]:
        return [f"原文“{shorten(self.before[at])}”"] if at in self.before else []

    def render(self, cls: type[Form], values: Values, *, shown: bool = True) -> Iterator[str]:
        """The lines of the receipt, with the values or their shapes. Remarks on a part stand with the first of its fields that
        is filled in.
        """
        remarks = {at: [*self._original(at), *words] for at, words in self.remarks.items()}
        remarks = remarks if shown else {at: list(map(_veiled, words)) for at, words in remarks.items()}
        for leaf in leaves(cls, values):
            words = [word for depth in range(1, len(leaf.at) + 1) for word in remarks.pop(leaf.at[:depth], [])]
            source = self.source(leaf.at)
            yield (
                f"  {path_text(leaf.at)}：{leaf.tell(shown)}"
                + (f"　←{source}" if source else "")
                + (f"　【{'；'.join(words)}】" if words else "")
            )
        yield from (f"  {path_text(at)}：【{'；'.join(words)}】" for at, words in remarks.items())
        if self.unread:
            yield "  没有看懂、没有写入的内容："
            yield from (f"    {where}：{passage(text, shown=shown)}" for where, text in self.unread)
        if blank := list(_blank_fields(cls, values)):
            yield f"  没有填的必填栏：{'、'.join(blank)}"
        yield from (f"  注意：{without_quotes(note, shown=shown)}" for note in self.notes)


def passage(text: str, *, shown: bool) -> str:
    """Text of no known field on one line, or its shape."""
    return shorten(text, 60) if shown else shape(text)


def without_quotes(words: str, *, shown: bool) -> str:
    """The program's own words, what they quote of a form by its shape unless it may be ``shown``; labels stay."""
    if shown:
        return words
    return _QUOTED.sub(lambda found: found[0] if found[1] in LABELS else f"（{shape(found[1])}）", words)


def _veiled(remark: str) -> str:
    """A remark that quotes nothing."""
    quotes = any(found[1] not in LABELS for found in _QUOTED.finditer(remark))
    return "改为规范写法，请核对" if quotes else remark


def _blank_fields(cls: type[Form], values: Values) -> Iterator[str]:
    """The required fields that are not filled in, down to the fields of parts that are."""
    for spec in specs(cls):
        value = values.get(spec.label)
        if spec.entry.required and not value:
            yield spec.label
        elif spec.part and not spec.many and isinstance(value, dict):
            inner = (field for field in specs(spec.part) if field.entry.required)
            yield from (f"{spec.label}.{field.label}" for field in inner if not value.get(field.label))
