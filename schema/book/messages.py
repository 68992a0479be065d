"""Until every message stands in the book by name: messages as texts."""

from __future__ import annotations

from typing import NamedTuple

from schema.book.finding import Severity
from schema.book.wording import message
from schema.book.wording import phrase as a_phrase


class Said(NamedTuple):
    """What is wrong and what to do, under which rule and how severe."""

    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def said(name: str, /, **values: object) -> Said:
    """A message of the book with its places filled in."""
    content = message(name, **{key: str(value) for key, value in values.items()})
    return Said(content.template.rule, content.text, content.hint, content.template.severity)


def phrase(name: str, /, **values: object) -> str:
    """A part of a message that several share."""
    return str(a_phrase(name, **{key: str(value) for key, value in values.items()}))
