"""Boxes to tick: which options of a printed list are chosen, by √, ☑, ■ and their kin, by bold, or by being the only one left."""

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
class Picked:
    """What was chosen, the words behind options, what was left over, and by what sign the choice was told; "" when it was not."""

    chosen: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    sign: str = ""


@dataclass(slots=True)
class _Found:
    option: Option
    start: int
    end: int
    before: str = ""  # the marks that belong to it
    note: str = ""
    exact: bool = False  # the note is what was underlined


def pick(options: Sequence[Option], rich: Rich, *, many: bool = False) -> Picked:
    """The options that a box's content chooses; ``many`` says that there may be several."""
    rich = _unified(rich)
    found = sorted(_find(options, rich.text), key=lambda one: one.start)
    out = Picked()
    if not found:
        out.left = [rich.text.strip()] if rich.text.strip() else []
        return out
    _give_marks(found, rich)
    head = _bare(rich.text[: found[0].start])
    out.left = [head] if head else []
    ticked = [one for one in found if any(char in TICKS for char in one.before)]
    out.sign = "勾选" if ticked else ""
    if not ticked:
        ticked, out.sign = _otherwise(found, rich, many and len(found) < len(options))
    out.chosen = [one.option.value for one in ticked]
    for one in found:
        if one.note and one in ticked and not _is_printed(one):
            out.notes[one.option.value] = one.note
        elif one.note and not _is_printed(one):
            out.left.append(f"{one.option.names[0] if one.option.names else one.option.printed}：{one.note}")
    return out


_HOLLOW = re.compile(r"[\[［【(（][ \u3000]*[\]］】)）]")
_FILLED = re.compile(rf"[\[［【(（][ \u3000]*[{TICKS}xX][ \u3000]*[\]］】)）]")


def _unified(rich: Rich) -> Rich:
    """Brackets as boxes: [ ] and （） are empty ones, [x] and （√） ticked ones. Every place stays where it is."""
    text = rich.text
    for pattern, mark in ((_FILLED, TICKS[0]), (_HOLLOW, EMPTY[0])):
        for found in list(pattern.finditer(text)):
            if not any(rich.under[found.start() : found.end()]):  # what is underlined was filled in, it is no box
                text = text[: found.start()] + mark.ljust(len(found.group())) + text[found.end() :]
    return Rich(text, rich.bold, rich.under)


def _is_printed(one: _Found) -> bool:
    """Whether the words behind an option are but the rest of its printed explanation."""
    words, printed = plain(one.note).strip(".…"), plain(one.option.printed)
    return not one.option.blank and (not words or words[:5] in printed)


def _otherwise(found: Sequence[_Found], rich: Rich, many: bool) -> tuple[list[_Found], str]:
    bold = [one for one in found if all(rich.bold[one.start : one.end])]
    if bold and len(bold) < len(found):
        return bold, "加粗"
    if len(found) == 1 and not found[0].before:
        return list(found), "只写了这一项"
    if many and not any(one.before for one in found):
        return list(found), "只写了这几项"
    noted = [one for one in found if one.note and one.option.blank]
    if len(noted) == 1:
        return noted, "只有这一项填了说明"
    return [], ""


def _find(options: Sequence[Option], text: str) -> list[_Found]:
    """Where each option stands: by its whole printed text, else by its longest name in the best place."""
    out: list[_Found] = []
    rest = []
    for option in options:
        at = find_plain(text, option.printed.rstrip("。：")) if len(option.printed) > 1 else None
        if at and not (option.blank and _inside(out, at)):
            out.append(_Found(option, *at))
        else:
            rest.append(option)
    for option in rest:
        places = [
            place
            for name in option.names or (option.value,)
            for place in _places(text, name)
            if not _inside(out, place)
        ]
        if places:
            best = min(places, key=lambda place: (_rank(text, place[0]), -(place[1] - place[0]), place[0]))
            if _rank(text, best[0]) < 9:
                out.append(_Found(option, *best))
    return out


def _places(text: str, name: str) -> list[tuple[int, int]]:
    places, start = [], 0
    while at := find_plain(text, name, start):
        places.append(at)
        start = at[0] + 1
    return places


def _inside(found: Sequence[_Found], at: tuple[int, int]) -> bool:
    return any(one.start < at[1] and at[0] < one.end for one in found)


def _rank(text: str, start: int) -> int:
    """How likely an option begins here: behind a mark, at a line's beginning, behind a blank or stop; else it is a word in passing."""
    head = text[:start].rstrip(_AROUND.replace("\n", ""))
    if head and head[-1] in _MARKS:
        return 0
    if not head or head[-1] == "\n":
        return 1
    return 2 if head != text[:start] or head[-1] in "、，,;；。/" else 9


def _give_marks(found: Sequence[_Found], rich: Rich) -> None:
    """Share the marks and words between options: marks stand before their option, or behind it where the first has none before."""
    text = rich.text
    lead = _trailing(text[: found[0].start])
    found[0].before = lead
    for number, one in enumerate(found):
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        gap = text[one.end : end]
        following = found[number + 1] if number + 1 < len(found) else None
        behind = _leading(gap)
        before_next = _trailing(gap) if following else ""
        if following is None:
            after = behind or _trailing(gap)
            one.before += after if not one.before else ""
        elif lead:
            if not one.before and len(before_next) > 1 and before_next[0] in TICKS and before_next[1] in EMPTY:
                one.before, before_next = before_next[0], before_next[1:]
            following.before = before_next
        else:
            one.before += "".join(char for char in behind or before_next if char in TICKS)
            following.before = "".join(char for char in before_next if char in EMPTY and behind != before_next)
        _note(one, rich.cut(one.end, end))


def _leading(gap: str) -> str:
    out = []
    for char in gap:
        if char in _MARKS:
            out.append(char)
        elif char not in _AROUND:
            break
    return "".join(out)


def _trailing(gap: str) -> str:
    return _leading(gap[::-1])[::-1]


def _note(one: _Found, gap: Rich) -> None:
    """The words behind an option: what is underlined as it stands, else what is there beside blanks, marks and printed words."""
    exact = gap.underlined()
    if one.option.blank and len(exact) == 1:
        one.note, one.exact = exact[0].strip("_＿"), True
        return
    text = _bare(gap.text)
    if one.option.blank:
        text = re.sub(r"^[，,：:。]*(?:请说明)?[，,：:]*", "", text).strip()
        if one.option.tail and plain(text).startswith(one.option.tail) and len(plain(text)) <= len(one.option.tail):
            text = ""
        text = (
            text.removesuffix(one.option.tail).strip() if one.option.tail and len(text) > len(one.option.tail) else text
        )
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1].strip()
    one.note = text


def _bare(text: str) -> str:
    """Words without marks, blanks to fill in, and what parts options."""
    text = _BLANKS.sub(" ", "".join(char for char in text if char not in _MARKS))
    text = re.sub(r"[\[［【(（]\s*[\]］】)）]", "", text)
    return text.strip(" \u3000\t\n，,。；;：:、/")
