"""A form's values as text: nested dicts by Chinese key, each scalar as it would be typed, whatever they were read from.

Word forms, rows and YAML all meet in these values. Texts are tidied; a line break in one separates two paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schema.book.wording import shape
from schema.fields.amount import plain_decimal
from schema.fields.problem import Unreadable
from schema.fields.scalar import Scalar
from schema.forms.form import Form, Spec, specs
from schema.layout.paths import FormPath
from schema.reading.document import KeyPath
from schema.reading.form_reading import read_form
from schema.reading.read import read
from schema.text.personal import id_cards
from schema.text.words import tidy
from schema.vocabulary.survey import constants

Values = dict[str, Any]
MATERIALS = "materials/"  # begins each 文件 in the YAML; on paper it is left out
_LONE_BREAK = re.compile(r"(?<![ \t])\n(?![ \t])")


def whole_form(path: str, data: bytes) -> Form | None:
    """The form in the bytes of a submission, in two halves the public one; None where it cannot be read whole, or stands nowhere."""
    place = FormPath.parse(path)
    reading = read(path, data)
    if place is None or reading.document is None or not reading.parsed or not reading.document.root:
        return None
    result = read_form(place.kind.filed, reading.document)
    return result.form if result.whole else None


def values_of(form: Form) -> Values:
    """The values of a whole form, without fields that are not filled in."""
    values: Values = {}
    for spec in specs(type(form)):
        value = getattr(form, spec.attribute)
        if value is None:
            continue
        if spec.part is None:
            values[spec.label] = text_of(value)
        else:
            values[spec.label] = [values_of(part) for part in value] if spec.many else values_of(value)
    return values


def this_round() -> Values:
    """What a form that is written now says of its round: nothing in the first, which is meant where nothing is said."""
    survey = constants()
    return {} if survey.round == survey.first_round else {"批次": str(survey.round)}


def typed_values(cls: type[Form], root: Values) -> Values:
    """The values that stand in a form's file, right or wrong; one that its field cannot read, as it was typed."""
    values: Values = {}
    for spec in specs(cls):
        raw: Any = root.get(spec.label)
        value: Any = None
        if spec.scalar:
            value = _as_read(spec.scalar, raw) if isinstance(raw, str) else None
        elif spec.part and spec.many and isinstance(raw, list):
            value = [typed_values(spec.part, item) for item in raw if isinstance(item, dict)]
        elif spec.part and isinstance(raw, dict):
            value = typed_values(spec.part, raw)
        if value:
            values[spec.label] = value
    return values


def _as_read(kind: Scalar, raw: str) -> str:
    try:
        return text_of(kind.read(raw))
    except Unreadable:
        return tidy(raw)


def text_of(value: Any) -> str:
    """A value as it is typed: 是 or 否, amounts in plain digits, several phone numbers joined by 、."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return "、".join(value) if isinstance(value, tuple) else str(value)


def spread(text: str) -> str:
    """A tidied text with a blank line between paragraphs, as ``tidy`` reads it."""
    return _LONE_BREAK.sub("\n\n", text)


def tidied(text: str) -> str:
    """The tidied text of a page or cell, where every line break begins a paragraph."""
    return tidy(spread(text))


# ---------- scalars by path ----------


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scalar: its path (list positions from 1), its field, its text, and whether a receipt may quote it."""

    at: KeyPath
    spec: Spec
    text: str
    quotable: bool

    def tell(self, values: bool | None = None) -> str:
        """The text, shortened, or its shape; unless ``values`` says which, the text if it is quotable.

        An identity-card number is told to nobody.
        """
        shown = (self.quotable if values is None else values) and not id_cards(self.text)
        return shorten(self.text) if shown else f"（{shape(self.text)}，不显示）"


def leaves(cls: type[Form], values: Values) -> Iterator[Leaf]:
    """Every scalar that is filled in, in the form's order; values of another shape than the form's are passed over."""
    return _leaves(cls, values, (), True)


def _leaves(cls: type[Form], values: Values, at: KeyPath, quotable: bool) -> Iterator[Leaf]:
    for spec in specs(cls):
        value, here = values.get(spec.label), (*at, spec.label)
        quote = quotable and spec.entry.quotable
        if spec.part is None:
            if isinstance(value, str):
                yield Leaf(here, spec, value, quote)
        elif not spec.many:
            if isinstance(value, dict):
                yield from _leaves(spec.part, value, here, quote)
        elif isinstance(value, list):
            for position, item in enumerate(value, 1):
                if isinstance(item, dict):
                    yield from _leaves(spec.part, item, (*here, position), quote)


def scalar_at(cls: type[Form], at: KeyPath) -> tuple[Spec, bool] | None:
    """The scalar field at a path, and whether a receipt may quote it; None where the form has no such field."""
    steps, quotable = list(at), True
    while steps:
        label = steps.pop(0)
        spec = next((spec for spec in specs(cls) if spec.label == label), None)
        if spec is None:
            return None
        quotable &= spec.entry.quotable
        if spec.part is None:
            return None if steps else (spec, quotable)
        if spec.many and not (steps and isinstance(steps.pop(0), int)):
            return None
        cls = spec.part
    return None


def path_text(at: KeyPath) -> str:
    """A path as findings write it: 材料.1.类别."""
    return ".".join(map(str, at))


def shorten(text: str, room: int = 36) -> str:
    """A text on one line, long ones without their middle."""
    line = text.replace("\n", "⏎")
    return line if len(line) <= room else f"{line[: room - 8]}……{line[-4:]}（{len(line)} 个字符）"


def differences(
    cls: type[Form], old: Values, new: Values, *, values: bool | None = None
) -> Iterator[tuple[KeyPath, str, str]]:
    """(path, old, new) of each scalar that differs, as ``Leaf.tell`` tells it; （空） for one that is absent."""
    before, after = ({leaf.at: leaf for leaf in leaves(cls, values)} for values in (old, new))
    for at in dict.fromkeys([*before, *after]):
        left, right = before.get(at), after.get(at)
        if left is None or right is None or left.text != right.text:
            yield at, left.tell(values) if left else "（空）", right.tell(values) if right else "（空）"
