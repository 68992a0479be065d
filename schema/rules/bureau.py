"""Rules over a bureau's header."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schema.book.finding import Finding
from schema.book.wording import Message, message
from schema.forms.bureau import Bureau
from schema.reading.unit import FormFile
from schema.vocabulary.survey import constants


def judge_bureau(file: FormFile[Bureau]) -> Iterator[Finding]:
    """``date-round``: a 填报日期 that cannot be this round's."""
    odd = odd_day(date.fromisoformat(file.form.date)) if file.form.date else None
    if odd:
        yield file.document.finding(odd, ("填报日期",))


def odd_day(day: date) -> Message | None:
    """What is odd about a 填报日期: it lies behind the deadline, or in a year before the round's."""
    survey = constants()
    if day > survey.deadline:
        return message("date.late", date=day.isoformat(), deadline=survey.deadline.isoformat())
    return message("date.other-year", date=day.isoformat(), round=survey.round) if day.year < survey.round else None
