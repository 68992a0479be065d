"""A field's type and need in the words that people read: on the site, and above each field of a template."""

from __future__ import annotations

from collections.abc import Callable

from schema.fields.amount import Amount, Count
from schema.fields.choice import Choice, YesNo
from schema.fields.commitment import Commitment, Salt
from schema.fields.date import DateText
from schema.fields.phone import Mobile, Phones
from schema.fields.scalar import Scalar
from schema.fields.text import Text
from schema.fields.url import Url
from schema.fields.uscc import Uscc
from schema.fields.year import Year
from schema.forms.form import Spec
from schema.forms.parts import Pledged


def need_words(spec: Spec) -> str:
    """Whether a field must be filled in, and when."""
    when = spec.entry.when
    if when is not None:
        return f"{when.says}时必填" + ("" if when.only else "，其余选填")
    return "必填" if spec.entry.required else "选填"


def kind_words(spec: Spec) -> str:
    """What a field takes: its type with its range, choices and unit."""
    if spec.part is not None:
        return "列表，每项含下列栏目" if spec.many else "一组，含下列栏目"
    assert spec.scalar is not None  # noqa: S101 - what is no part has a type
    return _WORDS[type(spec.scalar)](spec.scalar) + (f"，单位：{spec.entry.unit}" if spec.entry.unit else "")


def _text(text: Text) -> str:
    unit = "字" if text.words else "个字符"
    if text.most is None:
        least = f"不少于 {text.least} {unit}"
        return "文字" if text.least <= 1 else f"文字，{'建议' if text.advised else ''}{least}"
    return f"文字，{text.least} 至 {text.most} {unit}"


def _choice(choice: Choice) -> str:
    return "选一项：" + "、".join(choice.options)


def _date(kind: DateText) -> str:
    return "日期，年-月-日" + ("或年-月" if kind.month else "")


def _always(words: str) -> Callable[..., str]:
    return lambda _: words


_WORDS: dict[type[Scalar], Callable[..., str]] = {
    Text: _text,
    Choice: _choice,
    YesNo: _always("是或否"),
    Pledged: _always("只能写“是”"),
    Amount: _always("数，不小于 0"),
    Count: _always("整数，不小于 1"),
    Mobile: _always("手机号码，11 位"),
    Phones: _always("电话号码，可写几个"),
    DateText: _date,
    Url: _always("网址，以 https:// 开头"),
    Uscc: _always("18 位代码"),
    Year: _always("四位年份"),
    Commitment: _always("由程序写入"),
    Salt: _always("由程序写入"),
}
