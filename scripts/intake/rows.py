"""A row for each unit or product: the form's fields as columns headed by their paths, such as 单位注册地.市 or 材料.1.类别."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from schema.forms.form import Form, Spec, specs
from schema.reading.document import Path
from schema.text.words import tidy
from scripts.intake.draft import Draft
from scripts.intake.matching import labels
from scripts.intake.normal import fit
from scripts.intake.product_names import several, single
from scripts.intake.receipt import Receipt
from scripts.intake.rich import label_of, without_brackets
from scripts.writing.values import FORMS, Values, leaves, path_text, spread, tidied

CODE = "统一社会信用代码"  # 附件2 has no such field; the row has, to find its unit
SLUG_COLUMN = "文件名"
REPEATS = {"材料": 4, "大模型产品知识产权情况": 3}  # how many of a list the template offers; a file may have more
_WARNINGS = {
    "formula": "单元格是公式，没有读；请粘贴为数值", "error": "单元格是错误值，没有读",
    "long": "单元格是数字，15 位以后会被 Excel 改成 0，没有读；请把单元格设为文本后重新填写", "cut": "单元格太长，没有读",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: its path, and the field."""

    at: Path
    spec: Spec

    @property
    def title(self) -> str:
        """The head."""
        return path_text(self.at)


@cache
def columns(cls: type[Form]) -> tuple[Column, ...]:
    """The template's columns of a form."""
    return tuple(_columns(cls, ()))


def _columns(cls: type[Form], at: Path) -> Iterator[Column]:
    for spec in specs(cls):
        here = (*at, spec.label)
        if spec.part is None:
            yield Column(here, spec)
        elif spec.many:
            for position in range(1, REPEATS.get(spec.label, 3) + 1):
                yield from _columns(spec.part, (*here, position))
        else:
            yield from _columns(spec.part, here)


def to_row(cls: type[Form], values: Values) -> dict[str, str]:
    """A form as cells by column head."""
    return {path_text(leaf.at): leaf.text for leaf in leaves(cls, values)}


def drafts_of_sheets(origin: str, content: Mapping[str, Any]) -> tuple[list[Draft], list[tuple[str, str]]]:
    """The forms of a workbook's sheets, and what is in no known column."""
    drafts: list[Draft] = []
    left: list[tuple[str, str]] = []
    for sheet in content["sheets"]:
        found = _head(sheet["rows"])
        name = f"工作表“{sheet['name']}”" if sheet["name"] else "表"
        if found is None:
            if any(cell[0].strip() for row in sheet["rows"] for cell in row) and sheet["name"] != "说明":
                left.append((name, "没有认出表头，整张表没有读"))
            continue
        start, kind, head = found
        for number, row in enumerate(sheet["rows"][start + 1 :], start + 2):
            if any(text.strip() for text, _ in row) and not _is_help(row, head):
                drafts.append(_draft(f"{origin} {name}第 {number} 行", kind, head, row, number))
    return drafts, left


def _head(rows: Sequence[Sequence[Sequence[str]]]) -> tuple[int, str, list[tuple[str, Path | None]]] | None:
    """The row that names columns, and the form that it fits best."""
    for number, row in enumerate(rows[:10]):
        titles = [text for text, _ in row]
        fits = {kind: [(title, _column(kind, title)) for title in titles] for kind in FORMS}
        best = max(
            FORMS, key=lambda kind: (sum(at is not None and at != (CODE,) for _, at in fits[kind]), kind == "附件1")
        )
        if sum(at is not None for _, at in fits[best]) >= 3:
            return number, best, fits[best]
    return None


def _column(kind: str, title: str) -> Path | None:
    """The path that a column's head means: the template's own, or the paper's label."""
    text = re.sub(r"\s", "", title).rstrip("*＊")
    steps = tuple(int(step) if step.isdigit() else step for step in re.split(r"[.．·]", text)) if text else ()
    if steps and (steps in ((CODE,), (SLUG_COLUMN,)) or _spec(FORMS[kind], steps)):
        return steps
    label = label_of(title)
    box = labels(kind).get(label) or labels(kind).get(without_brackets(label).rstrip(":;,。"))
    if box and (box.key == (CODE,) or ((spec := _spec(FORMS[kind], box.key)) and spec.part is None)):
        return box.key
    alone = [
        column.at for column in columns(FORMS[kind]) if len(column.at) == 2 and without_brackets(label) == column.at[-1]
    ]
    return alone[0] if len(alone) == 1 else None


