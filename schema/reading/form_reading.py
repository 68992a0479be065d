"""A document → a form. Pydantic is asked for the whole form first, which is all that a right file costs; only when that fails is the
document gone through field by field, to tell everything that is wrong at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from schema.book.finding import Finding
from schema.forms.form import Form
from schema.reading.conditions import conditional
from schema.reading.document import Document

F = TypeVar("F", bound=Form)


@dataclass(slots=True)
class FormReading:
    """A form as far as it could be read, whether it is whole, and what is wrong with it."""

    form: Any
    whole: bool
    findings: list[Finding]


def read_form(cls: type[F], document: Document) -> FormReading:
    """Read a document as a form. The document must hold a map; an empty one is told as a single ``field-missing``."""
    root = document.root
    if not root:
        hint = "请用 catalogue new 生成模板，或参照样例填写"
        return FormReading(None, False, [document.finding_at("field-missing", 1, 1, "文件是空的", hint)])
    try:
        form = None if [] in root.values() else cls.model_validate(root)
    except ValidationError:
        form = None
    if form is None:
        from schema.reading.diagnosis import Diagnosis  # imported here: a right form needs none

        diagnosis = Diagnosis(document)
        return FormReading(diagnosis.form(cls, root, ()), False, diagnosis.findings)
    findings = conditional(cls, form, document, ())
    return FormReading(form, not findings, findings)
