"""Texts: 字数 as Word and WPS count them, tidying for display, hidden characters, personal data in free text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from schema.fields.problem import typed
from schema.fields.scalar import Scalar

# Characters that count one each: ideographs, kana, hangul, full-width forms, and marks of ambiguous width (— … “ ” · ×).
_WIDE = (
    r"\u00a1\u00a4\u00a7\u00a8\u00b0\u00b1\u00b4\u00b6-\u00b8\u00bf\u00d7\u00f7\u1100-\u115f\u2010-\u2027\u2030-\u205e"
    r"\u2100-\u218f\u2190-\u2bff\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3"
    r"\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00016fe0-\U00018aff\U0001b000-\U0001b2ff"
    r"\U00020000-\U0003ffff"
)
_PICTURE = r"[\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_TRAIL = r"(?:\ufe0f|[\U0001f3fb-\U0001f3ff]|\u20e3)*"
_EMOJI = rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae]\ufe0f|{_PICTURE}{_TRAIL}(?:\u200d{_PICTURE}{_TRAIL})*"
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

# Category Cc, Cf, Co, Cs, Zl, Zp; a test holds this table against unicodedata.
_HIDDEN_CLASS = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb\U000110bd"
    r"\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    r"\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
HIDDEN = re.compile(rf"[{_HIDDEN_CLASS}]")
HIDDEN_OR_TAB = re.compile(rf"[\t{_HIDDEN_CLASS}]")
_JOINER = re.compile(rf"(?<=[\u2100-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d(?={_PICTURE})")

_CJK = r"\u2014\u2018-\u201d\u2026\u2e80-\u2fff\u3001-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff"
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
# Begins with the blank itself, since a look-behind tried at each character would be the slowest part of reading.
FOLD = re.compile(
    rf"(?:\n(?<=[{_CJK}]\n)[ \t\u3000]*|[ \t\u3000](?<=[{_CJK}][ \t\u3000])(?:[ \t\u3000]*\n[ \t\u3000]*)?)(?=[{_CJK}])"
)
_PARAGRAPH = re.compile(r"(?<![ \t\u3000])[ \t\u3000]*\n(?:[ \t\u3000]*\n)+[ \t\u3000]*")

_ID_CARD = re.compile(
    r"(?<!\d)[1-8]\d{5}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?!\d)",
    re.ASCII,
)
_HALF = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
# UTF-8 with digits as 0 and the rest as dots; of a full-width digit the last byte stays, of which no other run can be long.
_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 or 0x90 <= byte <= 0x99 else 0x2E for byte in range(256))
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

FEWEST_IN_CARD = 17  # digits of an identity-card number
HIDDEN_NAMES = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u200e": "从左到右标记", "\u200f": "从右到左标记",
    "\u2028": "行分隔符", "\u2029": "段分隔符", "\u202a": "文字方向控制符", "\u202b": "文字方向控制符", "\u202c": "文字方向控制符",
    "\u202d": "文字方向控制符", "\u202e": "文字方向控制符", "\u2060": "零宽连接符", "\ufeff": "字节序标记", "\u00ad": "软连字符",
    "\t": "制表符", "\u0085": "换行控制符",
}  # fmt: skip
PATTERNS: dict[str, str | re.Pattern[str]] = {
    "unit": _UNIT, "hidden": HIDDEN_OR_TAB, "joiner": _JOINER, "fold": FOLD, "paragraph": _PARAGRAPH,
    "idCard": _ID_CARD, "mobileWithin": _MOBILE, "emailWithin": _EMAIL,
}  # fmt: skip


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
        return _unfolded(text) if " " in text or "\u3000" in text else text
    one = all(map(str.strip, text.split("\n")))
    return FOLD.sub("", text) if one else "\n".join(FOLD.sub("", part) for part in _PARAGRAPH.split(text))


def _unfolded(text: str) -> str:
    """A text of one line without the blanks between CJK characters; what has single blanks only goes the quick way."""
    first, *parts = text.split(" ")
    if not first or "" in parts or "\u3000" in text:
        return FOLD.sub("", text)
    out, last = [first], first[-1]
    for part in parts:
        out.append(part if _is_cjk(last) and _is_cjk(part[0]) else f" {part}")
        last = part[-1]
    return "".join(out)


@lru_cache(maxsize=4096)
def _is_cjk(char: str) -> bool:
    return _CJK_CHARACTER.match(char) is not None


def hidden_characters(text: str, pattern: re.Pattern[str] = HIDDEN) -> list[re.Match[str]]:
    """Every character that a reader cannot see and a text does not need; joiners between emoji are legal."""
    if text.replace("\n", "").isprintable() or pattern.search(text) is None:
        return []
    joined = {match.start() for match in _JOINER.finditer(text)}
    return [match for match in pattern.finditer(text) if match.start() not in joined]


def without(text: str, found: list[re.Match[str]]) -> str:
    """The text without what was found in it."""
    parts, end = [], 0
    for match in found:
        parts.append(text[end : match.start()])
        end = match.end()
    return "".join(parts) + text[end:]


def name_hidden(char: str) -> str:
    """A hidden character's name and code, as 零宽空格（U+200B）."""
    kind = HIDDEN_NAMES.get(char) or (
        "私用区字符" if 0xE000 <= ord(char) <= 0xF8FF or ord(char) >= 0xF0000 else "不可见字符"
    )
    return f"{kind}（U+{ord(char):04X}）"


