"""Boxes to tick: which options of a printed list are chosen: by a √, ☑ or ■, by bold type, or by being the only one left.

A tick belongs to the option that it touches. Where that is undecided, nothing is chosen and the doubt is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scripts.intake.rich import Rich, find_plain, plain
from scripts.paper.wording import Option

TICKS = "☑■√✓✔✅●◉▣🗹◆"
WEAK = "☒⊠"  # a cross in a box: a tick where there is no other
EMPTY = "□☐▢○◯◻⬜◇"
CROSSES = "×✕✖✗✘❌╳"
_MARKS = TICKS + WEAK + EMPTY + CROSSES
_BLANK = " \u3000\t"
_STOPS = "、，,；;。/／|\n"
_UNDERLINES = re.compile(r"[_＿]+")
_NUMBER = r"(?:[（(]?\d{1,2}[)）、.．]|[①-⑳])"
_SPACE = rf"[{_BLANK}{_STOPS}_＿]*"
_GROUP = re.compile(rf"[{_MARKS}]+")
_AHEAD = re.compile(rf"([{_MARKS}]+){_SPACE}{_NUMBER}?[{_BLANK}]*$")
_BEFORE_OPTION = re.compile(rf"({_SPACE})(?:{_NUMBER})?([{_BLANK}]*)")
_ADVICE = re.compile(r"(?<=[打画划])([“\"'‘]?)[√✓✔☑]([”\"'’]?)")  # 请打√: no tick
_SAYS = re.compile(r"\s*[:：]\s*(?:(是|有)|否|无|没有|0)(?=$|[\s；;，,。、])")
_NOTHING = re.compile(r"(?:0|零)[项件个]?|无|没有|/|否")
_BRACKETS = re.compile(rf"[\[［【(（][{_BLANK}]*([{_MARKS}xXvV]?)[{_BLANK}]*[\]］】)）]")


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
    def name(self) -> str:
        """The option in short."""
        return self.option.names[0] if self.option.names else self.option.printed

    @property
    def has_own_note(self) -> bool:
        """Whether the words behind the option are more than the rest of its printed explanation."""
        words, printed = plain(self.note).strip(".…"), plain(self.option.printed)
        return bool(self.note) and (self.option.blank != "" or words not in printed)


def pick(options: Sequence[Option], rich: Rich, *, many: bool = False) -> Choices:
    """The options that a box's content chooses; with ``many`` there may be several."""
    rich = _with_boxes(options, rich)
    matches = sorted(_find(options, rich.text), key=lambda match: match.start)
    if not matches:
        return Choices(unread=list(filter(None, [rich.text.strip()])))
    doubts = _assign_marks(matches, rich)
    chosen, sign = _ticked(matches), "勾选"
    if not chosen and not doubts:
        chosen, sign = _chosen_without_ticks(matches, rich, options, many)
    if doubts and not many:
        chosen = []
    out = Choices([match.option.value for match in chosen], sign=sign if chosen else "")
    out.unread = [*doubts, *filter(None, [_bare(rich.text[: matches[0].start])])]
    for match in matches:
        if match.has_own_note:
            if match in chosen and not any(name in match.note for option in options for name in option.names):
                out.notes[match.option.value] = match.note
            else:
                out.unread.append(f"{match.name}：{match.note}")
    return out


def is_mark(text: str) -> bool:
    """Whether a text is nothing but marks."""
    return bool(text.strip()) and all(char in _MARKS + _BLANK + "\ufe0f" for char in text)


def _with_boxes(options: Sequence[Option], rich: Rich) -> Rich:
    """Every kind of box as one mark: （√） and （v） ticked, [x] crossed, （ ） and a 口 before an option empty."""
    names = "|".join(re.escape(name) for option in options for name in (*option.names, option.value, option.printed))
    squares = re.compile(rf"[口囗ロ〇](?=[{_BLANK}]*(?:{_NUMBER})?[{_BLANK}]*(?:{names}))")
    rich = rich.sub(_ADVICE, lambda match: f"{match[1]}勾{match[2]}").sub(re.compile("\ufe0f"), lambda _: "")
    return rich.sub(_BRACKETS, lambda match: _mark_of(match[1])).sub(squares, lambda _: EMPTY[0])


def _mark_of(inside: str) -> str:
    if not inside:
        return EMPTY[0]
    return WEAK[0] if inside in "xX" + CROSSES else TICKS[2] if inside in "vV" else inside


def _ticked(matches: Sequence[_Match]) -> list[_Match]:
    for marks in (TICKS, WEAK):
        if ticked := [match for match in matches if any(char in marks for char in match.marks)]:
            return ticked
    return []


def _chosen_without_ticks(
    matches: Sequence[_Match], rich: Rich, options: Sequence[Option], many: bool
) -> tuple[list[_Match], str]:
    """The options that are chosen in another way than by a tick, and the way in words."""
    for looks, sign in ((rich.bold, "加粗"), (rich.under, "加下划线")):
        marked = [match for match in matches if all(looks[match.start : match.end])]
        if marked and len(marked) < len(matches):
            return marked, sign
    named = [match for match in matches if not _NOTHING.fullmatch(match.note) and not set(match.marks) & set(CROSSES)]
    if not any(match.marks for match in matches):
        if any(plain(rich.text) == option.value for option in options):
            return named, "写明"
        if len(matches) == 1 and (many or _stands_alone(matches[0], rich.text)):
            return named, "只写了这一项"
        if many and (len(matches) < len(options) or all(match.has_own_note for match in matches)):
            return named, "只写了这几项"
    noted = [match for match in named if match.note and match.option.blank and _stands_alone(match, rich.text)]
    return (noted, "只有这一项填了说明") if len(noted) == 1 else ([], "")


