"""The boxes of a form as tables in Word: a label and what was filled in, an option with its box to tick, a list as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scripts.paper import wording
from scripts.paper.docx_kit import (
    BODY,
    CENTER,
    FOOT,
    LABEL_FONT,
    LEFT,
    NOTE,
    add_mark,
    add_row,
    add_text,
    align,
    first,
    new_table,
)
from scripts.paper.wording import Box, Option
from scripts.writing.values import MATERIALS, Values, spread

WIDTHS = (34.0, 44.0, 34.0, 44.0)  # mm, together the text area
EXTRA_WIDTHS = (30.0, 35.0, 66.0, 25.0)  # of the 补充页: as 材料 needs
ROOM = 30.0  # mm, for a pen where a long text is not filled in
BLANK = "\u3000" * 4
LABEL_LINES = {
    "企业名称（中文）": "企业名称\n（中文）",
    "统一社会信用代码": "统一社会\n信用代码",
}  # where a label breaks well


def fill(document: Any, widths: tuple[float, ...], boxes: Sequence[Box], values: Values) -> None:
    """Append a table of these boxes with what the values hold for each."""
    table = new_table(document, widths)
    for row in _rows(boxes):
        if columns := _LISTS.get(row[0].key):
            _fill_list(table, row[0], columns, values.get(row[0].key, []))
            continue
        spans = (1, 1, 1, 1) if len(row) == 2 else (1, 3)
        cells = add_row(table, widths, spans, ROOM if row[0].long and not values.get(row[0].key) else 0)
        for place, box in enumerate(row):
            _label(cells[2 * place], box.label)
            _fill_box(cells[2 * place + 1], box, values)


def _rows(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """One box a row, two where both are half as wide."""
    row: list[Box] = []
    for box in boxes:
        row.append(box)
        if not box.half or len(row) == 2:
            yield row
            row = []


def _label(cell: Any, text: str) -> None:
    add_text(align(first(cell), CENTER, line=18), LABEL_LINES.get(text, text), font=LABEL_FONT)


def _fill_box(cell: Any, box: Box, values: Values) -> None:
    value: Any = values.get(box.key)
    match box.key:
        case "单位注册地":
            _place(cell, value or {})
        case "承诺":
            _options(cell, box, {label for label, text in (value or {}).items() if text == "是"}, {}, apart=True)
        case "大模型产品知识产权情况":
            kinds = [item.get("类型", "") for item in value or ()]
            others = [item.get("说明", "") for item in value or () if item.get("类型") == "其他"]
            _options(cell, box, set(filter(None, kinds)), {"其他": "；".join(others)}, apart=True)
        case "应用所属行业":
            notes = {value.get("门类", ""): value.get("行业", "")} if value else {}
            _options(cell, box, set(notes), notes, apart=True)
            _note(cell.add_paragraph(), box.note)
        case _ if box.options:
            notes = {"其他": values.get("单位性质说明", "")}
            _options(cell, box, {value or ""}, notes, apart=len(box.options[0].printed) > 10)
        case _ if box.parts:
            _parts(cell, box, value if isinstance(value, dict) else values)
        case _:
            _plain(cell, box, value)


def _plain(cell: Any, box: Box, value: Any) -> None:
    if box.unit:
        paragraph = first(cell)
        add_text(paragraph, value or BLANK[:2])
        add_text(paragraph, box.note, size=NOTE)
        return
    if box.note:
        _note(first(cell), box.note)
    if value is not None:
        _text(cell, value, fresh=bool(box.note))


def _note(paragraph: Any, note: str) -> None:
    add_text(align(paragraph, LEFT, line=16), note, size=NOTE)


def _text(cell: Any, text: str, *, lead: str = "", fresh: bool = True) -> None:
    """A text by paragraphs, behind ``lead`` if there is one; the first paragraph is a new one when ``fresh``."""
    for number, part in enumerate(spread(text).split("\n\n")):
        paragraph = align(cell.add_paragraph(), LEFT) if fresh or number else first(cell)
        if lead and not number:
            add_text(paragraph, f"{lead}：", font=LABEL_FONT)
        add_text(paragraph, part)


def _parts(cell: Any, box: Box, value: Values) -> None:
    _note(first(cell), box.note)
    for label, words in box.parts:
        if label in value:
            _text(cell, value[label], lead=words)


def _place(cell: Any, value: Values) -> None:
    paragraph = first(cell)
    before, city_word, district_word = wording.PLACE
    add_text(paragraph, before)
    for label, word in (("市", city_word), ("区县", district_word), ("地址", "")):
        text = value.get(label, "")
        add_text(paragraph, text or BLANK, underline=True)
        add_text(paragraph, " " if text else word)


def _options(cell: Any, box: Box, chosen: set[str], notes: dict[str, str], *, apart: bool) -> None:
    """Every option with its box to tick, each in its own paragraph when they are ``apart``; before them what is no option."""
    paragraph = first(cell)
    for stranger in sorted(chosen - {option.value for option in box.options} - {""}):
        add_text(paragraph, f"填的是“{stranger}{notes.get(stranger, '')}”")
        paragraph = align(cell.add_paragraph(), LEFT)
    for number, option in enumerate(box.options):
        if number and apart:
            paragraph = align(cell.add_paragraph(), LEFT)
        elif number:
            add_text(paragraph, "\u3000")
        ticked = option.value in chosen
        add_mark(paragraph, ticked)
        _option(paragraph, option, notes.get(option.value, "") if ticked else "")


def _option(paragraph: Any, option: Option, note: str) -> None:
    add_text(paragraph, option.printed)
    if option.blank:
        add_text(paragraph, note or BLANK, underline=True)
        add_text(paragraph, "" if note.endswith(option.tail) and note else option.tail)


_LISTS = {"材料": wording.MATERIAL_COLUMNS, "知识产权明细": wording.PATENT_COLUMNS}


def _fill_list(table: Any, box: Box, columns: Sequence[str], items: Sequence[Values]) -> None:
    """A list as rows below a head of columns, behind one label that spans them all."""
    spans = (1,) * 4 if len(columns) == 3 else (1, 1, 2)
    label, *head = add_row(table, EXTRA_WIDTHS, spans)
    for cell, text in zip(head, columns, strict=True):
        _label(cell, text)
    last = label
    for item in items:
        last, *cells = add_row(table, EXTRA_WIDTHS, spans)
        for cell, column in zip(cells, columns, strict=True):
            text = item.get(column, "")
            add_text(first(cell), text.removeprefix(MATERIALS) if column == "文件" else text, size=BODY)
    label = label.merge(last) if last is not label else label
    _label(label, box.label)
    add_text(align(label.add_paragraph(), LEFT, line=12), box.note, size=FOOT)
