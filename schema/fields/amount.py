"""Amounts in 万元, and whole numbers of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schema.fields.problem import halfwidth, problem, typed
from schema.fields.scalar import Scalar

_PLAIN = re.compile(r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?", re.ASCII)
_WITH_UNIT = re.compile(r"(?:人民币|RMB|¥|￥)?(\d[\d,]*(?:\.\d+)?)(亿|万)?(元|圆)?(?:人民币|整)?", re.IGNORECASE)
_SHIFT = {"亿": Decimal(10000), "万": Decimal(1), None: Decimal("0.0001")}


def plain_decimal(value: Decimal) -> str:
    """An amount in digits, without exponent, trailing zeros or sign of zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Amount(Scalar):
    """An amount of 万元, ≥ 0: a decimal, commas by thousands allowed. ``private`` amounts are never told in a message."""

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
        shown = "填的内容" if self.private else f"“{text}”"
        if re.fullmatch(r"[-−–—](?:\d[\d,.]*)(?:万?元)?|\(\d[\d,.]*\)", plain):
            return problem("amount-range", "金额不能是负数", "请填写 0 或正数，单位为万元")
        if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", plain):
            return problem(
                "amount-format", f"{shown}像是被 Excel 改成了科学计数法", "请直接写数字，单位为万元，例如 8600"
            )
        if _PLAIN.fullmatch(plain):
            return problem(
                "amount-format", f"{shown}用了全角字符或空格", self._rewrite(plain, "请改用半角数字，中间不留空格")
            )
        amount = _WITH_UNIT.fullmatch(plain)
        if amount is not None:
            return self._explain_unit(shown, amount)
        return problem(
            "amount-format", f"{shown}不是一个数字", "请只写数字，单位为万元，例如 8600；不写“约”“以上”和范围"
        )

    def _explain_unit(self, shown: str, amount: re.Match[str]) -> Exception:
        digits, scale, yuan = amount.groups()
        value = Decimal(digits.replace(",", ""))
        if not (scale or yuan):
            return problem("amount-format", f"{shown}的写法不对", "千分位逗号每三位一个，小数不超过六位，例如 8,600.5")
        unit = (scale or "") + (yuan or "")
        advice = {
            "亿": f"请去掉“{unit}”，把数字乘以 10000",
            "万": f"请去掉“{unit}”",
            None: f"请去掉“{unit}”，把数字除以 10000",
        }[scale]
        return problem(
            "amount-format",
            f"{shown}带有单位“{unit}”，此栏已按万元计",
            self._rewrite(plain_decimal(value * _SHIFT[scale]), advice),
        )

    def _rewrite(self, corrected: str, advice: str) -> str:
        return advice if self.private or not _PLAIN.fullmatch(corrected) else f"请改为 {corrected}"


@dataclass(frozen=True)
class Count(Scalar):
    """A whole number of people, at least one."""

    json_types = ("string", "integer")

    def read(self, raw: Any) -> int:
        """The number; problems of rule ``field-type`` or ``amount-range``."""
        text = typed(raw)
        if re.fullmatch(r"\d{1,7}", text, re.ASCII):
            number = int(text)
            if number >= 1:
                return number
            raise problem("amount-range", "人数不能少于 1", "请填写实际人数")
        if re.fullmatch(r"[-−–—]\s*\d+", halfwidth(text)):
            raise problem("amount-range", "人数不能是负数", "请填写实际人数")
        digits = re.fullmatch(r"约?(\d{1,7})(?:人|名|余人|多人)?", halfwidth(text).replace(",", "").replace(" ", ""))
        hint = f"请改为 {digits.group(1)}" if digits else "请只写一个整数，例如 42"
        raise problem("field-type", f"“{text}”不是整数", hint)

    def json_schema(self) -> dict[str, Any]:
        """A whole number, or its text."""
        return {"type": list(self.json_types), "minimum": 1}
