"""``catalogue compare``: 批次对比.xlsx, this round against a closed one, for the province's desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from schema.public.projection import project
from schema.vocabulary.survey import constants
from scripts.bureau.sheets import PROVINCE, pinyin
from scripts.check.pipeline import check
from scripts.site.archive import CODE, ClosedRound, Counts, counts, read_rounds
from scripts.site.archive import PROVINCE as TOTAL
from scripts.site.catalogue import catalogue
from scripts.site.comparison import KINDS, Compared, city_of, compare, tally, unit_of
from scripts.site.input import InputError, print_errors, site_input
from scripts.tree.disk import Tree
from scripts.tree.history import read_history
from scripts.xlsx.book import Book, CellValue
from scripts.xlsx.paper_sheet import PaperColumn, PaperSheet

NAME = "批次对比"
_COUNTED = ("企业", "产品")
_TOTALS = (
    PaperColumn("序号", 13, "center"),
    PaperColumn("市", 22, "center"),
    *(PaperColumn(f"{when}{what}", 18, "center") for what in _COUNTED for when in ("上轮", "本轮")),
    *(PaperColumn(kind, 18, "center") for kind in KINDS),
)
_ENTRIES = (
    PaperColumn("序号", 13, "center"),
    PaperColumn("单位", 62),
    PaperColumn("报送内容", 58),
    PaperColumn("情况", 30, "center"),
    PaperColumn("变化", 90),
)


_NOTE = (
    "企业、产品是两轮各自的数；其后按条目计，一张附件1 或附件2 算一条。更名、迁市、级别变化的，也算在更新里；"
    "尚未确认：上轮报送，本轮还没有确认。上轮未列：上轮结束前已公布，上轮存下的清单里后来去掉了，无从对比。上轮以 rounds 里存下的公开清单为准，不含联系方式和收入。"
)


class NothingToCompare(Exception):
    """There is no closed round of that year; the message says which there are."""


def write_comparison(root: Path, tree: Tree, year: int | None, out: Path) -> tuple[Path, int]:
    """Write the workbook into ``out/全省``; returns its path and the year of the closed round, the last before this one by default.

    Raises ``NothingToCompare``, ``ArchiveError`` and ``InputError``.
    """
    last = _closed(read_rounds(root), year)
    checked = check(tree, keep=True)
    if checked.blocked:
        print_errors(checked)
        raise InputError("有错误，没有对比。请先改正。")
    history = read_history(root)
    source = site_input(checked.units, history)
    now = catalogue(replace(source, survey=project(checked.units)))
    counted = catalogue(replace(source, survey=source.counted or source.survey))
    when = datetime.fromisoformat(history.date or constants().deadline.isoformat())
    book = comparison(last, compare(last, now), counts(counted))
    return book.save(out / PROVINCE / f"{NAME}.xlsx", when), last.year


def comparison(last: ClosedRound, compared: Sequence[Compared], now: Counts) -> Book:
    """The workbook: totals by city, then a sheet a city."""
    title = f"{constants().round}年与{last.year}年摸底{NAME}"
    book = Book(title, constants().province_bureau)
    _add_totals(book, title, last, compared, now)
    for city in constants().cities.values():
        own = sorted((item for item in compared if item.city == city.name), key=_order)
        sheet = PaperSheet(book, city.name, _ENTRIES, landscape=True, small=True)
        sheet.title(f"{city.name}{title}")
        sheet.line((len(_ENTRIES), [_in_words(own)]))
        sheet.header()
        sheet.rows([number, *_row(item)] for number, item in enumerate(own, 1))
    return book


def _add_totals(book: Book, title: str, last: ClosedRound, compared: Sequence[Compared], now: Counts) -> None:
    sheet = PaperSheet(book, PROVINCE, _TOTALS, landscape=True, small=True)
    sheet.title(f"全省{title}")
    sheet.line((len(_TOTALS), [_NOTE]))
    sheet.header()
    by_city = tally(compared)
    names = [TOTAL, *(city.name for city in constants().cities.values())]
    sheet.rows(
        [number or None, name, *_counted(last.counts, now, name), *_kinds(by_city, name)]
        for number, name in enumerate(names)
    )


def _counted(last: Counts, now: Counts, name: str) -> Iterator[int]:
    for what in _COUNTED:
        yield from (table.get(name, {}).get(what, 0) for table in (last, now))


def _kinds(by_city: Counts, name: str) -> Iterator[int]:
    rows = by_city.values() if name == TOTAL else [by_city.get(name, {})]
    yield from (sum(row.get(kind, 0) for row in rows) for kind in KINDS)


def _closed(rounds: Sequence[ClosedRound], year: int | None) -> ClosedRound:
    """The round of a year, by default the last before this one."""
    this = constants().round
    found = [closed for closed in rounds if (closed.year < this if year is None else closed.year == year)]
    if not found:
        there = "、".join(str(closed.year) for closed in rounds)
        known = f"rounds 里有 {there} 年的" if there else "rounds 里还没有，一轮结束时用 catalogue close 存下"
        raise NothingToCompare(f"没有{'可对比的上一轮' if year is None else f' {year} 年的清单'}；{known}")
    return found[0]


def _order(item: Compared) -> tuple[bytes, str, bool, bytes]:
    return pinyin(item.unit), item.entry[CODE], item.product is not None, pinyin(item.product or "")


def _row(item: Compared) -> Sequence[CellValue]:
    form = "附件1" if item.product is None else f"附件2《{item.product}》{item.entry.get('版本号') or ''}"
    return item.unit, form, "、".join(item.kinds), "；".join(_changes(item)) or None


def _changes(item: Compared) -> Iterator[str]:
    """What changed: the fields by name, and what name, city and level were before."""
    before, after = item.before, item.after
    if before is None or after is None:
        return
    if item.fields:
        yield f"改了{'、'.join(item.fields)}"
    pairs = (
        ("原单位名称", unit_of), ("原产品名称", lambda entry: entry.get("大模型产品名称")),
        ("原在", city_of), ("原为", lambda entry: entry.get("大模型产品所属种类")),
    )  # fmt: skip
    for words, read in pairs:
        if read(before) != read(after):
            yield f"{words}{read(before)}"


def _in_words(own: Iterable[Compared]) -> str:
    """A city's changes in a sentence."""
    row = next(iter(tally(own).values()), None)
    if row is None:
        return "两轮都没有条目。"
    return "；".join(f"{kind} {count}" for kind, count in row.items() if count) + "。"
