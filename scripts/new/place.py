"""Where a new form goes: the unit's city and code, the product's file name, as options or answers say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from schema.book.office import office_words
from schema.book.wording import Argument, Either, Message, Phrase, Seen
from schema.fields.problem import Unreadable
from schema.fields.uscc import Uscc
from schema.layout.arrange import SLUG
from schema.text.pinyin import syllables
from schema.text.width import halfwidth
from schema.vocabulary.survey import City, constants

T = TypeVar("T")


class NotWritten(Exception):
    """Nothing was written; the message says in Chinese why, and how to go on."""


class InvalidAnswer(Exception):
    """An answer or option is not accepted; the message says in Chinese what is wrong, and what to give instead.

    ``better`` is the value that it proposes, if there is one.
    """

    def __init__(self, text: str, better: str = "") -> None:
        super().__init__(text)
        self.better = better


def refusal(content: Message) -> InvalidAnswer:
    """A message as a refused answer, in words of an office, with the value that it proposes."""
    said = office_words(content)
    words = f"{said.text}。{said.hint}" if said.hint else said.text
    return InvalidAnswer(words, content.corrected or _proposed(content.arguments))


def _proposed(arguments: Sequence[tuple[str, Argument]]) -> str:
    """The value that a message asks to write instead: the corrected text, or the nearest of the options."""
    for name, argument in arguments:
        value = argument.values if isinstance(argument, Either) else argument
        if isinstance(value, Phrase) and (inner := _proposed(value.arguments)):
            return inner
        if name in ("corrected", "near"):
            return value.text if isinstance(value, Seen) else str(value)
    return ""


@dataclass(frozen=True, slots=True)
class NewOptions:
    """What the options of ``catalogue new`` say; ``kind`` is ``enterprise`` or ``product``."""

    kind: str | None = None
    code: str | None = None
    city: City | None = None
    slug: str | None = None

    @classmethod
    def of(cls, kind: str | None, code: str | None, city: str | None, slug: str | None) -> NewOptions:
        """From the options as typed; ``InvalidAnswer`` names the option that is not accepted."""
        if slug and kind == "enterprise":
            raise InvalidAnswer("--slug 只用于产品；企业表的文件名总是 enterprise.yaml")
        return cls(
            kind, _option("--code", code, code_of), _option("--city", city, city_of), _option("--slug", slug, slug_of)
        )


def _option(name: str, text: str | None, read: Callable[[str], T]) -> T | None:
    try:
        return None if text is None else read(text)
    except InvalidAnswer as error:
        raise InvalidAnswer(f"{name}：{error}") from error


def code_of(text: str) -> str:
    """A 统一社会信用代码 as typed."""
    try:
        return Uscc().read(text)
    except Unreadable as error:
        raise refusal(error.content) from error


def city_of(text: str) -> City:
    """A city by its folder's name or its own, with or without 市."""
    cities, text = constants().cities, text.strip()
    city = cities.get(halfwidth(text).lower()) or constants().city_named(text)
    if city is None:
        choices = "、".join(f"{city.short} {slug}" for slug, city in cities.items())
        raise InvalidAnswer(f"山东省十六市里没有“{text[:20]}”。可写：{choices}")
    return city


def slug_of(text: str) -> str:
    """A product's file name as typed, with or without .yaml."""
    name = text.strip().removesuffix(".yaml")
    if not SLUG.fullmatch(name):
        raise InvalidAnswer(
            f"“{text.strip()[:40]}”不能作文件名。请用小写英文字母、数字和连字符，以字母或数字开头，不超过 64 个，如 hetong"
        )
    return name


def suggested_slug(name: str) -> str:
    """A file name from a product's name: the part after its last ·, in pinyin, without 大模型."""
    core = re.split("[·・]", halfwidth(name).lower())[-1].replace("大模型", "")
    parts = ("".join(syllables(run)) for run in re.split(r"[^a-z0-9\u4e00-\u9fff]+", core))
    return "-".join(filter(None, parts))[:64].strip("-") or "chanpin"
