"""What an import tells the clerk: field by field what was read from where, what was not understood, what is still to be filled in.

Values of contacts, addresses and revenue are told by their shape only; a receipt may be pasted into a chat or an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schema.fields.problem import shape
from schema.forms.form import Form, Spec, specs
from schema.reading.document import Path
from scripts.writing.values import Values, leaves, path_text, shorten

_NUMBERS = re.compile(r"\d[\d\- ]{5,}\d")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


@dataclass(slots=True)
class Receipt:
    """The making of one form's receipt. ``sources`` and ``remarks`` are by path; ``unread`` holds (where, text)."""

    sources: dict[Path, str] = field(default_factory=dict)
    remarks: dict[Path, list[str]] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def remark(self, at: Path, words: str) -> None:
        """Something that the clerk should know or confirm of a field."""
        self.remarks.setdefault(at, []).append(words)

    def source(self, at: Path) -> str:
        """Where a field was read, by the nearest that is known."""
        while at and at not in self.sources:
            at = at[:-1]
        return self.sources.get(at, "")

    def render(self, cls: type[Form], values: Values) -> Iterator[str]:
        """The lines of the receipt."""
        told: set[Path] = set()
        for leaf in leaves(cls, values):
            told.add(leaf.at)
            where = self.source(leaf.at)
            words = "；".join(
                word for depth in range(1, len(leaf.at) + 1) for word in self._once(leaf.at[:depth], told)
            )
            yield (
                f"  {path_text(leaf.at)}：{leaf.shown}"
                + (f"　←{where}" if where else "")
                + (f"　【{words}】" if words else "")
            )
        for at, words_of in self.remarks.items():
            if at not in told:
                yield f"  {path_text(at)}：【{'；'.join(words_of)}】"
        if self.unread:
            yield "  没有看懂、没有写入的内容："
            yield from (f"    {where}：{veiled(text)}" for where, text in self.unread)
        if blank := list(_blank(cls, values)):
            yield f"  没有填的必填栏：{'、'.join(blank)}"
        yield from (f"  注意：{note}" for note in self.notes)

    def _once(self, at: Path, told: set[Path]) -> list[str]:
        """The remarks of a path, or of a part that holds it, told with the first of its fields."""
        if at not in self.remarks or (at in told and ("told", *at) in told):
            return []
        told.update((at, ("told", *at)))
        return self.remarks[at]


def veiled(text: str) -> str:
    """Unknown text on one line, without numbers that may be phones and without mail addresses."""
    text = _ADDRESS.sub("（邮箱，不显示）", text)
    return shorten(_NUMBERS.sub(lambda found: f"（{shape(found.group())}，不显示）", text), 60)


def _blank(cls: type[Form], values: Values) -> Iterator[str]:
    for spec in specs(cls):
        value = values.get(spec.label)
        if spec.entry.required and not value:
            yield spec.label
        elif spec.part and not spec.many and isinstance(value, dict):
            yield from (f"{spec.label}.{inner.label}" for inner in _required(spec) if not value.get(inner.label))


def _required(spec: Spec) -> list[Spec]:
    return [inner for inner in specs(spec.part) if inner.entry.required] if spec.part else []
