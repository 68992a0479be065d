"""The option that a text most likely stands for."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache


def nearest(text: str, options: tuple[str, ...] | list[str], cutoff: float = 0.5) -> str | None:
    """Best match: containment, then same pinyin, then edit distance; None on a tie."""
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
