"""Rules over single values: texts, dates, codes, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.book.wording import Argument, Either, Phrase, Seen, phrase
from schema.fields.date import first_day
from schema.fields.phone import FEWEST_DIGITS
from schema.fields.text import Text
from schema.fields.uscc import is_valid, prefixes
from schema.forms.enterprise import Enterprise, Location
from schema.forms.product import Product
from schema.reading.document import KeyPath
from schema.reading.rounds import is_earlier
from schema.reading.texts import TextSpec, texts
from schema.reading.unit import Context, FormFile
from schema.text.garbled import find_broken, find_markup, find_questions
from schema.text.lookalikes import find_lookalikes, ideograph
from schema.text.names import contact_fault, unit_fault
from schema.text.personal import emails, half_digits, may_hold_digits, mobiles
from schema.text.placeholder import is_placeholder
from schema.text.similar import nearest
from schema.vocabulary import divisions as division
from schema.vocabulary.survey import constants

_SITE = ("网址",)
_CITY, _DISTRICT = ("单位注册地", "市"), ("单位注册地", "区县")
# A character without which no text needs to be looked at for what wrong conversions leave; a backslash may stand for any.
_ODD = re.compile(
    r"[\\&<?？_\u00e4-\u00e9\u2e80-\u2fd5\u31c0-\u31e3エロニハカタト\uf900-\ufad9\ufffd€锟斤烫屯锛銆鐨浼鍏\U0002f800-\U0002fa1d]"
)
_FAULTS = {
    "number": "person.number", "title": "person.title", "several": "person.several",
    "seal": "unit.seal", "quoted": "unit.quoted", "latin": "unit.latin", "short": "unit.short",
}  # fmt: skip
SURE_PREFIXES = ("91", "12", "51", "52", "53")  # no other 单位性质 can go with these


def text_rules(file: FormFile[Any], context: Context) -> Iterator[Finding]:
    """``text-placeholder``, ``text-length``, ``text-personal``, ``text-lost``, ``text-suspect`` and what wrong conversions leave,
    of every text in a form."""
    commented = file.document.commented
    odd = _ODD.search(file.document.text) is not None
    if _SITE in commented and file.form.website is not None:
        yield _lost(file, _SITE, *_SITE)
    for at, spec, value in texts(file.form):
        if commented and at in commented:
            yield _lost(file, at, spec.entry.label)
        if spec.asked and is_placeholder(value):
            yield file.finding("filler", at, label=spec.entry.label, fill=_fill(spec))
        elif spec.asked and not spec.type.bounded and len(value) == 1 and at not in (_CITY, _DISTRICT):
            yield file.finding("filler.short", at, label=spec.entry.label, fill=_fill(spec))
        if spec.type.bounded and not spec.type.holds(count := spec.type.measure(value)):
            if not (spec.type.words and is_earlier(file)):  # its own round had other ranges
                yield _length(file, at, spec, count)
        elif spec.type.names:
            yield from _suspect(file, at, spec, value)
        if odd and not spec.type.verbatim and at not in (_CITY, _DISTRICT):  # a place is looked for in a table
            yield from _remains(file, at, spec.entry.label, value)
        if spec.public and ("@" in value or may_hold_digits(value, FEWEST_DIGITS)):
            yield from _personal(file, at, spec, value, context.numbers())


def _fill(spec: TextSpec) -> Phrase:
    when, help_ = spec.entry.when, spec.entry.help
    if not help_:
        return phrase("refill.bare")
    return phrase("refill.unless" if when and not when.only else "refill", help=help_)


def _lost(file: FormFile[Any], at: KeyPath, label: str) -> Finding:
    return file.finding("text.lost", at, label=label)


def _length(file: FormFile[Any], at: KeyPath, spec: TextSpec, count: int) -> Finding:
    bounds = spec.type
    unit = phrase("unit.words" if bounds.words else "unit.characters")
    more, less = bounds.least - count, count - (bounds.most or 0)
    advice = phrase("length.more", count=more, unit=unit) if more > 0 else phrase("length.less", count=less, unit=unit)
    return file.finding(
        "text.length", at, severity=Severity.WARNING if bounds.advised else None,
        label=spec.entry.label, count=count, unit=unit, wanted=wanted(bounds), advice=advice,
    )  # fmt: skip


def wanted(bounds: Text) -> Phrase:
    """A text's range in words."""
    name = "length.advised" if bounds.advised else "length.required"
    unit = phrase("unit.words" if bounds.words else "unit.characters")
    if bounds.most is None:
        return phrase(name, least=bounds.least, unit=unit)
    return phrase(f"{name}-range", least=bounds.least, most=bounds.most, unit=unit)


def _suspect(file: FormFile[Any], at: KeyPath, spec: TextSpec, value: str) -> Iterator[Finding]:
    """A contact that is more than one name, a unit's name that is not its full name."""
    fault = contact_fault(value) if spec.type.names == "person" else unit_fault(value)
    if fault:
        yield file.finding(_FAULTS[fault], at, label=spec.entry.label)


