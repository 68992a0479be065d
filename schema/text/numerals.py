"""Numbers written in Chinese numerals."""

from __future__ import annotations

import re

DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERAL = re.compile(rf"[{''.join((*DIGITS, *UNITS))}万亿]{{1,20}}")
_NOT_ZERO = "".join(DIGITS).removeprefix("零〇")
_TWO_DIGITS = re.compile(f"[{_NOT_ZERO}][{''.join(DIGITS)}]")  # as in a year or a telephone number
PATTERNS: dict[str, str | re.Pattern[str]] = {"numeral": _NUMERAL, "twoDigits": _TWO_DIGITS}


def read_numeral(text: str) -> int | None:
    """The whole number that a text says (一百二十六, 五千万, 壹亿贰仟万), None for anything else."""
    if not _NUMERAL.fullmatch(text) or _TWO_DIGITS.search(text):
        return None
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section, digit = section + (digit or 1) * UNITS[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
