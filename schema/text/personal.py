"""Personal data in free text: identity-card numbers, mobile numbers, e-mail addresses."""

from __future__ import annotations

import re
from datetime import date

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
PATTERNS: dict[str, str | re.Pattern[str]] = {"idCard": _ID_CARD, "mobileWithin": _MOBILE, "emailWithin": _EMAIL}


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


def names_person(text: str) -> bool:
    """Whether a text holds a number by which a person is known: of an identity card or a mobile."""
    return bool(id_cards(text) or mobiles(text))


def emails(text: str) -> list[re.Match[str]]:
    """E-mail addresses in a text."""
    return list(_EMAIL.finditer(text))
