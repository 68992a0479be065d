"""A form's values → 附件1 or 附件2 in Word, as the notice prints it, ready for the seal.

What the notice's table has no box for (材料, 承诺, 高成长性说明, 附件2's 统一社会信用代码 …) follows on a 补充页. The footer
bears the round, the file and a digest of the values, by which a stamped paper can be told from a later version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.enum.text import WD_BREAK

from schema.forms.enterprise import Enterprise
from schema.forms.form import Form
from schema.vocabulary.survey import constants
from scripts.paper import wording
from scripts.paper.docx_kit import (
    BODY,
    CENTER,
    FOOT,
    LABEL_FACE,
    LEFT,
    NOTE,
    RIGHT,
    TITLE_FACE,
    add_field,
    add_mark,
    add_row,
    add_text,
    align,
    first,
    new_document,
    new_table,
    to_bytes,
)  # fmt: skip
from scripts.paper.wording import Box, Option
from scripts.writing.values import MATERIALS, Values, digest, spread, values_of

WIDTHS = (34.0, 44.0, 34.0, 44.0)  # mm, together the text area
EXTRA_WIDTHS = (30.0, 35.0, 66.0, 25.0)  # of the 补充页: as 材料 needs
BLANK = "\u3000" * 4
LABEL_LINES = {
    "企业名称（中文）": "企业名称\n（中文）",
    "统一社会信用代码": "统一社会\n信用代码",
}  # where a label breaks well


def form_bytes(form: Form, path: str, code: str) -> bytes:
    """The .docx of a whole form that stands at ``path``, of the unit ``code``."""
    kind, values = ("附件1" if isinstance(form, Enterprise) else "附件2"), values_of(form)
    if kind == "附件2":
        values["统一社会信用代码"] = code
        values["知识产权明细"] = values["大模型产品知识产权情况"]
    unit = str(values.get("企业名称") or values.get("报送单位"))
    document = new_document(wording.TITLES[kind], unit)
    _head(document, kind)
    boxes = wording.BOXES[kind]
    _fill(document, WIDTHS, [box for box in boxes if not box.extra], values)
    _seal(document)
    _break(document)
    _extra_head(document)
    _fill(document, EXTRA_WIDTHS, [box for box in boxes if box.extra], values)
    _footer(document, path, digest(form))
    return to_bytes(document)


def _head(document: Any, kind: str) -> None:
    add_text(align(document.add_paragraph(), LEFT, line=28), kind, face=LABEL_FACE, size=16)
    add_text(
        align(document.add_paragraph(), CENTER, line=36, before=4, after=12),
        wording.TITLES[kind],
        face=TITLE_FACE,
        size=22,
    )


def _extra_head(document: Any) -> None:
    add_text(align(document.add_paragraph(), CENTER, line=32), wording.EXTRA_TITLE, face=TITLE_FACE, size=18)
    add_text(align(document.add_paragraph(), CENTER, after=8), wording.EXTRA_NOTE, size=NOTE)


def _seal(document: Any) -> None:
    for text, before in ((wording.SEAL + "\u3000" * 3, 14), ("年\u3000\u3000月\u3000\u3000日" + "\u3000", 4)):
        paragraph = align(document.add_paragraph(), RIGHT, before=before)
        paragraph.paragraph_format.keep_with_next = before > 10
        add_text(paragraph, text)


def _break(document: Any) -> None:
    align(document.add_paragraph(), LEFT, line=2).add_run().add_break(WD_BREAK.PAGE)


def _footer(document: Any, path: str, stamp: str) -> None:
    paragraph = align(document.sections[0].footer.paragraphs[0], CENTER, line=12)
    add_text(paragraph, f"{constants().round} 年批次　{path}", size=FOOT)
    paragraph = align(document.sections[0].footer.add_paragraph(), CENTER, line=12)
    for piece in (f"摘要 {stamp}　　第 ", "PAGE", " 页　共 ", "NUMPAGES", " 页"):
        add_field(paragraph, piece) if piece.isupper() else add_text(paragraph, piece, size=FOOT)


# ---------- boxes ----------


def _fill(document: Any, widths: tuple[float, ...], boxes: Sequence[Box], values: Values) -> None:
    table = new_table(document, widths)
    for row in _rows(boxes):
        if row[0].key in (("材料",), ("知识产权明细",)):
            _list_rows(table, row[0], values.get(row[0].key[0], []))
            continue
        spans = (1, 1, 1, 1) if len(row) == 2 else (1, 3)
        cells = add_row(table, widths, spans)
        for place, box in enumerate(row):
            _label(cells[2 * place], box.label)
            _box(cells[2 * place + 1], box, values)


def _rows(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    left: list[Box] = []
    for box in boxes:
        left.append(box)
        if not box.half or len(left) == 2:
            yield left
            left = []


def _label(cell: Any, text: str) -> None:
    add_text(align(first(cell), CENTER, line=18), LABEL_LINES.get(text, text), face=LABEL_FACE)


def _box(cell: Any, box: Box, values: Values) -> None:
    value: Any = values.get(str(box.key[0]))
    if box.key == ("单位注册地",):
        _place(cell, value or {})
    elif box.key == ("承诺",):
        _options(cell, box, {label for label, text in (value or {}).items() if text == "是"}, {}, apart=True)
    elif box.key == ("大模型产品知识产权情况",):
        kinds = {item["类型"] for item in value}
        notes = [item.get("说明", "") for item in value if item["类型"] == "其他"]
        _options(cell, box, kinds, {"其他": "；".join(notes)}, apart=True)
    elif box.key == ("应用所属行业",):
        _options(
            cell, box, {value["门类"]} if value else set(), {value["门类"]: value["行业"]} if value else {}, apart=True
        )
        _note(cell.add_paragraph(), box.note)
    elif box.options:
        notes_by = {"其他": values.get("单位性质说明", "")}
        _options(cell, box, {value}, notes_by, apart=len(box.options[0].printed) > 10)
    elif box.parts:
        _parts(cell, box, value if isinstance(value, dict) else values)
    else:
        _plain(cell, box, value)


def _plain(cell: Any, box: Box, value: Any) -> None:
    if box.unit:
        paragraph = first(cell)
        add_text(paragraph, value or BLANK)
        add_text(paragraph, box.note, size=NOTE)
        return
    if box.note:
        _note(first(cell), box.note)
    if value is not None:
        _text(cell, value, fresh=bool(box.note))


def _note(paragraph: Any, note: str) -> None:
    add_text(align(paragraph, LEFT, line=16), note, size=NOTE)


def _text(cell: Any, text: str, *, lead: str = "", fresh: bool = True) -> None:
    """A text by paragraphs, behind ``lead`` if there is one; the first in a new paragraph when ``fresh``."""
    for number, part in enumerate(spread(text).split("\n\n")):
        paragraph = align(cell.add_paragraph(), LEFT) if fresh or number else first(cell)
        if lead and not number:
            add_text(paragraph, f"{lead}：", face=LABEL_FACE)
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
    for text, word in (
        (value.get("市", ""), city_word),
        (value.get("区县", ""), district_word),
        (value.get("地址", ""), ""),
    ):
        add_text(paragraph, text or BLANK, underline=True)
        add_text(paragraph, " " if text else word)


def _options(cell: Any, box: Box, chosen: set[str], notes: dict[str, str], *, apart: bool) -> None:
    """Every option with its box; each in a paragraph of its own when they are ``apart``."""
    for number, option in enumerate(box.options):
        paragraph = (
            align(cell.add_paragraph(), LEFT) if apart and number else cell.paragraphs[0] if number else first(cell)
        )
        if number and not apart:
            add_text(paragraph, "\u3000")
        ticked = option.value in chosen
        add_mark(paragraph, ticked)
        _option(paragraph, option, notes.get(option.value, "") if ticked else "")


def _option(paragraph: Any, option: Option, note: str) -> None:
    add_text(paragraph, option.printed)
    if option.blank:
        add_text(paragraph, note or BLANK, underline=True)
        add_text(paragraph, "" if note.endswith(option.tail) and note else option.tail)


def _list_rows(table: Any, box: Box, items: Sequence[Values]) -> None:
    """A list as rows below a head, behind one label that spans them all."""
    columns = wording.MATERIAL_COLUMNS if box.key == ("材料",) else wording.PATENT_COLUMNS
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
    _label(label.merge(last) if last is not label else label, box.label)
