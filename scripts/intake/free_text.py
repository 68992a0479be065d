"""What can be read with certainty from a box that was filled in with a sentence; each such reading is for the clerk to confirm."""

from __future__ import annotations

import re

from schema.text.width import halfwidth
from scripts.writing.values import Values

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
    r"(?:由|经|经过|委托|通过|检测机构(?:名称)?[:：为]?|机构[:：])\s*([^，。；;,（(：:\n]{2,40}?(?:中心|院|所|公司|实验室|研究院|机构|集团|协会))"
)
_DATES = re.compile(r"(?:19|20)\d{2}\s*[年./\-]\s*\d{1,2}(?:\s*[月./\-]\s*(?:\d{1,2}\s*[日号]?)?)?")


def split_version(text: str) -> tuple[str, str]:
    """A name and the version-like word at its end, or the whole text and nothing."""
    found = _VERSION.search(text)
    if found and text[: found.start()].strip():
        return text[: found.start()].strip(), found.group(1).strip()
    return text, ""


def team_size(text: str) -> str:
    """The number of people, where only one is told or one is told as the total."""
    plain = re.sub(r"\s", "", halfwidth(text))
    total = _TOTAL.findall(plain)
    if len(total) == 1:
        return str(total[0])
    found = _PEOPLE.findall(plain)
    return found[0] if len(found) == 1 else ""


def testing(text: str) -> Values:
    """大模型产品检测情况 from a sentence: whether, by whom, when, and the laboratory's qualification where they are told."""
    plain = re.sub(r"[ \u3000]", "", halfwidth(text))
    if _UNTESTED.fullmatch(re.sub(r"\s", "", plain)):
        return {"是否检测": "否"}
    labs, dates = _LAB.findall(text), _DATES.findall(plain)
    if not labs or re.search(r"拟|计划|正在|即将|尚未|未完成", text):
        return {}
    out = {"是否检测": "是", "检测机构": labs[0]} if len(set(labs)) == 1 else {"是否检测": "是"}
    if len(dates) == 1:
        out["检测时间"] = dates[0]
    if re.search(r"不具备|无资质|没有资质", plain):
        out["机构具备资质"] = "否"
    elif re.search(r"具备\S{0,12}资质|有资质|CMA|CNAS", plain):
        out["机构具备资质"] = "是"
    return out
