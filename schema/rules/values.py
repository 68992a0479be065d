"""Rules over single values: texts, dates, codes, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schema.enterprise import Enterprise, Location
from schema.fields import division
from schema.fields.choice import nearest
from schema.fields.date import first_day
from schema.fields.problem import is_placeholder
from schema.fields.text import Text, emails, may_hold_digits, mobiles
from schema.fields.uscc import is_valid, prefixes
from schema.finding import Finding, Severity
from schema.product import Product
from schema.survey import constants
from schema.unit import Context, Filed, TextField, texts


def text_rules(filed: Filed[Any], context: Context) -> Iterator[Finding]:
    """``text-placeholder``, ``text-length``, ``text-personal`` and ``text-lost`` of every text in a form."""
    found, commented = texts(filed.form), filed.document.commented
    public = "\n".join([text.value for text in found if text.public])
    reachable = "@" in public or may_hold_digits(public, 7)
    for text in found:
        if commented and text.at in commented:
            yield _lost(filed, text)
        if (text.entry.required or text.entry.when) and is_placeholder(text.value):
            yield filed.document.finding(
                "text-placeholder", text.at, f"“{text.entry.label}”里还是占位文字", _fill(text)
            )
            continue
        if text.type.bounded:
            yield from _length(filed, text)
        if reachable and text.public and ("@" in text.value or may_hold_digits(text.value, 7)):
            yield from _personal(filed, text, context.numbers)


def _fill(text: TextField) -> str:
    return f"请填写实际内容：{text.entry.help}" if text.entry.help else "请填写实际内容"


def _lost(filed: Filed[Any], text: TextField) -> Finding:
    return filed.document.finding(
        "text-lost", text.at, f"“{text.entry.label}”里“ #”之后的文字会被当作注释丢掉", "若它是内容的一部分，请给整段文字加英文双引号；若是注释，请另起一行",
        severity=Severity.WARNING,
    )  # fmt: skip


def _length(filed: Filed[Any], text: TextField) -> Iterator[Finding]:
    bounds = text.type
    count = bounds.measure(text.value)
    if count >= bounds.least and (bounds.most is None or count <= bounds.most):
        return
    unit = "字" if bounds.words else "个字符"
    severity = Severity.WARNING if bounds.advised else Severity.ERROR
    message = f"“{text.entry.label}”现有 {count} {unit}，{_wanted(bounds, unit)}"
    hint = (
        f"请再补充至少 {bounds.least - count} {unit}"
        if count < bounds.least
        else f"请删减至少 {count - (bounds.most or 0)} {unit}"
    )
    yield filed.document.finding("text-length", text.at, message, hint, severity=severity)


def _wanted(bounds: Text, unit: str) -> str:
    least = f"{'建议' if bounds.advised else '要求'}不少于 {bounds.least} {unit}"
    return f"{least}、{bounds.most} {unit}以内" if bounds.most is not None else least


def _personal(filed: Filed[Any], text: TextField, own: frozenset[str]) -> Iterator[Finding]:
    """Phones and e-mail addresses in a public text; identity cards are looked for in the whole file."""
    label = text.entry.label
    found = {"".join(filter(str.isdigit, match.group()))[-11:] for match in mobiles(text.value)}
    digits = re.sub(r"(?<=\d)[ -](?=\d)", "", text.value)
    if any(number in digits for number in own):
        yield filed.document.finding(
            "text-personal",
            text.at,
            f"“{label}”会公开，里面有本单位联系人的号码",
            "请删去号码；联系方式只写在联系人一栏，不公开",
        )
    elif found:
        yield filed.document.finding(
            "text-personal",
            text.at,
            f"“{label}”会公开，里面像是有手机号码（11 位数字）",
            "请确认可以公开，最好删去",
            severity=Severity.WARNING,
        )
    if emails(text.value):
        yield filed.document.finding(
            "text-personal",
            text.at,
            f"“{label}”会公开，里面有电子邮箱地址",
            "请确认可以公开，最好删去",
            severity=Severity.WARNING,
        )


def future_dates(filed: Filed[Product], context: Context) -> Iterator[Finding]:
    """``date-future``: 检测时间 after today in Asia/Shanghai. Without a clock nothing is judged."""
    testing = filed.form.testing
    when = testing.date if testing else None
    day = first_day(when) if when else None
    today = context.today
    if when and day and today and day > today:
        at = ("大模型产品检测情况", "检测时间")
        yield filed.document.finding(
            "date-future", at, f"检测时间 {when} 还没有到", f"请核对年份；今天是 {today.isoformat()}"
        )


def places(filed: Filed[Enterprise], context: Context) -> Iterator[Finding]:
    """``division-unknown`` and ``division-city`` of 单位注册地."""
    location = filed.form.location
    if location is None or location.city is None:
        return
    at = ("单位注册地", "市")
    city = constants().city_named(location.city)
    if city is None:
        near = nearest(location.city, [known.name for known in constants().cities.values()])
        owners = [constants().cities[slug].name for slug in division.cities_with(location.city)]
        if len(owners) == 1:
            near = f"{owners[0]}，“{location.city}”写在区县一栏"
        hint = (
            f"您要填的是否是{near}？"
            if near
            else f"请填写：{'、'.join(known.name for known in constants().cities.values())}之一"
        )
        yield filed.document.finding("division-unknown", at, f"山东省没有“{location.city[:40]}”", hint)
    elif city.slug != context.city:
        here = constants().cities[context.city].name
        yield filed.document.finding(
            "division-city", at, f"文件放在 {context.city}（{here}）之下，表内写的是{city.name}",
            f"请把单位文件夹移到 submissions/{city.slug}/，或改正注册地",
        )  # fmt: skip
    elif location.district is not None and division.find(city.slug, location.district) is None:
        yield filed.document.finding("division-unknown", ("单位注册地", "区县"), *_district(city.slug, location))


def _district(slug: str, location: Location) -> tuple[str, str]:
    cities, text = constants().cities, location.district[:40]
    elsewhere = [cities[other].name for other in division.cities_with(location.district) if other != slug]
    near = division.nearest_name(slug, location.district)
    if elsewhere:
        hint = f"您要填的是否是{'、'.join(elsewhere)}的{text}？若是，请把市和文件夹一并改正"
    else:
        hint = f"您要填的是否是“{near}”？" if near else "请填写区、县、县级市或功能区的全称"
    return f"{cities[slug].name}没有“{text}”", hint


def codes(filed: Filed[Enterprise], context: Context) -> Iterator[Finding]:
    """``uscc-folder``, ``uscc-region`` and ``uscc-kind``."""
    code, at = filed.form.uscc, ("统一社会信用代码",)
    if code is None:
        return
    if code != context.code and is_valid(context.code):
        yield filed.document.finding(
            "uscc-folder", at, f"表内代码 {code} 与文件夹名 {context.code} 不同", "请对照营业执照，改正其中一处"
        )
    if code[2:4] != "37":
        yield filed.document.finding(
            "uscc-region", at, f"代码第 3 至 8 位 {code[2:8]} 不是山东省的登记机关", "企业迁入后代码不变；请确认营业执照上的住所在山东省内",
            severity=Severity.WARNING,
        )  # fmt: skip
    yield from _kind(filed, code)


def _kind(filed: Filed[Enterprise], code: str) -> Iterator[Finding]:
    nature, known = filed.form.nature, prefixes().get(code[:2])
    if nature is None:
        return
    if known is None:
        message, hint = f"代码前两位 {code[:2]} 不在常见的登记类别里", "请对照证书核对"
        yield filed.document.finding("uscc-kind", ("统一社会信用代码",), message, hint, severity=Severity.WARNING)
    elif known.nature != nature:
        strict = code[:2] in ("91", "12", "51", "52", "53")
        yield filed.document.finding(
            "uscc-kind", ("单位性质",), f"选的是“{nature}”，但代码以 {code[:2]} 开头，{code[:2]} 是{known.kind}",
            f"请改为“{known.nature}”，或核对代码是否抄错", severity=Severity.ERROR if strict else Severity.WARNING,
        )  # fmt: skip
