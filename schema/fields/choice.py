"""Choices: one of the options that the form prints, and 是/否."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Any

from schema.fields.problem import halfwidth, refuse, typed
from schema.fields.scalar import Scalar
from schema.messages import phrase


def nearest(text: str, options: tuple[str, ...] | list[str], cutoff: float = 0.5) -> str | None:
    """The option that a text most likely stands for: one that contains it or is contained, else one that sounds the same, else the
    most alike; no guess between two that are equally alike."""
    wider, narrower = [option for option in options if text in option], [option for option in options if option in text]
    if len(wider) + len(narrower) == 1:
        return (wider + narrower)[0]
    if wider:
        shortest = min(wider, key=len)
        return shortest if all(option.startswith(shortest) for option in wider) else None
    heard = _same_sound(text, options)
    if heard:
        return heard
    alike = get_close_matches(text, options, n=2, cutoff=cutoff)
    ratios = [SequenceMatcher(None, option, text).ratio() for option in alike]
    return alike[0] if alike and ratios.count(ratios[0]) == 1 else None


def _same_sound(text: str, options: tuple[str, ...] | list[str]) -> str | None:
    """The only option that a pinyin input method could have turned into the text: 力城区 for 历城区."""
    if not text or text.isascii() or len(text) > 30:
        return None
    same = [option for option in options if len(option) == len(text) and _sound(option) == _sound(text)]
    return same[0] if len(same) == 1 else None


@lru_cache(maxsize=1024)
def _sound(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # a tenth of a second to import, so only where a guess is wanted

    return tuple(lazy_pinyin(text))


@dataclass(frozen=True)
class Choice(Scalar):
    """One of ``options``; ``readings`` are other spellings of the form that mean the same."""

    options: tuple[str, ...]
    readings: Mapping[str, str] = field(default_factory=dict)

    def read(self, raw: Any) -> str:
        """The option; problems of rule ``field-choice``."""
        text = typed(raw)
        if text in self.options:
            return text
        if text in self.readings:
            return self.readings[text]
        plain = halfwidth(text).lstrip("□☑☒√■● ").strip()
        near = self.readings.get(plain) or nearest(plain, self.options)
        advice = phrase("choice.near", near=near) if near else phrase("choice.any")
        raise refuse("choice", text=text[:40], options="、".join(self.options), advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """The options with their other spellings."""
        return {"type": "string", "enum": [*self.options, *self.readings]}


@dataclass(frozen=True)
class YesNo(Scalar):
    """是 or 否."""

    def read(self, raw: Any) -> bool:
        """True for 是; problems of rule ``field-choice``."""
        text = typed(raw)
        if text in ("是", "否"):
            return text == "是"
        lowered = halfwidth(text).lower()
        yes, no = (
            lowered in ("yes", "true", "y", "有", "√", "☑", "1"),
            lowered in ("no", "false", "n", "无", "没有", "×", "0"),
        )
        advice = phrase("choice.near", near="是" if yes else "否") if yes or no else phrase("yes.or-no")
        raise refuse("choice", text=text[:40], options="是、否", advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """The two words."""
        return {"type": "string", "enum": ["是", "否"]}
