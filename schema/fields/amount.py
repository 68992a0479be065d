"""Amounts in 万元, and whole numbers of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schema.book.wording import Argument, Either, Phrase, Seen, cure, phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.width import halfwidth

_PLAIN = re.compile(r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?", re.ASCII)
_WITH_UNIT = re.compile(r"(?:人民币|RMB|¥|￥)?(\d[\d,]*(?:\.\d+)?)(亿|万)?(元|圆)?(?:人民币|整)?", re.IGNORECASE)
_NEGATIVE = re.compile(r"[-−–—](?:\d[\d,.]*)(?:万?元)?|\(\d[\d,.]*\)")
_EXCEL = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_COUNT = re.compile(r"\d{1,7}", re.ASCII)
_COUNT_NEGATIVE = re.compile(r"[-−–—]\s*\d+")
_COUNT_LOOSE = re.compile(r"约?(\d{1,7})(?:人|名|余人|多人)?")
PATTERNS = {
    "plain": _PLAIN, "unit": _WITH_UNIT, "negative": _NEGATIVE, "excel": _EXCEL,
    "count": _COUNT, "countNegative": _COUNT_NEGATIVE, "countLoose": _COUNT_LOOSE,
}  # fmt: skip
_SHIFT = {"亿": Decimal(10000), "万": Decimal(1), None: Decimal("0.0001")}


def plain_decimal(value: Decimal) -> str:
    """An amount in digits, without exponent, trailing zeros or sign of zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Amount(Scalar):
    """An amount of 万元, ≥ 0: a decimal, commas by thousands allowed. ``private`` amounts are published in sums alone."""

    private: bool = False
    json_types = ("string", "number")

    def read(self, raw: Any) -> Decimal:
        """The amount in 万元; problems of rule ``amount-format`` or ``amount-range``."""
        text = typed(raw)
        if _PLAIN.fullmatch(text):
            return Decimal(text.replace(",", ""))
        raise self._explain(text)

    def json_schema(self) -> dict[str, Any]:
        """A number, or a text that may hold commas."""
        return {"type": list(self.json_types), "minimum": 0}

    def _explain(self, text: str) -> Exception:
        plain = re.sub(r"\s", "", halfwidth(text))
        value = phrase("quoted", text=Seen(text, amount=self.private))
        if _NEGATIVE.fullmatch(plain):
            return refuse("amount.negative")
        if _EXCEL.fullmatch(plain):
            return refuse("amount.excel", value=value)
        if _PLAIN.fullmatch(plain):
            return refuse("amount.width", value=value, advice=_rewrite(plain, phrase("amount.halfwidth")))
        amount = _WITH_UNIT.fullmatch(plain)
        if amount is not None:
            return self._explain_unit(value, amount)
        return refuse("amount.other", value=value)

    def _explain_unit(self, value: Phrase, amount: re.Match[str]) -> Exception:
        digits, scale, yuan = amount.groups()
        number = Decimal(digits.replace(",", ""))
        if not (scale or yuan):
            return refuse("amount.commas", value=value)
        unit = Either(quoted((scale or "") + (yuan or "")), "")
        corrected = plain_decimal(number * _SHIFT[scale])
        return refuse("amount.unit", value=value, unit=unit, advice=_rewrite(corrected, phrase("amount.convert")))


def _rewrite(corrected: str, advice: Phrase) -> Argument:
    return cure(corrected, advice) if _PLAIN.fullmatch(corrected) else advice


@dataclass(frozen=True)
class Count(Scalar):
    """A whole number of people, at least one."""

    json_types = ("string", "integer")

    def read(self, raw: Any) -> int:
        """The number; problems of rule ``field-type`` or ``amount-range``."""
        text = typed(raw)
        if _COUNT.fullmatch(text):
            number = int(text)
            if number >= 1:
                return number
            raise refuse("count.least")
        if _COUNT_NEGATIVE.fullmatch(halfwidth(text)):
            raise refuse("count.negative")
        digits = _COUNT_LOOSE.fullmatch(halfwidth(text).replace(",", "").replace(" ", ""))
        example = phrase("count.example")
        advice = cure(digits.group(1), example) if digits else example
        raise refuse("count.other", value=quoted(text), advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """A whole number, or its text."""
        return {"type": list(self.json_types), "minimum": 1}
