"""A row for each unit or product: the form's fields as columns headed by their paths, such as 单位注册地.市 or 材料.1.类别."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from schema.forms.form import Form, Spec, asked, specs
from schema.forms.registry import ENTERPRISE, PRODUCT, UNIT_FORMS, FormKind
from schema.reading.document import KeyPath
from scripts.intake.draft import Draft
from scripts.intake.matching import find_label
from scripts.intake.normal import fit
from scripts.intake.product_names import several, single
from scripts.intake.receipt import Receipt
from scripts.intake.rich import label_of, without_brackets
from scripts.writing.values import Values, path_text, scalar_at, tidied

CODE = "统一社会信用代码"  # no field of 附件2; a row of a product has it all the same, to find its unit
SLUG_COLUMN = "文件名"
REPEATS = {"材料": 4, "大模型产品知识产权情况": 3}  # how many of a list the template offers; a file may have more
_WARNINGS = {
    "formula": "单元格是公式，没有读；请粘贴为数值", "error": "单元格是错误值，没有读",
    "long": "单元格是数字，15 位以后会被 Excel 改成 0，没有读；请把单元格设为文本后重新填写", "cut": "单元格太长，没有读",
}  # fmt: skip
MAX_ITEMS = 500  # of a list in one row
_NAME, _VERSION = ("大模型产品名称",), ("版本号",)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: its path, and the field."""

    at: KeyPath
    spec: Spec

    @property
    def title(self) -> str:
        """The head."""
        return path_text(self.at)


@cache
def columns(cls: type[Form]) -> tuple[Column, ...]:
    """The template's columns of a form."""
    return tuple(_columns(cls, ()))


def _columns(cls: type[Form], at: KeyPath) -> Iterator[Column]:
    for spec in asked(cls):
        here = (*at, spec.label)
        if spec.part is None:
            yield Column(here, spec)
        elif spec.many:
            for position in range(1, REPEATS.get(spec.label, 3) + 1):
                yield from _columns(spec.part, (*here, position))
        else:
            yield from _columns(spec.part, here)


# ---------- reading ----------

_Row = Sequence[Sequence[str]]  # cells of (text, sign), see table_reader
_Head = Sequence[tuple[str, KeyPath | None]]  # each column's title and the path it stands for


def drafts_of_sheets(origin: str, content: Mapping[str, Any]) -> tuple[list[Draft], list[tuple[str, str]]]:
    """The forms of a workbook's sheets, and (where, text) of the sheets that were not read."""
    drafts: list[Draft] = []
    unread: list[tuple[str, str]] = []
    for sheet in content["sheets"]:
        rows: Sequence[_Row] = sheet["rows"]
        name = f"工作表“{sheet['name']}”" if sheet["name"] else "表"
        found = _find_head(rows)
        if found is None:
            if any(text.strip() for row in rows for text, _ in row) and sheet["name"] != "说明":
                unread.append((name, "没有认出表头，整张表没有读"))
            continue
        start, kind, head = found
        for number, row in enumerate(rows[start + 1 :], start + 2):
            is_help = bool(row) and row[0][0].startswith(("说明：", "示例："))
            if any(text.strip() for text, _ in row) and not is_help:
                drafts.append(_RowReader(f"{origin} {name}第 {number} 行", kind, number).read(head, row))
    return drafts, unread


def _find_head(rows: Sequence[_Row]) -> tuple[int, FormKind, _Head] | None:
    """The index of the row that names columns, the form that it fits best, and its columns."""
    for number, row in enumerate(rows[:10]):
        heads = {kind: [(title, _path_of(kind, title)) for title, _ in row] for kind in UNIT_FORMS}
        fields = {kind: [at for _, at in head if at is not None] for kind, head in heads.items()}
        best = max(UNIT_FORMS, key=lambda kind: (sum(at != (CODE,) for at in fields[kind]), kind is ENTERPRISE))
        if len(fields[best]) >= 3:
            return number, best, heads[best]
    return None


