"""How text looks on a terminal: colour where it is wanted, the width of Chinese characters, nothing that steers the terminal."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from typing import TextIO

from schema.book.severity import Severity

COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFO: "36;1"}  # SGR codes


def on_github() -> bool:
    """Whether a GitHub runner reads what is printed."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def shows_values(stream: TextIO) -> bool:
    """Whether what is printed may hold text of a submission: on a terminal, whose reader has the files, and never in CI."""
    automatic = any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("CI", "GITHUB_ACTIONS"))
    return stream.isatty() and not automatic


@dataclass(frozen=True, slots=True)
class Style:
    """``colour`` says whether escape sequences are written; ``width`` is the terminal's in half-width cells; ``guarded`` says that a
    GitHub runner reads along, which obeys commands in what is printed; ``site`` is the address of the site whose ``rules/`` explains
    the rules, ending with a slash, or empty.
    """

    colour: bool = False
    width: int = 100
    guarded: bool = False
    site: str = ""

    @classmethod
    def of(cls, stream: TextIO, site: str = "") -> Style:
        """Colour on a terminal unless NO_COLOR is set (https://no-color.org), FORCE_COLOR the other way."""
        tty = stream.isatty()
        colour = (tty and not os.environ.get("NO_COLOR")) or bool(os.environ.get("FORCE_COLOR"))
        try:
            width = os.get_terminal_size(stream.fileno()).columns if tty else 100
        except (OSError, ValueError):
            width = 100
        return cls(colour, max(40, width), on_github(), site)

    def paint(self, text: str, code: str) -> str:
        """A text in an SGR colour, plain where there is none."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def rule_address(self, rule: str) -> str:
        """Where the site explains a rule; empty without a site, and for what is no rule's name."""
        return f"{self.site}rules/{rule}/" if self.site and re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule) else ""


def site_address(text: str) -> str | None:
    """A site's address ending with a slash, if a text is one that needs no escaping anywhere."""
    return (
        text.rstrip("/") + "/"
        if re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*/?", text)
        else None
    )


def cells(text: str) -> int:
    """How many half-width cells a text takes on a terminal."""
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """A text without characters that steer a terminal or hide: they become codes. The full-width blank U+3000 is no such character."""
    return "".join(char if char.isprintable() or char == "\u3000" else _code(char) for char in text)


def _code(char: str) -> str:
    return " " if char == "\t" else f"\\u{ord(char):04x}"


def inert(text: str) -> str:
    """A text that a GitHub runner will not take for a command: ``::…`` begins a line, the old ``##[…`` stands anywhere in it."""
    return broken(text).replace("::", ": :")


def broken(text: str) -> str:
    """A text without the old form of a command."""
    return text.replace("##[", "##\u200b[")


def clip(text: str, column: int, width: int) -> tuple[str, int]:
    """A line cut to ``width`` cells around a 1-based column; returns it and the cells before the column."""
    start, before, room = min(column - 1, len(text)), 0, width * 2 // 3
    while start and before + _cell(text[start - 1]) <= room:
        start -= 1
        before += _cell(text[start])
    head = "…" if start else ""
    shown: list[str] = []
    used = cells(head)
    for char in text[start:]:
        used += _cell(char)
        if used >= width:
            return head + "".join(shown) + "…", cells(head + text[start : column - 1])
        shown.append(char)
    return head + "".join(shown), cells(head + text[start : column - 1])
