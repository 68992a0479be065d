"""Text with its formatting, and searches in it that ignore blanks and width, to recognise printed words however they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

_ENUMERATION = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）、.．]|[*★])+")
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
            "".join(text for text, _, _ in parts),
            tuple(bold for text, bold, _ in parts for _ in text),
            tuple(under for text, _, under in parts for _ in text),
        )

    @classmethod
    def joined(cls, lines: Sequence[Rich]) -> Rich:
        """Paragraphs as lines of one text."""
        newline = cls("\n", (False,), (False,))
        pieces = [piece for line in lines for piece in (newline, line)][1:]
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
        left, right = self.cut(0, start), self.cut(end, len(self.text))
        return Rich(left.text + right.text, left.bold + right.bold, left.under + right.under)

    def underlined(self) -> list[str]:
        """The underlined runs that are not blank, each as it was typed."""
        runs = groupby(zip(self.text, self.under, strict=True), key=itemgetter(1))
        texts = ("".join(char for char, _ in run) for under, run in runs if under)
        return [text for text in texts if text.strip(" \u3000_＿")]


def plain(text: str) -> str:
    """A text in half width (NFKC) without any blank."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def label_of(text: str) -> str:
    """A label as it is looked up: plain, without number, star and final punctuation."""
    return _ENUMERATION.sub("", plain(text)).rstrip(":;,。")


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
