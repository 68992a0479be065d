"""How a field type refuses a value: by an error that carries a message of the book."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schema.book.wording import Argument, Message, Phrase, message, phrase


class Unreadable(ValueError):
    """A value that a field type cannot read; ``content`` is the message of the book that says why."""

    def __init__(self, content: Message) -> None:
        super().__init__(content.name)
        self.content = content


def refuse(name: str, /, *, corrected: str = "", **arguments: Argument) -> Unreadable:
    """The error with a message of the book; ``corrected`` is the one text that can have been meant, if there is one."""
    return Unreadable(replace(message(name, **arguments), corrected=corrected))


def typed(raw: Any) -> str:
    """The text that was typed for a scalar, without outer blanks; refuses maps, lists and empty values."""
    if isinstance(raw, str):
        text = raw.strip()
        if text:
            return text
        raise refuse("empty")
    if raw is None:
        raise refuse("empty")
    raise refuse("type.scalar", kind=kind_words(raw))


def kind_words(raw: Any) -> Phrase:
    """What a YAML value is, in a submitter's words."""
    return phrase("type.map" if isinstance(raw, dict) else "type.list" if isinstance(raw, list) else "type.text")
