"""What stands on a sheet of 附件3 or 附件4: its header, its rows in order, its digest, and what is said below and in the foot.

Names are sorted by their GB 18030 bytes, which is pinyin order for the common characters.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from schema.forms.product import LEVELS
from scripts.writing.digest import shortened

PROVINCE = "全省"
APART = "〔另存〕"  # for what a private half holds that is not at hand
CONTACT_CELLS = 2  # at the end of each row: 联系人, 联系方式
APART_NOTE = f"{APART}的联系人、联系方式不在仓库里。收到的不公开部分放在一个文件夹里，运行 catalogue summaries --private 文件夹，即可填上。"
# Said below the table of a sheet, and in the foot of its pages.
NOTES = {
    "none": "尚无报送。",
    "zero": "零报告：{city}没有单位报送。",
    "waiting": "另有 {count} {counter}待补报。",
    "left": "{round}年批次　{city}　共 {count} {counter}",
    "absent": f"注：{APART}的联系人、联系方式在不公开部分里，还没有收到。",
    "digest": "摘要 {digest}",
    "version": "　版本 {version}",
}


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """A row of 附件3: `code` is the 统一社会信用代码, `phone` may hold several numbers, `digest` is that of the form."""

    city: str
    code: str
    name: str
    contact: str
    phone: str
    digest: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A row of 附件4: `level` is 基础级, 行业级 or 场景级; `unit` is the 企业名称 of the reporting unit; `digest` as above."""

    city: str
    code: str
    slug: str
    level: str
    name: str
    version: str
    unit: str
    contact: str
    phone: str
    digest: str


@dataclass(frozen=True, slots=True)
class Header:
    """填报单位, 联系人, 联系方式 and 填报日期; None or an empty text is left blank for a pen. `zero` says 零报告."""

    bureau: str
    contact: str | None = None
    phone: str | None = None
    date: datetime.date | None = None
    zero: bool = False


@dataclass(frozen=True, slots=True)
class CitySheets:
    """A city's rows: `slug` names its folder, `city_code` (GB/T 2260) decides its place in the province.

    `waiting` are the enterprises and the products that are left out until they are corrected.
    """

    slug: str
    city_name: str
    city_code: str
    header: Header
    enterprises: tuple[EnterpriseRow, ...]
    products: tuple[ProductRow, ...]
    waiting: tuple[int, int] = (0, 0)

    @property
    def zero(self) -> bool:
        """Whether the city reports that it has nothing to report, and nothing came."""
        return self.header.zero and not (self.enterprises or self.products or any(self.waiting))


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row without its number, the digest of the form that it is made from, and where that stands in its city's folder."""

    cells: tuple[str, ...]
    digest: str
    place: str


@dataclass(frozen=True, slots=True)
class Paper:
    """附件3 or 附件4: its name, which files bear too, what its rows are counted in, and a city's rows in order."""

    name: str
    counter: str
    rows: Callable[[CitySheets], Iterator[Row]]

    @property
    def mark(self) -> str:
        """附件3 or 附件4."""
        return self.name.split()[0]

    @property
    def place(self) -> int:
        """Of what is counted of enterprises and of products, which one is this paper's."""
        return PAPERS.index(self)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a paper. `city` is the city's folder, empty for the province."""

    paper: Paper
    round: int
    name: str
    city: str
    header: Header
    rows: tuple[Row, ...]
    waiting: int
    zero: bool

    @property
    def digest(self) -> str:
        """The short digest in the foot: of the round, the city and the forms in the order of their rows."""
        return sheet_digest(self.paper, self.round, self.city, [row.digest for row in self.rows])

    def notes(self) -> list[str]:
        """What is said below the table."""
        apart = self.header.contact == APART or any(APART in row.cells for row in self.rows)
        notes = [f"注：{APART_NOTE}"] if apart else []
        if self.waiting:
            notes.append(NOTES["waiting"].format(count=self.waiting, counter=self.paper.counter))
        elif not self.rows:
            notes.append(NOTES["zero" if self.zero else "none"].format(city=self.name))
        return notes

    def foot(self, version: str) -> tuple[str, str]:
        """The small print on both sides of the page's number; ``version`` is that of the data, '' where it has none."""
        left = NOTES["left"].format(round=self.round, city=self.name, count=len(self.rows), counter=self.paper.counter)
        tail = NOTES["version"].format(version=version) if version else ""
        return left, NOTES["digest"].format(digest=self.digest) + tail


def sheet_digest(paper: Paper, round: int, city: str, digests: Sequence[str]) -> str:
    """The digest of a sheet that has these forms in this order. ``city`` is the city's folder, '' for the province."""
    return shortened([paper.mark, str(round), city, list(digests)])


def sheets(paper: Paper, cities: Iterable[CitySheets], province: Header | None, round: int) -> Iterator[Sheet]:
    """A sheet for each city, in the order of their codes, after one of the province where it has a header."""
    ordered = sorted(cities, key=lambda city: (city.city_code, city.slug))
    if province:
        rows = tuple(row for city in ordered for row in paper.rows(city))
        waiting = sum(city.waiting[paper.place] for city in ordered)
        yield Sheet(paper, round, PROVINCE, "", province, rows, waiting, zero=False)
    for city in ordered:
        waiting = city.waiting[paper.place]
        yield Sheet(
            paper, round, city.city_name, city.slug, city.header, tuple(paper.rows(city)), waiting, zero=city.zero
        )


def _enterprises(city: CitySheets) -> Iterator[Row]:
    for row in sorted(city.enterprises, key=lambda row: (pinyin(row.name), row.code)):
        yield Row((row.name, row.contact, phones(row.phone)), row.digest, row.code)


def _products(city: CitySheets) -> Iterator[Row]:
    for row in sorted(city.products, key=_product_key):
        cells = (row.level, _versioned(row), row.unit, row.contact, phones(row.phone))
        yield Row(cells, row.digest, f"{row.code}/{row.slug}")


def _product_key(row: ProductRow) -> tuple[int, bytes, bytes, str, str]:
    return LEVELS.index(row.level), pinyin(row.unit), pinyin(_versioned(row)), row.code, row.slug


def _versioned(row: ProductRow) -> str:
    return f"{row.name} {row.version}".strip()


ENTERPRISES = Paper("附件3 大模型企业汇总表", "家", _enterprises)
PRODUCTS = Paper("附件4 大模型产品汇总表", "个", _products)
PAPERS = (ENTERPRISES, PRODUCTS)


def pinyin(name: str) -> bytes:
    """A sort key in the order of a Chinese dictionary, for the common characters."""
    return name.encode("gb18030", "replace")


_BETWEEN_NUMBERS = re.compile(r"[、，,；;/\n]")


def phones(text: str) -> str:
    """Several numbers with ； between, each on its own line, or a cell would break at the hyphen of a landline."""
    return "；\n".join(filter(None, map(str.strip, _BETWEEN_NUMBERS.split(text))))
