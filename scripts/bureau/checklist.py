"""材料核对表: the desk's own workbook. Progress, materials to tick off, warnings to judge, whom to urge, what must be mended.

It is for the desk alone: names and phones stand beside the texts that are ready to be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count
from typing import TypeAlias

from scripts.bureau.remarks import Remark
from scripts.bureau.standing import MISSING, ON_PAPER, THERE, TO_SEAL, Standing
from scripts.bureau.summaries import PROVINCE, Header, phones, pinyin
from scripts.bureau.urging import urging
from scripts.xlsx.cell_text import SMALL_SIZE, room
from scripts.xlsx.row_xml import Value
from scripts.xlsx.workbook import Book, Column, Sheet

CHECKLIST = "材料核对表"
URGE_MM = 121
_NUMBER = Column("序号", 13, "center")
_CITY = Column("市", 20, "center")
_UNIT = Column("单位", 56)
_COUNTS = tuple(
    Column(title, mm, "center")
    for title, mm in (
        ("附件1", 16), ("基础级", 16), ("行业级", 16), ("场景级", 16), ("须改正", 16),
        (TO_SEAL, 21), (THERE, 15), (ON_PAPER, 21), (MISSING, 13), ("待判断", 16), ("最近改动", 26),
    )
)  # fmt: skip

Row: TypeAlias = Sequence[Value]
Rows: TypeAlias = "Callable[[Desk], Iterable[Row]]"


@dataclass(frozen=True)
class Desk:
    """A city's desk: its name, its place in the province, the header of its sheets, its units."""

    slug: str
    city_name: str
    city_code: str
    header: Header
    units: tuple[Standing, ...]

    @cached_property
    def reported(self) -> list[Standing]:
        """The units in pinyin order, without strays that are no unit."""
        return sorted((unit for unit in self.units if unit.code), key=lambda unit: (pinyin(unit.name), unit.code))

    @cached_property
    def urged(self) -> list[tuple[Standing, str]]:
        """Who is to be urged, with the text: who must mend or bring something, who brings proofs on paper, who only the sealed forms."""
        width = room(URGE_MM, indented=True, size=SMALL_SIZE)
        told = [(unit, urging(unit, self.header, width)) for unit in self.reported]
        return sorted((pair for pair in told if pair[1]), key=lambda pair: _lateness(pair[0]))


@dataclass(frozen=True, slots=True)
class Round:
    """What the head of each sheet tells: round, deadline, and of when the data are."""

    year: int
    deadline: date
    version: str


def checklist(desks: Sequence[Desk], province: Header | None, told: Round) -> Book:
    """A city's workbook, or with a ``province`` header that of all, with a column for the city."""
    name = PROVINCE if province else desks[0].city_name
    desks = sorted(desks, key=lambda desk: (desk.city_code, desk.slug))
    book = Book(CHECKLIST, (province or desks[0].header).bureau)
    maker = _Maker(book, desks, name, told, wide=bool(province))
    maker.progress()
    maker.list("材料核对", "材料核对表", _PROOF_COLUMNS, _proof_rows, "没有要核对的材料。", _PROOF_NOTE)
    maker.list("待判断", "待市局判断的事项", _REMARK_COLUMNS, _warning_rows, "没有待判断的事项。")
    maker.list("催办名单", "催办名单", _URGE_COLUMNS, _urge_rows, "没有需要催办的单位。", _URGE_NOTE)
    if any(unit.errors for desk in desks for unit in desk.units):
        maker.list("须改正", "须改正的内容", _REMARK_COLUMNS, _error_rows, "", _ERROR_NOTE)
    return book


_PROOF_COLUMNS = (
    Column("报送表", 50), Column("材料", 31, "center"), Column("状态", 19, "center"), Column("说明", 49), Column("核对后勾选", 43),
)  # fmt: skip
_PROOF_NOTE = "盖章待交：单位要把打印盖章的调研表交市局；在库：文件已随表提交；线下待交：纸质件直接交市局；缺：必备材料没有提交或不能用。核对后在方框内打勾。"
_REMARK_COLUMNS = (Column("位置", 52), Column("问题", 66), Column("办法", 52), Column("处理意见", 22))
_URGE_COLUMNS = (
    Column("联系人", 18, "center"), Column("联系方式", 43, "center", code=True), Column("催办内容（可直接发送）", URGE_MM), Column("办结", 10, "center"),
)  # fmt: skip
_URGE_NOTE = "先列须改正和缺材料的单位，再列还有纸质材料的，最后是只须送交盖章调研表的；程序不知道纸件收到没有，收到的请在“办结”栏打勾。“催办内容”可整格复制，用于短信、微信或邮件。"
_ERROR_NOTE = "有下列问题的表没有进入附件3、附件4；改正后自动补入。"


