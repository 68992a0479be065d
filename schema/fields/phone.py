"""手机号码 and 联系方式: mainland mobiles, landlines with extension, 400 and 800 numbers.

By pattern, not by a table of operators' prefixes, which ages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schema.book.wording import Argument, phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.width import halfwidth

_COUNTRY = re.compile(r"^(?:\(?\+|00)86\)?[ -]?|^86[ -]?(?=1[3-9]\d{9}$)|^86-(?=[1-9]\d{1,2}-)")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_EXTENSION = r"(?:(?:转|-|ext\.?|x|#|\(?分机:?)(\d{1,6})\)?)?"
_LANDLINE = re.compile(rf"\(?(010|02\d|0[3-9]\d{{2}})\)?-?(\d{{7,8}}){_EXTENSION}", re.IGNORECASE | re.ASCII)
_HOTLINE = re.compile(r"[48]00\d{7}", re.ASCII)
_DASHES = str.maketrans("—–−‐―", "-----")  # what an input method makes of a hyphen, and NFKC leaves
_SEPARATORS = re.compile(r"[、,;/|\n]+")
_WHOLE = r"(?:\+?86[ -]?)?1[3-9]\d{9}|\(?0\d{2,3}\)?[ -]?\d{7,8}|[48]00-?\d{3,4}-?\d{3,4}"
_BETWEEN = re.compile(rf"(?<=\d)(?<!\+86)(?<!0086)\s+(?=(?:{_WHOLE})(?!\d))")
_MASKED = re.compile(r"[*＊×xX]{2,}")
_EXCEL = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
FEWEST_DIGITS = 10  # of a number in its normal form, as 010-0000000 and 400-000-0000
PATTERNS = {
    "country": _COUNTRY, "mobile": _MOBILE, "landline": _LANDLINE, "hotline": _HOTLINE, "separators": _SEPARATORS,
    "between": _BETWEEN, "masked": _MASKED, "excel": _EXCEL,
}  # fmt: skip


def normalise_number(text: str) -> str | None:
    """One number in its normal form (15400000001, 0531-00000001转801, 400-123-4567), None when it is none."""
    if _MOBILE.fullmatch(text):
        return text
    dashed = halfwidth(text).translate(_DASHES).strip()
    national = _COUNTRY.sub("", dashed)
    compact = re.sub(r"\s", "", national)
    bare = re.sub(r"[-.]", "", compact)
    if _MOBILE.fullmatch(bare):
        return bare
    if _HOTLINE.fullmatch(bare):
        return f"{bare[:3]}-{bare[3:6]}-{bare[6:]}"
    landline = _LANDLINE.fullmatch(compact)
    if landline is None and national != dashed:
        landline = _LANDLINE.fullmatch(f"0{compact}")  # behind +86 an area code goes without its 0
    if landline is None:
        return None
    area, local, extension = landline.groups()
    return f"{area}-{local}" + (f"转{extension}" if extension else "")


def split_numbers(text: str) -> list[str]:
    """The numbers of a 联系方式 as typed: parted by 、 ， ； / or by blanks between whole numbers."""
    parts = _SEPARATORS.split(halfwidth(text).replace("；", ";").replace("，", ","))
    return [number.strip() for part in parts for number in _BETWEEN.split(part) if number.strip()]


def is_mobile(number: str) -> bool:
    """Whether a normal form is a mobile number."""
    return _MOBILE.fullmatch(number) is not None


@dataclass(frozen=True)
class Mobile(Scalar):
    """附件1 手机号码: exactly one mainland mobile number."""

    json_types = ("string", "integer")

    def read(self, raw: Any) -> str:
        """Eleven digits; problems of rule ``phone-format``."""
        text = typed(raw)
        number = normalise_number(text)
        if number is not None and is_mobile(number):
            return number
        raise _explain(text, number, mobile_only=True)

    def json_schema(self) -> dict[str, Any]:
        """Numbers are allowed, since editors read eleven digits as one."""
        return {"type": list(self.json_types)}


@dataclass(frozen=True)
class Phones(Scalar):
    """附件2 联系方式: one or more mobiles, landlines, 400 or 800 numbers."""

    json_types = ("string", "integer")

    def read(self, raw: Any) -> tuple[str, ...]:
        """The numbers in their normal form, in order, without repeats; problems of rule ``phone-format``."""
        text = typed(raw)
        numbers: dict[str, None] = {}
        parts = split_numbers(text) or [text]
        for position, part in enumerate(parts, 1):
            number = normalise_number(part)
            if number is None:
                raise _explain(
                    part,
                    None,
                    mobile_only=False,
                    which=phrase("phone.which", position=position) if len(parts) > 1 else "",
                )
            numbers[number] = None
        return tuple(numbers)


def _explain(text: str, number: str | None, *, mobile_only: bool, which: Argument = "") -> Exception:
    plain = halfwidth(text)
    digits = sum(char.isdigit() for char in plain)
    name = _mistake(plain, number, digits, mobile_only)
    wanted = phrase("phone.mobile" if mobile_only else "phone.any")
    return refuse(name, which=which, digits=digits, value=quoted(plain[:40]), wanted=wanted)


def _mistake(plain: str, number: str | None, digits: int, mobile_only: bool) -> str:
    """The message for what is no number of the wanted kind."""
    if _MASKED.search(plain):
        return "phone.masked"
    if _EXCEL.fullmatch(plain):
        return "phone.excel"
    if "@" in plain:
        return "phone.mail"
    if number is not None:
        return "phone.landline"
    if mobile_only and digits > 13 and sum(any(char.isdigit() for char in part) for part in split_numbers(plain)) > 1:
        return "phone.several"
    if plain.strip().startswith("1") and digits != 11 and digits >= 7:
        return "phone.length"
    if (
        not mobile_only
        and digits >= 9
        and (restored := normalise_number(f"0{plain.strip()}"))
        and not is_mobile(restored)
    ):
        return "phone.zero"
    if 7 <= digits <= 8 and not mobile_only and not plain.strip().startswith(("0", "(0")):
        return "phone.area"
    return "phone.other"
