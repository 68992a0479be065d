"""Marks beside the options of a box: which signs they are, and to which option each belongs.

A mark belongs to the option that it touches. Where that is undecided, it belongs to none and the doubt is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.intake.rich import Rich, plain
from scripts.paper.wording import Option
from scripts.sandbox.signs import CROSSES, EMPTY, MARKS, TICKED, TICKS, UNTICKED, WEAK

BLANK = " \u3000\t"
STOPS = "、，,；;。/／|\n"
_UNDERLINES = re.compile(r"[_＿]+")
NUMBER = r"(?:[（(]?\d{1,2}[)）、.．]|[①-⑳])"
_SPACE = rf"[{BLANK}{STOPS}_＿]*"
_GROUP = re.compile(rf"[{MARKS}]+")
_AHEAD = re.compile(rf"([{MARKS}]+){_SPACE}{NUMBER}?[{BLANK}]*$")
_BEFORE_OPTION = re.compile(rf"({_SPACE})(?:{NUMBER})?([{BLANK}]*)")
_ADVICE = re.compile(r"(?<=[打画划])([“\"'‘]?)[√✓✔☑]([”\"'’]?)")  # 请打√: no tick
_SAYS = re.compile(r"\s*[:：]\s*(?:(是|有)|否|无|没有|0)(?=$|[\s；;，,。、])")
_BRACKETS = re.compile(rf"[\[［【(（][{BLANK}]*([{MARKS}xXvV]?)[{BLANK}]*[\]］】)）]")


@dataclass(slots=True)
class Match:
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


def is_mark(text: str) -> bool:
    """Whether a text is nothing but marks."""
    return bool(text.strip()) and all(char in MARKS + BLANK for char in text)


def with_boxes(options: Sequence[Option], rich: Rich) -> Rich:
    """Every kind of box as one mark: （√） and （v） ticked, [x] crossed, （ ） and a 口 before an option empty."""
    names = "|".join(re.escape(name) for option in options for name in (*option.names, option.value, option.printed))
    squares = re.compile(rf"[口囗ロ〇](?=[{BLANK}]*(?:$|(?:{NUMBER})?[{BLANK}]*(?:{names})))")
    rich = rich.sub(_ADVICE, lambda match: f"{match[1]}勾{match[2]}")
    return rich.sub(_BRACKETS, lambda match: _mark_of(match[1])).sub(squares, lambda _: UNTICKED)


def _mark_of(inside: str) -> str:
    if not inside:
        return UNTICKED
    return WEAK[0] if inside in "xX" + CROSSES else TICKED if inside in "vV" else inside


def assign_marks(matches: Sequence[Match], rich: Rich) -> list[str]:
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
            match.marks += TICKED if says[1] else CROSSES[0]
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
    counts = [len(re.findall(f"[{MARKS}]+", gap)) for gap in gaps]
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
    return _breadth(words[len(words.rstrip(BLANK + STOPS + "_＿")) :])


def _breadth(space: str) -> int:
    if "\n" in space:
        return 3
    return 2 if any(char in STOPS for char in space) else int(bool(space))


def _note(option: Option, gap: Rich) -> str:
    """The words behind an option: an underlined blank as it was filled in, else all but blanks, marks and printed words."""
    underlined = gap.underlined()
    if option.blank and len(underlined) == 1:
        return underlined[0].strip("_＿")
    text = bare(gap.text)
    if option.blank:
        text = re.sub(r"^[，,：:。]*(?:请说明)?[，,：:]*", "", text).strip()
    if option.blank and option.tail:
        text = "" if plain(text) == option.tail else text.removesuffix(option.tail).strip()
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1].strip()
    return text


def bare(text: str) -> str:
    """Words without marks, blanks to fill in, and the numbers and punctuation between options."""
    text = _UNDERLINES.sub(" ", "".join(char for char in text if char not in MARKS))
    text = re.sub(rf"(?:^|(?<=\s)){NUMBER}\s*$|^\s*{NUMBER}\s*$", "", text)
    return text.strip(" \u3000\t\n，,。；;：:、/")