def _stands_alone(match: _Match, text: str) -> bool:
    """Whether an option's name is not the beginning of a longer word."""
    behind = text[match.end : match.end + 1]
    return not behind or not (behind.isalnum() or behind in "-—·")


# ---------- finding options ----------


def _find(options: Sequence[Option], text: str) -> list[_Match]:
    """Where each option stands: by its whole printed text, else by one of its names in the likeliest place."""
    matches: list[_Match] = []
    rest = []
    for option in options:
        at = find_plain(text, option.printed.rstrip("。：")) if len(option.printed) > 1 else None
        if at and _rank(text, at[0]) < _IN_PASSING and not (option.blank and _overlaps(matches, at)):
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
    head = re.sub(rf"{_NUMBER}$", "", text[:start].rstrip(_BLANK)).rstrip(_BLANK + "_＿")
    if head and head[-1] in _MARKS:
        return 0
    if not head or head[-1] == "\n":
        return 1
    return 2 if head != text[:start] or head[-1] in _STOPS + "（(" else _IN_PASSING


# ---------- whose mark it is ----------


def _assign_marks(matches: Sequence[_Match], rich: Rich) -> list[str]:
    """Give each option its marks and the words behind it; returned are the ticks whose option is undecided, in words.

    Where every option has a mark of its own, before the first or behind the last, the marks follow the options. Else a mark belongs
    to the nearer of its two neighbours: touching is nearer than a blank, a blank nearer than a stop or a line break.
    """
    ends = [match.start for match in matches[1:]] + [len(rich.text)]
    gaps = [rich.cut(match.end, end) for match, end in zip(matches, ends, strict=True)]
    lead = _marks_ahead(rich.text[: matches[0].start])
    matches[0].marks = lead
    way = _way(lead, [gap.text for gap in gaps])
    doubts = []
    for match, following, gap in zip(matches, [*matches[1:], None], gaps, strict=True):
        text = gap.text
        if says := _SAYS.match(text):
            match.marks += TICKS[0] if says[1] else CROSSES[0]
            text = " " * says.end() + text[says.end() :]
        before, after, doubt = _divide(text, way, last=following is None)
        match.marks += before
        if following:
            following.marks += after
            if doubt:
                doubts.append(f"“{doubt}”在“{match.name}”和“{following.name}”之间，看不出勾的是哪一项")
        match.note = _note(match.option, Rich(text, gap.bold, gap.under))
    return doubts


def _marks_ahead(text: str) -> str:
    found = _AHEAD.search(text)
    return found[1] if found else ""


def _way(lead: str, gaps: Sequence[str]) -> str:
    """``ahead`` or ``behind``, where every option has one group of marks, all before or all behind their options."""
    counts = [len(re.findall(f"[{_MARKS}]+", gap)) for gap in gaps]
    if any(count > 1 for count in counts):
        return ""
    if lead and all(counts[:-1]) and not counts[-1]:
        return "ahead"
    return "behind" if not lead and all(counts) else ""


def _divide(gap: str, way: str, *, last: bool) -> tuple[str, str, str]:
    """The marks in a gap that belong to the option before it and to the one behind it, and the ticks that are undecided."""
    groups = list(_GROUP.finditer(gap))
    before = after = doubt = ""
    for number, group in enumerate(groups):
        marks, start, end = group[0], groups[number - 1].end() if number else 0, len(gap)
        left = _distance_back(gap[start : group.start()])
        right = _distance(gap[group.end() : groups[number + 1].start() if group is not groups[-1] else end])
        right = _FAR if last and group is groups[-1] else right
        if len(groups) == 1 and left == right == 0 and marks[0] in TICKS and marks[-1] in EMPTY and way != "ahead":
            before, after = (
                before + marks[0],
                after + marks[1:],
            )  # 事业单位√□社会组织: a tick behind one, the box of the next
        elif way == "ahead" and (left > 0 or marks[-1] not in EMPTY or marks[0] in EMPTY):
            after += marks
        elif (way == "behind" and (right > 0 or marks[0] not in EMPTY or marks[-1] in EMPTY)) or left < right:
            before += marks
        elif right < left:
            after += marks
        elif any(char in TICKS + WEAK for char in marks):
            doubt += marks
    return before, after, doubt


_FAR = 4  # other words stand between


def _distance(space: str) -> int:
    """How far a mark is from the option behind it: 0 touching, 1 a blank, 2 a stop, 3 a line break."""
    match = _BEFORE_OPTION.fullmatch(space)
    return _FAR if match is None else _breadth(match[1] + match[2])


def _distance_back(words: str) -> int:
    """How far a mark is from the text before it; a full stop that it touches is as near as a blank."""
    if words[-1:] and words[-1] in "。；;":
        return 1
    return _breadth(words[len(words.rstrip(_BLANK + _STOPS + "_＿")) :])


def _breadth(space: str) -> int:
    if "\n" in space:
        return 3
    return 2 if any(char in _STOPS for char in space) else int(bool(space))


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
    """Words without marks, blanks to fill in, and the numbers and punctuation between options."""
    text = _UNDERLINES.sub(" ", "".join(char for char in text if char not in _MARKS))
    text = re.sub(rf"(?:^|(?<=\s)){_NUMBER}\s*$|^\s*{_NUMBER}\s*$", "", text)
    return text.strip(" \u3000\t\n，,。；;：:、/")
