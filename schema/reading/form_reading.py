"""A document → a form. pydantic takes the form that is right; any other is walked field by field, with a finding for every mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from schema.book.finding import Finding
from schema.book.wording import Message, Phrase, message, phrase
from schema.fields.problem import Unreadable, kind_words
from schema.forms.form import Form, Spec, When, labels, specs
from schema.reading.absent import absent
from schema.reading.document import BROKEN, Document, KeyPath
from schema.reading.filling import fill, fill_part, is_absent
from schema.reading.unknown_keys import unknown_keys
from schema.text.placeholder import is_placeholder

F = TypeVar("F", bound=Form)


@dataclass(slots=True)
class FormReading:
    """A form whose unreadable fields are None; None itself for an empty document. ``whole`` says that nothing is wrong with it."""

    form: Any
    whole: bool
    findings: list[Finding]


def read_form(cls: type[F], document: Document) -> FormReading:
    """Read a document as a form. An empty one is a single ``field-missing``, unless no field is required."""
    if not document.root and any(spec.entry.required for spec in specs(cls)):
        return FormReading(None, False, [document.finding_at(message("file.empty"), 1, 1)])
    root = document.root or {}
    try:
        return FormReading(cls.model_validate(root), True, [])
    except ValidationError:
        walk = _Walk(document, cls)
        form = walk.part(cls, root, ())
        return FormReading(form, walk.whole, walk.findings + walk.missing())


class _Walk:
    """One pass over a document, from the root down."""

    def __init__(self, document: Document, cls: type[Form]) -> None:
        self.document, self.cls = document, cls
        self.findings: list[Finding] = []
        self._absent: list[tuple[KeyPath, Finding]] = []
        self._meant: set[KeyPath] = set()  # fields that stand under a wrong key, or at a wrong depth
        self._broken = False

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.findings or self._absent or self._broken)

    def missing(self) -> list[Finding]:
        """What is absent indeed, and not only written wrongly or skipped."""
        return [] if self.document.partial else [finding for at, finding in self._absent if at not in self._meant]

    def part(self, cls: type[Form], raw: dict[str, Any], path: KeyPath) -> Form:
        """The form, or the part of it, that a map holds."""
        fields = specs(cls)
        if not raw.keys() <= labels(cls):
            self._unknown(cls, raw, path)
        values = {spec.attribute: self._field(cls, spec, raw.get(spec.label), (*path, spec.label)) for spec in fields}
        form = cls.model_construct(**values)
        for spec in fields:
            if spec.entry.when:
                self._condition(spec, spec.entry.when, form, raw.get(spec.label), (*path, spec.label))
        return form

    def _unknown(self, cls: type[Form], raw: dict[str, Any], path: KeyPath) -> None:
        for finding, meant in unknown_keys(self.document, self.cls, cls, raw, path):
            self.findings += [finding] if finding else []
            self._meant |= {meant} if meant else set()

    def _field(self, cls: type[Form], spec: Spec, raw: Any, at: KeyPath) -> Any:
        if is_absent(raw):
            if spec.entry.required:
                self._absent.append((at, absent(self.document, cls, spec, at)))
            return None
        if raw is BROKEN:
            self._broken = True
            return None
        if spec.part is None:
            return self._scalar(spec, raw, at)
        if spec.many:
            if not isinstance(raw, list):
                return self._mistyped(spec, raw, at, phrase("type.list"))
            return tuple(self._item(spec, item, (*at, position)) for position, item in enumerate(raw, 1))
        if not isinstance(raw, dict):
            return self._mistyped(spec, raw, at, phrase("type.map"))
        return self.part(spec.part, raw, at)

    def _condition(self, spec: Spec, when: When, form: Form, raw: Any, at: KeyPath) -> None:
        """What another field's value asks for and is absent, or does not ask for and is there."""
        holds = when.holds(form)
        if holds and spec.entry.absent and is_absent(raw):
            self._absent.append((at, absent(self.document, type(form), spec, at, when)))
        elif holds is False and when.only and getattr(form, spec.attribute) is not None:
            self._report(message("unneeded", says=when.says, label=spec.label), at, key=True)

    def _item(self, spec: Spec, raw: Any, at: KeyPath) -> Any:
        assert spec.part is not None  # noqa: S101 - a list is always of parts
        if raw is BROKEN:
            self._broken = True
            return None
        if isinstance(raw, dict):
            return self.part(spec.part, raw, at)
        if raw is None and spec.part.blank:
            return None
        if raw is None:
            return self._report(message("item.empty", label=spec.label, position=at[-1]), at)
        return self._mistyped(spec, raw, at, phrase("type.item", label=specs(spec.part)[0].label))

    def _scalar(self, spec: Spec, raw: Any, at: KeyPath) -> Any:
        assert spec.scalar is not None  # noqa: S101 - what is no part has a type
        try:
            return spec.scalar.read(raw)
        except Unreadable as error:
            self._unreadable(spec, raw, at, error)
            return None

    def _unreadable(self, spec: Spec, raw: Any, at: KeyPath, error: Unreadable) -> None:
        entry = spec.entry
        if isinstance(raw, str) and entry.absent == "field-missing" and is_placeholder(raw):
            advice = fill(spec) if entry.required or entry.when else phrase("optional")
            return self._report(message("filler", label=spec.label, fill=advice), at)
        return self._report(error.content.of_field(spec.label), at, key=not isinstance(raw, str))

    def _mistyped(self, spec: Spec, raw: Any, at: KeyPath, wanted: Phrase) -> None:
        label, advice = spec.label, fill_part(spec)
        if spec.entry.absent == "pledge-missing":
            self._report(message("pledge.type", label=label, wanted=wanted, fill=advice), at, key=True)
        else:
            content = message("type.part", label=label, wanted=wanted, kind=kind_words(raw), fill=advice)
            self._report(content, at, key=True)

    def _report(self, content: Message, at: KeyPath, *, key: bool = False) -> None:
        self.findings.append(self.document.finding(content, at, key=key))
