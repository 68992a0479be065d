"""材料核对表, the bureau's working copy: progress, materials to tick off, warnings to judge, units to remind, errors to correct.

It is for the bureau alone: it holds names and phones, and messages ready to be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from schema.vocabulary.survey import constants
from scripts.bureau.remarks import Remark
from scripts.bureau.sheets import APART, APART_NOTE, PROVINCE, Header, phones, pinyin
from scripts.bureau.status import APART_STATE, MISSING, ON_PAPER, THERE, TO_SEAL, UnitStatus
from scripts.bureau.urging import urging
from scripts.xlsx.book import Book, CellValue
from scripts.xlsx.cell_text import SMALL_SIZE, room
from scripts.xlsx.paper_sheet import PaperColumn, PaperSheet

CHECKLIST = "材料核对表"
NOTHING = "尚无报送"
URGE_MM = 121
_NUMBER = PaperColumn("序号", 13, "center")
_CITY = PaperColumn("市", 20, "center")
_UNIT = PaperColumn("单位", 56)
_COUNTS = tuple(
    PaperColumn(title, mm, "center")
    for title, mm in (("附件1", 16), ("基础级", 16), ("行业级", 16), ("场景级", 16), ("须改正", 16))
)
_STATES = {TO_SEAL: 21, THERE: 15, ON_PAPER: 21, APART_STATE: 15, MISSING: 13}  # the widths of their columns, in mm
_LAST_COUNTS = (PaperColumn("待判断", 16, "center"), PaperColumn("最近改动", 26, "center"))

Row: TypeAlias = Sequence[CellValue]
Rows: TypeAlias = "Callable[[CityStatus], Iterable[Row]]"


@dataclass(frozen=True)
class CityStatus:
    """A city's name, its place in the province, the header of its sheets, and the status of its units."""

    slug: str
    city_name: str
    city_code: str
    header: Header
    units: tuple[UnitStatus, ...]

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
        messages = [(unit, urging(unit, self.header, width)) for unit in self.reported]
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
    writer.add_list("材料核对", "材料核对表", _ITEM_COLUMNS, _item_rows, "没有要核对的材料。", _ITEM_NOTE)
    writer.add_list("待判断", "待市局判断的事项", _REMARK_COLUMNS, _warning_rows, "没有待判断的事项。")
    writer.add_list("催办名单", "催办名单", _URGE_COLUMNS, _urge_rows, "没有需要催办的单位。", _URGE_NOTE)
    if any(unit.errors for city in cities for unit in city.units):
        writer.add_list("须改正", "须改正的内容", _REMARK_COLUMNS, _error_rows, "", _ERROR_NOTE)
    return book


_ITEM_COLUMNS = (
    PaperColumn("报送表", 50), PaperColumn("材料", 31, "center"), PaperColumn("状态", 19, "center"), PaperColumn("说明", 49), PaperColumn("核对后勾选", 43),
)  # fmt: skip
_ITEM_NOTE = "盖章待交：单位要把打印盖章的调研表交市局；在库：文件已随表提交；线下待交：纸质件直接交市局；缺：必备材料没有提交或不能用。核对后在方框内打勾。"
_REMARK_COLUMNS = (
    PaperColumn("位置", 52),
    PaperColumn("问题", 66),
    PaperColumn("办法", 52),
    PaperColumn("处理意见", 22),
)
_URGE_COLUMNS = (
    PaperColumn("联系人", 18, "center"), PaperColumn("联系方式", 43, "center", code=True), PaperColumn("催办内容（可直接发送）", URGE_MM), PaperColumn("办结", 10, "center"),
)  # fmt: skip
_URGE_NOTE = "先列须改正和缺材料的单位，再列还有纸质材料的，最后是只须送交盖章调研表的；程序不知道纸件收到没有，收到的请在“办结”栏打勾。“催办内容”可整格复制，用于短信、微信或邮件。"
_ERROR_NOTE = "有下列问题的表没有进入附件3、附件4；改正后自动补入。"