class _Maker:
    """Writes the sheets of one workbook; with ``wide`` each row names its city."""

    def __init__(self, book: Book, desks: Sequence[Desk], name: str, told: Round, *, wide: bool) -> None:
        self._book, self._desks, self._name, self._round, self._wide = book, desks, name, told, wide
        self._units = [unit for desk in desks for unit in desk.reported]

    def progress(self) -> None:
        """The first sheet: a line for each unit (of the province for each city), and their sum before them."""
        columns = (_NUMBER, _CITY, Column("单位", 16, "center"), *_COUNTS) if self._wide else (_NUMBER, _UNIT, *_COUNTS)
        sheet = self._sheet("进度", "摸底进度", columns, [_told(self._units)])
        if self._wide:
            parts = [(desk.city_name, desk.reported) for desk in self._desks if desk.slug]
        else:
            parts = [(unit.name, [unit]) for unit in self._units]
        rows = [self._counted(None, "合计", self._units)]
        rows += [self._counted(number, name, units) for number, (name, units) in enumerate(parts, 1)]
        sheet.rows(rows)

    def _counted(self, number: int | None, name: str, units: Sequence[Standing]) -> Row:
        middle = [len(units)] if self._wide else []
        levels = [sum(unit.levels[level] for unit in units) for level in range(3)]
        states = [sum(unit.count(state) for unit in units) for state in (TO_SEAL, THERE, ON_PAPER, MISSING)]
        changed = max((unit.changed for unit in units if unit.changed), default=None)
        return [
            number, name, *middle, sum(unit.enterprise for unit in units), *levels, sum(unit.wrong for unit in units),
            *states, sum(len(unit.warnings) for unit in units), changed if units else "零报告",
        ]  # fmt: skip

    def list(self, name: str, title: str, columns: Sequence[Column], rows: Rows, empty: str, note: str = "") -> None:
        """A numbered list over all units; ``empty`` says in words that there is nothing."""
        number = count(1)
        cities = [[desk.city_name] if self._wide else [] for desk in self._desks]
        found = [
            (next(number), *city, *row) for city, desk in zip(cities, self._desks, strict=True) for row in rows(desk)
        ]
        shown = [_slimmer(column) for column in columns] if self._wide else columns
        lead = (_CITY, Column("单位", 46)) if self._wide else (_UNIT,)
        sheet = self._sheet(name, title, (_NUMBER, *lead, *shown), [note if found else empty])
        sheet.rows(found)

    def _sheet(self, name: str, title: str, columns: Sequence[Column], lines: Iterable[str]) -> Sheet:
        sheet = self._book.sheet(name, columns, landscape=True, small=True)
        sheet.title(f"{self._name}{title}")
        half, told = len(columns) // 2, self._round
        day = told.deadline
        sheet.line(
            (half, [f"批次：{told.year}年　各市报省截止：{day.year}年{day.month}月{day.day}日"]),
            (len(columns) - half, [f"数据：{told.version}"]),
        )
        for line in filter(None, lines):
            sheet.line((len(columns), [line]))
        sheet.header()
        return sheet


def _lateness(unit: Standing) -> int:
    """The lower, the more is to be done."""
    return 0 if unit.errors or unit.count(MISSING) else 1 if unit.count(ON_PAPER) else 2


def _slimmer(column: Column) -> Column:
    """A column of text that gives up room for the city's; numbers and the text to send keep theirs, for their length is measured."""
    return replace(column, mm=column.mm - 4) if 40 < column.mm < URGE_MM and not column.code else column


def _told(units: Sequence[Standing]) -> str:
    """The progress in a sentence."""
    if not units:
        return "零报告：没有单位报送企业或产品。"
    levels = [sum(unit.levels[level] for unit in units) for level in range(3)]
    states = {state: sum(unit.count(state) for unit in units) for state in (TO_SEAL, THERE, ON_PAPER, MISSING)}
    wrong = sum(unit.wrong for unit in units)
    return (
        f"共 {len(units)} 家单位：企业 {sum(unit.enterprise for unit in units)} 家、"
        f"产品 {sum(levels)} 个（基础级 {levels[0]}、行业级 {levels[1]}、场景级 {levels[2]}）进入附件3、附件4，"
        f"{f'另有 {wrong} 张表须改正' if wrong else '没有须改正的表'}。"
        f"盖章的调研表应收 {states[TO_SEAL]} 张；材料在库 {states[THERE]} 项，线下待交 {states[ON_PAPER]} 项，缺 {states[MISSING]} 项；"
        f"待判断 {sum(len(unit.warnings) for unit in units)} 处。"
    )


# ---------- rows, from the unit's name on ----------


def _proof_rows(desk: Desk) -> Iterable[Row]:
    for unit in desk.reported:
        for proof in unit.proofs:
            yield unit.name, *proof


def _warning_rows(desk: Desk) -> Iterable[Row]:
    for unit in desk.reported:
        yield from _remark_rows(unit, unit.warnings)


def _error_rows(desk: Desk) -> Iterable[Row]:
    for unit in desk.reported:
        yield from _remark_rows(unit, unit.errors)
    for stray in desk.units:
        if not stray.code:
            yield from _remark_rows(stray, stray.errors)


def _remark_rows(unit: Standing, remarks: Iterable[Remark]) -> Iterable[Row]:
    for remark in remarks:
        yield unit.name, remark.where, remark.message, remark.hint, None


def _urge_rows(desk: Desk) -> Iterable[Row]:
    for unit, text in desk.urged:
        yield unit.name, unit.contact or None, phones(unit.phone) or None, text, None
