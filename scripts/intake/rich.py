"""Text with its look, and the same text without blanks and in half width, to find printed words in whatever way they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
        out = cls("", (), ())
        for number, line in enumerate(lines):
            gap = ("\n", (False,), (False,)) if number else ("", (), ())
            out = cls(out.text + gap[0] + line.text, out.bold + gap[1] + line.bold, out.under + gap[2] + line.under)
        return out

    def cut(self, start: int, end: int) -> Rich:
        """A part."""
        return Rich(self.text[start:end], self.bold[start:end], self.under[start:end])

    def without(self, start: int, end: int) -> Rich:
        """All but a part."""
        left, right = self.cut(0, start), self.cut(end, len(self.text))
        return Rich(left.text + right.text, left.bold + right.bold, left.under + right.under)

    def underlined(self) -> list[str]:
        """The runs of underlined text that are not blank, each as it stands."""
        out, start = [], None
        for place in range(len(self.text) + 1):
            on = place < len(self.text) and self.under[place]
            if on and start is None:
                start = place
            elif not on and start is not None:
                out.append(self.text[start:place])
                start = None
        return [text for text in out if text.strip(" \u3000_＿")]


def plain(text: str) -> str:
    """Half width, without any blank."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def label_of(text: str) -> str:
    """A label as it is looked up: plain, without number, star and colon."""
    return _ENUMERATION.sub("", plain(text)).rstrip(":;,。")


def without_brackets(text: str) -> str:
    """A plain text without its bracketed parts."""
    return _BRACKETED.sub("", text)


def find_plain(text: str, words: str, start: int = 0) -> tuple[int, int] | None:
    """Where a plain form of ``words`` stands in a text, whatever blanks and widths it was typed with."""
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
    if not note or not (found := find_plain(line.text, note)):
        return line
    start, end = found
    return line.without(start, end) if not line.text[:start].strip() or not line.text[end:].strip() else line
