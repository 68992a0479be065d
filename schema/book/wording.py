"""What findings say: a message's name with its arguments, rendered late from the templates of the rule book.

A template's ``{name}`` is replaced by an argument; braces in arguments are inert. Every message can be rendered in two ways: with
values, for readers who have the file, and with shapes, for all others, so that no text of a submission leaves with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from schema.book.severity import Severity
from schema.book.source import read_book
from schema.text.shape import shape_of


@dataclass(frozen=True, slots=True)
class Seen:
    """Text from a submission, or computed from one. Arguments that are not ``Seen`` are the project's own words.

    Its shape must be that of a part of the file, so that it tells no more than how much stands there; what is computed and may have
    another shape goes into ``Either``. ``amount`` marks a figure that is published in sums alone.
    """

    text: str
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a message, shared by several: the name of its template and the arguments."""

    name: str
    arguments: Arguments

    def __str__(self) -> str:
        return self.render(values=True)

    def render(self, *, values: bool) -> str:
        """The text, with values or with shapes."""
        return filled(phrases()[self.name], self.arguments, values)


@dataclass(frozen=True, slots=True)
class Either:
    """What is said where values may be shown, and what instead of it elsewhere."""

    values: Argument
    shapes: Argument


# Own words, a number, text of the file, a phrase, one of two, or a list of these, which is written with 、 between.
Argument = str | int | Seen | Phrase | Either | tuple["Argument", ...]
Arguments = tuple[tuple[str, Argument], ...]


class Words(NamedTuple):
    """A message in Chinese: what is wrong, and what to do."""

    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong and what to do about it: the name of a message in the book and its arguments.

    ``corrected`` is what to write in the place of a value, where that has exactly one right answer.
    """

    name: str
    arguments: Arguments
    label: str = ""  # of the field, where the text is to begin with it
    corrected: str = ""

    @property
    def template(self) -> Template:
        """The book's entry; KeyError where it has none of the name."""
        return templates()[self.name]

    @property
    def text(self) -> str:
        """What is wrong, with values."""
        return self.render(values=True).text

    @property
    def hint(self) -> str:
        """What to do, with values."""
        return self.render(values=True).hint

    def render(self, *, values: bool) -> Words:
        """The message with values, or with the shapes of what was seen."""
        template = self.template
        text, hint = (filled(part, self.arguments, values) for part in (template.message, template.hint))
        return Words(str(phrase("of", label=self.label, message=text)) if self.label else text, hint)

    def argument(self, name: str) -> Argument:
        """An argument by its name; KeyError where there is none."""
        return dict(self.arguments)[name]

    def having(self, **arguments: Argument) -> Message:
        """The same message with these arguments in place of its own."""
        return replace(self, arguments=tuple((dict(self.arguments) | arguments).items()))

    @property
    def holds_seen(self) -> bool:
        """Whether it says more with values than with shapes."""
        return any(_holds_seen(value) for _, value in self.arguments)

    def of_field(self, label: str) -> Message:
        """The same message, its text beginning with the field's label."""
        return replace(self, label=label)


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


def quoted(text: str, own: Collection[str] = ()) -> Phrase:
    """Text of the file in quotation marks; a word that is one of the project's ``own`` is no secret."""
    return phrase("quoted", text=text if text in own else Seen(text))


def cure(corrected: str, otherwise: Phrase) -> Either:
    """The corrected text, or where that may not be shown, how to correct it."""
    return Either(phrase("fix", corrected=Seen(corrected)), otherwise)


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


# An argument's place with the marks and blanks that a shape, which stands in brackets, does without.
_PLACE = re.compile(r"(?P<before> ?“?)\{(?P<name>[a-z_]+)\}(?P<after>”? ?)")


def filled(template: str, arguments: Arguments, values: bool) -> str:
    """A template with its arguments, with values or with shapes."""
    known = dict(arguments)

    def fill(place: re.Match[str]) -> str:
        value = known[place["name"]]
        text = _text(value, values)
        return text if isinstance(value, Seen) and not values else f"{place['before']}{text}{place['after']}"

    return _PLACE.sub(fill, template)


def _text(value: Argument, values: bool) -> str:
    if isinstance(value, Seen):
        return value.text if values else _shape(value)
    if isinstance(value, Phrase):
        return value.render(values=values)
    if isinstance(value, Either):
        return _text(value.values if values else value.shapes, values)
    return "、".join(_text(item, values) for item in value) if isinstance(value, tuple) else str(value)


def _shape(seen: Seen) -> str:
    return str(phrase("shape", shape=phrase("shape.amount") if seen.amount else shape(seen.text)))


def shape(text: str) -> str:
    """What a text looks like, as “4 个汉字”: all that is told of it to those who may not see it."""
    kind, count = shape_of(text)
    return str(phrase(f"shape.{kind}", count=count))


def _holds_seen(value: Argument) -> bool:
    if isinstance(value, Phrase):
        return any(_holds_seen(inner) for _, inner in value.arguments)
    if isinstance(value, tuple):
        return any(map(_holds_seen, value))
    return isinstance(value, Seen | Either)