def _remains(file: FormFile[Any], at: KeyPath, label: str, value: str) -> Iterator[Finding]:
    """``text-garbled`` and ``text-lookalike`` of one text."""
    if find_broken(value):
        yield file.finding("garbled.characters", at, label=label)
    elif markup := find_markup(value):
        yield file.finding("garbled.markup", at, label=label, code=Seen(markup[0][:40]))
    elif questions := find_questions(value):
        yield file.finding("garbled.questions", at, label=label, count=len(questions[0]))
    if signs := find_lookalikes(value):
        pairs = tuple(
            Either(
                phrase("lookalike", place=sign.start() + 1, sign=Seen(sign[0]), right=Seen(ideograph(sign[0]))),
                phrase("lookalike.place", place=sign.start() + 1),
            )
            for sign in signs[:3]
        )
        yield file.finding("lookalike", at, label=label, count=len(signs), pairs=pairs)


def _personal(file: FormFile[Any], at: KeyPath, spec: TextSpec, value: str, own: set[str]) -> Iterator[Finding]:
    """Phones and e-mail addresses in a public text; identity cards are looked for in the whole file."""
    label = spec.entry.label
    found = {"".join(filter(str.isdigit, match.group()))[-11:] for match in mobiles(value)}
    if _holds_own(value, own):
        yield file.finding("text.own-number", at, label=label)
    elif found:
        yield file.finding("text.mobile", at, label=label)
    if emails(value):
        yield file.finding("text.mail", at, label=label)


def _holds_own(text: str, own: set[str]) -> bool:
    digits = re.sub(r"(?<=\d)[ -](?=\d)", "", half_digits(text))
    return any(number in digits for number in own)


def websites(file: FormFile[Any], context: Context) -> Iterator[Finding]:
    """``url-format`` of an address without encryption: a warning, since only its owner knows whether https works."""
    if (file.form.website or "").lower().startswith("http:"):
        yield file.finding("url.http", _SITE)


def future_dates(file: FormFile[Product], context: Context) -> Iterator[Finding]:
    """``date-future``: 检测时间 after today in Asia/Shanghai. Without a clock nothing is judged."""
    testing = file.form.testing
    when = testing.date if testing else None
    day = first_day(when) if when else None
    today = context.today
    if when and day and today and day > today:
        at = ("大模型产品检测情况", "检测时间")
        yield file.finding("date.future", at, date=Seen(when), today=today.isoformat())


def places(file: FormFile[Enterprise], context: Context) -> Iterator[Finding]:
    """``division-unknown`` and ``division-city`` of 单位注册地."""
    location = file.form.location
    if location is None or location.city is None:
        return
    city = constants().city_named(location.city)
    if city is None:
        near: Argument | None = nearest(location.city, [known.name for known in constants().cities.values()])
        owners = [constants().cities[slug].name for slug in division.cities_with(location.city)]
        if len(owners) == 1:
            near = phrase("place.in-district", city=owners[0], text=location.city)
        names = tuple(known.name for known in constants().cities.values())
        advice = phrase("place.near", near=near) if near else phrase("place.any", names=names)
        yield file.finding("city.unknown", _CITY, text=Seen(location.city[:40]), advice=advice)
    elif city.slug != context.city:
        here = constants().cities[context.city].name
        yield file.finding("city.folder", _CITY, folder=context.city, here=here, city=city.name, slug=city.slug)
    elif (text := location.district) and not division.find(city.slug, text):
        advice = _district(city.slug, location)
        yield file.finding("district.unknown", _DISTRICT, city=city.name, text=Seen(text[:40]), advice=advice)


def _district(slug: str, location: Location) -> Phrase:
    cities, text = constants().cities, location.district[:40]
    elsewhere = tuple(cities[other].name for other in division.cities_with(location.district) if other != slug)
    near = division.nearest_name(slug, location.district)
    if elsewhere:
        return phrase("district.elsewhere", cities=elsewhere, text=text)
    return phrase("district.near", near=near) if near else phrase("district.any")


def codes(file: FormFile[Enterprise], context: Context) -> Iterator[Finding]:
    """``uscc-folder``, ``uscc-region`` and ``uscc-kind``."""
    code, at = file.form.uscc, ("统一社会信用代码",)
    if code is None:
        return
    if code != context.code and is_valid(context.code):
        yield file.finding("uscc.folder", at, code=Seen(code), folder=context.code)
    if code[2:4] != "37":
        yield file.finding("uscc.region", at, region=Seen(code[2:8]))
    yield from _kind(file, code)


def _kind(file: FormFile[Enterprise], code: str) -> Iterator[Finding]:
    nature, known = file.form.nature, prefixes().get(code[:2])
    if nature is None:
        return
    if known is None:
        yield file.finding("uscc.kind-unknown", ("统一社会信用代码",), prefix=Seen(code[:2]))
    elif known.nature != nature:
        yield file.finding(
            "uscc.kind", ("单位性质",), severity=None if code[:2] in SURE_PREFIXES else Severity.WARNING,
            nature=nature, prefix=code[:2], kind=known.kind, right=known.nature,
        )  # fmt: skip
