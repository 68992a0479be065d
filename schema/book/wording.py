"""What findings say: a message's name with its arguments, rendered late from the templates of the rule book.

A template's ``{name}`` is replaced by an argument; braces in arguments are inert.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from schema.book.severity import Severity
from schema.book.source import read_book


@dataclass(frozen=True, slots=True)
class Seen:
    """Text from a submission, or computed from one. Arguments that are not ``Seen`` are the project's own words."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a message, shared by several: the name of its template and the arguments."""

    name: str
    arguments: Arguments

    def __str__(self) -> str:
        return _render(phrases()[self.name], self.arguments)


# Own words, a number, text of the file, a phrase, or a list of these, which is written with 、 between.
Argument = str | int | Seen | Phrase | tuple["Argument", ...]
Arguments = tuple[tuple[str, Argument], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong and what to do about it: the name of a message in the book and its arguments."""

    name: str
    arguments: Arguments
    label: str = ""  # of the field, where the text is to begin with it

    @property
    def template(self) -> Template:
        """The book's entry; KeyError where it has none of the name."""
        return templates()[self.name]

    @property
    def text(self) -> str:
        """What is wrong, in Chinese."""
        text = _render(self.template.message, self.arguments)
        return str(phrase("of", label=self.label, message=text)) if self.label else text

    @property
    def hint(self) -> str:
        """What to do, in Chinese."""
        return _render(self.template.hint, self.arguments)

    def of_field(self, label: str) -> Message:
        """The same message, its text beginning with the field's label."""
        return replace(self, label=label)

    def map_seen(self, change: Callable[[str], str]) -> Message:
        """The message with each text of the file replaced by ``change`` of it."""
        return replace(self, arguments=tuple((name, _map_seen(value, change)) for name, value in self.arguments))


class Template(NamedTuple):
    """A message as the book has it: ``rule`` and ``severity`` are those of its findings unless they say otherwise."""

    rule: str
    message: str
    hint: str
    severity: Severity


def message(name: str, /, **arguments: Argument) -> Message:
    """A message of the book with its arguments."""
    return Message(name, tuple(arguments.items()))


def phrase(name: str, /, **arguments: Argument) -> Phrase:
    """A shared part of messages with its arguments."""
    return Phrase(name, tuple(arguments.items()))


def quoted(text: str) -> Phrase:
    """Text of the file in quotation marks."""
    return phrase("quoted", text=Seen(text))


@cache
def templates() -> Mapping[str, Template]:
    """Every message by name, in the book's order."""
    return {
        name: Template(rule, raw["说"], raw["改"], Severity.of(raw.get("级别") or entry["级别"].split("或")[0]))
        for rule, entry in read_book("rules.yaml").items()
        for name, raw in entry["措辞"].items()
    }


@cache
def phrases() -> Mapping[str, str]:
    """The parts that several messages share, by name."""
    return {name: text for group in read_book("phrases.yaml").values() for name, text in group.items()}


def _render(template: str, arguments: Arguments) -> str:
    values = dict(arguments)
    return re.sub(r"\{([a-z_]+)\}", lambda place: _text(values[place[1]]), template)


def _text(value: Argument) -> str:
    return "、".join(map(_text, value)) if isinstance(value, tuple) else str(value)


def _map_seen(value: Argument, change: Callable[[str], str]) -> Argument:
    if isinstance(value, Seen):
        return Seen(change(value.text))
    if isinstance(value, Phrase):
        return Phrase(value.name, tuple((name, _map_seen(inner, change)) for name, inner in value.arguments))
    return tuple(_map_seen(item, change) for item in value) if isinstance(value, tuple) else value
