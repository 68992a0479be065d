"""Rules over a city's register: what it names must be forms of the city, each once, and nothing private where Git keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from schema.book.finding import Finding
from schema.book.wording import Seen
from schema.fields.date import first_day
from schema.forms.received import DECISIONS, Half, Paper, Received
from schema.layout.paths import FormPath
from schema.reading.unit import FormFile


def judge_received(
    file: FormFile[Received], forms: Collection[str], today: date | None, *, public: bool
) -> Iterator[Finding]:
    """``received-form``, ``date-future``, and in a ``public`` register ``private-here``. ``forms`` are the paths of all forms."""
    lists: Sequence[tuple[str, Sequence[Paper | Half]]] = (
        ("收件", file.form.papers or ()),
        ("不公开部分", file.form.halves or ()),
    )
    for label, entries in lists:
        seen: set[str] = set()
        for position, one in enumerate(entries, 1):
            if one is not None:
                yield from _judge(file, one, (label, position), forms, seen, today)
                if public and isinstance(one, Paper) and one.state in DECISIONS:
                    yield file.finding("private.here", (label, position, "状态"))


def _judge(
    file: FormFile[Received],
    one: Paper | Half,
    at: tuple[str, int],
    forms: Collection[str],
    seen: set[str],
    today: date | None,
) -> Iterator[Finding]:
    city = file.path.split("/")[1]
    if one.path is not None:
        place = FormPath.parse(one.path)
        if place is None or place.code is None or place.city != city or place.path != one.path:
            yield file.finding("received.place", (*at, "文件"), city=city)
        elif one.path in seen:
            yield file.finding("received.twice", (*at, "文件"))
        elif one.path not in forms:
            yield file.finding("received.gone", (*at, "文件"))
        seen.add(one.path)
    day = first_day(one.date) if one.date else None
    if day and today and day > today:
        yield file.finding("date.future-day", (*at, "日期"), date=Seen(one.date), today=today.isoformat())
