"""What the search needs where a word finds nothing: how characters sound, their simplified forms, and the terms there are.

The browser fetches it only then. A word that sounds as a term does (像胶, 橡胶) is proposed with that term's characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from schema.text.pinyin import syllables
from schema.text.traditional import simplified

_TERM = re.compile("[\u4e00-\u9fff]{2,}")


def terms(names: Iterable[str]) -> list[str]:
    """The Chinese runs of names, fields and places, each once."""
    return sorted({run for name in names for run in _TERM.findall(name)})


def help_of(found: list[str]) -> dict[str, Any]:
    """Syllable → characters, traditional beside simplified characters, and the terms."""
    sounds: dict[str, list[str]] = defaultdict(list)
    for char in sorted({*_common(), *"".join(found)}):
        for syllable in syllables(char):
            sounds[syllable].append(char)
    pairs = simplified()
    return {
        "syllables": {syllable: "".join(chars) for syllable, chars in sorted(sounds.items())},
        "simplified": ["".join(pairs), "".join(pairs.values())],
        "terms": found,
    }


def _common() -> str:
    """The Chinese characters of GB 2312, 6,763 of them."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", "ignore") for pair in rows)
