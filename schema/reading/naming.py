"""Keys, blanks and indentation in the words of the messages about how a file is written."""

from __future__ import annotations

from schema.book.wording import Argument, Either, Message, Phrase, message, phrase, quoted
from schema.forms.registry import LABELS

WIDE_BLANKS = {"\u3000": phrase("blank.wide"), "\u00a0": phrase("blank.fixed")}


def name_blank(char: str) -> Phrase:
    """A blank that is no half-width one, in words."""
    return WIDE_BLANKS.get(char) or phrase("blank.tab")


def indent_fault(blank: str, count: int | None = None) -> Message:
    """What is said of a blank that is no half-width one where indentation stands; ``count`` half-width ones belong there, if known."""
    advice = phrase("indent.spaces")
    if count is not None:
        advice = phrase("indent.count", count=count) if count else phrase("indent.none")
    if blank == "\t":
        return message("yaml.tab", advice=advice)
    return message("yaml.wide-indent", blank=WIDE_BLANKS[blank], advice=advice)


def name_key(key: str) -> Argument:
    """The key on a line for a message; only a label is told to everybody."""
    key = key.strip()
    named = phrase("yaml.key", key=quoted(key[:30], LABELS))
    return named if key in LABELS else Either(named, phrase("yaml.line"))