def _path_of(kind: FormKind, title: str) -> KeyPath | None:
    """The path that a column's head stands for: a path as in the template, a label of the paper, or a part's own label."""
    text = re.sub(r"\s", "", title).rstrip("*＊")
    steps = tuple(int(step) if step.isdigit() else step for step in re.split(r"[.．·]", text))
    if steps in ((CODE,), (SLUG_COLUMN,)):
        return steps
    if scalar_at(kind.cls, steps) and all(1 <= step <= MAX_ITEMS for step in steps if isinstance(step, int)):
        return steps
    box = find_label(kind, title)
    if box and (box.key == CODE or scalar_at(kind.cls, (box.key,))):
        return (box.key,)
    label = without_brackets(label_of(title))
    parts = [column.at for column in columns(kind.cls) if len(column.at) == 2 and column.at[-1] == label]
    return parts[0] if len(parts) == 1 else None


class _RowReader:
    """Reads one row into a draft."""

    def __init__(self, origin: str, kind: FormKind, number: int) -> None:
        self.draft = Draft(origin, kind, {}, Receipt())
        self.row_name = f"第 {number} 行"
        self.texts: dict[KeyPath, str] = {}

    def read(self, head: _Head, row: _Row) -> Draft:
        draft, receipt = self.draft, self.draft.receipt
        for number, ((title, at), (text, sign)) in enumerate(zip(head, row, strict=False), 1):
            if not text.strip():
                continue
            where = f"{self.row_name}「{title.strip()}」" if at else f"{self.row_name}第 {number} 列"
            if sign in _WARNINGS:
                receipt.unread.append((where, f"{_WARNINGS[sign]}：{text}"))
            elif at is None:
                receipt.unread.append((where, f"{title.strip()}：{text}"))
            elif at == (CODE,) and draft.kind is PRODUCT:
                draft.code = tidied(text)
            elif at == (SLUG_COLUMN,):
                draft.slug = tidied(text)
            else:
                self._read_cell(at, title, text, sign)
                receipt.set_source(at, where)
        if len(row) > len(head):
            receipt.unread.append((self.row_name, "表头以外还有内容（1 格以上）"))
        if draft.kind is PRODUCT:
            typed = {at: text for (_, at), (text, _) in zip(head, row, strict=False)}
            self._split_name(typed.get(_NAME, "").strip(), typed.get(_VERSION, "").strip())
        draft.values = _nested(draft.kind.cls, self.texts)
        draft.code = draft.code or str(draft.values.get(CODE) or "")
        return draft

    def _read_cell(self, at: KeyPath, title: str, text: str, sign: str) -> None:
        unit = re.search(r"[(（](?:单位[:：])?(亿元|元)[)）]", title)
        self.texts[at] = fit(self.draft.kind.cls, at, text, self.draft.receipt, unit[1] if unit else "")
        if sign == "number" and at[-1] == "版本号":
            self.draft.receipt.remark(at, "单元格是数字，末尾的 0 可能丢了，请核对")
        if sign == "date" and at[-1] == "检测时间":
            self.draft.receipt.remark(at, "单元格是日期，若只到月请改成 YYYY-MM")

    def _split_name(self, name: str, version: str) -> None:
        """Split a name and its version in one cell, and note several products; a name with a 版本号 of its own is left alone."""
        receipt = self.draft.receipt
        if name and not version:
            self.draft.products = several(name)
            self.texts[_NAME], found, remark = single(name)
            receipt.remark(_NAME, remark, tidied(name))
            if found:
                self.texts[_VERSION] = found
                receipt.set_source(_VERSION, receipt.source(_NAME))
        elif "\n" in name and "\n" in version:
            self.draft.products = several(name) or [name.replace("\n", " ")] * 2


def _nested(cls: type[Form], texts: Mapping[KeyPath, str]) -> Values:
    """Values from texts by path, in the form's order; the items of a list close up."""
    values: Values = {}
    for spec in specs(cls):
        own = {at[1:]: text for at, text in texts.items() if at[0] == spec.label}
        if not own:
            continue
        if spec.part is None:
            values[spec.label] = own[()]
        elif spec.many:
            items: dict[str | int, dict[KeyPath, str]] = {}
            for at, text in own.items():
                items.setdefault(at[0], {})[at[1:]] = text
            values[spec.label] = [_nested(spec.part, item) for _, item in sorted(items.items())]
        else:
            values[spec.label] = _nested(spec.part, own)
    return values
