"""大模型产品名称及版本号 in one box: a name and its version, or several products, each of which needs its own form."""

from __future__ import annotations

import re

from schema.text.words import tidy
from scripts.intake.free_text import split_version

_MARK = r"(?:[（(]?\d{1,2}(?:[)）、]|[.．](?!\d))|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[①-⑳])"
_NUMBERING = re.compile(rf"^\s*{_MARK}\s*(?=\S)")
_BETWEEN = re.compile(rf"[\n；;]|(?=[①-⑳])|[ \u3000\t,，。](?=\s*{_MARK})")
_KINDS = re.compile(
    r"(?:模型|智能体|助手|系统|平台|软件|产品|引擎|工具|APP)(?:[（(][^（）()]*[)）])?[。.]?$", re.IGNORECASE
)
_VERSION_ALONE = re.compile(r"[（(]?(?:版本号?[:：]?\s*)?[Vv]?\d[\w.\-+]*\s*版?[)）]?")


def single(text: str) -> tuple[str, str, str]:
    """Name, version and a remark of a box that names one product."""
    lines = _lines(text)
    joined = _NUMBERING.sub("", tidy("\n".join(lines)).replace("\n", " ")).rstrip("；;、，,")
    name, version = split_version(joined)
    titled = re.fullmatch(r"《([^《》]+)》", name)
    name = titled[1] if titled else name
    remark = "名称和版本号写在一起，请核对拆得对不对" if version else "没有看出版本号，请补填"
    if len(lines) > 1:
        remark += "；原来分成几行，已连成一行"
    if not titled and re.search("[、；;]", name):
        remark += "；名称里有顿号或分号，若是几个产品，请每个产品填一张附件2"
    return name, version, remark


def several(text: str) -> list[str]:
    """The products of a box that certainly names more than one; empty otherwise, and where 《》 marks a single name."""
    if re.fullmatch(r"\s*《[^《》]+》[^《》]*", text):
        return []
    lines = _lines(text)
    if len(lines) == 2 and _VERSION_ALONE.fullmatch(lines[1]) and not split_version(lines[0])[1]:
        return []
    pieces = [piece for part in _BETWEEN.split(text) for piece in _split(_NUMBERING.sub("", part).strip())]
    return pieces if len(pieces) > 1 and all(map(_is_product, pieces)) else []


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _split(part: str) -> list[str]:
    """The pieces between 、 and between 》《; the part itself unless every piece is a product."""
    pieces = [piece for piece in map(str.strip, re.split(r"、|(?<=》)(?=《)", part)) if piece]
    return pieces if all(map(_is_product, pieces)) else [part]


def _is_product(text: str) -> bool:
    return bool(split_version(text)[1] or _KINDS.search(text) or _VERSION_ALONE.fullmatch(text) or text.endswith("》"))
