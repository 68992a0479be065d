"""Submissions and history → what the site is built from, for ``catalogue build`` and plain ``mkdocs build`` alike."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from schema.book.severity import Severity
from schema.forms.bureau import Bureau
from schema.forms.received import PaperState
from schema.layout.paths import FormPath
from schema.public.projection import project
from schema.reading.received import Register
from schema.reading.rounds import is_earlier, this_round
from schema.reading.unit import FormFile, Unit, without_forms
from schema.vocabulary.survey import constants
from scripts.bureau.papers import excluded
from scripts.check.pipeline import Checked, check
from scripts.report import write
from scripts.site.archive import ClosedRound, read_rounds
from scripts.site.catalogue import SiteInput
from scripts.site.published import published_forms
from scripts.site.views import Dates
from scripts.tree.disk import DiskTree
from scripts.tree.history import History, read_history
from scripts.writing.digest import digest


class InputError(Exception):
    """The submissions have errors, which stderr lists."""


def read_input(root: Path) -> SiteInput:
    """The input of the repository at ``root``. Raises InputError when its submissions have errors."""
    checked = check(DiskTree(root), keep=True)
    if checked.blocked:
        print_errors(checked)
        raise InputError("有错误，没有生成。请先改正。")
    rounds = read_rounds(root)
    units = published(checked.units, checked.received, rounds)
    return site_input(units, read_history(root), checked.bureaus, rounds)


def published(units: Sequence[Unit], received: Register, rounds: Sequence[ClosedRound] = ()) -> list[Unit]:
    """The units with the forms that no bureau leaves out and whose stamped paper, of the form as it is now, meets 公布条件; stderr
    says how many are not shown.

    Forms of earlier rounds were published then, but for those that their round, among the closed ``rounds``, does not list.
    """
    wanted = constants().published_on
    states = {PaperState.CHECKED} if wanted == PaperState.CHECKED else {PaperState.CAME, PaperState.CHECKED}
    out = excluded(received.papers)

    listed = {
        closed.year: {entry["页面"].strip("/").partition("/")[2] for entry in (*closed.enterprises, *closed.products)}
        for closed in rounds
    }

    def meets(filed: FormFile[Any]) -> bool:
        if wanted == "不限":
            return True
        if is_earlier(filed):
            return filed.form.year not in listed or _key(filed.path) in listed[filed.form.year]
        paper = received.papers.get(filed.path)
        return paper is not None and paper.state in states and paper.digest == digest(filed.form)

    forms = [filed for unit in units for filed in unit.forms()]
    left_out = {filed.path for filed in forms if filed.path in out and not is_earlier(filed)}
    waiting = {filed.path for filed in forms if filed.path not in left_out and not meets(filed)}
    if left_out:
        print(f"收件登记里“不纳入”的 {len(left_out)} 张表没有放进公开目录。", file=sys.stderr)
    if waiting:
        print(
            f"公布条件是“{wanted}”：有 {len(waiting)} 张表这一版的盖章件还没有{wanted}，没有放进公开目录。",
            file=sys.stderr,
        )
    shown = [without_forms(unit, left_out | waiting) for unit in units]
    return [unit for unit in shown if any(unit.forms())]


def site_input(
    units: Sequence[Unit],
    history: History,
    bureaus: Mapping[str, FormFile[Bureau]] | None = None,
    rounds: Sequence[ClosedRound] = (),
) -> SiteInput:
    """The input made of ``units``, the bureaus' headers by city and the closed ``rounds``.

    Sums of amounts come from what was written when their round was closed, never from submissions: the difference of two builds would
    tell an amount.
    """
    survey, counted = constants(), project(this_round(units), bureaus)
    return SiteInput(
        survey=project(units, bureaus) if survey.keeps_earlier else counted,
        cities=tuple(survey.cities.values()),
        deadline=survey.deadline,
        dates=_dates(history),
        version=f"{history.date} {history.commit}" if history.commit else None,
        threshold=survey.threshold,
        texts=survey.texts,
        aggregates=next((closed.sums for closed in rounds if closed.year == survey.round), None),
        separate=survey.separate,
        closed=survey.closed,
        counted=counted,
        rounds=rounds,
        published=published_forms(this_round(units)),
    )


def print_errors(checked: Checked) -> None:
    """List the errors of a check on stderr, without its warnings."""
    errors = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    write(replace(checked, findings=errors), "text", sys.stderr)


def _dates(history: History) -> dict[str, Dates]:
    """By key, so that an entry keeps its days when its unit moves to another city."""
    dates: dict[str, Dates] = {}
    for path, (first, last) in history.dates.items():
        if key := _key(path):
            known = dates.get(key) or Dates(first, last)
            dates[key] = Dates(min(known.first, first), max(known.last, last))
    return dates


def _key(path: str) -> str | None:
    """``<code>`` of 附件1 and ``<code>/<slug>`` of 附件2, as in their pages' addresses; None of any other file."""
    place = FormPath.parse(path)
    return place and place.code and (f"{place.code}/{place.slug}" if place.slug else place.code)
