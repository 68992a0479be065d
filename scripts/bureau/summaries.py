"""附件3 大模型企业汇总表 and 附件4 大模型产品汇总表, as the notice prints them: a city's, and the province's.

What a bureau has not filled in is an underlined blank for a pen; a city without a submission gets numbered blank
rows (零报告). Names are sorted by their GB 18030 bytes, which is pinyin order for the common characters.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schema.forms.product import LEVELS
from scripts.xlsx.book import Book
from scripts.xlsx.paper_sheet import Blank, PaperColumn, PaperSheet

ENTERPRISES = "附件3 大模型企业汇总表"
PRODUCTS = "附件4 大模型产品汇总表"
PROVINCE = "全省"
BLANK_ROWS = 5
APART = "〔另存〕"  # for what a private half holds that is not at hand
APART_NOTE = f"{APART}的联系人、联系方式不在仓库里。收到的不公开部分放在一个文件夹里，运行 catalogue summaries --private 文件夹，即可填上。"

ENTERPRISE_COLUMNS = (
    PaperColumn("序号", 15, "center"),
    PaperColumn("大模型企业", 83),
    PaperColumn("联系人", 25, "center"),
    PaperColumn("联系方式", 50, "center", code=True),
)
PRODUCT_COLUMNS = (
    PaperColumn("序号", 15, "center"),
    PaperColumn("级别", 22, "center"),
    PaperColumn("大模型产品名称", 69),
    PaperColumn("企业名称", 69),
    PaperColumn("联系人", 25, "center"),
    PaperColumn("联系方式", 59, "center", code=True),  # a landline with its extension, and the sign behind it
)


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """A row of 附件3: `code` is the 统一社会信用代码, `phone` may hold several numbers."""

    city: str
    code: str
    name: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A row of 附件4: `level` is 基础级, 行业级 or 场景级; `unit` is the 企业名称 of the reporting unit."""

    city: str
    code: str
    slug: str
    level: str
    name: str
    version: str
    unit: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Header:
    """填报单位, 联系人, 联系方式 and 填报日期; None or an empty text is left blank for a pen."""

    bureau: str
    contact: str | None = None
    phone: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CitySheets:
    """A city's rows: `slug` names its folder, `city_code` (GB/T 2260) decides its place in the province."""

    slug: str
    city_name: str
    city_code: str
    header: Header
    enterprises: tuple[EnterpriseRow, ...]
    products: tuple[ProductRow, ...]


def enterprise_summary(cities: Sequence[CitySheets], province: Header | None, round: int) -> Book:
    """附件3: a sheet for each city, after one with every row (全省) where the `province` has a header."""
    book = _book(ENTERPRISES, cities, province)
    for name, header, members in _sheets(cities, province):
        sheet = PaperSheet(book, name, ENTERPRISE_COLUMNS)
        _head(sheet, ENTERPRISES, header, round, split=2)
        _table(sheet, header, (row for city in members for row in _enterprises(city)))
    return book


def product_summary(cities: Sequence[CitySheets], province: Header | None, round: int) -> Book:
    """附件4: like `enterprise_summary`, by 级别 within each city."""
    book = _book(PRODUCTS, cities, province)
    for name, header, members in _sheets(cities, province):
        sheet = PaperSheet(book, name, PRODUCT_COLUMNS, landscape=True)
        _head(sheet, PRODUCTS, header, round, split=3)
        _table(sheet, header, (row for city in members for row in _products(city)))
    return book


def write_summaries(
    cities: Sequence[CitySheets], province_header: Header | None, round: int, out: Path, when: datetime.datetime
) -> list[Path]:
    """Write both workbooks into `out/<city slug>/` for each city, and with a province's header into `out/全省/`.

    `when` is the date inside the files. Returns the paths.
    """
    folders: list[tuple[str, Sequence[CitySheets], Header | None]] = [(city.slug, [city], None) for city in cities]
    if province_header:
        folders.append((PROVINCE, cities, province_header))
    return [
        summary(members, header, round).save(out / folder / f"{name}.xlsx", when)
        for folder, members, header in folders
        for name, summary in ((ENTERPRISES, enterprise_summary), (PRODUCTS, product_summary))
    ]


def _book(title: str, cities: Sequence[CitySheets], province: Header | None) -> Book:
    headers = [province] if province else [city.header for city in cities]
    return Book(title.split()[1], headers[0].bureau if headers else "")


def _sheets(
    cities: Sequence[CitySheets], province: Header | None
) -> Iterable[tuple[str, Header, Sequence[CitySheets]]]:
    ordered = sorted(cities, key=lambda city: (city.city_code, city.slug))
    if province:
        yield PROVINCE, province, ordered
    for city in ordered:
        yield city.city_name, city.header, [city]


def _head(sheet: PaperSheet, title: str, header: Header, round: int, split: int) -> None:
    """The five rows above the table; `split` is how many columns the left half of the two header lines takes."""
    mark, name = title.split()
    left, right = split, len(sheet.columns) - split
    sheet.mark(mark)
    sheet.title(name)
    sheet.line((left, ["填报单位：", header.bureau or Blank(10), "（盖章）"]), (right, _date(header.date, round)))
    sheet.line(
        (left, ["联系人：", header.contact or Blank(8)]),
        (right, ["联系方式：", phones(header.phone or "") or Blank(8)]),
    )
    sheet.header()


def _date(day: datetime.date | None, round: int) -> list[str | Blank]:
    if day:
        return [f"填报日期：{day.year}年{day.month}月{day.day}日"]
    return [f"填报日期：{round}年", Blank(2), "月", Blank(2), "日"]


def _table(sheet: PaperSheet, header: Header, rows: Iterable[Sequence[str]]) -> None:
    """The numbered rows, and below them how to fill in what is kept apart."""
    empty, filled = [[None] * (len(sheet.columns) - 1)] * BLANK_ROWS, list(rows)
    sheet.rows([number, *row] for number, row in enumerate(filled or empty, 1))
    if header.contact == APART or any(APART in row for row in filled):
        sheet.line((len(sheet.columns), [f"注：{APART_NOTE}"]))


def _enterprises(city: CitySheets) -> Iterable[Sequence[str]]:
    for row in sorted(city.enterprises, key=lambda row: (pinyin(row.name), row.code)):
        yield row.name, row.contact, phones(row.phone)


def _products(city: CitySheets) -> Iterable[Sequence[str]]:
    for row in sorted(city.products, key=_product_key):
        yield row.level, _versioned(row), row.unit, row.contact, phones(row.phone)


def _product_key(row: ProductRow) -> tuple[int, bytes, bytes, str, str]:
    return LEVELS.index(row.level), pinyin(row.unit), pinyin(_versioned(row)), row.code, row.slug


def _versioned(row: ProductRow) -> str:
    return f"{row.name} {row.version}".strip()


def pinyin(name: str) -> bytes:
    """A sort key in the order of a Chinese dictionary, for the common characters."""
    return name.encode("gb18030", "replace")


_BETWEEN_NUMBERS = re.compile(r"[、，,；;/\n]")


def phones(text: str) -> str:
    """Several numbers with ； between, each on its own line, or a cell would break at the hyphen of a landline."""
    return "；\n".join(filter(None, map(str.strip, _BETWEEN_NUMBERS.split(text))))