class _ChecklistWriter:
    """Writes the sheets of one workbook; with ``wide`` each row names its city."""

    def __init__(self, book: Book, cities: Sequence[CityStatus], name: str, state: DataState, *, wide: bool) -> None:
        self._book, self._cities, self._name, self._state, self._wide = book, cities, name, state, wide
        self._units = [unit for city in cities for unit in city.reported]

    def add_progress(self) -> None:
        """The first sheet: a row for each unit (in the province for each city), below their total."""
        states = [PaperColumn(state, _STATES[state], "center") for state in _states()]
        lead = (_CITY, PaperColumn("单位", 16, "center")) if self._wide else (_UNIT,)
        columns = (_NUMBER, *lead, *_COUNTS, *states, *_LAST_COUNTS)
        sheet = self._sheet("进度", "摸底进度", columns, [_in_words(self._units, self._nothing)])
        if self._wide:
            parts = [(city.city_name, city.reported, city.nothing) for city in self._cities if city.slug]
        else:
            parts = [(unit.name, [unit], "") for unit in self._units]
        rows = [self._counted(None, "合计", self._units, self._nothing)]
        rows += [self._counted(number, *part) for number, part in enumerate(parts, 1)]
        sheet.rows(rows)

    @property
    def _nothing(self) -> str:
        return NOTHING if self._wide else self._cities[0].nothing

    def _counted(self, number: int | None, name: str, units: Sequence[UnitStatus], nothing: str) -> Row:
        middle = [len(units)] if self._wide else []
        levels = [sum(unit.levels[level] for unit in units) for level in range(3)]
        states = [sum(unit.count(state) for unit in units) for state in _states()]
        changed = max((unit.changed for unit in units if unit.changed), default=None)
        return [
            number, name, *middle, sum(unit.enterprise for unit in units), *levels, sum(unit.wrong for unit in units),
            *states, sum(len(unit.warnings) for unit in units), changed if units else nothing,
        ]  # fmt: skip

    def add_list(
        self, name: str, title: str, columns: Sequence[PaperColumn], rows: Rows, empty: str, note: str = ""
    ) -> None:
        """A numbered list over all units; ``empty`` is the line that says there are none."""
        lead = (_CITY, PaperColumn("单位", 46)) if self._wide else (_UNIT,)
        own = [_narrower(column) for column in columns] if self._wide else columns
        parts = [((city.city_name,) if self._wide else (), row) for city in self._cities for row in rows(city)]
        apart = f"注：{APART_NOTE}" if any(APART in row for _, row in parts) else ""
        sheet = self._sheet(name, title, (_NUMBER, *lead, *own), [note if parts else empty, apart])
        sheet.rows((number, *city, *row) for number, (city, row) in enumerate(parts, 1))

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
    """The states that are counted: 另交 only where forms are in two halves."""
    return [state for state in _STATES if state != APART_STATE or constants().separate]


def _priority(unit: UnitStatus) -> int:
    """The lower, the more is to be done."""
    return 0 if unit.errors or unit.count(MISSING) else 1 if unit.count(ON_PAPER) else 2


def _narrower(column: PaperColumn) -> PaperColumn:
    """A text column that makes room for the city's; codes and messages keep their width, which their length was measured for."""
    return replace(column, mm=column.mm - 4) if 40 < column.mm < URGE_MM and not column.code else column


def _in_words(units: Sequence[UnitStatus], nothing: str) -> str:
    """The progress in a sentence; ``nothing`` is what is said of it where nothing came."""
    if not units:
        return f"{nothing}：没有单位报送企业或产品。"
    levels = [sum(unit.levels[level] for unit in units) for level in range(3)]
    states = {state: sum(unit.count(state) for unit in units) for state in _states()}
    apart = f"随不公开部分另交 {states[APART_STATE]} 项，" if constants().separate else ""
    wrong = sum(unit.wrong for unit in units)
    return (
        f"共 {len(units)} 家单位：企业 {sum(unit.enterprise for unit in units)} 家、"
        f"产品 {sum(levels)} 个（基础级 {levels[0]}、行业级 {levels[1]}、场景级 {levels[2]}）进入附件3、附件4，"
        f"{f'另有 {wrong} 张表须改正' if wrong else '没有须改正的表'}。"
        f"盖章的调研表应收 {states[TO_SEAL]} 张；材料在库 {states[THERE]} 项，线下待交 {states[ON_PAPER]} 项，{apart}缺 {states[MISSING]} 项；"
        f"待判断 {sum(len(unit.warnings) for unit in units)} 处。"
    )


# ---------- rows, without number and city ----------


def _item_rows(city: CityStatus) -> Iterable[Row]:
    for unit in city.reported:
        for item in unit.items:
            yield unit.name, *item


def _warning_rows(city: CityStatus) -> Iterable[Row]:
    for unit in city.reported:
        yield from _remark_rows(unit, unit.warnings)


def _error_rows(city: CityStatus) -> Iterable[Row]:
    for unit in city.reported:
        yield from _remark_rows(unit, unit.errors)
    for stray in city.units:
        if not stray.code:
            yield from _remark_rows(stray, stray.errors)


def _remark_rows(unit: UnitStatus, remarks: Iterable[Remark]) -> Iterable[Row]:
    for remark in remarks:
        yield unit.name, remark.where, remark.message, remark.hint, None


def _urge_rows(city: CityStatus) -> Iterable[Row]:
    for unit, text in city.urged:
        yield unit.name, unit.contact or None, phones(unit.phone) or None, text, None
