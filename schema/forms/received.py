"""received.yaml: which stamped papers and private halves a bureau has received, and what it decided. No value of a form is in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from schema.fields.choice import Choice
from schema.fields.date import DateText
from schema.fields.stamp import Stamp
from schema.fields.text import Text
from schema.forms.form import Form, Visibility, When, entry

_CLAUSE = "通知四、其他事项（各市工信局组织报送）"


class PaperState(StrEnum):
    """What a bureau says of a form. One that it says nothing of has not come in."""

    CAME = "收到"
    WRONG = "有问题"
    CHECKED = "已核对"
    LEFT_OUT = "不纳入"


MOST_NOTE = 500  # characters of a reason
DECISIONS = (PaperState.WRONG, PaperState.LEFT_OUT)  # which need a reason, and are nobody's business but the bureau's


def _path() -> Any:
    return entry(
        "文件", "哪一张表，从 submissions 起的位置", clause=_CLAUSE, example="submissions/qingdao/…/enterprise.yaml"
    )


def _digest() -> Any:
    return entry("摘要", "表的页脚上的 10 位摘要", clause=_CLAUSE, example="3f9a0c71de")


def _date() -> Any:
    return entry("日期", "哪一天登记的，写成 YYYY-MM-DD", clause=_CLAUSE, example="2024-06-03")


class Paper(Form):
    """One form's stamped paper: which version it shows, what was decided, on which day, and the reason."""

    path: Annotated[str, Text(verbatim=True)] = _path()
    digest: Annotated[str, Stamp()] = _digest()
    state: Annotated[str, Choice(tuple(PaperState))] = entry("状态", "、".join(PaperState), clause=_CLAUSE)
    date: Annotated[str, DateText()] = _date()
    note: Annotated[str, Text(1, MOST_NOTE)] | None = entry(
        "说明", "有什么问题，或为什么不纳入", clause=_CLAUSE, visibility=Visibility.PRIVATE,
        when=When("state", "状态是有问题、不纳入的", values=DECISIONS, only=False),
    )  # fmt: skip


class Half(Form):
    """One form's private half that came, and the version of the form that it belongs to."""

    path: Annotated[str, Text(verbatim=True)] = _path()
    digest: Annotated[str, Stamp()] = _digest()
    date: Annotated[str, DateText()] = _date()


class Received(Form):
    """A city's register. Private halves have a place in it only where forms are in two."""

    papers: tuple[Paper, ...] | None = entry("收件", "收到的盖章件", clause=_CLAUSE, required=False)
    halves: tuple[Half, ...] | None = entry(
        "不公开部分", "收到的不公开部分", clause=_CLAUSE, required=False, separate=True
    )
