"""Characters that a reader cannot see."""

from __future__ import annotations

import re

from schema.text.words import PICTURE

# Category Cc, Cf, Co, Cs, Zl, Zp; a test holds this table against unicodedata.
_HIDDEN_CLASS = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb\U000110bd"
    r"\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    r"\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
HIDDEN = re.compile(rf"[{_HIDDEN_CLASS}]")
HIDDEN_OR_TAB = re.compile(rf"[\t{_HIDDEN_CLASS}]")
_JOINER = re.compile(rf"(?<=[\u2100-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d(?={PICTURE})")

HIDDEN_NAMES = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u200e": "从左到右标记", "\u200f": "从右到左标记",
    "\u2028": "行分隔符", "\u2029": "段分隔符", "\u202a": "文字方向控制符", "\u202b": "文字方向控制符", "\u202c": "文字方向控制符",
    "\u202d": "文字方向控制符", "\u202e": "文字方向控制符", "\u2060": "零宽连接符", "\ufeff": "字节序标记", "\u00ad": "软连字符",
    "\t": "制表符", "\u0085": "换行控制符",
}  # fmt: skip

PATTERNS: dict[str, str | re.Pattern[str]] = {"hidden": HIDDEN_OR_TAB, "joiner": _JOINER}


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
