"""What was filled in with each label → the form's values. Nothing is guessed: what is not certain goes to the receipt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from schema.fields.amount import Amount, Count
from schema.fields.text import Text
from schema.forms.registry import ENTERPRISE
from schema.reading.document import KeyPath
from schema.vocabulary.survey import constants
from scripts.intake.address import split_place
from scripts.intake.free_text import team_size, testing
from scripts.intake.labels import CODE, SLUG_COLUMN
from scripts.intake.papers import Answer, Paper
from scripts.intake.product_names import several, single
from scripts.intake.rich import Rich, plain
from scripts.intake.store import NAME, VERSION, Store, content_of, lines_of
from scripts.intake.ticked import PATENTS, box_of, put_patents, read_choice, read_industry, read_patents, read_pledge
from scripts.paper.wording import MATERIAL_COLUMNS, PATENT_COLUMNS, Box
from scripts.writing.values import MATERIALS, scalar_at, tidied

_UNIT = re.compile(r"[(（:：](?:单位[:：])?(亿元|万元|元)[)）]?|(亿元|万元|元)\s*[)）]?$")
_SIGNS = {
    ("版本号", "number"): "单元格是数字，末尾的 0 可能丢了，请核对",
    ("检测时间", "date"): "单元格是日期，若只到月请改成 YYYY-MM",
}
_HEADS = re.compile(r"\d{1,5}[人名]?")
_CODE_LENGTH = 18
_ALNUM = re.compile(r"[0-9A-Za-z]+")


def read_paper(paper: Paper) -> Store:
    """The answers of a paper, whatever its layout."""
    store = Store(paper)
    for answer in paper.answers:
        if answer.lines:
            store.receipt.sources.setdefault(answer.label.at, answer.where)
            _read(store, answer)
    return store


def _read(store: Store, answer: Answer) -> None:
    at, box = answer.label.at, answer.label.box
    if at == (CODE,):
        _read_code(store, answer)
    elif at == (SLUG_COLUMN,):
        store.slug = tidied(Rich.joined(store.single(answer)).text)
    elif box and box.key in _READERS:
        _READERS[box.key](store, answer)
    else:
        _read_scalar(store, answer)


def _read_scalar(store: Store, answer: Answer) -> None:
    at = answer.label.at
    field = scalar_at(store.kind.cls, at)
    if field is None:  # the whole of a field with parts, under a name that no paper prints
        store.leave(answer, content_of(answer).text)
        return
    scalar, unit = field[0].scalar, _UNIT.search(answer.typed)
    if isinstance(scalar, Text) and not scalar.names and at != (NAME,):
        store.put(at, store.paragraphs(answer), answer)
    elif isinstance(scalar, Text):
        _put_line(store, at, answer)
    else:
        lines = store.single(answer, units=isinstance(scalar, Amount | Count))
        store.put(at, Rich.joined(lines).text, answer, unit=unit[1] or unit[2] if unit else "")
    sign = next((cell.sign for row in answer.rows for cell in row), "")
    if remark := _SIGNS.get((str(at[-1]), sign)):
        store.receipt.remark(at, remark)


def _put_line(store: Store, at: KeyPath, answer: Answer) -> None:
    """Store a name, which has one line."""
    lines = store.single(answer)
    if len(lines) > 1:
        store.leave(answer, Rich.joined(lines).text, why="写了几行，看不出哪一行是：")
    else:
        store.put(at, Rich.joined(lines).text, answer)


def _read_code(store: Store, answer: Answer) -> None:
    """The code, which may stand one character a cell."""
    pieces = [Rich.joined(lines_of(answer, cell)).text for row in answer.rows for cell in row if cell.filled]
    pieces = [piece for piece in pieces if piece]
    count = next((place for place, piece in enumerate(pieces) if not _ALNUM.fullmatch(plain(piece))), len(pieces))
    count = max(count, 1) if pieces and len(plain(pieces[0])) < _CODE_LENGTH else 1
    text = "".join(pieces[:count])
    store.leave(answer, *pieces[count:])
    if store.kind is ENTERPRISE:
        store.put((CODE,), text, answer)
    elif store.code and plain(text) != plain(store.code):
        store.leave(answer, text)
    else:
        store.code = tidied(text)


# ---------- tables within an answer ----------


def _read_patent_rows(store: Store, answer: Answer) -> None:
    """The list on the 补充页: with its numbers it says more than the ticks, with which it must agree."""
    rows = _table(answer, PATENT_COLUMNS)
    if rows is None:
        store.leave(answer, content_of(answer).text)
    elif rows:
        put_patents(store, answer, rows, store.take(PATENTS))


def _read_materials(store: Store, answer: Answer) -> None:
    rows = _table(answer, MATERIAL_COLUMNS)
    if rows is None:
        store.leave(answer, content_of(answer).text)
        return
    items = [item for item in rows if item.keys() - {"类别"}]  # an empty form prints each 类别
    if len(items) < len(rows):
        kinds = "、".join(item["类别"] for item in rows if item not in items)
        store.receipt.remark(("材料",), f"{kinds}：没有写文件，也没有写线下提交，这几行没有写入")
    for item in items:
        if "/" not in item.get("文件", "/"):
            item["文件"] = MATERIALS + item["文件"]
    store.put_rows("材料", items, answer)


def _table(answer: Answer, columns: Sequence[str]) -> list[dict[str, str]] | None:
    """The rows below a head of columns, as items; None where the first row is not that head or a row has more cells."""
    rows = [[tidied(cell.text) for cell in row] for row in answer.rows]
    if not rows or [plain(text) for text in rows[0]] != list(columns) or any(any(row[len(columns) :]) for row in rows):
        return None
    return [{column: text for column, text in zip(columns, row, strict=False) if text} for row in rows[1:] if any(row)]


# ---------- answers of several parts ----------


def _read_place(store: Store, answer: Answer) -> None:
    """单位注册地: the three underlined blanks, else a line of text split by the known names."""
    rich = content_of(answer)
    blanks = [tidied(text) for text in rich.underlined()]
    if 2 <= len(blanks) <= 3 and constants().city_named(blanks[0]):
        parts = dict(zip(("市", "区县", "地址"), blanks, strict=False))
    else:
        text = re.sub(r"[_＿]+", " ", rich.text.replace("\n", " "))
        text = re.sub(r"\s*[（(]\s*县\s*/\s*市\s*[）)]", "", re.sub(r"^\s*山东省?\s*", "", text.replace("／", "/")))
        if not text.replace("市", "").replace("区", "").strip():
            return
        parts = split_place(text) or {}
        if not parts:
            store.leave(answer, rich.text, why="看不出是哪个市：")
            return
        store.receipt.remark(("单位注册地",), "由一行文字拆开，请核对", text.strip())
    for part, text in parts.items():
        store.put(("单位注册地", part), text, answer)


def _parts(box: Box, text: str) -> dict[str, str]:
    """The parts of a box by field label: what stands behind each printed name, in the printed order; "" before the first."""
    heads: list[tuple[str, int, int]] = []
    start = 0
    for label, words in box.parts:
        names = f"(?:{re.escape(words)}|{re.escape(label)})\\s*[:：]"
        match = re.compile(rf"(?:^|[\n；;，,。\s]){names}").search(text, start)
        if match:
            heads.append((label, match.start(), match.end()))
            start = match.end() - 1
    if not heads:
        return {}
    ends = [*(begin for _, begin, _ in heads[1:]), len(text)]
    parts = {label: text[begin:end] for (label, _, begin), end in zip(heads, ends, strict=False)}
    return {"": text[: heads[0][1]]} | parts


def _put_parts(store: Store, answer: Answer, parts: Mapping[str, str], within: KeyPath = ()) -> None:
    for label, text in parts.items():
        if label:
            store.put((*within, label), text, answer)
        else:
            store.leave(answer, text)


def _read_team(store: Store, answer: Answer) -> None:
    text, at = store.paragraphs(answer), answer.label.at
    parts = _parts(box_of(answer), text)
    if not parts and text.strip():
        size = text if _HEADS.fullmatch(plain(text)) else team_size(text)
        parts = ({"人员数量": size} if size else {}) | ({"团队能力": text} if size != text else {})
        remark = "从文字里找出，请核对" if size else "文字里看不出总人数，请补填"
        store.receipt.remark((*at, "人员数量"), remark, tidied(text))
    _put_parts(store, answer, parts, at)


def _read_name(store: Store, answer: Answer) -> None:
    """A name and its version in one, or several products; a name that has its 版本号 by itself is left alone."""
    if store.versioned:
        _put_line(store, (NAME,), answer)
        return
    text = store.paragraphs(answer)
    parts = _parts(box_of(answer), text)
    if parts and not parts.get(NAME):
        parts[NAME] = parts.pop("")
    if not parts and text.strip():
        store.products = several(text)
        name, version, remark = single(text)
        parts = {NAME: name} | ({VERSION: version} if version else {})
        store.receipt.remark((NAME,), remark, tidied(text))
    _put_parts(store, answer, parts)


def _read_testing(store: Store, answer: Answer) -> None:
    text, at = store.paragraphs(answer), answer.label.at
    box = box_of(answer)
    parts = _parts(box, text)
    if not parts and text.strip():
        found = testing(tidied(text))
        parts = {label: found[label] for label, _ in box.parts if label in found}
        if parts:
            store.receipt.remark(at, "由文字读出，请核对", tidied(text))
        else:
            store.leave(answer, text)
    _put_parts(store, answer, parts, at)


_READERS: Mapping[str, Callable[[Store, Answer], None]] = {
    "单位注册地": _read_place,
    "单位性质": read_choice,
    "大模型产品所属种类": read_choice,
    "大模型产品研发服务团队情况": _read_team,
    "大模型产品名称": _read_name,
    PATENTS: read_patents,
    "知识产权明细": _read_patent_rows,
    "大模型产品检测情况": _read_testing,
    "应用所属行业": read_industry,
    "材料": _read_materials,
    "承诺": read_pledge,
}
