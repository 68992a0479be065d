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


def refuse(name: str, /, **arguments: Argument) -> Unreadable:
    """The error with a message of the book."""
    return Unreadable(message(name, **arguments))


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


def shape(text: str) -> str:
    """What a private value looks like: how many digits and other characters it has."""
    digits = sum(char.isdigit() for char in text)
    others = sum(not char.isdigit() and not char.isspace() for char in text)
    parts = [phrase("shape.digits", count=digits)] if digits else []
    parts += [phrase("shape.others" if digits else "shape.signs", count=others)] if others else []
    return "、".join(map(str, parts or [phrase("shape.none")]))


def veiled(content: Message) -> Message:
    """A message about a private value, which gives the shape of the value instead of quoting it."""
    return replace(content, arguments=tuple((name, _veiled(value)) for name, value in content.arguments))


def _veiled(value: Argument) -> Argument:
    if isinstance(value, Phrase) and value.name == "quoted":
        return phrase("veiled", shape=shape(str(dict(value.arguments)["text"])))
    return value
