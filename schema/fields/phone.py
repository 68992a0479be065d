"""手机号码 and 联系方式: mainland mobiles, landlines with extension, 400 and 800 numbers.

By pattern, not by a table of operators' prefixes, which ages. Messages never tell a number, only its shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schema.fields.problem import halfwidth, problem, shape, typed
from schema.fields.scalar import Scalar

_COUNTRY = re.compile(r"^(?:\(?\+|00)86\)?[ -]?|^86[ -]?(?=1[3-9]\d{9}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_EXTENSION = r"(?:(?:转|-|ext\.?|x|#|\(?分机:?)(\d{1,6})\)?)?"
_LANDLINE = re.compile(rf"\(?(010|02\d|0[3-9]\d{{2}})\)?-?(\d{{7,8}}){_EXTENSION}", re.IGNORECASE | re.ASCII)
_HOTLINE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})|([48]00)-?(\d{4})-?(\d{3})", re.ASCII)
_DASHES = str.maketrans("—–−‐―", "-----")  # what an input method makes of a hyphen, and NFKC leaves
_SEPARATORS = re.compile(r"[、,;/|\n]+")
_WHOLE = r"(?:\+?86[ -]?)?1[3-9]\d{9}|\(?0\d{2,3}\)?[ -]?\d{7,8}|[48]00-?\d{3,4}-?\d{3,4}"
_BETWEEN = re.compile(rf"(?<=\d)(?<!\+86)(?<!0086)\s+(?=(?:{_WHOLE})(?!\d))")


def normalise_number(text: str) -> str | None:
    """One number in its normal form (15400000001, 0531-00000001转801, 400-123-4567), None when it is none."""
    compact = re.sub(r"\s", "", _COUNTRY.sub("", halfwidth(text).translate(_DASHES).strip()))
    bare = re.sub(r"[-.]", "", compact)
    if _MOBILE.fullmatch(bare):
        return bare
    if hotline := _HOTLINE.fullmatch(compact):
        digits = re.sub(r"\D", "", hotline.group())
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    landline = _LANDLINE.fullmatch(compact)
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
        found: dict[str, None] = {}
        parts = split_numbers(text) or [text]
        for position, part in enumerate(parts, 1):
            number = normalise_number(part)
            if number is None:
                raise _explain(part, None, mobile_only=False, which=f"第 {position} 个号码：" if len(parts) > 1 else "")
            found[number] = None
        return tuple(found)


def _explain(text: str, number: str | None, *, mobile_only: bool, which: str = "") -> Exception:
    wanted = (
        "请填写 11 位手机号码"
        if mobile_only
        else "请填写 11 位手机号码，或带区号的座机，如 0531-00000000、0531-00000000转801"
    )
    plain = halfwidth(text)
    digits = sum(char.isdigit() for char in plain)
    if re.search(r"[*＊×xX]{2,}", plain):
        message, wanted = "号码已打码", "汇总表需要完整号码，请填写完整；公开页面不会显示号码"
    elif re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", plain):
        message, wanted = "号码像是被 Excel 改成了科学计数法", "请把单元格设为“文本”后，重新填写完整的号码"
    elif "@" in plain:
        message = "这里要填电话，不是邮箱"
    elif number is not None:
        message, wanted = "这里只收手机号码，填的是座机或热线", "请填写联系人的 11 位手机号码"
    elif mobile_only and sum(any(char.isdigit() for char in part) for part in split_numbers(text)) > 1 and digits > 13:
        message, wanted = "写了不止一个号码", "此栏只填一个手机号码"
    elif plain.strip().startswith("1") and digits != 11 and digits >= 7:
        message = f"手机号码应为 11 位数字，这里有 {digits} 位"
    elif (
        not mobile_only
        and digits >= 9
        and (restored := normalise_number(f"0{plain.strip()}"))
        and not is_mobile(restored)
    ):
        message, wanted = "区号少了开头的 0", "请在最前面补上 0"
    elif 7 <= digits <= 8 and not mobile_only and not plain.strip().startswith(("0", "(0")):
        message, wanted = f"{digits} 位数字像是座机，缺区号", "请在前面加上区号，如 0531-"
    else:
        message = f"不是可用的电话号码（{shape(plain)}）"
    return problem("phone-format", f"{which}{message}", wanted)
