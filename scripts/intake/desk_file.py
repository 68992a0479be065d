"""收件登记-市名.json: what a clerk ticked off at the desk page, by form and digest. Contents of forms are never in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from schema.fields.problem import Unreadable
from schema.forms.form import specs
from schema.forms.received import Paper
from schema.layout.paths import FormPath
from schema.vocabulary.survey import constants
from scripts.sandbox.refused import Refused

MAX_DESK_FILE = 4 * 2**20
_BROKEN = "收件登记读不出来，没有收；请在收件台上重新保存一份"


class DeskFile(NamedTuple):
    """A city's entries, and in words what was not taken of it."""

    papers: list[Paper]
    troubles: list[str]


def is_desk_file(path: Path) -> bool:
    """Whether a .json file is a register of the desk page. Of a longer one no more than the bound is read."""
    with path.open("rb") as file:
        content = _content(file.read(MAX_DESK_FILE + 1))
    return isinstance(content, dict) and "收件" in content


def read_desk_file(data: bytes) -> DeskFile:
    """The entries of a register. Raises ``Refused`` for one that is none, or of another round or place."""
    content = _content(data) if len(data) <= MAX_DESK_FILE else None
    items = content.get("收件") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(items, list):
        raise Refused(_BROKEN)
    survey, city = constants(), content.get("城市")
    if str(content.get("批次")) != str(survey.round):
        raise Refused(f"不是 {survey.round} 年这一轮的收件登记，没有收")
    if not isinstance(city, str) or city not in survey.cities:
        raise Refused("没有写明是哪个市的收件登记，没有收；请在收件台上选好市，重新保存一份")
    out = DeskFile([], [])
    for number, item in enumerate(items, 1):
        found = _paper(item, city)
        if isinstance(found, Paper):
            out.papers.append(found)
        else:
            out.troubles.append(f"第 {number} 条没有收：{found}")
    return out


def _content(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _paper(item: Any, city: str) -> Paper | str:
    """An entry, or why it is none."""
    if not isinstance(item, dict):
        return "写法不对"
    values = {spec.label: item.get(spec.label) for spec in specs(Paper) if item.get(spec.label) not in (None, "")}
    for spec in specs(Paper):
        if spec.scalar and spec.label in values:
            try:
                spec.scalar.read(values[spec.label])
            except Unreadable as error:
                words = error.content.of_field(spec.label).render(values=False)
                return f"{words.text}；{words.hint}"
        elif spec.entry.required:
            return f"缺少“{spec.label}”"
    try:
        paper = Paper.model_validate(values)
    except ValueError:
        return "有问题、不纳入的要写明说明"
    place = FormPath.parse(paper.path)
    if place is None or place.code is None or place.city != city or place.path != paper.path:
        return "“文件”不是这个市一张表的位置"
    return paper
