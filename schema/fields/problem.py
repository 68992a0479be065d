"""How a field type refuses a value: a pydantic error that carries the rule, the Chinese message and the hint."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

from schema.book.messages import phrase, said


def problem(rule: str, message: str, hint: str) -> PydanticCustomError:
    """An error that becomes a finding of ``rule``; the texts are passed as data, so braces in them are inert."""
    return PydanticCustomError(rule, "{message}", {"message": message, "hint": hint})


def refuse(name: str, /, **values: object) -> PydanticCustomError:
    """The error of a message in the book."""
    rule, message, hint, _ = said(name, **values)
    return problem(rule, message, hint)


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
