"""Choices: one of the options that the form prints, and 是/否."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.book.wording import phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.similar import nearest
from schema.text.width import halfwidth


@dataclass(frozen=True)
class Choice(Scalar):
    """One of ``options``; ``readings`` are other spellings of the form that mean the same."""

    options: tuple[str, ...]
    readings: Mapping[str, str] = field(default_factory=dict)

    def read(self, raw: Any) -> str:
        """The option; problems of rule ``field-choice``."""
        text = typed(raw)
        if text in self.options:
            return text
        if text in self.readings:
            return self.readings[text]
        plain = halfwidth(text).lstrip("□☑☒√■● ").strip()
        near = self.readings.get(plain) or nearest(plain, self.options)
        advice = phrase("choice.near", near=near) if near else phrase("choice.any")
        raise refuse("choice", value=quoted(text[:40]), options=self.options, advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """The options with their other spellings."""
        return {"type": "string", "enum": [*self.options, *self.readings]}


@dataclass(frozen=True)
class YesNo(Scalar):
    """是 or 否."""

    def read(self, raw: Any) -> bool:
        """True for 是; problems of rule ``field-choice``."""
        text = typed(raw)
        if text in ("是", "否"):
            return text == "是"
        lowered = halfwidth(text).lower()
        yes, no = (
            lowered in ("yes", "true", "y", "有", "√", "☑", "1"),
            lowered in ("no", "false", "n", "无", "没有", "×", "0"),
        )
        advice = phrase("choice.near", near="是" if yes else "否") if yes or no else phrase("yes.or-no")
        raise refuse("choice", value=quoted(text[:40]), options=("是", "否"), advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """The two words."""
        return {"type": "string", "enum": ["是", "否"]}
