"""Numbers of persons in a submission: looked for in the whole text, comments too, since Git keeps a file for ever."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding
from schema.book.wording import message
from schema.fields.uscc import is_valid
from schema.reading.document import Document, KeyPath, Value
from schema.text.personal import id_cards, mobiles, names_person

_PUBLISHED = ("报送电话",)  # a bureau's own number, meant for everybody


def identity_cards(document: Document) -> Iterator[Finding]:
    """``text-personal`` for every identity-card number anywhere in a file. The number is never echoed."""
    for match in id_cards(document.text):
        if not is_valid(match.group()):
            line, column = document.position(match.start())
            yield document.finding_at(message("text.identity"), line, column, at=document.field_at(line, column))


def numbers_here(document: Document) -> Iterator[Finding]:
    """``private-here`` for every mobile and identity-card number in a public half: in its text, or put together by YAML in a value."""
    lines: set[int] = set()
    fields: set[KeyPath] = set()
    for match in sorted((*id_cards(document.text), *mobiles(document.text)), key=lambda match: match.start()):
        line, column = document.position(match.start())
        at = document.field_at(line, column)
        if is_valid(match.group()) or at == _PUBLISHED or line in lines or (at and at in fields):
            continue
        lines.add(line)
        fields.add(at)
        yield document.finding_at(message("private.number"), line, column, at=at)
    for at, text in _texts(document.root, ()):
        if at not in fields and at != _PUBLISHED and not is_valid(text) and names_person(text):
            yield document.finding(message("private.number"), at)


def _texts(value: Value, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*at, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value, 1):
            yield from _texts(inner, (*at, position))
