"""Rules over a unit's forms together, and over all units of the survey."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any, NamedTuple

from schema.book.finding import Finding, path_finding
from schema.book.wording import Either, Message, Phrase, Seen, message, phrase
from schema.fields.uscc import is_sample, is_valid
from schema.forms.bureau import Bureau
from schema.forms.product import Product
from schema.forms.registry import ENTERPRISE
from schema.layout.paths import ROOT
from schema.reading.rounds import is_earlier
from schema.reading.unit import FormFile, Unit
from schema.text.names import fold_name, fold_version
from schema.vocabulary.survey import constants


def names(unit: Unit) -> Iterator[Finding]:
    """``unit-name``: 报送单位 differs from 企业名称, or between a unit's products."""
    enterprise = unit.enterprise
    wanted = enterprise.form.name if enterprise else None
    source = ENTERPRISE.words
    for file in unit.products:
        name = file.form.unit
        if name is None:
            continue
        if wanted is None and (enterprise is None and not unit.unread):
            wanted, source = name, file.path.rsplit("/", 1)[-1]
        elif wanted is not None and fold_name(name) != fold_name(wanted):
            yield file.finding(
                "unit.name", ("报送单位",), name=Seen(name[:60]), source=source, wanted=Seen(wanted[:60]),
                difference=difference(name, wanted),
            )  # fmt: skip


def difference(name: str, other: str) -> Phrase:
    """Which character of a name is not the other's: the only one, else the first."""
    ours, theirs = ([(place, char) for place, char in enumerate(text, 1) if fold_name(char)] for text in (name, other))
    unlike = [
        (place, char, against)
        for (place, char), (_, against) in zip(ours, theirs, strict=False)
        if fold_name(char) != fold_name(against)
    ]
    if not unlike:
        return phrase("differ.end", place=min(len(ours), len(theirs)) + 1)
    place, char, against = unlike[0]
    only = len(unlike) == 1 and len(ours) == len(theirs)
    pair = Either(phrase("differ.pair", char=Seen(char), other=Seen(against)), "")
    return phrase("differ.at" if only else "differ.from", place=place, pair=pair)


def earlier(unit: Unit) -> Iterator[Finding]:
    """``round-earlier``: a form of an earlier round, not yet confirmed; the first one speaks for the unit."""
    this = constants().round
    for file in unit.forms():
        if is_earlier(file):
            year = Either(phrase("round.year", year=Seen(str(file.form.year))), phrase("round.before"))
            yield file.finding("round.earlier", ("批次",), year=year, round=this)
            return


def same_product(unit: Unit) -> Iterator[Finding]:
    """``product-duplicate`` within a unit: the same name and version twice."""
    first: dict[tuple[str, str], FormFile[Product]] = {}
    for file in unit.products:
        name, version = file.form.name, file.form.version
        if name is None or version is None:
            continue
        earlier = first.setdefault((fold_name(name), fold_version(version)), file)
        if earlier.path != file.path:
            earlier_name = earlier.path.rsplit("/", 1)[-1]
            yield file.finding("same.product", ("大模型产品名称",), earlier=earlier_name)


class Named(NamedTuple):
    """A name that must not repeat elsewhere, as it is compared, with its place."""

    plain: str
    path: str
    line: int
    column: int


class UnitFacts(NamedTuple):
    """What rules over the whole survey need of a unit: small, so that workers can send it. ``valid`` is its code."""

    city: str
    code: str
    valid: bool
    folder: str
    enterprise: Named | None
    products: tuple[Named, ...]
    reports: bool  # something of this round, right or wrong


def facts(unit: Unit) -> UnitFacts:
    """The facts of a unit."""
    enterprise = unit.enterprise
    named = _named(enterprise, "企业名称", enterprise.form.name) if enterprise else None
    products = (_named(file, "大模型产品名称", file.form.name) for file in unit.products)
    reports = unit.unread or any(not is_earlier(file) for file in unit.forms())
    return UnitFacts(
        unit.city, unit.code, is_valid(unit.code), unit.folder, named, tuple(filter(None, products)), reports
    )


def _named(file: FormFile[Any], label: str, name: str | None) -> Named | None:
    place = file.document.places.get((label,))
    if name is None or place is None:
        return None
    return Named(fold_name(name), file.path, place.line, place.column)


def reporting(units: Iterable[UnitFacts]) -> frozenset[str]:
    """The cities from which something of this round came. Samples count only where there are no real units."""
    units = list(units)
    real = [unit for unit in units if not is_sample(unit.code)]
    return frozenset(unit.city for unit in real or units if unit.reports)


def zero_report(file: FormFile[Bureau], city: str, cities: Container[str]) -> Iterator[Finding]:
    """``field-unneeded`` of 零报告 in a city that is one of ``cities``, those that report something."""
    if file.form.zero and city in cities:
        yield file.finding("zero.reported", ("零报告",))


def over_all(units: Iterable[UnitFacts]) -> Iterator[Finding]:
    """``unit-duplicate``, ``product-duplicate`` between units, ``sample-mixed``. Units come in path order."""
    units = [unit for unit in units if unit.valid]  # an invalid folder name has its own finding
    yield from _same_code(units)
    yield from _same_name(units)
    yield from _same_product_name(units)
    yield from _mixed(units)


def _same_code(units: list[UnitFacts]) -> Iterator[Finding]:
    first: dict[str, UnitFacts] = {}
    for unit in units:
        earlier = first.setdefault(unit.code, unit)
        if earlier is not unit:
            yield path_finding(unit.folder, message("unit.same-code", folder=earlier.folder))


def _same_name(units: list[UnitFacts]) -> Iterator[Finding]:
    first: dict[str, UnitFacts] = {}
    for unit in units:
        if unit.enterprise is None:
            continue
        earlier = first.setdefault(unit.enterprise.plain, unit)
        if earlier.code != unit.code:
            yield _at(unit.enterprise, "企业名称", message("unit.same-name", folder=earlier.folder))


def _same_product_name(units: list[UnitFacts]) -> Iterator[Finding]:
    first: dict[str, tuple[str, str]] = {}
    for unit in units:
        for product in unit.products:
            code, path = first.setdefault(product.plain, (unit.code, product.path))
            if code != unit.code:
                yield _at(product, "大模型产品名称", message("product.same-name", path=path))


def _mixed(units: list[UnitFacts]) -> Iterator[Finding]:
    samples = sum(is_sample(unit.code) for unit in units)
    if 0 < samples < len(units):
        yield path_finding(ROOT, message("sample.mixed", count=samples))


def _at(named: Named, label: str, content: Message) -> Finding:
    rule, _, _, severity = content.template
    return Finding(rule, severity, named.path, named.line, named.column, label, content)
