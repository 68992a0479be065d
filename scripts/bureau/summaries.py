"""附件3 大模型企业汇总表 and 附件4 大模型产品汇总表, as the notice prints them: a city's, and the province's.

What a bureau has not said is left as an underlined blank for a pen; a city without a submission gets numbered blank
rows (零报告). Names stand in the order of their GB 18030 bytes, which is pinyin order for the common characters.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from scripts.xlsx.workbook import Blank, Book, Column, Sheet, save

ENTERPRISES = "附件3 大模型企业汇总表"
PRODUCTS = "附件4 大模型产品汇总表"
PROVINCE = "全省"
LEVELS = {"基础级": 0, "行业级": 1, "场景级": 2}
BLANK_ROWS = 5

ENTERPRISE_COLUMNS = (
    Column("序号", 15, "center"),
    Column("大模型企业", 83),
    Column("联系人", 25, "center"),
    Column("联系方式", 50, "center", code=True),
)
PRODUCT_COLUMNS = (
    Column("序号", 15, "center"),
    Column("级别", 22, "center"),
    Column("大模型产品名称", 69),
    Column("企业名称", 69),
    Column("联系人", 25, "center"),
    Column("联系方式", 59, "center", code=True),  # a landline with its extension, and the sign behind it
)

Key: TypeAlias = tuple[int, bytes, bytes, str, str]


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
    """A row of 附件4: `level` is 基础级, 行业级 or 场景级; `unit` is the 企业名称 of the unit that reports."""

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
    """填报单位, 联系人, 联系方式 and 填报日期; what is None or empty is left for the pen."""

    bureau: str
    contact: str | None = None
    phone: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CitySheets:
    """A city's part: `slug` names its folder, `city_code` (GB/T 2260) its place in the province."""

    slug: str
    city_name: str
    city_code: str
    header: Header
    enterprises: tuple[EnterpriseRow, ...]
    products: tuple[ProductRow, ...]


def enterprise_summary(cities: Sequence[CitySheets], province: Header | None, round: int) -> Book:
    """附件3: one sheet a city, and before them 全省 with every row, when `province` gives its header."""
    book = _book(ENTERPRISES, cities, province)
    for name, header, members in _sheets(cities, province):
        sheet = book.sheet(name, ENTERPRISE_COLUMNS)
        _head(sheet, ENTERPRISES, header, round, split=2)
        _table(sheet, (row for city in members for row in _enterprises(city)))
    return book


def product_summary(cities: Sequence[CitySheets], province: Header | None, round: int) -> Book:
    """附件4: as `enterprise_summary`, by 级别 within each city."""
    book = _book(PRODUCTS, cities, province)
    for name, header, members in _sheets(cities, province):
        sheet = book.sheet(name, PRODUCT_COLUMNS, landscape=True)
        _head(sheet, PRODUCTS, header, round, split=3)
        _table(sheet, (row for city in members for row in _products(city)))
    return book


def write_summaries(
    cities: Sequence[CitySheets], province_header: Header | None, round: int, out: Path, when: datetime.datetime
) -> list[Path]:
    """Both workbooks into `out/<city slug>/` for each city, and with a province's header into `out/全省/`.

    `when` is the date inside the files.
    """
    folders: list[tuple[str, Sequence[CitySheets], Header | None]] = [(city.slug, [city], None) for city in cities]
    if province_header:
        folders.append((PROVINCE, cities, province_header))
    return [
        save(summary(members, header, round), out / folder / f"{name}.xlsx", when)
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


def _head(sheet: Sheet, title: str, header: Header, round: int, split: int) -> None:
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


def _date(known: datetime.date | None, round: int) -> list[str | Blank]:
    if known:
        return [f"填报日期：{known.year}年{known.month}月{known.day}日"]
    return [f"填报日期：{round}年", Blank(2), "月", Blank(2), "日"]


def _table(sheet: Sheet, rows: Iterable[Sequence[str]]) -> None:
    empty = [[None] * (len(sheet.columns) - 1)] * BLANK_ROWS
    sheet.rows([number, *row] for number, row in enumerate(list(rows) or empty, 1))


def _enterprises(city: CitySheets) -> Iterable[Sequence[str]]:
    for row in sorted(city.enterprises, key=lambda row: (pinyin(row.name), row.code)):
        yield row.name, row.contact, phones(row.phone)


def _products(city: CitySheets) -> Iterable[Sequence[str]]:
    for row in sorted(city.products, key=_product_key):
        yield row.level, _versioned(row), row.unit, row.contact, phones(row.phone)


def _product_key(row: ProductRow) -> Key:
    return LEVELS.get(row.level, len(LEVELS)), pinyin(row.unit), pinyin(_versioned(row)), row.code, row.slug


def _versioned(row: ProductRow) -> str:
    return f"{row.name} {row.version}".strip()


def pinyin(name: str) -> bytes:
    """A sort key in the order of a Chinese dictionary, for the common characters."""
    return name.encode("gb18030", "replace")


_BETWEEN_NUMBERS = re.compile(r"[、，,；;/\n]")


def phones(text: str) -> str:
    """Several numbers with ； between, each on its own line, or a cell would break at the hyphen of a landline."""
    return "；\n".join(filter(None, map(str.strip, _BETWEEN_NUMBERS.split(text))))
