"""The lists of 材料核对表: their columns, their notes and their rows, without number and city."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from schema.forms.received import PaperState
from scripts.bureau.items import SEALED_FORM, UNIT_ITSELF, in_a_cell
from scripts.bureau.papers import FormNow, PaperStatus
from scripts.bureau.remarks import Remark
from scripts.bureau.sheets import phones
from scripts.bureau.status import UnitStatus
from scripts.xlsx.book import CellValue
from scripts.xlsx.cell_text import SMALL_SIZE, room
from scripts.xlsx.paper_sheet import PaperColumn

Row: TypeAlias = Sequence[CellValue]
Urged: TypeAlias = Sequence[tuple[UnitStatus, str]]  # units, each with its message
URGE_MM, MATERIALS_MM = 230, 118  # wide, so that rows are low: five units shall fit on a page
_MATERIALS = room(MATERIALS_MM - 4, indented=True, size=SMALL_SIZE)  # the province's column is so much narrower
UNIT, FORM, PLACE = "单位", "报送表", "位置"  # the columns that say which form a row is about
STAMP, TICKS, OPINION = "页脚摘要", "核对后勾选", "处理意见"  # those that come back
_TICKED = {PaperStatus.CAME: "☑收到 □已核对", PaperStatus.CHECKED: "☑收到 ☑已核对"}
_UNTICKED = "□收到 □已核对"
_SAYS = {PaperStatus.WRONG: PaperState.WRONG, PaperStatus.LEFT_OUT: PaperState.LEFT_OUT}


class CheckTable(NamedTuple):
    """A list: its sheet's name, its title, columns and rows, and the line above it, or instead of it where there is no row."""

    name: str
    title: str
    columns: tuple[PaperColumn, ...]
    rows: Callable[[Sequence[UnitStatus], Sequence[UnitStatus], Urged], Iterable[Row]]
    empty: str
    note: str = ""


def _form_rows(units: Sequence[UnitStatus], _all: Sequence[UnitStatus], _urged: Urged) -> Iterator[Row]:
    """A row a form; what is to be checked of the unit itself stands with its first."""
    for unit in units:
        itself = [item for item in unit.items if item.form == UNIT_ITSELF]
        if not unit.forms:
            yield unit.name, "（读不出）", None, None, None, in_a_cell(itself, _MATERIALS, ticked=False), None
        for now in unit.forms:
            own = [item for item in unit.items if item.form == now.name and item.kind != SEALED_FORM]
            cell = in_a_cell([*itself, *own], _MATERIALS, ticked=now.status is PaperStatus.CHECKED)
            ticks = _TICKED.get(now.status, _UNTICKED)
            yield unit.name, now.name, now.digest or "先改正", now.status, ticks, cell or None, opinion(now)
            itself = []


def opinion(now: FormNow) -> str | None:
    """What a bureau said of a form, as it is typed; what it said of an older version is no matter."""
    if now.status is PaperStatus.STALE:
        return None
    return f"{_SAYS[now.status]}：{now.note}" if now.status in _SAYS else now.note or None


def _warning_rows(units: Sequence[UnitStatus], _all: Sequence[UnitStatus], _urged: Urged) -> Iterator[Row]:
    for unit in units:
        yield from _remark_rows(unit, unit.warnings)


def _error_rows(units: Sequence[UnitStatus], everything: Sequence[UnitStatus], _urged: Urged) -> Iterator[Row]:
    for unit in [*units, *(stray for stray in everything if not stray.code)]:
        yield from _remark_rows(unit, unit.errors)


def _remark_rows(unit: UnitStatus, remarks: Iterable[Remark]) -> Iterator[Row]:
    for remark in remarks:
        yield unit.name, remark.where, remark.message, remark.hint, None


def _urge_rows(_units: Sequence[UnitStatus], _all: Sequence[UnitStatus], urged: Urged) -> Iterator[Row]:
    for unit, text in urged:
        yield unit.name, unit.contact or None, phones(unit.phone) or None, text, None


_REMARKS = (PaperColumn(PLACE, 52), PaperColumn("问题", 66), PaperColumn("办法", 52), PaperColumn(OPINION, 26))
TABLES = (
    CheckTable(
        "材料核对", "材料核对表",
        (
            PaperColumn(FORM, 60), PaperColumn(STAMP, 27, "center", code=True), PaperColumn("盖章件", 21, "center"),
            PaperColumn(TICKS, 33, "center"), PaperColumn("材料（逐项核对）", MATERIALS_MM), PaperColumn(OPINION, 36),
        ),
        _form_rows, "没有要核对的表。",
        "盖章件页脚上的摘要与本表相同，才是现在这一版。收到、核对后在方框内打勾；有问题的、不纳入汇总表的，在“处理意见”里写“有问题：……”“不纳入：原因”。"
        "填好的本表交省厅或技术支撑单位，用 catalogue receive 收回，下次的表就带着这些勾。",
    ),
    CheckTable("待判断", "待市局判断的事项", _REMARKS, _warning_rows, "没有待判断的事项。"),
    CheckTable(
        "催办名单", "催办名单",
        (
            PaperColumn("联系人", 18, "center"), PaperColumn("联系方式", 43, "center", code=True),
            PaperColumn("催办内容（可直接发送）", URGE_MM), PaperColumn("办结", 10, "center"),
        ),
        _urge_rows, "没有需要催办的单位。",
        "先列须改正和缺材料的单位，再列还有纸质材料、须重新盖章的，最后是只须送交盖章调研表的。登记过收到的不再催。“催办内容”可整格复制，用于短信、微信或邮件。",
    ),
    CheckTable(
        "须改正", "须改正的内容", _REMARKS, _error_rows, "", "有下列问题的表没有进入附件3、附件4；改正后自动补入。"
    ),
)  # fmt: skip
