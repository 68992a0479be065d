"""What was typed on paper or into a cell → the text that the form wants, where that is certain; each change is told.

A text that cannot be made fit stays as typed: the check that follows says what is wrong with it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from schema.fields.amount import Amount, Count, plain_decimal
from schema.fields.choice import Choice, YesNo
from schema.fields.date import DateText, first_day
from schema.fields.phone import Mobile, Phones
from schema.fields.uscc import Uscc
from schema.fields.uscc import normalise as normalise_code
from schema.forms.form import Spec
from schema.text.hidden import HIDDEN_OR_TAB, hidden_characters
from schema.text.width import halfwidth
from scripts.writing.values import text_of, tidied

_MONEY = re.compile(
    r"(?:人民币|RMB|¥|￥)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(亿|万|千万|百万)?(元|圆)?(?:人民币)?整?", re.IGNORECASE
)
_SCALE = {"亿": Decimal(10000), "千万": Decimal(1000), "百万": Decimal(100), "万": Decimal(1), None: Decimal("0.0001")}
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年./\-]\s*(\d{1,2})(?:\s*[月./\-]\s*(?:(\d{1,2})\s*[日号]?)?)?")
_YES, _NO = (
    ("是", "有", "√", "☑", "已", "yes", "y", "true", "1"),
    ("否", "无", "没有", "未", "×", "no", "n", "false", "0", "不具备"),
)


def visible(text: str) -> tuple[str, list[str]]:
    """A text without characters that cannot be seen, and what is to be said of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " ")
    hidden = hidden_characters(text, HIDDEN_OR_TAB)
    if not hidden:
        return text, []
    gone = {match.start() for match in hidden}
    return "".join(char for place, char in enumerate(text) if place not in gone), [f"去掉了 {len(gone)} 个看不见的字符"]


def fit(spec: Spec, typed: str, unit: str = "") -> tuple[str, list[str]]:
    """The text for a field and what was changed. ``unit`` is the unit that the label prints, such as 元 or 亿元."""
    text, said = visible(typed)
    text = tidied(text)
    kind = spec.scalar
    if not text or kind is None:
        return text, said
    better = _better(kind, text, unit)
    if better is None or better[0] == text:
        return text, said
    return better[0], said + ([better[1]] if better[1] else [])


def _better(kind: Any, text: str, unit: str) -> tuple[str, str] | None:
    if isinstance(kind, Amount):
        return _amount(text, unit)
    plain = re.sub(r"\s", "", halfwidth(text))
    if isinstance(kind, Count):
        number = re.fullmatch(r"(\d{1,7})(?:人|名|位)?", plain.replace(",", ""))
        return (
            (number.group(1), "" if number.group(1) == plain else f"“{text}”写作 {number.group(1)}") if number else None
        )
    if isinstance(kind, Uscc):
        return normalise_code(text), "改为半角大写、去掉空格"
    if isinstance(kind, DateText):
        return _date(text)
    if isinstance(kind, (Mobile, Phones)):
        return _read(kind, text, "号码改为规范写法")
    if isinstance(kind, YesNo):
        lowered = plain.lower().rstrip("。.")
        return (
            ("是", f"“{text}”读作“是”") if lowered in _YES else ("否", f"“{text}”读作“否”") if lowered in _NO else None
        )
    if isinstance(kind, Choice):
        return _read(kind, kind.readings.get(plain, plain), f"“{text}”读作选项")
    return None


def _read(kind: Any, text: str, said: str) -> tuple[str, str] | None:
    try:
        return text_of(kind.read(text)), said
    except PydanticCustomError:
        return None


def _amount(text: str, unit: str) -> tuple[str, str] | None:
    """The amount in 万元. What is written at the number counts; without it, the label's unit; without both, 万元 as the form says."""
    plain = re.sub(r"[\s()]|单位:?", "", halfwidth(text))
    found = _MONEY.fullmatch(plain)
    if found is None:
        return None
    digits, fraction, scale, yuan = found.groups()
    number = Decimal(digits.replace(",", "") + (fraction or ""))
    named = (scale or "") + (yuan or "")
    if named:
        factor = _SCALE[scale]
    else:
        factor = {"元": _SCALE[None], "亿元": _SCALE["亿"], "亿": _SCALE["亿"]}.get(unit, Decimal(1))
    value = plain_decimal(number * factor)
    if factor == 1:
        return (digits + (fraction or ""), "" if not named else "去掉了单位“万元”")
    return value, f"按“{named or unit}”换算成万元，请核对"


def _date(text: str) -> tuple[str, str] | None:
    found = _DATE.fullmatch(halfwidth(text).strip().rstrip("。"))
    if found is None:
        return None
    year, month, day = found.groups()
    better = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    return (better, f"“{text}”写作 {better}") if first_day(better) else None
