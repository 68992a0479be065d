"""The same warning of many files as one, for people to read. An error keeps its place: somebody has to go there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from schema.book.severity import Severity
from scripts.report.lines import Line

MOST_ALIKE = 5  # are told one by one
_NAMED = 3  # of more, so many


def folded(lines: Sequence[Line]) -> list[Line]:
    """The lines of a report, with the same warning or note of more than ``MOST_ALIKE`` places as one line at the end."""
    alike: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.severity is not Severity.ERROR:
            alike[line.rule, line.severity, line.message, line.hint].append(line)
    many = [found for found in alike.values() if len({line.place for line in found}) > MOST_ALIKE]
    hidden = {id(line) for found in many for line in found}
    return [line for line in lines if id(line) not in hidden] + list(map(_fold, many))


def _fold(found: list[Line]) -> Line:
    places = list(dict.fromkeys(line.place for line in found))
    place = f"{'、'.join(places[:_NAMED])} 等 {len(places)} 处"
    return replace(found[0], place=place, line=None, column=None, source="", count=sum(line.count for line in found))
