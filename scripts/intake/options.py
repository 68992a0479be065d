"""Boxes to tick: which options of a printed list are chosen: by a √, ☑ or ■, by bold type, or by being the only one left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from schema.text.names import is_pending
from scripts.intake.marks import (
    BLANK,
    NUMBER,
    STOPS,
    Match,
    assign_marks,
    bare,
    with_boxes,
)
from scripts.intake.rich import Rich, find_plain, plain
from scripts.paper.wording import Option
from scripts.sandbox.signs import CROSSES, MARKS, TICKS, WEAK

_HELD = re.compile(r"(?<![未没无有])(?:已经?)?(?:拥有|取得|获得|持有|具有)$")
_NOTHING = re.compile(r"(?:0|零)[项件个]?|无|没有|/|否")


@dataclass(slots=True)
class Choices:
    """The values chosen, the words behind options by value, the text of no option, and the sign of the choice, "" if none was made."""

    chosen: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    sign: str = ""


def pick(options: Sequence[Option], rich: Rich, *, many: bool = False) -> Choices:
    """The options that a box's content chooses; with ``many`` there may be several."""
    rich = with_boxes(options, rich)
    matches = sorted(_find(options, rich.text), key=lambda match: match.start)
    if not matches:
        return Choices(unread=list(filter(None, [rich.text.strip()])))
    doubts = assign_marks(matches, rich)
    chosen, sign = _ticked(matches), "勾选"
    if not chosen and not doubts:
        chosen, sign = _chosen_without_ticks(matches, rich, options, many)
    if doubts and not many:
        chosen = []
    out = Choices([match.option.value for match in chosen], sign=sign if chosen else "")
    out.unread = [*doubts, *filter(None, [bare(rich.text[: matches[0].start])])]
    for match in matches:
        if not match.has_own_note:
            continue
        speaks_of_another = not match.option.blank and any(
            name in match.note for option in options for name in option.names
        )
        if match in chosen and not speaks_of_another:
            out.notes[match.option.value] = match.note
        else:
            out.unread.append(f"{match.name}：{match.note}")
    return out


def _ticked(matches: Sequence[Match]) -> list[Match]:
    for marks in (TICKS, WEAK):
        if ticked := [match for match in matches if any(char in marks for char in match.marks)]:
            return ticked
    return []


def _chosen_without_ticks(
    matches: Sequence[Match], rich: Rich, options: Sequence[Option], many: bool
) -> tuple[list[Match], str]:
    """The options that are chosen in another way than by a tick, and the way in words."""
    for looks, sign in ((rich.bold, "加粗"), (rich.under, "加下划线")):
        marked = [match for match in matches if all(looks[match.start : match.end])]
        if marked and len(marked) < len(matches):
            return marked, sign
    named = [match for match in matches if not _is_denied(match)]
    if not any(match.marks for match in matches):
        if any(plain(rich.text) == option.value for option in options):
            return named, "写明"
        if len(matches) == 1 and (many or _stands_alone(matches[0], rich.text)):
            return named, "只写了这一项"
        if many and (len(matches) < len(options) or all(match.has_own_note for match in matches)):
            return named, "只写了这几项"
    noted = [match for match in named if match.note and match.option.blank and _stands_alone(match, rich.text)]
    return (noted, "只有这一项填了说明") if len(noted) == 1 else ([], "")


def _is_denied(match: Match) -> bool:
    """Whether an option that is named is crossed, counted as none, or still applied for."""
    return bool(_NOTHING.fullmatch(match.note) or set(match.marks) & set(CROSSES) or is_pending(match.note))


def _stands_alone(match: Match, text: str) -> bool:
    """Whether an option's name is not the beginning of a longer word."""
    behind = text[match.end :].removeprefix("产品")[:1]
    return not behind or not (behind.isalnum() or behind in "-—·")


# ---------- finding options ----------


def _find(options: Sequence[Option], text: str) -> list[Match]:
    """Where each option stands: by its whole printed text, else by one of its names in the likeliest place."""
    matches: list[Match] = []
    rest = []
    for option in options:
        at = find_plain(text, option.printed.rstrip("。：")) if len(option.printed) > 1 else None
        if at and _rank(text, at[0]) < _IN_PASSING and not (option.blank and _overlaps(matches, at)):
            matches.append(Match(option, *at))
        else:
            rest.append(option)
    for option in rest:
        places = [
            place
            for name in option.names or (option.value,)
            for place in _places(text, name)
            if not _overlaps(matches, place)
        ]
        if places:
            best = min(places, key=lambda place: (_rank(text, place[0]), place[0] - place[1], place[0]))
            if _rank(text, best[0]) < _IN_PASSING:
                matches.append(Match(option, *best))
    return matches


def _places(text: str, name: str) -> list[tuple[int, int]]:
    places, start = [], 0
    while at := find_plain(text, name, start):
        places.append(at)
        start = at[0] + 1
    return places


def _overlaps(matches: Sequence[Match], at: tuple[int, int]) -> bool:
    return any(match.start < at[1] and at[0] < match.end for match in matches)


_IN_PASSING = 9


def _rank(text: str, start: int) -> int:
    """How likely an option begins here, 0 the likeliest: behind a mark, at a line's beginning, behind a blank or a stop."""
    head = re.sub(rf"{NUMBER}$", "", text[:start].rstrip(BLANK)).rstrip(BLANK + "_＿")
    if head and head[-1] in MARKS:
        return 0
    if not head or head[-1] == "\n":
        return 1
    if _HELD.search(head):
        return 3
    return 2 if head != text[:start] or head[-1] in STOPS + "（(" else _IN_PASSING
