"""Text typed on paper or into a cell → the text that a field wants, where that is certain; each change is noted.

A text that cannot be converted stays as typed: the check that follows says what is wrong with it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from schema.fields.amount import Amount, Count, plain_decimal
from schema.fields.choice import Choice, YesNo
from schema.fields.date import DateText, first_day
from schema.fields.phone import Mobile, Phones
from schema.fields.problem import Unreadable
from schema.fields.scalar import Scalar
from schema.fields.uscc import Uscc
from schema.fields.uscc import normalise as normalise_code
from schema.forms.form import Form
from schema.reading.document import KeyPath
from schema.text.hidden import HIDDEN_OR_TAB, hidden_characters
from schema.text.width import halfwidth
from scripts.intake.receipt import Receipt
from scripts.writing.values import scalar_at, text_of, tidied

_MONEY = re.compile(
    r"(?:人民币|RMB|¥|￥)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(亿|万|千万|百万)?(元|圆)?(?:人民币)?整?", re.IGNORECASE
)
_SCALE = {"亿": Decimal(10000), "千万": Decimal(1000), "百万": Decimal(100), "万": Decimal(1), None: Decimal("0.0001")}
_LABEL_SCALE = {"元": _SCALE[None], "亿元": _SCALE["亿"], "亿": _SCALE["亿"]}
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年./\-]\s*(\d{1,2})(?:\s*[月./\-]\s*(?:(\d{1,2})\s*[日号]?)?)?")
_YES = ("是", "有", "√", "☑", "已", "yes", "y", "true", "1")
_NO = ("否", "无", "没有", "未", "×", "no", "n", "false", "0", "不具备")


def without_hidden(text: str) -> tuple[str, list[str]]:
    """A text without invisible characters, and the remark on that."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " ")
    hidden = {match.start() for match in hidden_characters(text, HIDDEN_OR_TAB)}
    if not hidden:
        return text, []
    return "".join(char for place, char in enumerate(text) if place not in hidden), [
        f"去掉了 {len(hidden)} 个看不见的字符"
    ]


def fit(cls: type[Form], at: KeyPath, typed: str, receipt: Receipt, unit: str = "") -> str:
    """The text for the scalar field at a path, with remarks on what was changed.

    ``unit`` is the unit that the label prints, such as 元 or 亿元.
    """
    field = scalar_at(cls, at)
    assert field is not None and field[0].scalar is not None  # noqa: S101 - callers pass paths of scalars
    (spec, _), (text, remarks) = field, without_hidden(typed)
    text = tidied(text)
    converted = _convert(spec.scalar, text, unit) if text and spec.scalar else None
    before = ""
    if converted and converted[0] != text:
        before, text = text, converted[0]
        remarks += filter(None, converted[1:])
    for words in remarks:
        receipt.remark(at, words, before)
    return text


def _convert(kind: Scalar, text: str, unit: str) -> tuple[str, str] | None:
    """The text that the field type wants and the remark on the change; None where that is not certain."""
    if isinstance(kind, Amount):
        return _amount(text, unit)
    if isinstance(kind, Uscc):
        return normalise_code(text), "改为半角大写、去掉空格"
    if isinstance(kind, DateText):
        return _date(text)
    if isinstance(kind, Mobile | Phones):
        return _as_read(kind, text, "号码改为规范写法")
    plain = re.sub(r"\s", "", halfwidth(text))
    if isinstance(kind, Count):
        number = re.fullmatch(r"(\d{1,7})(?:人|名|位)?", plain.replace(",", ""))
        return (number[1], "" if number[1] == plain else f"“{text}”写作 {number[1]}") if number else None
    if isinstance(kind, YesNo):
        word = plain.lower().rstrip("。.")
        answer = "是" if word in _YES else "否" if word in _NO else ""
        return (answer, f"“{text}”读作“{answer}”") if answer else None
    if isinstance(kind, Choice):
        return _as_read(kind, kind.readings.get(plain, plain), f"“{text}”读作选项")
    return None


def _as_read(kind: Scalar, text: str, remark: str) -> tuple[str, str] | None:
    try:
        return text_of(kind.read(text)), remark
    except Unreadable:
        return None


def _amount(text: str, unit: str) -> tuple[str, str] | None:
    """The amount in 万元: the unit typed with the number counts, else the label's, else 万元 as the form says."""
    match = _MONEY.fullmatch(re.sub(r"[\s()]|单位:?", "", halfwidth(text)))
    if match is None:
        return None
    digits, fraction, scale, yuan = match.groups()
    plain = digits + (fraction or "")
    typed_unit = (scale or "") + (yuan or "")
    factor = _SCALE[scale] if typed_unit else _LABEL_SCALE.get(unit, Decimal(1))
    if factor == 1:
        return plain, "去掉了单位“万元”" if typed_unit else ""
    value = plain_decimal(Decimal(plain.replace(",", "")) * factor)
    return value, f"按“{typed_unit or unit}”换算成万元，请核对"


def _date(text: str) -> tuple[str, str] | None:
    match = _DATE.fullmatch(halfwidth(text).strip().rstrip("。"))
    if match is None:
        return None
    year, month, day = match.groups()
    date = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    return (date, f"“{text}”写作 {date}") if first_day(date) else None
