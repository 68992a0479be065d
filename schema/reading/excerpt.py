"""The source line that a report may show: with private values masked, so that no log or annotation tells one.

It works on the text alone, because a file that cannot be parsed must not leak either, and it fails closed: a value is shown only
under a public field's label. What stands under a misspelt label, or under none, is masked.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from schema.fields.uscc import is_valid
from schema.text.personal import emails, id_cards, may_hold_digits, mobiles

PUBLIC_LABELS = frozenset((
    "企业名称", "统一社会信用代码", "注册资金", "单位注册地", "市", "区县", "单位性质", "单位性质说明", "经营范围", "企业简介",
    "大模型产品研发服务团队情况", "人员数量", "团队能力", "大模型产品研发情况及相关业务发展规划", "网址", "承诺", "信息可公开", "真实合法",
    "报送单位", "大模型产品名称", "版本号", "大模型产品知识产权情况", "类型", "说明", "大模型产品检测情况", "是否检测", "检测机构",
    "检测时间", "机构具备资质", "大模型产品所属种类", "应用所属行业", "门类", "行业", "应用所属场景", "大模型产品介绍及应用情况",
    "大模型产品主要应用领域及可适用推广前景", "填报单位", "填报日期",
))  # fmt: skip
PRIVATE_LABELS = frozenset((
    "联系人姓名", "手机号码", "企业年度收入", "企业大模型相关收入", "高成长性说明", "地址", "材料", "类别", "文件", "线下提交",
    "联系人", "联系方式",
))  # fmt: skip
_HOME = "单位注册地"
_MAPS = frozenset(
    (_HOME, "大模型产品研发服务团队情况", "承诺", "大模型产品知识产权情况", "大模型产品检测情况", "应用所属行业")
)
LABELS = PUBLIC_LABELS | PRIVATE_LABELS
# What else is often written as a key, and is surely nobody's name.
_OTHER_LABELS = frozenset((
    "法定代表人", "法人代表", "法人", "负责人", "经办人", "姓名", "职务", "电话", "联系电话", "手机", "手机号", "传真", "邮箱", "电子邮箱",
    "邮编", "备注", "公司名称", "单位名称", "产品名称", "版本", "成立时间", "成立日期", "name", "company", "phone", "contact", "address",
))  # fmt: skip
_FILLED = r"^[ \t]*[\"']?(?:{})[\"']?[ \t]*[:：][ \t]*(?![#~]|\"\"|''|null)\S"
_CONTACTS = ("联系人姓名|联系人", "手机号码|联系方式")
_ENTERPRISE = (*_CONTACTS, "企业年度收入", "企业大模型相关收入")

_LEAD = r"(?P<lead>[ \t\u3000\u00a0]*(?:-[ \t\u3000\u00a0]+)*)"
_KEY = re.compile(_LEAD + r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s#\"'{\[][^:：#]*?)\s*:(?=\s|$)")
_LABEL = re.compile(_LEAD + r"-?[\"']?(?P<key>[\u4e00-\u9fff]+)[\"']?(?:\s*[:：]|(?=\s|$))")
_PRIVATE = sorted(PRIVATE_LABELS, key=len, reverse=True)
_PRIVATE_START = re.compile(_LEAD + rf"-?[\"']?(?:{'|'.join(label for label in _PRIVATE if len(label) > 2)})")
_PRIVATE_INSIDE = re.compile(rf"(?:{'|'.join(_PRIVATE)})[^:：,，\s]{{0,8}}[\"']?\s*[:：]")
_PRIVATE_QUOTED = re.compile(rf"(?P<label>(?:{'|'.join(_PRIVATE)})(?:\s*[:：]|\s(?!…)))(?!\s*…)[^”]+")
_PRIVATE_WITHIN = re.compile("|".join(label for label in _PRIVATE if len(label) > 2))
_SECOND_KEY = re.compile(r"[^\s\"'{}\[\],]:(?=\s)")
_INNER_KEY = re.compile(r"[{,\[]\s*(?P<key>[^,{}\[\]:：]+?)\s*[:：]")
_BLOCK = re.compile(r":\s+[>|][+\-\d]*\s*$")
_OWN_SIGNS = re.compile(
    r"# yaml-language-server: \$schema=[./]*schema/[a-z]+\.schema\.json$|[<>|]{7}(?: [A-Za-z][A-Za-z0-9_./-]*|$)|={7}$|---\s*$|\.\.\.\s*$|%YAML [\d.]+\s*$"
)
_NUMBERS = re.compile(
    r"(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d){6,9}|\(?0\d{2,3}\)?[ -]?\d{6,8}|[48]00[ -]?\d{3,4}[ -]?\d{3,4}|\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]"
)
_HALF = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
_EMAIL = re.compile(r"[^\s@\"',:：]+@[^\s@\"',]+")
# Up to a line's content, as YAML counts: a full-width blank is content; an item's content stands right of its dash.
_INDENT = re.compile(r"[ \t]*(?:-[ \t\u3000\u00a0]+)*")
_WIDEST = 400
_SIGNS = frozenset(":：-\"'[]{}<>=|#*\\")
_KEY_LABEL = re.compile(
    rf"(?:^|[{{\[,])[\s\"'-]*(?P<label>{'|'.join(sorted(LABELS, key=len, reverse=True))})(?=[\s\"']*[:：]|\s|$)"
)
_Node = tuple[int, "_Node | None"]  # a line's index, and the line that it stands under


@lru_cache(maxsize=256)
def excerpt(text: str, line: int) -> str | None:
    """Line ``line`` (1-based) of a text, masked; None where there is no such line. At most 400 characters."""
    lines = _lines(text)
    if not 1 <= line <= len(lines):
        return None
    source = lines[line - 1][:_WIDEST]
    sign = _OWN_SIGNS.match(source)
    if sign:
        shown = source[: sign.end()] + _mask(source[sign.end() :])
    else:
        shown = _private_masked(source, text, line - 1) if source.strip() else source
    for found in (*_NUMBERS.finditer(shown.translate(_HALF)), *_EMAIL.finditer(shown)):
        shown = shown[: found.start()] + _mask(shown[found.start() : found.end()]) + shown[found.end() :]
    return shown


def unparsed_excerpt(text: str, line: int) -> str | None:
    """Line ``line`` of a file that could not be parsed: only signs, blanks, and labels where a key may stand are shown."""
    source = excerpt(text, line)
    if source is None:
        return None
    kept = [match.span("label") for match in _KEY_LABEL.finditer(source)]
    return "".join(
        char if char in _SIGNS or any(start <= at < end for start, end in kept) else _mask(char)
        for at, char in enumerate(source)
    )


def is_plain_key(key: str, text: str, above: str | int = "") -> bool:
    """Whether a key of a file's text, under the key ``above``, may be told.

    One that holds digits, or more than a private label, may hold a value; where a private field is not filled in, one like no label
    may be what belongs there, since a name typed in the label's place looks so.
    """
    if key in LABELS or key in _OTHER_LABELS:
        return True
    if re.search(r"\d{6}|@|^[\d.,]+$", key) or _PRIVATE_WITHIN.search(key):
        return False
    return not _lacks_private(text, "地址" if above == _HOME else "") or _is_like_label(key)


@lru_cache(maxsize=1024)
def _is_like_label(key: str) -> bool:
    if len(key) == 1:
        return any(key in label for label in LABELS)
    signs = set(key)
    near = (label for label in LABELS if len(label) > 1 and len(signs.intersection(label)) > 1)
    return any(SequenceMatcher(None, label, key).ratio() > 0.6 for label in near)


@lru_cache(maxsize=8)
def _lacks_private(text: str, also: str) -> bool:
    """Whether a private field that every such form has, or the one named, stands nowhere with a value."""
    wanted = [*(_ENTERPRISE if "企业名称" in text else _CONTACTS), *([also] if also else [])]
    return not all(re.search(_FILLED.format(label), text, re.MULTILINE) for label in wanted)


def without_private(message: str) -> str:
    """A message that quotes a public value, without what stands after a private label inside it: a line that ran into the next.

    Numbers that ring and identity cards in a wrong place are masked too.
    """
    return without_numbers(_PRIVATE_QUOTED.sub(lambda found: f"{found['label']}……", message))


def without_numbers(message: str) -> str:
    """A message or hint without the mobile and identity-card numbers and e-mail addresses that stand in a wrong place."""
    for found in reversed(emails(message) if "@" in message else []):
        message = message[: found.start()] + _mask(found.group()) + message[found.end() :]
    if not may_hold_digits(message, 11):
        return message
    cards = [card for card in id_cards(message) if not is_valid(card.group())]
    for found in sorted([*mobiles(message), *cards], key=lambda match: -match.start()):
        message = message[: found.start()] + _mask(found.group()) + message[found.end() :]
    return message


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


def _mask(text: str) -> str:
    """The same width in asterisks: full-width for full-width, so that a caret below still points right."""
    return "".join(char if char.isspace() else ("*" if char.isascii() else "＊") for char in text)


def _private_masked(source: str, text: str, index: int) -> str:
    above = _above(text, index)
    public = all(label in PUBLIC_LABELS for label, _ in above)
    prose = bool(above) and public and above[0][0] not in _MAPS and _is_deeper(text, index)
    own = _own_key(source)
    if own is None:
        if not prose or source.lstrip().startswith("#"):
            return _mask(source)
        return _inner_masked(source if above[0][1] else _second_key_masked(source, 0), 0)
    label = _bare(own)
    if public and label in PUBLIC_LABELS:
        if label == _HOME and not source[own.end() :].lstrip().startswith("{"):
            return source[: own.end()] + _mask(source[own.end() :])  # the address may stand in it
        return _inner_masked(_second_key_masked(source, own.end()), own.end())
    if prose and above[0][1] and not _PRIVATE_WITHIN.search(label) and label not in PRIVATE_LABELS:
        return _inner_masked(source, own.end())
    swapped = source[own.end() :].strip("\"' ") in PRIVATE_LABELS  # what stands in the key's place is the value
    if label in LABELS or (public and not swapped and is_plain_key(label, text, above[0][0] if above else "")):
        return source[: own.end()] + _mask(source[own.end() :])
    return _mask(source)


def _is_deeper(text: str, index: int) -> bool:
    """Whether a line is indented more than the one it stands under: an item level with a key is no part of that key's text."""
    lines, node = _lines(text), _parents(text)[index]
    return node is not None and _blanks(lines[index]) > _blanks(lines[node[0]])


