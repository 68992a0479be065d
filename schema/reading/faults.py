"""The mechanical faults of one line, each with the repair that it asks for, and what a text is when all are repaired."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from schema.book.finding import Fix, fixed
from schema.book.wording import Message, message
from schema.forms.registry import LABELS
from schema.reading.naming import WIDE_BLANKS, indent_fault, name_blank, name_key

BLANKS = " \t\u3000\u00a0"
KEY = re.compile(
    rf"(?P<quote>[\"']?)(?P<key>[^\s:：#\"'{{}}\[\],&*!|>%@`?-][^:：#\"']{{0,40}}?)(?P=quote)[{BLANKS}]*(?P<colon>[:：])(?P<gap>[{BLANKS}]*)"
)
DASH = re.compile(rf"-(?P<gap>[{BLANKS}]*)")
_QUOTED = rf"(?<![^{BLANKS}{{\[,:：])(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"  # a quote within a word opens nothing
CLOSED = re.compile(_QUOTED)
_SMART = {'"': "”“＂", "'": "’‘＇"}
_SMART_PAIR = re.compile(r"[“＂](?P<inner>[^\"\\“”＂]{0,500}:(?: [^\"\\“”＂]{0,500})?)[”＂]$")


class Mend(NamedTuple):
    """One fault: what repairs it, where it is seen, and what is said of it.

    ``content`` is None for a line that only follows the repair of another. ``certain`` says that there is no other right answer;
    where it is not, the repair serves for reading alone.
    """

    fix: Fix
    column: int
    content: Message | None
    certain: bool = True


def mended(text: str, mends: list[Mend]) -> str:
    """The text with every fault repaired."""
    return fixed(text, (mend.fix for mend in mends))


class _Edit(NamedTuple):
    """Where an edit stands in the mended line, and how far what precedes and what follows it has moved."""

    start: int
    end: int
    before: int
    after: int


def typed_column(mends: list[Mend]) -> Callable[[int, int], int]:
    """What gives, for a line and column of the mended text, the column in the typed one."""
    edits: dict[int, list[_Edit]] = defaultdict(list)
    for line, column, old, new in sorted(mend.fix for mend in mends):
        before = edits[line][-1].after if edits[line] else 0
        start = column + before
        edits[line].append(_Edit(start, start + len(new), before, before + len(new) - len(old)))

    def typed(line: int, column: int) -> int:
        known = edits.get(line, [])
        at = bisect_right(known, column, key=lambda edit: edit.end)
        if at < len(known):
            return min(column, known[at].start) - known[at].before
        return column - (known[-1].after if known else 0)

    return typed


def first_key(line: str) -> str:
    """The word before the first colon of a line, where that may be a key; else nothing."""
    found = KEY.match(line.lstrip(BLANKS + "-"))
    return found["key"].strip() if found else ""


# ---------- faults; lines count from 1, ``start`` from 0 ----------


def lead_fault(line: int, lead: str, column: int) -> Iterator[Mend]:
    """Indentation other than the half-width blanks up to a column."""
    new = " " * column
    if lead == new:
        return
    spot = next((place for place, char in enumerate(lead) if char != " "), None)
    content = None if spot is None else indent_fault(lead[spot], column)
    yield Mend(Fix(line, 1, lead, new), (spot or 0) + 1, content)


def dash_fault(line: int, start: int, dash: re.Match[str], label: str) -> Iterator[Mend]:
    """A dash before a key without a blank, or with one that is not half-width."""
    gap, column = dash["gap"], start + 2
    if not gap and label:
        yield Mend(Fix(line, column, "", " "), column, message("yaml.dash-tight"), label in LABELS)
    elif gap.strip(" "):
        blank = name_blank(gap.strip(" ")[0])
        yield Mend(Fix(line, column, gap, " "), column, message("yaml.dash-blank", blank=blank))


def colon_fault(line: int, start: int, key: re.Match[str], *, meant: bool) -> Iterator[Mend]:
    """A colon that is full-width, or has no half-width blank behind it; ``meant`` says that the word is meant for a key."""
    colon, gap, end = key["colon"], key["gap"], start + key.end("colon")
    more = key.end() < len(key.string)
    named, certain = name_key(key["key"]), key["key"].strip() in LABELS
    if colon == "：":
        fix = Fix(line, end, colon + gap, ": " if more else ":")
        yield Mend(fix, end, message("yaml.colon-wide", key=named), certain)
    elif more and not gap and meant:
        yield Mend(Fix(line, end + 1, "", " "), end + 1, message("yaml.colon-tight", key=named), certain)
    elif more and gap[:1] in WIDE_BLANKS:
        content = message("yaml.colon-blank", key=named, blank=WIDE_BLANKS[gap[0]])
        yield Mend(Fix(line, end + 1, gap, " "), end + 1, content, certain)


def pair_fault(line: int, start: int, value: str, *, certain: bool) -> Iterator[Mend]:
    """Chinese quotes around a text that cannot be read without quotes."""
    if pair := _SMART_PAIR.match(value.rstrip()):
        fix = Fix(line, start + 1, pair.group(), f'"{pair["inner"]}"')
        yield Mend(fix, start + 1, message("yaml.quote-wide", opener='"'), certain)


def quote_fault(line: int, start: int, value: str) -> Iterator[Mend]:
    """A text that begins with a half-width quote and ends with a Chinese one that closes no other."""
    quote, text = value[0], value.rstrip()
    marks = _SMART[quote]
    if text[-1] in marks and sum(map(text.count, marks)) % 2:
        end = start + len(text)
        yield Mend(Fix(line, end, text[-1], quote), end, message("yaml.quote-wide", opener=quote))


def brace_faults(line: int, start: int, text: str) -> Iterator[Mend]:
    """Labels in braces with a wrong colon."""
    for found in _in_braces().finditer(text):
        if found["key"]:
            colon, end, named = found["colon"], start + found.start("colon") + 1, name_key(found["key"])
            if colon == ":":
                yield Mend(Fix(line, end + 1, "", " "), end + 1, message("yaml.colon-tight", key=named))
            else:
                yield Mend(Fix(line, end, colon, ": "), end, message("yaml.colon-wide", key=named))


@cache
def _in_braces() -> re.Pattern[str]:
    """A quoted text, or a label in braces with a wrong colon."""
    labels = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
    return re.compile(
        rf"{_QUOTED}|(?:(?<=[{{,\[])|^)[{BLANKS}]*(?P<key>{labels})[ ]*(?P<colon>：[{BLANKS}]*|:(?=[^ \t]))"
    )
