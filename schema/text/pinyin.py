"""The sound of a name, as people type it: pinyin without tones, one syllable a word.

Phrases decide between readings (银行, 行业); ``readings.csv`` mends those of places and words that the phrases get wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LONGEST = 6  # characters of a phrase that is looked up whole
_RUN = re.compile(r"[a-z0-9]+|[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def syllables(folded: str) -> Iterator[str]:
    """The syllables of a folded name; a run of Latin letters and digits is one of its own."""
    for run in _RUN.findall(folded):
        if run[0].isascii():
            yield run
        else:
            yield from _read(run)


def _read(run: str) -> Iterator[str]:
    """Longest phrase first, from left to right, as pypinyin cuts; each piece is read once and kept."""
    phrases, at = _phrases(), 0
    while at < len(run):
        for size in range(min(LONGEST, len(run) - at), 1, -1):
            if run[at : at + size] in phrases:
                break
        else:
            size = 1
        yield from _sound(run[at : at + size])
        at += size


@cache
def _sound(piece: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return _mended().get(piece) or tuple(lazy_pinyin(piece, errors="ignore"))


@cache
def _phrases() -> frozenset[str]:
    from pypinyin.constants import PHRASES_DICT

    return frozenset(PHRASES_DICT) | frozenset(_mended())


@cache
def _mended() -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name("readings.csv").read_text(encoding="utf-8")
    return {row["text"]: tuple(row["pinyin"].split()) for row in csv.DictReader(text.splitlines())}
