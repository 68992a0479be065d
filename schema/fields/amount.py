"""Amounts in 万元, and whole numbers of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schema.book.wording import Argument, Either, Phrase, Seen, cure, phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.numerals import read_numeral
from schema.text.width import halfwidth

_PLAIN = re.compile(r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?", re.ASCII)
_WITH_UNIT = re.compile(
    r"(?:人民币|RMB|[¥￥])*(\d[\d,]*(?:\.\d+)?)\(?([十百千]?[亿万])?(元|圆)?\)?(?:人民币|RMB|整)?", re.IGNORECASE
)
_CURRENCY = re.compile(r".*(?:美元|美金|欧元|日元|港元|港币|英镑|USD|EUR|JPY|HKD|GBP|[$€£]).*", re.IGNORECASE)
_SYMBOL = re.compile(r".*[¥￥].*|.*(?:人民币|RMB).*", re.IGNORECASE)
_NEGATIVE = re.compile(r"[-−–—](?:\d[\d,.]*)(?:万?元)?|\(\d[\d,.]*\)")
_EXCEL = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_COUNT = re.compile(r"\d{1,7}", re.ASCII)
_COUNT_NEGATIVE = re.compile(r"[-−–—]\s*\d+")
_IN_NUMERALS = re.compile(r"(?:人民币)?([^元圆整人名\d]+)(元|圆)?整?")
_COUNT_IN_NUMERALS = re.compile(r"约?([^人名\d]+)(?:人|名)?")
_COUNT_LOOSE = re.compile(r"约?(\d{1,7})(?:人|名|余人|多人)?")
_COUNT_CERTAIN = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:人|名)?|[^约余多\d\s]+")
PATTERNS = {
    "plain": _PLAIN, "unit": _WITH_UNIT, "currency": _CURRENCY, "symbol": _SYMBOL, "negative": _NEGATIVE, "excel": _EXCEL,
    "numerals": _IN_NUMERALS, "countNumerals": _COUNT_IN_NUMERALS, "count": _COUNT, "countNegative": _COUNT_NEGATIVE, "countLoose": _COUNT_LOOSE,
}  # fmt: skip
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 0, "亿": 4}  # of ten, in 万元


def plain_decimal(value: Decimal) -> str:
    """An amount in digits, without exponent, trailing zeros or sign of zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def divided(value: Decimal) -> str:
    """An amount that was typed in 元, in 万元."""
    return plain_decimal(value.scaleb(-4))


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
            advice = rewrite(plain, phrase("amount.halfwidth"))
            return refuse(
                "amount.width", corrected=plain if halfwidth(text) == plain else "", value=value, advice=advice
            )
        numeral = _IN_NUMERALS.fullmatch(plain)
        if numeral is not None and (number := read_numeral(numeral[1])) is not None:
            in_yuan = numeral[2] or re.search("[万亿]", numeral[1])
            corrected = divided(Decimal(number)) if in_yuan else str(number)
            advice = rewrite(corrected, phrase("amount.convert"))
            return refuse("amount.numerals", corrected=_plain(corrected) if in_yuan else "", value=value, advice=advice)
        if _CURRENCY.fullmatch(plain):
            return refuse("amount.currency", value=value)
        amount = _WITH_UNIT.fullmatch(plain)
        if amount is not None and any(amount.groups()[1:]):
            return self._explain_unit(value, amount)
        if _SYMBOL.fullmatch(plain):
            return refuse("amount.symbol", value=value)
        if amount is not None:
            return refuse("amount.commas", value=value)
        return refuse("amount.other", value=value)

    def _explain_unit(self, value: Phrase, amount: re.Match[str]) -> Exception:
        digits, scale, yuan = amount.groups()
        number = Decimal(digits.replace(",", ""))
        unit = Either(quoted((scale or "") + (yuan or "")), "")
        corrected = plain_decimal(number.scaleb(sum(map(_POWERS.__getitem__, scale)) if scale else -4))
        advice = rewrite(corrected, phrase("amount.convert"))
        return refuse(
            "amount.unit", corrected=_plain(corrected) if _plain(digits) else "", value=value, unit=unit, advice=advice
        )


def _plain(corrected: str) -> str:
    """The corrected text where it is an amount as the forms want it, else nothing."""
    return corrected if _PLAIN.fullmatch(corrected) else ""


def rewrite(corrected: str, advice: Phrase) -> Argument:
    """The corrected text as a cure where it is an amount as the forms want it, else only the advice."""
    return cure(corrected, advice) if _PLAIN.fullmatch(corrected) else advice


def _is_count(text: str) -> bool:
    return _COUNT.fullmatch(text) is not None and int(text) >= 1


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
        plain = halfwidth(text).replace(",", "").replace(" ", "")
        digits, numeral = _COUNT_LOOSE.fullmatch(plain), _COUNT_IN_NUMERALS.fullmatch(plain)
        better = digits[1] if digits else str(numeral and read_numeral(numeral[1]))
        example = phrase("count.example")
        advice = cure(better, example) if _is_count(better) else example
        certain = _is_count(better) and _COUNT_CERTAIN.fullmatch(halfwidth(text)) is not None
        raise refuse("count.other", corrected=better if certain else "", value=quoted(text), advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """A whole number, or its text."""
        return {"type": list(self.json_types), "minimum": 1}
