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

_YES = ("yes", "true", "y", "有", "√", "☑", "1")
_NO = ("no", "false", "n", "无", "没有", "×", "0")
# What is often written in a choice's place, and is nobody's secret.
_OFTEN = frozenset(
    (
        "公司",
        "有限公司",
        "有限责任公司",
        "股份有限公司",
        "民营企业",
        "国企",
        "事业",
        "社团",
        "其它",
        *_YES[:-1],
        *_NO[:-1],
    )
)


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
        raise refuse("choice", value=quoted(text[:40], _OFTEN), options=self.options, advice=advice)

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
        yes, no = lowered in _YES, lowered in _NO
        advice = phrase("choice.near", near="是" if yes else "否") if yes or no else phrase("yes.or-no")
        raise refuse("choice", value=quoted(text[:40], _OFTEN), options=("是", "否"), advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """The two words."""
        return {"type": "string", "enum": ["是", "否"]}
