"""Text with its look, and searches in it that ignore blanks and width, to recognise printed words however they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

# What stands before a label without being part of it: a number, a star, 其中, a year.
_LEAD = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.]|[①-⑳*★●◆]|其中[:：]?|20\d\d(?:年(?!度|收入))?(?=\D))+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


@dataclass(frozen=True, slots=True)
class Rich:
    """A text, and for each character whether it is bold and underlined."""

    text: str
    bold: tuple[bool, ...]
    under: tuple[bool, ...]

    @classmethod
    def of(cls, spans: Iterable[Sequence[Any]]) -> Rich:
        """From [text, bold, underlined] spans."""
        parts = list(spans)
        return cls(
            "".join(text for text, *_ in parts),
            tuple(bold for text, bold, *_ in parts for _ in text),
            tuple(under for text, _, under, *_ in parts for _ in text),
        )

    @classmethod
    def bare(cls, text: str) -> Rich:
        """A text without any look."""
        return cls.of([(text, False, False)])

    @classmethod
    def joined(cls, lines: Iterable[Rich], between: str = "\n") -> Rich:
        """Paragraphs as lines of one text."""
        gap = cls.bare(between)
        pieces = [piece for line in lines for piece in (gap, line)][1:]
        return cls(
            "".join(piece.text for piece in pieces),
            tuple(flag for piece in pieces for flag in piece.bold),
            tuple(flag for piece in pieces for flag in piece.under),
        )

    def cut(self, start: int, end: int) -> Rich:
        """The text from ``start`` to ``end``."""
        return Rich(self.text[start:end], self.bold[start:end], self.under[start:end])

    def without(self, start: int, end: int) -> Rich:
        """The text but for ``start`` to ``end``."""
        return Rich.joined([self.cut(0, start), self.cut(end, len(self.text))], "")

    def sub(self, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str]) -> Rich:
        """The text with each match replaced by plain ``words``; what is underlined was filled in and stays."""
        pieces, place = [], 0
        for match in pattern.finditer(self.text):
            if not any(self.under[match.start() : match.end()]):
                pieces += [self.cut(place, match.start()), Rich.bare(words(match))]
                place = match.end()
        return Rich.joined([*pieces, self.cut(place, len(self.text))], "")

    def underlined(self) -> list[str]:
        """The underlined runs that are not blank, each as it was typed."""
        runs = groupby(zip(self.text, self.under, strict=True), key=itemgetter(1))
        texts = ("".join(char for char, _ in run) for under, run in runs if under)
        return [text for text in texts if text.strip(" \u3000_＿")]


def plain(text: str) -> str:
    """A text in half width (NFKC) without any blank."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def label_of(text: str) -> str:
    """A label as it is looked up: plain, without number, star, year and final punctuation."""
    return _LEAD.sub("", plain(text)).strip(":;,。*★")


def without_brackets(text: str) -> str:
    """A plain text without its bracketed parts."""
    return _BRACKETED.sub("", text)


def find_plain(text: str, words: str, start: int = 0) -> tuple[int, int] | None:
    """Start and end of ``words`` in a text from ``start`` on, ignoring blanks and width; None where they do not occur."""
    chars, places = [], []
    for place in range(start, len(text)):
        for char in plain(text[place]):
            chars.append(char)
            places.append(place)
    wanted = plain(words)
    at = "".join(chars).find(wanted) if wanted else -1
    return None if at < 0 else (places[at], places[at + len(wanted) - 1] + 1)


def trim_note(line: Rich, note: str) -> Rich:
    """A line without a printed note at its beginning or end."""
    match = find_plain(line.text, note) if note else None
    if match is None or (line.text[: match[0]].strip() and line.text[match[1] :].strip()):
        return line
    return line.without(*match)
