"""Text typed on paper or into a cell → the text that a field wants, where that is certain; each change is noted.

A text that cannot be converted stays as typed: the check that follows says what is wrong with it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from schema.book.wording import Either, Phrase, Seen
from schema.fields.amount import Amount, Count, plain_decimal
from schema.fields.choice import Choice, YesNo
from schema.fields.phone import Mobile, Phones
from schema.fields.problem import Unreadable
from schema.fields.scalar import Scalar
from schema.fields.text import Text
from schema.fields.uscc import Uscc, is_valid
from schema.fields.uscc import normalise as normalise_code
from schema.forms.form import Form
from schema.reading.document import KeyPath
from schema.text.hidden import HIDDEN_OR_TAB, hidden_characters
from schema.text.names import without_seal
from schema.text.width import halfwidth
from scripts.intake.receipt import Receipt
from scripts.writing.values import scalar_at, text_of, tidied

_SCALE = {"元": -4, "亿元": 4}  # powers of ten to 万元, which is the unit where a label names none
_NOTED = re.compile(r"(.*\d.*?)[（(]([^（()）]+)[)）]", re.DOTALL)
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
    if isinstance(kind, Amount) and unit in _SCALE and (number := _number(text)) is not None:
        return plain_decimal(number.scaleb(_SCALE[unit])), f"按表头的单位“{unit}”换算成万元，请核对"
    if isinstance(kind, Uscc):
        code = normalise_code(text)
        return (code, "改为半角大写、去掉空格") if is_valid(code) else (_cure(kind, text) or code, "去掉了代码以外的字")
    if isinstance(kind, Text):
        return (without_seal(text), "去掉了名称后面的盖章字样") if kind.names == "unit" else None
    plain = re.sub(r"\s", "", halfwidth(text))
    if isinstance(kind, YesNo):
        word = plain.lower().rstrip("。.")
        answer = "是" if word in _YES else "否" if word in _NO else ""
        return (answer, f"读作{answer}") if answer else None
    if isinstance(kind, Choice):
        return _as_read(kind, kind.readings.get(plain, plain), "读作选项")
    if isinstance(kind, Mobile | Phones):
        return _as_read(kind, text, "号码改为规范写法")
    if better := _cure(kind, text):
        converted = isinstance(kind, Amount) and not plain.replace(",", "").startswith(better)
        return better, "换算成万元，请核对" if converted else "改为规范写法，请核对"
    if isinstance(kind, Amount | Count) and (noted := _NOTED.fullmatch(text)):
        better = _cure(kind, noted[1].strip()) or noted[1].strip()
        return (better, "括号里的话没有写入，请核对") if _as_read(kind, better, "") else None
    return None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(Amount().read(halfwidth(text)))
    except Unreadable:
        return None


def _as_read(kind: Scalar, text: str, remark: str) -> tuple[str, str] | None:
    try:
        return text_of(kind.read(text)), remark
    except Unreadable:
        return None


def _cure(kind: Scalar, text: str) -> str:
    """The one right text that a field type proposes for a wrong one; "" where it proposes none, or none is needed."""
    try:
        kind.read(text)
    except Unreadable as error:
        for _, argument in error.content.arguments:
            if isinstance(argument, Either) and isinstance(argument.values, Phrase) and argument.values.name == "fix":
                (corrected,) = (value for _, value in argument.values.arguments if isinstance(value, Seen))
                return corrected.text
    return ""