def may_hold_digits(text: str | bytes, count: int) -> bool:
    """Whether ``count`` > 3 digits may follow each other in a text, blanks and hyphens between them or not: quick, never falsely no."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return b"0" * count in data.translate(_DIGITS, b" -\xef\xbc")


def half_digits(text: str) -> str:
    """The text with full-width digits as half-width ones, each in its place."""
    return text.translate(_HALF)


def id_cards(text: str) -> list[re.Match[str]]:
    """Identity-card numbers (GB 11643: a possible date and a right check digit) in a text, full-width and parted ones too."""
    if not may_hold_digits(text, FEWEST_IN_CARD):
        return []
    return [match for match in _ID_CARD.finditer(half_digits(text)) if _is_id_card(re.sub("[ -]", "", match.group()))]


def _is_id_card(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def mobiles(text: str) -> list[re.Match[str]]:
    """Mobile numbers in a text, with or without +86, blanks and hyphens, full-width ones too."""
    return list(_MOBILE.finditer(half_digits(text)))


def emails(text: str) -> list[re.Match[str]]:
    """E-mail addresses in a text."""
    return list(_EMAIL.finditer(text))


@dataclass(frozen=True)
class Text(Scalar):
    """A text field. Bounds are inclusive (民法典 1259) and in 字 when ``words``, else in characters.

    The type only tidies; the rule ``text-length`` judges the bounds, so that one run tells all that is wrong with a text.
    With ``advised`` the bounds only advise. A ``verbatim`` text is not tidied: the name of a file is what it is.
    """

    least: int = 0
    most: int | None = None
    words: bool = False
    advised: bool = False
    verbatim: bool = False
    json_types = ("string", "number")

    @property
    def bounded(self) -> bool:
        """Whether the bounds can refuse a text that is there."""
        return self.most is not None or self.least > 1

    def holds(self, count: int) -> bool:
        """Whether a measured length lies within the bounds."""
        return count >= self.least and (self.most is None or count <= self.most)

    def measure(self, text: str) -> int:
        """The text's length in this field's own unit."""
        return count_words(text) if self.words else len(text)

    def read(self, raw: Any) -> str:
        """Tidied text; maps, lists and empty values are refused."""
        text = typed(raw)
        return text if self.verbatim or text.isalnum() else tidy(text)

    def json_schema(self) -> dict[str, Any]:
        """Lengths in characters only: an editor cannot count 字."""
        out: dict[str, Any] = {"type": list(self.json_types), "minLength": 1}
        if not self.words and not self.advised:
            out["minLength"] = max(self.least, 1)
            if self.most is not None:
                out["maxLength"] = self.most
        return out
