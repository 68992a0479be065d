"""The empty forms, filled in as in Word, come back with the same values; what is not filled in is not made up."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from schema.forms.registry import ENTERPRISE, PRODUCT, FormKind, kind_of
from scripts.intake.draft import Draft, drafts_of_docx
from scripts.paper.forms import blank_bytes
from scripts.paper.wording import BOXES, Box
from scripts.sandbox.docx_reader import read_docx
from scripts.writing.values import MATERIALS, Values, spread, values_of
from tests.paper.test_round_trip import SAMPLES, sample

SOME = SAMPLES[::5]


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_empty_form_that_was_filled_in_gives_its_values(path: Path) -> None:
    cls, form = sample(path)
    kind, values = kind_of(cls), values_of(form)
    code = values.get("统一社会信用代码", "91370102EXAMPLE031")
    draft = imported(filled(kind, values | {"统一社会信用代码": code}))
    assert draft.values == values
    assert draft.code == code and not draft.receipt.unread


@pytest.mark.parametrize("kind", [ENTERPRISE, PRODUCT], ids=lambda kind: kind.name)
def test_an_empty_form_gives_nothing(kind: FormKind) -> None:
    (draft,), outside = drafts_of_docx("a.docx", read_docx(blank_bytes(kind)))
    assert draft.values == {} and not outside and not draft.receipt.unread
    assert blank_bytes(kind) == blank_bytes(kind)


def test_a_printed_kind_alone_is_no_proof() -> None:
    document = docx.Document(io.BytesIO(blank_bytes(PRODUCT)))
    answer(document, "报送单位").text = "示例泉智科技有限公司"
    (row,) = [row for row in document.tables[1].rows if row.cells[1].text == "检测报告"]
    row.cells[3].text = "是"
    draft = imported(document)
    assert draft.values["材料"] == [{"类别": "检测报告", "线下提交": "是"}]
    assert draft.receipt.remarks[("材料",)] == [
        "营业执照、知识产权证书、应用证明、其他：没有写文件，也没有写线下提交，这几行没有写入"
    ]


def imported(document: Any) -> Draft:
    saved = io.BytesIO()
    document.save(saved)
    (draft,), outside = drafts_of_docx("a.docx", read_docx(saved.getvalue()))
    assert not outside
    return draft


def answer(document: Any, label: str) -> Any:
    """The cell beside a label."""
    for table in document.tables:
        for row in table.rows:
            texts = ["".join(cell.text.split()) for cell in row.cells]
            if label in texts:
                return row.cells[len(texts) - texts[::-1].index(label)]
    raise KeyError(label)


def filled(kind: FormKind, values: Values) -> Any:
    """The empty form as somebody fills it in with Word."""
    document = docx.Document(io.BytesIO(blank_bytes(kind)))
    for box in BOXES[kind.paper]:
        value = values.get("大模型产品知识产权情况" if box.key == "知识产权明细" else box.key)
        if value is None:
            continue
        if box.key in ("材料", "知识产权明细"):
            fill_rows(document, box, value)
            continue
        cell = answer(document, box.label)
        if box.key == "单位注册地":
            blanks = [run for run in cell.paragraphs[0].runs if run.underline]
            for run, label in zip(blanks, ("市", "区县", "地址"), strict=True):
                run.text = value.get(label, "")
        elif box.options:
            tick(cell, box, value, values.get("单位性质说明", ""))
        elif box.parts:
            texts = value if isinstance(value, dict) else values
            for label, words in box.parts:
                (line,) = [line for line in cell.paragraphs if line.text == f"{words}："]
                line.add_run(texts.get(label, ""))
        elif box.unit:
            cell.paragraphs[0].runs[0].text = value
        else:
            for paragraph in spread(value).split("\n\n"):
                cell.add_paragraph(paragraph)
    return document


def tick(cell: Any, box: Box, value: Any, other: str) -> None:
    """Tick the options that a value stands for, with the words behind them."""
    if isinstance(value, list):
        notes = {item["类型"]: item.get("说明", "") for item in value}
    elif isinstance(value, dict):
        notes = {value["门类"]: value["行业"]} if "门类" in value else dict.fromkeys(value, "")
    else:
        notes = {value: other}
    runs = [run for line in cell.paragraphs for run in line.runs]
    boxes = [number for number, run in enumerate(runs) if run.text == "□"]
    for number, option in zip(boxes, box.options, strict=True):
        if option.value in notes:
            runs[number].text = "☑"
            blank = next((run for run in runs[number:] if run.underline), None)
            if blank is not None and option.blank and notes[option.value]:
                blank.text = notes[option.value].removesuffix(option.tail)


def fill_rows(document: Any, box: Box, items: list[Values]) -> None:
    columns = ("类别", "文件", "线下提交") if box.key == "材料" else ("类型", "说明")
    (table,) = [table for table in document.tables if any(columns[0] in row.cells[1].text for row in table.rows)][-1:]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    head = next(number for number, row in enumerate(texts) if row[1] == columns[0])
    for item, row in zip(items, list(table.rows)[head + 1 :], strict=False):
        for column, cell in zip(columns, row.cells[1:], strict=False):
            cell.text = item.get(column, "").removeprefix(MATERIALS)
