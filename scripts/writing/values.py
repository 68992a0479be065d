"""A form's values as text: nested maps by Chinese key, as the form would be typed, independent of where they were read.

They are the common tongue of paper, rows and YAML. Texts are tidied; a line break in one parts two paragraphs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schema.fields.amount import plain_decimal
from schema.fields.problem import shape
from schema.forms.enterprise import Enterprise
from schema.forms.form import Entry, Form, Spec, Visibility, specs
from schema.forms.product import Product
from schema.reading.document import Path
from schema.text.personal import id_cards
from schema.text.words import tidy

Values = dict[str, Any]
FORMS: Mapping[str, type[Form]] = {"附件1": Enterprise, "附件2": Product}
DIGEST_LENGTH = 10
_LONE_BREAK = re.compile(r"(?<![ \t])\n(?![ \t])")


def values_of(form: Form) -> Values:
    """The values of a whole form, without fields that are not filled in."""
    out: Values = {}
    for spec in specs(type(form)):
        value = getattr(form, spec.attribute)
        if value is None:
            continue
        if spec.part is None:
            out[spec.label] = text_of(value)
        else:
            out[spec.label] = [values_of(part) for part in value] if spec.many else values_of(value)
    return out


def text_of(value: Any) -> str:
    """A value as it is typed: 是/否, amounts in plain digits, several numbers parted by 、."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return "、".join(value) if isinstance(value, tuple) else str(value)


def spread(text: str) -> str:
    """A tidied text with its paragraphs parted by blank lines, as ``tidy`` finds them again."""
    return _LONE_BREAK.sub("\n\n", text)


def tidied(text: str) -> str:
    """A text from a page or cell, in which every line break begins a paragraph."""
    return tidy(spread(text))


def digest(form: Form) -> str:
    """The short digest that a printed form bears: of its values, not of its bytes, so comments don't count."""
    told = json.dumps([type(form).__name__, values_of(form)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:DIGEST_LENGTH]


# ---------- leaves ----------


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scalar of a form: its path (list positions from 1), its field, and whether anybody may see it."""

    at: Path
    spec: Spec
    text: str
    public: bool

    @property
    def shown(self) -> str:
        """The value as it may be told: of one that is not public, or that holds an identity card's number, only its shape."""
        return shorten(self.text) if self.public and not id_cards(self.text) else f"（{shape(self.text)}，不显示）"


def leaves(cls: type[Form], values: Values) -> Iterator[Leaf]:
    """Every scalar that is filled in, in the paper's order; what has another shape than the form is passed over."""
    yield from _leaves(cls, values, (), True)


def _leaves(cls: type[Form], values: Values, at: Path, public: bool) -> Iterator[Leaf]:
    for spec in specs(cls):
        value = values.get(spec.label)
        seen, here = public and is_public(spec.entry), (*at, spec.label)
        if spec.part is None and isinstance(value, str):
            yield Leaf(here, spec, value, seen)
        elif spec.part and spec.many and isinstance(value, list):
            for position, item in enumerate(value, 1):
                if isinstance(item, dict):
                    yield from _leaves(spec.part, item, (*here, position), seen or spec.label in OPEN)
        elif spec.part and not spec.many and isinstance(value, dict):
            yield from _leaves(spec.part, value, here, seen or spec.label in OPEN)


MATERIALS = "materials/"  # before each 文件 in the YAML; on paper it would only take room
OPEN = frozenset(("材料", "承诺"))  # not for the site, but nobody's person or revenue: shown to the clerk


def is_public(told: Entry) -> bool:
    """Whether a value may be told to whoever looks over the clerk's shoulder."""
    return told.visibility is Visibility.PUBLIC or told.clause.startswith(("通知二", "通知三"))


def path_text(at: Path) -> str:
    """A path in words, as findings tell it: 材料.1.类别."""
    return ".".join(str(step) for step in at)


def shorten(text: str, room: int = 36) -> str:
    """A text on one line, cut in the middle of long ones."""
    line = text.replace("\n", "⏎")
    return line if len(line) <= room else f"{line[: room - 8]}……{line[-4:]}（{len(line)} 个字符）"


def differences(cls: type[Form], old: Values, new: Values) -> Iterator[tuple[Path, str, str]]:
    """(path, old, new) of each scalar that differs, told as it may be; what is absent is （空）."""
    before, after = ({leaf.at: leaf for leaf in leaves(cls, values)} for values in (old, new))
    for at in dict.fromkeys([*before, *after]):
        left, right = before.get(at), after.get(at)
        if left is None or right is None or left.text != right.text:
            yield at, left.shown if left else "（空）", right.shown if right else "（空）"