def _spec(cls: type[Form], at: Path) -> Spec | None:
    """The scalar field at a path, None where there is none."""
    spec = next((spec for spec in specs(cls) if at and spec.label == at[0]), None)
    if spec is None:
        return None
    if spec.part is None:
        return spec if len(at) == 1 else None
    rest = at[1:]
    if spec.many:
        if not rest or not isinstance(rest[0], int) or not 1 <= rest[0] <= 500:
            return None
        rest = rest[1:]
    return _spec(spec.part, rest)


def _is_help(row: Sequence[Sequence[str]], head: Sequence[tuple[str, Path | None]]) -> bool:
    return bool(row) and row[0][0].startswith(("说明：", "示例："))


def _draft(
    origin: str, kind: str, head: Sequence[tuple[str, Path | None]], row: Sequence[Sequence[str]], number: int
) -> Draft:
    receipt, flat = Receipt(), {}
    draft = Draft(origin, kind, {}, receipt)
    for (title, at), (text, sign) in zip(head, row, strict=False):
        where = f"第 {number} 行「{title.strip()}」"
        if not text.strip():
            continue
        if at is None or sign in _WARNINGS:
            receipt.unread.append((where, f"{_WARNINGS[sign]}：{text}" if sign in _WARNINGS else text))
        elif at == (CODE,) and kind == "附件2":
            draft.code = tidied(text)
        elif at == (SLUG_COLUMN,):
            draft.slug = tidied(text)
        else:
            flat[at] = _cell(kind, at, title, text, sign, receipt)
            receipt.sources[at] = where
    for _, unknown in zip(row[len(head) :], range(1), strict=False):
        receipt.unread.append((f"第 {number} 行", f"表头以外还有内容（{unknown + 1} 格以上）"))
    if kind == "附件2":
        _split_name(draft, flat, dict(zip((at for _, at in head), (text for text, _ in row), strict=False)))
    draft.values = _nested(FORMS[kind], flat)
    draft.code = draft.code or str(draft.values.get(CODE) or "")
    return draft


def _split_name(draft: Draft, flat: dict[Path, str], typed: Mapping[Path | None, str]) -> None:
    """A name and its version in one cell, or the names of several products. With a 版本号 of its own a name is as it stands."""
    name, version = (typed.get((label,), "").strip() for label in ("大模型产品名称", "版本号"))
    if name and not version:
        draft.products = several(name)
        flat["大模型产品名称",], found, said = single(name)
        draft.receipt.remark(("大模型产品名称",), said)
        if found:
            flat["版本号",] = found
            draft.receipt.sources["版本号",] = draft.receipt.sources["大模型产品名称",]
    elif "\n" in name and "\n" in version:
        draft.products = several(name) or [name.replace("\n", " ")] * 2


def _cell(kind: str, at: Path, title: str, text: str, sign: str, receipt: Receipt) -> str:
    spec = _spec(FORMS[kind], at)
    assert spec is not None  # noqa: S101 - the head was matched to it
    unit = re.search(r"[(（](?:单位[:：])?(亿元|元)[)）]", title)
    better, said = fit(spec, text, unit.group(1) if unit else "")
    for words in said:
        receipt.remark(
            at,
            words if spec.entry.visibility.value == "public" or text.strip() not in words else "改为规范写法，请核对",
        )
    if sign == "number" and spec.label == "版本号":
        receipt.remark(at, "单元格是数字，末尾的 0 可能丢了，请核对")
    if sign == "date" and spec.label == "检测时间":
        receipt.remark(at, "单元格是日期，若只到月请改成 YYYY-MM")
    return better


def _nested(cls: type[Form], flat: Mapping[Path, str]) -> Values:
    """Values from paths, in the form's order; items of a list close up."""
    out: Values = {}
    for spec in specs(cls):
        own = {at[1:]: text for at, text in flat.items() if at[0] == spec.label}
        if not own:
            continue
        if spec.part is None:
            out[spec.label] = own[()]
        elif spec.many:
            positions = sorted({at[0] for at in own if isinstance(at[0], int)})
            out[spec.label] = [
                _nested(spec.part, {at[1:]: text for at, text in own.items() if at[0] == position})
                for position in positions
            ]
        else:
            out[spec.label] = _nested(spec.part, own)
    return out


def cell_text(text: str) -> str:
    """A value as it stands in a cell, its paragraphs as lines."""
    return text if tidy(spread(text)) == text else spread(text)
