"""Boxes to tick: which options of a printed list are chosen: by a √, ☑ or ■, by bold type, or by being the only one left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scripts.intake.rich import Rich, find_plain, plain
from scripts.paper.wording import Option

TICKS = "☑☒■√✓✔✅●◉▣⊠🗹◆"
EMPTY = "□☐▢○◯◻⬜◇"
_MARKS = TICKS + EMPTY
_AROUND = " \u3000\t\n()（）[]【】［］"
_BLANKS = re.compile(r"[_＿]+")


@dataclass(slots=True)
class Choices:
    """The values chosen, the words behind options by value, the text of no option, and the sign of the choice, "" if none was made."""

    chosen: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    sign: str = ""


@dataclass(slots=True)
class _Match:
    """An option where it stands in a text, with the marks that belong to it and the words behind it."""

    option: Option
    start: int
    end: int
    marks: str = ""
    note: str = ""

    @property
    def has_own_note(self) -> bool:
        """Whether the words behind the option are more than the rest of its printed explanation."""
        words, printed = plain(self.note).strip(".…"), plain(self.option.printed)
        return bool(self.note) and (self.option.blank != "" or (words != "" and words[:5] not in printed))


def pick(options: Sequence[Option], rich: Rich, *, many: bool = False) -> Choices:
    """The options that a box's content chooses; with ``many`` there may be several."""
    rich = _with_boxes(rich)
    matches = sorted(_find(options, rich.text), key=lambda match: match.start)
    if not matches:
        return Choices(unread=list(filter(None, [rich.text.strip()])))
    _assign_marks(matches, rich)
    chosen, sign = [match for match in matches if any(char in TICKS for char in match.marks)], "勾选"
    if not chosen:
        chosen, sign = _chosen_without_ticks(matches, rich, many and len(matches) < len(options))
    out = Choices([match.option.value for match in chosen], sign=sign)
    out.unread = list(filter(None, [_bare(rich.text[: matches[0].start])]))
    for match in matches:
        if not match.has_own_note:
            continue
        if match in chosen:
            out.notes[match.option.value] = match.note
        else:
            out.unread.append(f"{match.option.names[0] if match.option.names else match.option.printed}：{match.note}")
    return out


_HOLLOW = re.compile(r"[\[［【(（][ \u3000]*[\]］】)）]")
_FILLED = re.compile(rf"[\[［【(（][ \u3000]*[{TICKS}xX][ \u3000]*[\]］】)）]")


def _with_boxes(rich: Rich) -> Rich:
    """Brackets as boxes: [ ] and （ ） are empty ones, [x] and （√） ticked ones. Positions stay the same."""
    text = rich.text
    for pattern, mark in ((_FILLED, TICKS[0]), (_HOLLOW, EMPTY[0])):
        for match in list(pattern.finditer(text)):
            if not any(rich.under[match.start() : match.end()]):  # what is underlined was filled in: no box
                text = text[: match.start()] + mark.ljust(len(match.group())) + text[match.end() :]
    return Rich(text, rich.bold, rich.under)


def _chosen_without_ticks(matches: Sequence[_Match], rich: Rich, many: bool) -> tuple[list[_Match], str]:
    """The options that are chosen in another way than by a tick, and the way in words."""
    bold = [match for match in matches if all(rich.bold[match.start : match.end])]
    if bold and len(bold) < len(matches):
        return bold, "加粗"
    if len(matches) == 1 and not matches[0].marks:
        return list(matches), "只写了这一项"
    if many and not any(match.marks for match in matches):
        return list(matches), "只写了这几项"
    noted = [match for match in matches if match.note and match.option.blank]
    return (noted, "只有这一项填了说明") if len(noted) == 1 else ([], "")


def _find(options: Sequence[Option], text: str) -> list[_Match]:
    """Where each option stands: by its whole printed text, else by one of its names in the likeliest place."""
    matches: list[_Match] = []
    rest = []
    for option in options:
        at = find_plain(text, option.printed.rstrip("。：")) if len(option.printed) > 1 else None
        if at and not (option.blank and _overlaps(matches, at)):
            matches.append(_Match(option, *at))
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
                matches.append(_Match(option, *best))
    return matches


def _places(text: str, name: str) -> list[tuple[int, int]]:
    places, start = [], 0
    while at := find_plain(text, name, start):
        places.append(at)
        start = at[0] + 1
    return places


def _overlaps(matches: Sequence[_Match], at: tuple[int, int]) -> bool:
    return any(match.start < at[1] and at[0] < match.end for match in matches)


_IN_PASSING = 9


def _rank(text: str, start: int) -> int:
    """How likely an option begins here, 0 the likeliest: behind a mark, at a line's beginning, behind a blank or a stop."""
    head = text[:start].rstrip(_AROUND.replace("\n", ""))
    if head and head[-1] in _MARKS:
        return 0
    if not head or head[-1] == "\n":
        return 1
    return 2 if head != text[:start] or head[-1] in "、，,;；。/" else _IN_PASSING


def _assign_marks(matches: Sequence[_Match], rich: Rich) -> None:
    """Give each option its marks and the words behind it.

    Marks stand before their option if the first option has one before it, else behind.
    """
    matches[0].marks = _trailing_marks(rich.text[: matches[0].start])
    marks_first = bool(matches[0].marks)
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        gap = rich.cut(match.end, following.start if following else len(rich.text))
        behind, ahead = _leading_marks(gap.text), _trailing_marks(gap.text)
        if following is None:
            match.marks = match.marks or behind or ahead
        elif marks_first:
            if not match.marks and len(ahead) > 1 and ahead[0] in TICKS and ahead[1] in EMPTY:
                match.marks, ahead = ahead[0], ahead[1:]  # 事业单位√□社会组织: a tick behind one, the box of the next
            following.marks = ahead
        else:
            match.marks += "".join(char for char in behind or ahead if char in TICKS)
            following.marks = "" if behind == ahead else "".join(char for char in ahead if char in EMPTY)
        match.note = _note(match.option, gap)


def _leading_marks(gap: str) -> str:
    marks = []
    for char in gap:
        if char in _MARKS:
            marks.append(char)
        elif char not in _AROUND:
            break
    return "".join(marks)


def _trailing_marks(gap: str) -> str:
    return _leading_marks(gap[::-1])[::-1]


def _note(option: Option, gap: Rich) -> str:
    """The words behind an option: an underlined blank as it was filled in, else all but blanks, marks and printed words."""
    underlined = gap.underlined()
    if option.blank and len(underlined) == 1:
        return underlined[0].strip("_＿")
    text = _bare(gap.text)
    if option.blank:
        text = re.sub(r"^[，,：:。]*(?:请说明)?[，,：:]*", "", text).strip()
    if option.blank and option.tail:
        text = "" if plain(text) == option.tail else text.removesuffix(option.tail).strip()
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1].strip()
    return text


def _bare(text: str) -> str:
    """Words without marks, blanks to fill in, and the punctuation between options."""
    text = _BLANKS.sub(" ", "".join(char for char in text if char not in _MARKS))
    text = re.sub(r"[\[［【(（]\s*[\]］】)）]", "", text)
    return text.strip(" \u3000\t\n，,。；;：:、/")
