"""材料核对表, the bureau's working copy: progress, materials to tick off, warnings to judge, units to remind, errors to correct.

It is for the bureau alone: it holds names and phones, and messages ready to be sent. What is ticked on it comes back by
``catalogue receive``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from schema.rules.bureau import odd_day
from schema.vocabulary.survey import constants
from scripts.bureau.check_tables import TABLES, URGE_MM, CheckTable, Row
from scripts.bureau.items import APART_STATE, MISSING, ON_PAPER, THERE
from scripts.bureau.papers import AT_HAND, PaperStatus
from scripts.bureau.sheets import APART, APART_NOTE, PROVINCE, Header, pinyin
from scripts.bureau.status import UnitStatus
from scripts.bureau.urging import NOWHERE, Reach, urging
from scripts.xlsx.book import Book
from scripts.xlsx.cell_text import SMALL_SIZE, room
from scripts.xlsx.paper_sheet import PaperColumn, PaperSheet

CHECKLIST = "材料核对表"
NOTHING = "尚无报送"
UNITS_A_PAGE = 5  # at least, as long as it stays readable
_NUMBER = PaperColumn("序号", 11, "center")
_CITY = PaperColumn("市", 18, "center")
_UNIT = PaperColumn("单位", 58)
_COUNTS = tuple(PaperColumn(title, 14.5, "center") for title in ("附件1", "基础级", "行业级", "场景级", "须改正"))
# The columns that count what there is to check: the states that each counts.
_STATES: Mapping[str, Sequence[str]] = {
    "盖章待交": (PaperStatus.TO_SEAL,), "盖章已收": AT_HAND, "须重盖": (PaperStatus.STALE, PaperStatus.WRONG),
    "不纳入": (PaperStatus.LEFT_OUT,), THERE: (THERE,), ON_PAPER: (ON_PAPER,), APART_STATE: (APART_STATE,), MISSING: (MISSING,),
}  # fmt: skip
_LAST_COUNTS = (PaperColumn("待判断", 14.5, "center"), PaperColumn("最近改动", 25, "center"))


@dataclass(frozen=True)
class CityStatus:
    """A city's name, its place in the province, the header of its sheets, and the status of its units."""

    slug: str
    city_name: str
    city_code: str
    header: Header
    units: tuple[UnitStatus, ...]
    reach: Reach = NOWHERE

    @cached_property
    def reported(self) -> list[UnitStatus]:
        """The units in pinyin order, without stray files."""
        return sorted((unit for unit in self.units if unit.code), key=lambda unit: (pinyin(unit.name), unit.code))

    @property
    def nothing(self) -> str:
        """What is said of the city where nothing came: 零报告 only where the bureau says so."""
        return "零报告" if self.header.zero else NOTHING

    @cached_property
    def urged(self) -> list[tuple[UnitStatus, str]]:
        """The units to remind, each with its message; errors and missing materials first, sealed forms alone last."""
        width = room(URGE_MM, indented=True, size=SMALL_SIZE)
        messages = [(unit, urging(unit, self.header, width, self.reach)) for unit in self.reported]
        return sorted((pair for pair in messages if pair[1]), key=lambda pair: _priority(pair[0]))


@dataclass(frozen=True, slots=True)
class DataState:
    """What the head of each sheet names: the round, its deadline, and the version of the data."""

    round: int
    deadline: date
    version: str


def checklist(cities: Sequence[CityStatus], province: Header | None, state: DataState) -> Book:
    """A city's workbook; with a ``province`` header that of all cities, with a column for the city."""
    name = PROVINCE if province else cities[0].city_name
    cities = sorted(cities, key=lambda city: (city.city_code, city.slug))
    book = Book(CHECKLIST, (province or cities[0].header).bureau)
    writer = _ChecklistWriter(book, cities, name, state, wide=bool(province))
    writer.add_progress()
    for table in TABLES:
        if table.empty or any(unit.errors for city in cities for unit in city.units):
            writer.add_list(table)
    return book


