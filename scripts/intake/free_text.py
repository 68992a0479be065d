"""What a box that was filled in with a sentence says for certain; the clerk confirms each such reading."""

from __future__ import annotations

import re

from schema.text.width import halfwidth

_VERSION = re.compile(
    r"[\s\u3000]*[（(\[【]?\s*(?:版本号?[:：]?\s*)?((?:[Vv](?:er(?:sion)?)?\.?\s?\d[\w.\-+]*|\d+(?:\.\d+)+[\w.\-+]*))\s*版?[)）\]】]?$"
)
_TOTAL = re.compile(
    r"(?:共有?|现有|总人数|总计|合计|团队(?:现?有|共|规模|人数)?|人员(?:数量|总数)?|拥有)[:：为约]{0,2}(\d{1,5})(?:余|多)?(?:人|名)"
)
_PEOPLE = re.compile(r"(\d{1,5})(?:余|多)?(?:人|名)")
_UNTESTED = re.compile(
    r"(?:否|无|没有|未|暂未|尚未|暂无|未经|还未|没有进行|未进行)(?:检测|测试|送检|经检测)?(?:报告)?[。.]?"
)
_LAB = re.compile(
    r"(?:由|经|经过|委托|通过|检测机构(?:名称)?[:：为]?|机构[:：]|^是[，,])\s*([^，。；;,（(：:\n]{2,40}?(?:中心|院|所|公司|实验室|研究院|机构|集团|协会))"
)
_DATES = re.compile(
    r"(?<![A-Za-z\d\-])(?:19|20)\d{2}\s*[年./\-]\s*\d{1,2}(?:\s*[月./\-]\s*(?:\d{1,2}\s*[日号]?)?)?(?!\d)"
)


def split_version(text: str) -> tuple[str, str]:
    """A name and the version at its end; the whole text and "" where there is none."""
    match = _VERSION.search(text)
    name = text[: match.start()].strip() if match else ""
    return (name, match[1].strip()) if match and name else (text, "")


def team_size(text: str) -> str:
    """The number of people: the only total, else the only number of people; "" where there are several."""
    plain = re.sub(r"\s", "", halfwidth(text))
    numbers = (pattern.findall(plain) for pattern in (_TOTAL, _PEOPLE))
    return next((str(found[0]) for found in numbers if len(found) == 1), "")


def testing(text: str) -> dict[str, str]:
    """The fields of 大模型产品检测情况 that a sentence gives; none where it is not certain that a test was done."""
    plain = re.sub(r"[ \u3000]", "", halfwidth(text))
    if _UNTESTED.fullmatch(re.sub(r"\s", "", plain)):
        return {"是否检测": "否"}
    labs, dates = _LAB.findall(text), _DATES.findall(plain)
    unqualified = re.search(r"不具备\S{0,12}资质|无资质|没有资质", plain)
    if not labs or re.search(r"拟|计划|正在|即将|未|没|不", plain.replace(unqualified[0] if unqualified else "", "")):
        return {}
    values = {"是否检测": "是"}
    if len(set(labs)) == 1:
        values["检测机构"] = labs[0]
        if len(dates) == 1:
            values["检测时间"] = dates[0]
    if unqualified:
        values["机构具备资质"] = "否"
    elif re.search(r"具备\S{0,12}资质|有资质|CMA|CNAS", plain):
        values["机构具备资质"] = "是"
    return values