def _blanks(source: str) -> int:
    return len(source) - len(source.lstrip(" \t"))


def _second_key_masked(source: str, start: int) -> str:
    """A line without what stands behind a second key, which a plain value cannot hold: that line has run into another."""
    second = None if source[start:].lstrip().startswith(("{", "[")) else _SECOND_KEY.search(source, start)
    return source if second is None else source[: second.end()] + _mask(source[second.end() :])


def _inner_masked(source: str, start: int) -> str:
    """A public line from ``start`` on without what a private or unknown key inside it holds."""
    found = [match for match in _INNER_KEY.finditer(source, start) if match["key"].strip("\"' ") not in PUBLIC_LABELS]
    ends = [match.end() if match["key"].strip("\"' ") in LABELS else match.start("key") for match in found]
    ends += [match.end() for match in _PRIVATE_INSIDE.finditer(source, start)]
    end = min(ends, default=len(source))
    return source[:end] + _mask(source[end:])


def _own_key(source: str) -> re.Match[str] | None:
    """The key on a line: as YAML reads it, or a known label whose colon is wrong or missing."""
    label = _LABEL.match(source)
    if label and label["key"] in LABELS:
        return label
    return _PRIVATE_START.match(source) or _KEY.match(source)


def _bare(own: re.Match[str]) -> str:
    return own.groupdict().get("key", "").strip("\"' ")


def _above(text: str, index: int) -> list[tuple[str, bool]]:
    """The keys that a line stands under, the nearest first, and whether each begins a block of text."""
    out, node, lines = [], _parents(text)[index], _lines(text)
    while node:
        at, node = node
        own = _own_key(lines[at][:_WIDEST])
        if own is not None:
            out.append((_bare(own), _BLOCK.search(lines[at]) is not None))
    return out


@lru_cache(maxsize=4)
def _parents(text: str) -> list[_Node | None]:
    """For each line the line that it stands under by indentation, in one pass: what a line is under, its deeper lines are too."""
    out: list[_Node | None] = []
    stack: list[tuple[int, _Node]] = []
    for index, source in enumerate(_lines(text)):
        lead = _INDENT.match(source).end()  # type: ignore[union-attr]
        said = source.lstrip()[:1] not in ("", "#")
        while said and stack and stack[-1][0] >= lead:
            stack.pop()
        above = stack[-1][1] if stack else None
        out.append(above)
        if said:
            stack.append((lead, (index, above)))
    return out
