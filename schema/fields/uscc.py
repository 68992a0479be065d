"""统一社会信用代码 (GB 32100—2015 with 修改单 1): 18 characters, the last a check character over the first 17."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schema.book.wording import Argument, Either, Seen, cure, phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.personal import id_cards
from schema.text.width import halfwidth
from schema.vocabulary.tables import rows

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_FORM = rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}"
_PATTERN = re.compile(_FORM)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_REGION = range(2, 8)  # the registering organ's division: digits only
# What a hand or an eye takes for another: the letter that cannot be, or a look-alike that can.
LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "UY"}
CONFUSED = ("0DQ", "1L7", "2", "5", "8B", "6G", "UWY", "MN", "EF", "CG", "PR", "HN", "KX")
_EXCEL = re.compile(r"\d(?:\.\d+)?E\+?\d+")
PATTERNS = {"whole": _PATTERN, "excel": _EXCEL}
_PROVINCE = "370000"
SAMPLE_MARK = "EXAMPLE"


@dataclass(frozen=True, slots=True)
class Prefix:
    """The first two characters of a code: who registered it, what kind it is, and the 单位性质 that goes with it."""

    department: str
    kind: str
    nature: str
    handling: str


@lru_cache(maxsize=1)
def prefixes() -> dict[str, Prefix]:
    """The prefix table of GB 32100, by the first two characters."""
    return {
        row["prefix"]: Prefix(row["department"], row["kind"], row["nature"], row["handling"])
        for row in rows("uscc_prefixes.csv")
    }


@lru_cache(maxsize=1)
def offices() -> frozenset[str]:
    """Characters 3 to 8 of the codes that are issued in Shandong: the province's own, its cities' and their divisions'."""
    found = {_PROVINCE}
    for row in rows("divisions.csv"):
        found |= {row["city_code"], row["division_code"]}
    return frozenset(found - {""})


def check_character(code: str) -> str:
    """The 18th character that the first 17 ask for."""
    total = sum(_VALUE[char] * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[-total % 31]


@lru_cache(maxsize=256)
def is_valid(code: str) -> bool:
    """Whether a text is a code of the standard's form with a right check character."""
    return _PATTERN.fullmatch(code) is not None and check_character(code) == code[17]


def organisation_check(code: str) -> str:
    """The 17th character of a code: the check digit that characters 9 to 16 ask for (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(code[8:16], _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def is_likely(code: str) -> bool:
    """Whether a unit of Shandong may bear a code: valid, of a known prefix, registered at an office of the province, with the
    right check digit in 17th place too. Codes that are typed may lack the last three; codes that are proposed may not."""
    return is_valid(code) and code[:2] in prefixes() and code[2:8] in offices() and organisation_check(code) == code[16]


def is_sample(code: str) -> bool:
    """Whether a code marks a fictional unit: characters 9 to 15 are EXAMPLE."""
    return code[8:15] == SAMPLE_MARK


def normalise(text: str) -> str:
    """Half-width, upper-case, without blanks and hyphens."""
    return re.sub(r"[\s\-_]", "", halfwidth(text)).upper()


def repairs(code: str) -> list[str]:
    """Likely codes one transposition or look-alike substitution away from an invalid one."""
    candidates = {code[:place] + code[place + 1] + code[place] + code[place + 2 :] for place in range(17)}
    for place, char in enumerate(code):
        for group in CONFUSED:
            if char in group:
                candidates.update(code[:place] + other + code[place + 1 :] for other in group)
    return sorted(candidate for candidate in candidates if candidate != code and is_likely(candidate))


@dataclass(frozen=True)
class Uscc(Scalar):
    """A 统一社会信用代码, exactly as on the licence; lower case and full-width are refused with the corrected text."""

    json_types = ("string", "integer")

    def read(self, raw: Any) -> str:
        """The code; problems of rule ``uscc-format`` or ``uscc-check-digit``."""
        text = typed(raw)
        if is_valid(text):
            return text
        raise _explain(text)

    def json_schema(self) -> dict[str, Any]:
        """Form only: an editor cannot compute the check character."""
        return {"type": list(self.json_types), "pattern": f"^{_FORM}$"}


def _explain(text: str) -> Exception:
    code = normalise(text)
    if id_cards(code):
        return refuse("uscc.identity")
    if _EXCEL.fullmatch(code):
        return refuse("uscc.excel", value=quoted(text))
    if code != text and is_valid(code):
        return refuse("uscc.case", corrected=code, value=quoted(text), code=Seen(code))
    if len(code) != 18:
        held = {code[place : place + 18] for place in range(len(code) - 17) if is_likely(code[place : place + 18])}
        if len(held) == 1:
            return refuse("uscc.beside", advice=cure(held.pop(), phrase("uscc.alone")))
        known = {15: "uscc.15", 9: "uscc.9"}.get(len(code), "uscc.count")
        return refuse("uscc.length", known=phrase(known, count=len(code)))
    return _explain_characters(code)


def _explain_characters(code: str) -> Exception:
    wrong = [(place, char) for place, char in enumerate(code) if char not in _VALUE]
    if wrong:
        place, char = wrong[0]
        likely: Argument = phrase("uscc.letters")
        if char in LOOKALIKES:
            likely = Either(phrase("uscc.likely", letters=tuple(LOOKALIKES[char])), likely)
        better = _repaired_letters(code)
        fixed = Either(phrase("uscc.fixed", fixed=Seen(better)), "") if better else ""
        return refuse("uscc.char", code=Seen(code), place=place + 1, char=Seen(char), likely=likely, fixed=fixed)
    right = repairs(code)
    advice: Argument = phrase("uscc.common")
    if len(right) == 1:
        advice = Either(phrase("uscc.repair", code=Seen(right[0])), advice)
    letter = next((place for place in _REGION if not code[place].isdigit()), None)
    if letter is not None:
        return refuse("uscc.digits", code=Seen(code), place=letter + 1, char=Seen(code[letter]), advice=advice)
    return refuse("uscc.check", code=Seen(code), right=_right(code), advice=advice)


def _right(code: str) -> Either:
    """The check character that would be right: what it is tells something of the code."""
    return Either(phrase("uscc.right", right=Seen(check_character(code))), "")


def _repaired_letters(code: str) -> str | None:
    """The only likely code that replacing impossible letters by their look-alikes gives, if there is exactly one."""
    options = [""]
    for char in code:
        options = [head + tail for head in options for tail in LOOKALIKES.get(char, char)][:64]
    likely = [option for option in options if is_likely(option)]
    return likely[0] if len(likely) == 1 else None
