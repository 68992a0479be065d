"""字数 as Word and WPS count them, and text tidied for display."""

from __future__ import annotations

import re

# Characters that count one each: ideographs, kana, hangul, full-width forms, and marks of ambiguous width (— … “ ” · ×).
_WIDE = (
    r"\u00a1\u00a4\u00a7\u00a8\u00b0\u00b1\u00b4\u00b6-\u00b8\u00bf\u00d7\u00f7\u1100-\u115f\u2010-\u2027\u2030-\u205e"
    r"\u2100-\u218f\u2190-\u2bff\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3"
    r"\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00016fe0-\U00018aff\U0001b000-\U0001b2ff"
    r"\U00020000-\U0003ffff"
)
PICTURE = r"[\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_TRAIL = r"(?:\ufe0f|[\U0001f3fb-\U0001f3ff]|\u20e3)*"
_EMOJI = rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae]\ufe0f|{PICTURE}{_TRAIL}(?:\u200d{PICTURE}{_TRAIL})*"
# Characters that count nothing: blanks and controls, which end a run; format characters, combining marks and variation
# selectors, which do not.
_BLANK = r"\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u3000"
_UNSEEN = (
    r"\u00ad\u0300-\u036f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e01ef"
)
_SEEN = rf"[^{_WIDE}{_BLANK}{_UNSEEN}\U0001f000-\U0001faff]+"
_UNIT = rf"{_EMOJI}|[{_WIDE}]|{_SEEN}(?:[{_UNSEEN}]+{_SEEN})*"  # compiled when asked for, which takes as long as a small check
# The common case by itself, for speed: all that is not wide, its runs, and what asks for the slow way.
_NARROW = re.compile(rf"[^{_WIDE}]+")
_RUN = re.compile(rf"[^{_BLANK}]+")
_UNCOMMON = re.compile(rf"[{_UNSEEN}\u20e3\U0001f000-\U0001faff]")

_CJK = r"\u2014\u2018-\u201d\u2026\u2e80-\u2fff\u3001-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff"
# Begins with the blank itself, since a look-behind tried at each character would be the slowest part of reading.
FOLD = re.compile(
    rf"(?:\n(?<=[{_CJK}]\n)[ \t\u3000]*|[ \t\u3000](?<=[{_CJK}][ \t\u3000])(?:[ \t\u3000]*\n[ \t\u3000]*)?)(?=[{_CJK}])"
)
_PARAGRAPH = re.compile(r"(?<![ \t\u3000])[ \t\u3000]*\n(?:[ \t\u3000]*\n)+[ \t\u3000]*")

_FOLD = rf"(?<=[{_CJK}])(?:\n[ \t\u3000]*|[ \t\u3000](?:[ \t\u3000]*\n[ \t\u3000]*)?)(?=[{_CJK}])"  # FOLD, as one would say it

PATTERNS: dict[str, str | re.Pattern[str]] = {"unit": _UNIT, "fold": _FOLD, "paragraph": _PARAGRAPH}


def count_words(text: str) -> int:
    """字数 as Word and WPS count: a CJK character, full-width mark or emoji is one, an unbroken run of others is one."""
    narrow = _NARROW.findall(text)
    if not narrow:
        return len(text)
    rest = "\n".join(narrow)
    if _UNCOMMON.search(rest):
        return len(re.findall(_UNIT, text))
    return len(text) - sum(map(len, narrow)) + len(_RUN.findall(rest))


def tidy(text: str) -> str:
    """The text for display and print: without the blanks that YAML's folding leaves between two CJK characters.

    Blank lines part paragraphs; each such gap becomes one line break, so tidying is done once, when a value is read.
    """
    text = text.strip()
    if "\n" not in text:
        return FOLD.sub("", text)
    one = all(map(str.strip, text.split("\n")))
    return FOLD.sub("", text) if one else "\n".join(FOLD.sub("", part) for part in _PARAGRAPH.split(text))
