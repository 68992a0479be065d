"""催办: a message to each unit that owes something, ready to be sent, and short enough for a printed row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from schema.forms.parts import LICENCE, OTHER_PROOF
from schema.vocabulary.survey import constants
from scripts.bureau.items import MISSING, ON_PAPER, SEALED_FORM, UNLISTED, ChecklistItem
from scripts.bureau.papers import PaperStatus
from scripts.bureau.remarks import NAMELESS
from scripts.bureau.sheets import APART, Header
from scripts.bureau.status import UnitStatus
from scripts.xlsx.cell_text import SMALL_SIZE, line_count, most_lines

# most characters of an error, of a list of materials, of a unit's name (as long as a valid one), of any other name
_LONGEST, _LONGEST_LIST, _LONGEST_NAME, _LONGEST_PART = 160, 140, 100, 40
_ONE_MATERIAL = re.compile(r"材料第 \d+ 条")


class Reach(NamedTuple):
    """Where firms send files, and where they bring paper."""

    mail: str | None = None
    address: str | None = None


NOWHERE = Reach()


def urging(unit: UnitStatus, bureau: Header, width: int, reach: Reach = NOWHERE) -> str:
    """The message, for lines of ``width`` half-width units; empty where the unit owes nothing."""
    matters = list(_matters(unit))
    if not matters:
        return ""
    head, foot = _greeting(unit), _whereto(reach) + _signature(bureau)
    for count in range(len(matters), -1, -1):
        rest = len(matters) - count
        items = matters[:count] + ([f"另有 {rest} 项，请与我们联系。"] if rest else [])
        text = "\n".join([head, *(f"{number}. {item}" for number, item in enumerate(items, 1)), foot])
        if line_count(text, width) <= most_lines(SMALL_SIZE):
            break
    return text


def _greeting(unit: UnitStatus) -> str:
    day = constants().deadline
    name = f"信用代码为 {unit.code} 的单位" if unit.name.startswith(NAMELESS) else unit.name
    contact = unit.contact.replace(APART, "")
    return (
        f"{_short(name, _LONGEST_NAME)}{_short(contact, _LONGEST_PART)}：您好！贵单位报送的大模型摸底材料还有以下事项，请尽快办理"
        f"（各市须于{day.month}月{day.day}日前报省工信厅）："
    )


def _whereto(reach: Reach) -> str:
    parts = (("填报的文件发到 ", reach.mail), ("盖章的纸质件送到", reach.address))
    return "".join(f"{words}{_short(place, _LONGEST_PART)}。" for words, place in parts if place)


def _signature(bureau: Header) -> str:
    parts = (bureau.bureau, bureau.contact, bureau.phone)
    return "，".join(_short(part, _LONGEST_PART) for part in parts if part and part != APART) + "。"


def _matters(unit: UnitStatus) -> Iterator[str]:
    """Sealed forms and materials first: where there are many errors, the last are left to a phone call."""
    sealed = [item for item in unit.items if item.kind == SEALED_FORM]
    if forms := [item.form for item in sealed if item.state == PaperStatus.TO_SEAL]:
        yield f"{'改正后' if unit.errors else ''}请送交加盖公章的调研表：{_joined(forms)}。"
    if stale := [item.form for item in sealed if item.state == PaperStatus.STALE]:
        yield f"盖章件是旧版，请重新打印盖章后送交：{_joined(stale)}。"
    if doubtful := [f"{item.form}（{item.note}）" for item in sealed if item.state == PaperStatus.WRONG]:
        yield f"送来的盖章件有问题，请改好重新送交：{_joined(doubtful)}。"
    missing = [item for item in unit.items if item.state == MISSING]
    if missing:
        yield f"请补交材料：{_listed(missing)}。"
    if halves := [remark.form for remark in unit.warnings if remark.rule == "private-missing"]:
        yield f"请交来不公开部分的文件：{_joined(halves)}。"
    if papers := [item for item in unit.items if item.state == ON_PAPER]:
        yield f"请送交纸质材料：{_listed(papers)}。"
    left_out = {item.form for item in sealed if item.state == PaperStatus.LEFT_OUT}
    for remark in unit.errors:
        listed = remark.rule == "material-missing" or _ONE_MATERIAL.match(remark.place)  # among the missing
        if not listed and remark.form not in left_out:
            yield _short(remark.sentence, _LONGEST)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _listed(items: Iterable[ChecklistItem]) -> str:
    """附件1的营业执照（加盖公章）、能力证明；附件2《…》的…."""
    by_form: dict[str, list[str]] = {}
    for item in items:
        kind = {LICENCE: f"{LICENCE}复印件（加盖公章）", OTHER_PROOF: "其他材料"}.get(item.kind, item.kind)
        reason = f"（{item.note}）" if item.state == MISSING and item.note != UNLISTED else ""
        by_form.setdefault(item.form, []).append(kind + reason)
    return _joined([f"{form}的{'、'.join(dict.fromkeys(kinds))}" for form, kinds in by_form.items()])


def _joined(parts: Sequence[str]) -> str:
    """One part for each form, as many as there is room for."""
    count = len(parts)
    while len("；".join(parts[:count])) > _LONGEST_LIST and count > 1:
        count -= 1
    more = f"；……等共 {len(parts)} 张表" if count < len(parts) else ""
    return _short("；".join(parts[:count]), _LONGEST_LIST) + more
