"""What is known of each form's stamped paper: whether it came, which version it shows, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from schema.forms.received import Paper, PaperState
from schema.reading.unit import FormFile, Unit
from scripts.bureau.remarks import contact_of, form_name
from scripts.writing.digest import digest


class PaperStatus(StrEnum):
    """What a desk sees of a form's paper. ``STALE`` is one of an older version of the form."""

    TO_SEAL = "盖章待交"
    CAME = "已收到"
    CHECKED = "已核对"
    STALE = "盖章旧版"
    WRONG = "有问题"
    LEFT_OUT = "不纳入"


_OF_STATE = {
    PaperState.CAME: PaperStatus.CAME,
    PaperState.CHECKED: PaperStatus.CHECKED,
    PaperState.WRONG: PaperStatus.WRONG,
    PaperState.LEFT_OUT: PaperStatus.LEFT_OUT,
}
AT_HAND = (PaperStatus.CAME, PaperStatus.CHECKED)  # nobody is urged for it


class FormNow(NamedTuple):
    """A form as it is now: its city and path, what people call its unit and it, its digest, "" where it has errors, and its paper."""

    city: str
    path: str
    unit: str
    name: str
    digest: str
    status: PaperStatus
    note: str = ""


def stamp_of(filed: FormFile[Any]) -> str:
    """The digest that a form's printed paper has to bear; "" for one that cannot be read whole."""
    return digest(filed.form) if filed.whole else ""


def forms_now(units: Iterable[Unit], papers: Mapping[str, Paper]) -> list[FormNow]:
    """The forms of units, in their order."""
    return [_form_now(unit, filed, papers.get(filed.path)) for unit in units for filed in unit.forms()]


def _form_now(unit: Unit, filed: FormFile[Any], paper: Paper | None) -> FormNow:
    stamp = stamp_of(filed)
    return FormNow(
        unit.city,
        filed.path,
        contact_of(unit)[0],
        form_name(unit, filed),
        stamp,
        status_of(paper, stamp),
        (paper and paper.note) or "",
    )


def status_of(paper: Paper | None, stamp: str) -> PaperStatus:
    """What a paper is beside the form as it is now: a decision to leave a form out stands, whatever changed in it."""
    if paper is None:
        return PaperStatus.TO_SEAL
    if paper.state != PaperState.LEFT_OUT and paper.digest != stamp:
        return PaperStatus.STALE
    return _OF_STATE[PaperState(paper.state)]


def excluded(papers: Mapping[str, Paper]) -> set[str]:
    """The forms that enter neither 附件3 nor 附件4 by a bureau's decision."""
    return {path for path, paper in papers.items() if paper.state == PaperState.LEFT_OUT}
