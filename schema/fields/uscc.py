"""统一社会信用代码 (GB 32100—2015 with 修改单 1): 18 characters, the last a check character over the first 17."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schema.fields.problem import halfwidth, problem, typed
from schema.fields.scalar import Scalar
from schema.fields.text import id_cards
from schema.tables import rows

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_PATTERN = re.compile(rf"[{ALPHABET}]{{18}}")
# What a hand or an eye takes for another: the letter that cannot be, or a look-alike that can.
_LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "UY"}
_CONFUSED = ("0DQ", "1L7", "2", "5", "8B", "6G", "UWY", "MN", "EF", "CG", "PR", "HN", "KX")
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


def check_character(code: str) -> str:
    """The 18th character that the first 17 ask for."""
    total = sum(_VALUE[char] * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether a text is a code of the standard's form with a right check character."""
    return _PATTERN.fullmatch(code) is not None and check_character(code) == code[17]


def is_sample(code: str) -> bool:
    """Whether a code marks a fictional unit: characters 9 to 15 are EXAMPLE."""
    return code[8:15] == SAMPLE_MARK


def normalise(text: str) -> str:
    """Half-width, upper-case, without blanks and hyphens."""
    return re.sub(r"[\s\-_]", "", halfwidth(text)).upper()


def repairs(code: str) -> list[str]:
    """The valid codes that one swap of neighbours or one look-alike away from an invalid one, the first 17 kept apart
    from the check character: an 18th that merely fits proves nothing."""
    found: set[str] = set()
    for place in range(17):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        found.add(swapped)
        for group in _CONFUSED:
            if code[place] in group:
                found.update(code[:place] + other + code[place + 1 :] for other in group)
    return sorted(
        candidate for candidate in found if candidate != code and is_valid(candidate) and candidate[2:8].isdigit()
    )


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
        """Form only: the check character is beyond an editor."""
        return {"type": list(self.json_types), "pattern": f"^[{ALPHABET}]{{18}}$"}


def _explain(text: str) -> Exception:
    licence = "请对照营业执照逐位核对"
    code = normalise(text)
    if id_cards(code):
        return problem(
            "uscc-format", "这里填的像是身份证号码，不是统一社会信用代码", "请立即删去，改填营业执照上的 18 位代码"
        )
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", code):
        return problem(
            "uscc-format", f"“{text}”像是被 Excel 改成了科学计数法", "请把单元格设为“文本”后，照营业执照重新填写"
        )
    if code != text and is_valid(code):
        return problem("uscc-format", f"“{text}”含小写字母、全角字符或空格", f"请改为 {code}")
    if len(code) != 18:
        return _explain_length(code)
    return _explain_characters(code, licence)


def _explain_length(code: str) -> Exception:
    known = {15: "15 位像是旧的工商注册号", 9: "9 位像是旧的组织机构代码"}.get(len(code), f"现有 {len(code)} 位")
    return problem("uscc-format", f"统一社会信用代码应为 18 位，{known}", "请填写营业执照上的 18 位代码，逐位核对")


def _explain_characters(code: str, licence: str) -> Exception:
    wrong = [(place, char) for place, char in enumerate(code) if char not in _VALUE]
    if wrong:
        place, char = wrong[0]
        fixed = _repaired_letters(code)
        likely = (
            f"可能是 {'、'.join(_LOOKALIKES[char])}"
            if char in _LOOKALIKES
            else "应是数字或大写字母（无 I、O、S、V、Z）"
        )
        hint = (
            f"第 {place + 1} 位{likely}；很可能应为 {fixed}，{licence}"
            if fixed
            else f"第 {place + 1} 位{likely}，{licence}"
        )
        return problem("uscc-format", f"“{code}”的第 {place + 1} 位“{char}”不会出现在统一社会信用代码里", hint)
    found = repairs(code)
    right = check_character(code)
    hint = (
        f"很可能应为 {found[0]}，{licence}"
        if len(found) == 1
        else f"{licence}，常见错误是相邻两位颠倒、0 与 D、8 与 B 相混"
    )
    return problem("uscc-check-digit", f"“{code}”的第 18 位校验码不对：按前 17 位应为“{right}”", hint)


def _repaired_letters(code: str) -> str | None:
    """The only valid code that replacing impossible letters by their look-alikes gives, if there is exactly one."""
    options = [""]
    for char in code:
        options = [head + tail for head in options for tail in _LOOKALIKES.get(char, char)][:64]
    valid = [option for option in options if is_valid(option)]
    return valid[0] if len(valid) == 1 else None
