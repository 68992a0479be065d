"""Findings in the words of an office, for firms: they filled in the web page, Word or a conversation, and know nothing of how a file is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from schema.book.source import read_book
from schema.book.wording import Argument, Either, Message, Phrase, Words, filled, phrase, phrases


def office_words(content: Message) -> Words:
    """What is wrong and what a firm is to do about it, with values."""
    template, own = content.template, _own_words(content)
    arguments = tuple((name, _said(value)) for name, value in content.arguments)
    text, hint = (
        filled(own.get(key, words), arguments, True) for key, words in (("说", template.message), ("改", template.hint))
    )
    return Words(str(phrase("of", label=content.label, message=text)) if content.label else text, hint)


def _own_words(content: Message) -> Mapping[str, str]:
    book = office_book()
    return {**book["规则"].get(content.template.rule, {}), **book["措辞"].get(content.name, {})}


@cache
def office_book() -> Mapping[str, Mapping[str, Any]]:
    """What is said otherwise, by rule, by message and by phrase."""
    return read_book("office.yaml")


def _said(value: Argument) -> Argument:
    if isinstance(value, Phrase):
        arguments = tuple((name, _said(inner)) for name, inner in value.arguments)
        words = office_book()["短语"].get(value.name) or phrases()[value.name]
        return filled(words, arguments, True)
    if isinstance(value, Either):
        return _said(value.values)
    return tuple(map(_said, value)) if isinstance(value, tuple) else value
