"""What an import tells the clerk: what was read from where, what was not understood, what is still to be filled in.

Values that are not ``quotable`` are given by their shape only: a receipt may be pasted into a chat or an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schema.fields.problem import shape
from schema.forms.form import Form, specs
from schema.reading.document import KeyPath
from scripts.writing.values import Values, leaves, path_text, shorten

_NUMBERS = re.compile(r"\d[\d\- ]{5,}\d")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


@dataclass(slots=True)
class Receipt:
    """The receipt of one form. ``sources`` and ``remarks`` are by path; ``unread`` holds (where, text)."""

    sources: dict[KeyPath, str] = field(default_factory=dict)
    remarks: dict[KeyPath, list[str]] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def set_source(self, at: KeyPath, where: str) -> None:
        """Note where a field, or a part with all its fields, was read."""
        self.sources[at] = where

    def remark(self, at: KeyPath, words: str) -> None:
        """Note what the clerk should know or confirm of a field."""
        self.remarks.setdefault(at, []).append(words)

    def source(self, at: KeyPath) -> str:
        """Where a field was read: its own source, else that of the nearest part around it."""
        return next((self.sources[at[:depth]] for depth in range(len(at), 0, -1) if at[:depth] in self.sources), "")

    def render(self, cls: type[Form], values: Values) -> Iterator[str]:
        """The lines of the receipt. Remarks on a part stand with the first of its fields that is filled in."""
        remarks = dict(self.remarks)
        for leaf in leaves(cls, values):
            words = [word for depth in range(1, len(leaf.at) + 1) for word in remarks.pop(leaf.at[:depth], [])]
            source = self.source(leaf.at)
            yield (
                f"  {path_text(leaf.at)}：{leaf.display}"
                + (f"　←{source}" if source else "")
                + (f"　【{'；'.join(words)}】" if words else "")
            )
        yield from (f"  {path_text(at)}：【{'；'.join(words)}】" for at, words in remarks.items())
        if self.unread:
            yield "  没有看懂、没有写入的内容："
            yield from (f"    {where}：{without_personal(text)}" for where, text in self.unread)
        if blank := list(_blank_fields(cls, values)):
            yield f"  没有填的必填栏：{'、'.join(blank)}"
        yield from (f"  注意：{note}" for note in self.notes)


def without_personal(text: str) -> str:
    """Text of no known field on one line, without mail addresses and without numbers that may be telephone numbers."""
    text = _MAIL_ADDRESS.sub("（邮箱，不显示）", text)
    return shorten(_NUMBERS.sub(lambda match: f"（{shape(match.group())}，不显示）", text), 60)


def _blank_fields(cls: type[Form], values: Values) -> Iterator[str]:
    """The required fields that are not filled in, down to the fields of parts that are."""
    for spec in specs(cls):
        value = values.get(spec.label)
        if spec.entry.required and not value:
            yield spec.label
        elif spec.part and not spec.many and isinstance(value, dict):
            inner = (field for field in specs(spec.part) if field.entry.required)
            yield from (f"{spec.label}.{field.label}" for field in inner if not value.get(field.label))