class _ChecklistWriter:
    """Writes the sheets of one workbook; with ``wide`` each row names its city."""

    def __init__(self, book: Book, cities: Sequence[CityStatus], name: str, state: DataState, *, wide: bool) -> None:
        self._book, self._cities, self._name, self._state, self._wide = book, cities, name, state, wide
        self._units = [unit for city in cities for unit in city.reported]

    def add_progress(self) -> None:
        """The first sheet: a row for each unit (in the province for each city), below their total."""
        states = [PaperColumn(state, 9 + 3.5 * len(state), "center") for state in _states()]
        lead = (_CITY, PaperColumn("单位", 15, "center")) if self._wide else (_UNIT, PaperColumn("区县", 24, "center"))
        columns = (_NUMBER, *lead, *_COUNTS, *states, *_LAST_COUNTS)
        sheet = self._sheet("进度", "摸底进度", columns, [_in_words(self._units, self._nothing), *self._wrong_days()])
        if self._wide:
            parts = [(city.city_name, city.reported, city.nothing) for city in self._cities if city.slug]
        else:
            parts = [(unit.name, [unit], "") for unit in self._units]
        rows = [self._counted(None, "合计", self._units, self._nothing)]
        rows += [self._counted(number, *part) for number, part in enumerate(parts, 1)]
        sheet.rows(rows)
        if self._wide:
            sheet.shrink_to(1)

    def _wrong_days(self) -> Iterator[str]:
        """What is odd about a 填报日期 that stands on the sheets for the seal."""
        for city in self._cities:
            day = city.header.date
            if day and (odd := odd_day(day)):
                yield f"{city.city_name}：{odd.text}。{odd.hint}。"

    @property
    def _nothing(self) -> str:
        return NOTHING if self._wide else self._cities[0].nothing

    def _counted(self, number: int | None, name: str, units: Sequence[UnitStatus], nothing: str) -> Row:
        middle = [len(units)] if self._wide else [units[0].district if number and units else None]
        levels = [sum(unit.levels[level] for unit in units) for level in range(3)]
        states = [_count(units, column) for column in _states()]
        changed = max((unit.changed for unit in units if unit.changed), default=None)
        return [
            number, name, *middle, sum(unit.enterprise for unit in units), *levels, sum(unit.wrong for unit in units),
            *states, sum(len(unit.warnings) for unit in units), changed if units else nothing,
        ]  # fmt: skip

    def add_list(self, table: CheckTable) -> None:
        """A numbered list over all units."""
        lead = (_CITY, PaperColumn("单位", 50)) if self._wide else (_UNIT,)
        own = [_narrower(column) for column in table.columns] if self._wide else table.columns
        units = [
            (city.city_name, row) for city in self._cities for row in table.rows(city.reported, city.units, city.urged)
        ]
        parts = [((name,) if self._wide else (), row) for name, row in units]
        apart = f"注：{APART_NOTE}" if any(APART in row for _, row in parts) else ""
        lines = [table.note if parts else table.empty, apart]
        sheet = self._sheet(table.name, table.title, (_NUMBER, *lead, *own), lines)
        sheet.rows((number, *city, *row) for number, (city, row) in enumerate(parts, 1))
        sheet.shrink_to(-(-len(self._units) // UNITS_A_PAGE))

    def _sheet(self, name: str, title: str, columns: Sequence[PaperColumn], lines: Iterable[str]) -> PaperSheet:
        sheet = PaperSheet(self._book, name, columns, landscape=True, small=True)
        sheet.title(f"{self._name}{title}")
        half, day = len(columns) // 2, self._state.deadline
        sheet.line(
            (half, [f"批次：{self._state.round}年　各市报省截止：{day.year}年{day.month}月{day.day}日"]),
            (len(columns) - half, [f"数据：{self._state.version}"]),
        )
        for line in filter(None, lines):
            sheet.line((len(columns), [line]))
        sheet.header()
        return sheet


def _states() -> list[str]:
    """The columns that count: 另交 only where forms are in two halves."""
    return [state for state in _STATES if state != APART_STATE or constants().separate]


def _count(units: Iterable[UnitStatus], column: str) -> int:
    return sum(unit.count(state) for unit in units for state in _STATES[column])


def _priority(unit: UnitStatus) -> int:
    """The lower, the more is to be done."""
    if unit.errors or unit.count(MISSING):
        return 0
    return 1 if any(unit.count(state) for state in (ON_PAPER, PaperStatus.STALE, PaperStatus.WRONG)) else 2


def _narrower(column: PaperColumn) -> PaperColumn:
    """A text column that makes room for the city's; codes and messages keep their width, which their length was measured for."""
    return replace(column, mm=column.mm - 4) if 40 < column.mm < URGE_MM and not column.code else column


def _in_words(units: Sequence[UnitStatus], nothing: str) -> str:
    """The progress in a sentence; ``nothing`` is what is said of it where nothing came."""
    if not units:
        return f"{nothing}：没有单位报送企业或产品。"
    levels = [sum(unit.levels[level] for unit in units) for level in range(3)]
    states = {column: _count(units, column) for column in _states()}
    apart = f"随不公开部分另交 {states[APART_STATE]} 项，" if constants().separate else ""
    wrong = sum(unit.wrong for unit in units)
    return (
        f"共 {len(units)} 家单位：企业 {sum(unit.enterprise for unit in units)} 家、"
        f"产品 {sum(levels)} 个（基础级 {levels[0]}、行业级 {levels[1]}、场景级 {levels[2]}）进入附件3、附件4，"
        f"{f'另有 {wrong} 张表须改正' if wrong else '没有须改正的表'}。"
        f"盖章的调研表待交 {states['盖章待交']} 张、已收 {states['盖章已收']} 张、须重盖 {states['须重盖']} 张，不纳入 {states['不纳入']} 张；材料在库 {states[THERE]} 项，线下待交 {states[ON_PAPER]} 项，{apart}缺 {states[MISSING]} 项；"
        f"待判断 {sum(len(unit.warnings) for unit in units)} 处。"
    )
