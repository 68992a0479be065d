"""The receipt of one form: what was read from where, what was changed on the way, what was not understood, what is still blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from schema.book.wording import phrase, shape
from schema.forms.form import Form, Visibility, specs
from schema.forms.registry import LABELS
from schema.reading.document import KeyPath
from schema.text.personal import id_cards
from scripts.intake.labels import before_person
from scripts.writing.values import Leaf, Values, leaves, path_text

_QUOTED = re.compile("“([^”]*)”")
_TITLED = re.compile("[“「]([^”」]*)[”」]")  # the name of a sheet or of a column, as it was typed


class Mark(StrEnum):
    """What a row of a receipt is about."""

    READ = "读到"
    CHANGED = "修改"
    UNREAD = "没有看懂"
    BLANK = "没有填"
    NOTE = "注意"
    ERROR = "错误"
    WARNING = "提醒"
    REFUSED = "没有导入"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a field with its ``text`` and what stood there ``before``, or a text without a field; ``where`` it stood.

    ``remark`` is in the program's own words and quotes in “” only; ``amount`` marks a figure that is published in sums alone.
    """

    mark: Mark
    label: str = ""
    text: str = ""
    where: str = ""
    before: str = ""
    remark: str = ""
    amount: bool = False

    @classmethod
    def of(cls, mark: Mark, leaf: Leaf, where: str = "", before: str = "", remark: str = "") -> Row:
        """The row of a scalar."""
        amount = leaf.spec.entry.visibility is Visibility.AGGREGATE
        return cls(mark, path_text(leaf.at), leaf.text, where, before, remark, amount)

    def without_cards(self) -> Row:
        """The same row without identity-card numbers, which are told to nobody."""
        return replace(self, text=_without_card(self.text), before=_without_card(self.before))

    def without_strangers(self) -> Row:
        """The same row; of somebody else than the contact, such as 填表人, only the label."""
        known = before_person(self.text) if self.mark is Mark.UNREAD else ""
        return replace(self, text=f"{known}（内容只写在回执的工作簿里）") if known else self

    def veiled(self) -> Row:
        """The same row with the shapes of what was read."""
        remark = without_quotes(self.remark) if self.mark is Mark.NOTE else _veiled(self.remark)
        text, before = (_hidden(part, amount=self.amount) for part in (self.text, self.before))
        where = _TITLED.sub(_shape_unless_label, self.where)
        return replace(self, text=text, before=before, remark=remark, where=where)


@dataclass(slots=True)
class Receipt:
    """``sources``, ``remarks`` and ``before`` are by path; ``unread`` holds (where, text)."""

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

    def rows(self, cls: type[Form], values: Values) -> Iterator[Row]:
        """The rows. Remarks on a part stand with the first of its fields that is filled in."""
        remarks, before = dict(self.remarks), dict(self.before)
        for leaf in leaves(cls, values):
            steps = [leaf.at[:depth] for depth in range(1, len(leaf.at) + 1)]
            words = [word for step in steps for word in remarks.pop(step, [])]
            old = [before.pop(step) for step in steps if step in before]
            yield Row.of(Mark.READ, leaf, self.source(leaf.at), "；".join(old), "；".join(words))
        for at, words in remarks.items():
            yield Row(Mark.READ, path_text(at), "", self.source(at), before.get(at, ""), "；".join(words))
        yield from (Row(Mark.UNREAD, text=text, where=where) for where, text in self.unread)
        yield from (Row(Mark.BLANK, label) for label in _blank_fields(cls, values))
        yield from (Row(Mark.NOTE, remark=note) for note in self.notes)


def without_quotes(words: str) -> str:
    """The program's own words, what they quote of a form by its shape; labels stay."""
    return _QUOTED.sub(_shape_unless_label, words)


def _shape_unless_label(found: re.Match[str]) -> str:
    return found[0] if found[1] in LABELS else f"（{shape(found[1])}）"


def _veiled(remark: str) -> str:
    """A remark that quotes nothing."""
    quotes = any(found[1] not in LABELS for found in _QUOTED.finditer(remark))
    return "改为规范写法，请核对" if quotes else remark


def _hidden(text: str, *, amount: bool = False) -> str:
    return f"（{phrase('shape.amount') if amount else shape(text)}，不显示）" if text else ""


def _without_card(text: str) -> str:
    return _hidden(text) if id_cards(text) else text


def _blank_fields(cls: type[Form], values: Values) -> Iterator[str]:
    """The required fields that are not filled in, down to the fields of parts that are."""
    for spec in specs(cls):
        value = values.get(spec.label)
        if spec.entry.required and not value:
            yield spec.label
        elif spec.part and not spec.many and isinstance(value, dict):
            inner = (field for field in specs(spec.part) if field.entry.required)
            yield from (f"{spec.label}.{field.label}" for field in inner if not value.get(field.label))
