"""How a field type refuses a value: a pydantic error that carries the rule, the Chinese message and the hint."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pydantic_core import PydanticCustomError

from schema.messages import phrase, said

_PLACEHOLDER = re.compile(
    r"(?:[_＿\-—–－/／\\、.。…·*＊?？\s]+|[xX×ＸｘＯ〇]{2,}|"
    r"[（(【\[]?(?:n/?a|tbd|todo|null|none|同上|略|空|无|暂无|没有|未填|待填|待定|待补|待补充)[）)】\]]?[。.！!；;，,]*|"
    r"(?:详)?见附件|请(?:在此)?(?:填写|输入|说明|补充).*|此处填写.*|[【\[（(<《].*(?:填写|占位).*[】\]）)>》])",
    re.IGNORECASE | re.DOTALL,
)
# What such a text can begin with: most texts are passed by that alone.
BEGINNINGS = frozenset("_＿-—–－/／\\、.。…·*＊?？xX×ＸｘＯ〇ｏ[【(（<《nNtT同略空无暂没未待详见请此")


def problem(rule: str, message: str, hint: str) -> PydanticCustomError:
    """An error that becomes a finding of ``rule``; the texts are passed as data, so braces in them are inert."""
    return PydanticCustomError(rule, "{message}", {"message": message, "hint": hint})


def refuse(name: str, /, **values: object) -> PydanticCustomError:
    """The error of a message in the book."""
    rule, message, hint, _ = said(name, **values)
    return problem(rule, message, hint)


def is_placeholder(text: str) -> bool:
    """Whether the whole text is template or filler: ＿＿, XXX, 请填写…, 暂无, 无, 待补充, / and their kin."""
    text = text.strip()
    return text[:1] in BEGINNINGS and _PLACEHOLDER.fullmatch(text) is not None


def typed(raw: Any) -> str:
    """The text that was typed for a scalar, without outer blanks; refuses maps, lists and empty values."""
    if isinstance(raw, str):
        text = raw.strip()
        if text:
            return text
        raise refuse("empty")
    if raw is None:
        raise refuse("empty")
    raise problem(
        "field-type",
        f"这里应是一项文字，却写成了{kind_of(raw)}",
        "请把内容直接写在冒号后面，不要再分行列项；以 [ 或 { 开头的文字请加英文双引号",
    )


def kind_of(raw: Any) -> str:
    """What a YAML value is, in a submitter's words."""
    if isinstance(raw, dict):
        return "带有下级栏目的一组内容"
    return "以“-”开头的列表" if isinstance(raw, list) else "一项文字"


def halfwidth(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones (Unicode NFKC), as typed by a Chinese input method."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def shape(text: str) -> str:
    """What a private value looks like without telling it: how many digits and other characters it has."""
    digits = sum(char.isdigit() for char in text)
    others = sum(not char.isdigit() and not char.isspace() for char in text)
    parts = [phrase("shape.digits", count=digits)] if digits else []
    parts += [phrase("shape.others" if digits else "shape.signs", count=others)] if others else []
    return "、".join(parts) or phrase("shape.none")


def without_value(message: str, raw: str) -> str:
    """A message about a private value, in which only its shape is told."""
    shown = raw.strip()[:40]
    return message.replace(f"“{shown}”", phrase("veiled", shape=shape(shown))) if shown else message


PATTERNS = {"placeholder": _PLACEHOLDER}
