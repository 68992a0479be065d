"""Characters that look like an ideograph and are none, as copying from a PDF and character recognition leave them.

``lookalikes.csv`` gives their ideographs: those of the CJK radicals supplement and of the strokes are Unicode's property
Equivalent_Unified_Ideograph (UCD 14.0, EquivalentUnifiedIdeograph.txt), and some kana our own. Kangxi radicals and compatibility
ideographs are normalised by Unicode itself (NFKC).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

_IDEOGRAPH = r"\u3400-\u9fff"
_SIGN = (
    r"[\u2e81-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u31c0-\u31e3\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26"
    r"\ufa2a-\ufa6d\ufa70-\ufad9\U0002f800-\U0002fa1d]"
)
_KANA = rf"(?<=[{_IDEOGRAPH}])[エロニハカタト](?=[{_IDEOGRAPH}])"
_LOOKALIKE = re.compile(f"{_SIGN}|{_KANA}")
PATTERNS: dict[str, str | re.Pattern[str]] = {"lookalike": _SIGN, "kana": _KANA}


@cache
def lookalikes() -> dict[str, str]:
    """The ideographs of the characters that Unicode does not normalise."""
    text = Path(__file__).with_name("lookalikes.csv").read_text(encoding="utf-8")
    return {row["sign"]: row["ideograph"] for row in csv.DictReader(text.splitlines())}


def ideograph(sign: str) -> str:
    """The ideograph that a character looks like, itself where there is none."""
    return lookalikes().get(sign) or unicodedata.normalize("NFKC", sign)


def find_lookalikes(text: str) -> list[re.Match[str]]:
    """Every character of a text that looks like an ideograph and is none."""
    return [found for found in _LOOKALIKE.finditer(text) if ideograph(found[0]) != found[0]]


def with_ideographs(text: str) -> str:
    """The text with each such character replaced by its ideograph."""
    return _LOOKALIKE.sub(lambda found: ideograph(found[0]), text)
