"""The pinyin of names, as people type it: without tones, one syllable a character.

pypinyin's phrases decide between readings (银行, 行业); ``readings.csv`` corrects those of places and terms that it gets wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_RUN = re.compile(r"[a-z0-9]+|[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def syllables(folded: str) -> Iterator[str]:
    """The syllables of a folded name; each run of Latin letters and digits counts as one."""
    _load_readings()
    from pypinyin import lazy_pinyin

    for run in _RUN.findall(folded):
        if run[0].isascii():
            yield run
        else:
            yield from lazy_pinyin(run, errors="ignore")


@cache
def common_sounds() -> dict[str, str]:
    """The 3,755 commonest ideographs (level 1 of GB 2312) by their pinyin, for a page that has no dictionary."""
    out: dict[str, str] = {}
    for high in range(0xB0, 0xD8):
        for char in bytes(byte for low in range(0xA1, 0xFF) for byte in (high, low)).decode("gb2312", "ignore"):
            sound = next(syllables(char), "")
            out[sound] = out.get(sound, "") + char
    return out


@cache
def _load_readings() -> None:
    """Teach pypinyin our readings, once a process."""
    from pypinyin import load_phrases_dict, load_single_dict  # 0.1 s to import: for commands that use it

    text = Path(__file__).with_name("readings.csv").read_text(encoding="utf-8")
    readings = {row["text"]: row["pinyin"].split() for row in csv.DictReader(text.splitlines())}
    load_phrases_dict({word: [[syllable] for syllable in sounds] for word, sounds in readings.items() if len(word) > 1})
    load_single_dict({ord(word): sounds[0] for word, sounds in readings.items() if len(word) == 1})
