"""What was filled in with each label → the form's values. Nothing is guessed: what is not certain goes to the receipt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from schema.fields.amount import Amount, Count
from schema.fields.text import Text
from schema.forms.form import Form, specs
from schema.forms.registry import ENTERPRISE
from schema.reading.document import KeyPath
from schema.vocabulary.industries import TAIL, named
from schema.vocabulary.survey import constants
from scripts.intake.address import split_place
from scripts.intake.free_text import team_size, testing
from scripts.intake.grid import Cell
from scripts.intake.labels import CODE, SLUG_COLUMN
from scripts.intake.normal import fit
from scripts.intake.options import Choices, is_mark, pick
from scripts.intake.papers import Answer, Paper
from scripts.intake.product_names import several, single
from scripts.intake.receipt import Receipt
from scripts.intake.rich import Rich, plain, trim_note
from scripts.paper.wording import MATERIAL_COLUMNS, PATENT_COLUMNS, Box
from scripts.writing.values import MATERIALS, Values, scalar_at, spread, tidied

_PATENTS = "大模型产品知识产权情况"
_NAME, _VERSION = "大模型产品名称", "版本号"
_UNIT = re.compile(r"[(（:：](?:单位[:：])?(亿元|万元|元)[)）]?|(亿元|万元|元)\s*[)）]?$")
_UNITS = (
    "元",
    "万元",
    "亿元",
    "(元)",
    "(万元)",
    "(亿元)",
    "人",
    "名",
)  # printed behind a blank, in a cell of their own
_SIGNS = {
    ("版本号", "number"): "单元格是数字，末尾的 0 可能丢了，请核对",
    ("检测时间", "date"): "单元格是日期，若只到月请改成 YYYY-MM",
}
_CODE_LENGTH = 18
_ALNUM = re.compile(r"[0-9A-Za-z]+")


class BoxReader:
    """Reads the answers of one paper, whatever its layout, into ``values`` and its ``receipt``.

    ``products`` are the names where one answer holds several; ``code`` is the 统一社会信用代码 of 附件2, which is no field of its
    form; ``slug`` the file name that a list asks for.
    """

    def __init__(self, paper: Paper) -> None:
        self.kind = paper.kind
        self.products: list[str] = []
        self.code = self.slug = ""
        self.receipt = Receipt(unread=list(paper.unread), notes=list(paper.remarks))
        self._texts: dict[KeyPath, str] = {}
        self.versioned = any(answer.label.at == (_VERSION,) and answer.lines for answer in paper.answers)
        for answer in paper.answers:
            if answer.lines:
                self._read(answer)
        self.values = _nested(self.kind.cls, self._texts)

    def _read(self, answer: Answer) -> None:
        at, box = answer.label.at, answer.label.box
        if at == (CODE,):
            _read_code(self, answer)
        elif at == (SLUG_COLUMN,):
            self.slug = tidied(Rich.joined(self.single(answer)).text)
        elif box and box.key in _READERS:
            _READERS[box.key](self, answer)
        else:
            _read_scalar(self, answer)

    def put(self, at: KeyPath, text: str, answer: Answer, *, unit: str = "") -> None:
        """Store the text of a scalar, fitted to its field. What is stored first stays; another one goes to the receipt."""
        if not text.strip(" \n\u3000_＿"):
            return
        known = self._texts.get(at)
        fitted = fit(self.kind.cls, at, text, self.receipt if known is None else Receipt(), unit)
        if known is None:
            self._texts[at] = fitted
            self.receipt.set_source(at, answer.where)
        elif known != fitted:
            self.leave(answer, text, why=f"“{answer.label.at[-1]}”出现了两次，取前一处；后一处：")

    def take(self, label: str) -> list[dict[str, str]]:
        """Take the items of a list out of the store."""
        items: dict[str | int, dict[str, str]] = {}
        for at in [at for at in self._texts if at[0] == label]:
            items.setdefault(at[1], {})[str(at[2])] = self._texts.pop(at)
        return list(items.values())

    def leave(self, answer: Answer, *texts: str, why: str = "") -> None:
        """Note texts that have no field, or that are not certain."""
        label = answer.label.box.label if answer.label.box else answer.label.at[-1]
        place = answer.where if "「" in answer.where else f"{answer.where}「{label}」"
        self.receipt.unread += [(place, f"{why}{text.strip()}") for text in texts if text.strip()]

    def single(self, answer: Answer, *, units: bool = False) -> list[Rich]:
        """The lines of the first cell that is filled in, with a unit behind it; the other cells go to the receipt."""
        cells = [cell for row in answer.rows for cell in row if _lines(answer, cell)]
        joined = 2 if units and len(cells) > 1 and plain(cells[1].text) in _UNITS else 1
        self.leave(answer, *(cell.text for cell in cells[joined:]))
        return [line for cell in cells[:joined] for line in _lines(answer, cell)]

    def paragraphs(self, answer: Answer) -> str:
        """The paragraphs of the first cell of each row; the other cells go to the receipt."""
        filled = [[cell for cell in row if _lines(answer, cell)] for row in answer.rows]
        self.leave(answer, *(cell.text for row in filled for cell in row[1:]))
        return "\n\n".join(spread(line.text) for row in filled for cell in row[:1] for line in _lines(answer, cell))

    def remark_without_tick(self, key: str, choices: Choices) -> None:
        """Note that a choice was made in another way than by a tick."""
        if choices.sign not in ("勾选", "写明"):
            self.receipt.remark((key,), f"没有勾选，{choices.sign}，请核对")


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


def _lines(answer: Answer, cell: Cell) -> list[Rich]:
    """A cell's paragraphs without the printed note and without blank ones."""
    note = answer.label.box.note if answer.label.box else ""
    lines = [trim_note(line, note) for line in cell.lines]
    lines = [trim_note(line, note.strip("（）")) if line.text.strip("（） ") in note else line for line in lines]
    return [line for line in lines if line.text.strip()]


def _content(answer: Answer) -> Rich:
    """An answer's paragraphs as lines of one text."""
    return Rich.joined(line for row in answer.rows for cell in row for line in _lines(answer, cell))


def _read_scalar(reader: BoxReader, answer: Answer) -> None:
    at = answer.label.at
    field = scalar_at(reader.kind.cls, at)
    if field is None:  # the whole of a field with parts, under a name that no paper prints
        reader.leave(answer, _content(answer).text)
        return
    scalar, unit = field[0].scalar, _UNIT.search(answer.typed)
    if isinstance(scalar, Text) and not scalar.names and at != (_NAME,):
        reader.put(at, reader.paragraphs(answer), answer)
    elif isinstance(scalar, Text):
        _put_line(reader, at, answer)
    else:
        lines = reader.single(answer, units=isinstance(scalar, Amount | Count))
        reader.put(at, Rich.joined(lines).text, answer, unit=unit[1] or unit[2] if unit else "")
    sign = next((cell.sign for row in answer.rows for cell in row), "")
    if remark := _SIGNS.get((str(at[-1]), sign)):
        reader.receipt.remark(at, remark)


def _put_line(reader: BoxReader, at: KeyPath, answer: Answer) -> None:
    """Store a name, which has one line."""
    lines = reader.single(answer)
    if len(lines) > 1:
        reader.leave(answer, Rich.joined(lines).text, why="写了几行，看不出哪一行是：")
    else:
        reader.put(at, Rich.joined(lines).text, answer)


def _read_code(reader: BoxReader, answer: Answer) -> None:
    """The code, which may stand one character a cell."""
    pieces = [Rich.joined(_lines(answer, cell)).text for row in answer.rows for cell in row if cell.filled]
    pieces = [piece for piece in pieces if piece]
    count = next((place for place, piece in enumerate(pieces) if not _ALNUM.fullmatch(plain(piece))), len(pieces))
    count = max(count, 1) if pieces and len(plain(pieces[0])) < _CODE_LENGTH else 1
    text = "".join(pieces[:count])
    reader.leave(answer, *pieces[count:])
    if reader.kind is ENTERPRISE:
        reader.put((CODE,), text, answer)
    elif reader.code and plain(text) != plain(reader.code):
        reader.leave(answer, text)
    else:
        reader.code = tidied(text)


# ---------- boxes to tick ----------


def _options_of(answer: Answer) -> Rich:
    """The text of a box to tick; a cell that holds nothing but marks stands with the option before or behind it."""
    lines = []
    for row in answer.rows:
        marked = [is_mark(cell.text) for cell in row]
        if any(marked) and len(row) > 1:
            behind = (
                not marked[0]
                and row[0].filled
                and all(not cell.filled or mark for cell, mark in zip(row[1::2], marked[1::2], strict=True))
            )
            ahead = not behind and all(
                not cell.filled or mark for cell, mark in zip(row[::2], marked[::2], strict=True)
            )
            if behind or ahead:
                texts = [Rich.joined(_lines(answer, cell), " ") for cell in row]
                lines += [Rich.joined(texts[place : place + 2], "") for place in range(0, len(texts), 2)]
                continue
        lines += [line for cell in row for line in _lines(answer, cell)]
    return Rich.joined(line for line in lines if line.text.strip())


def _read_choice(reader: BoxReader, answer: Answer) -> None:
    """单位性质 or 大模型产品所属种类: one option, and the words behind 其他."""
    choices = _pick_one(reader, answer)
    for value, note in choices.notes.items():
        if value == "其他":
            reader.put(("单位性质说明",), note, answer)
        else:
            reader.leave(answer, note)


def _read_industry(reader: BoxReader, answer: Answer) -> None:
    """应用所属行业: one 门类, and the words behind it as 行业; words alone where the 建议行业目录 has them."""
    key, text = answer.label.at[0], tidied(_content(answer).text)
    row = named(text) or named(TAIL.sub("", text))
    if row and not any(option.value == text for option in _box(answer).options):
        reader.put((key, "门类"), row.sector, answer)
        reader.put((key, "行业"), TAIL.sub("", text) if text.endswith("行业") else text, answer)
        reader.receipt.remark((key,), "门类按建议行业目录定，请核对")
        return
    for note in _pick_one(reader, answer, "门类").notes.values():
        reader.put((key, "行业"), note, answer)


def _pick_one(reader: BoxReader, answer: Answer, part: str = "") -> Choices:
    """Store the one option chosen; none, and the receipt says so, where there are several or none."""
    box, rich = _box(answer), _options_of(answer)
    choices = pick(box.options, rich)
    at = (box.key, part) if part else (box.key,)
    if len(choices.chosen) == 1:
        reader.put(at, choices.chosen[0], answer)
        reader.remark_without_tick(box.key, choices)
    elif choices.chosen:
        reader.leave(answer, "、".join(choices.chosen), why="勾选了不止一项：")
        reader.leave(answer, *choices.notes.values())
        choices.notes.clear()
    elif not part and not choices.unread:
        reader.receipt.remark(at, "一项也没有勾选")
    reader.leave(answer, *choices.unread)
    return choices


def _read_patents(reader: BoxReader, answer: Answer) -> None:
    """The ticks, beside the list on the 补充页 where that was read."""
    choices = pick(_box(answer).options, _options_of(answer), many=True)
    ticked = [
        {"类型": kind} | ({"说明": choices.notes[kind]} if choices.notes.get(kind) else {}) for kind in choices.chosen
    ]
    if ticked:
        reader.remark_without_tick(_PATENTS, choices)
        _put_patents(reader, answer, reader.take(_PATENTS), ticked)
    reader.leave(answer, *choices.unread)


def _read_patent_rows(reader: BoxReader, answer: Answer) -> None:
    """The list on the 补充页: with its numbers it says more than the ticks, with which it must agree."""
    rows = _table(answer, PATENT_COLUMNS)
    if rows is None:
        reader.leave(answer, _content(answer).text)
    elif rows:
        _put_patents(reader, answer, rows, reader.take(_PATENTS))


def _put_patents(reader: BoxReader, answer: Answer, listed: list[dict[str, str]], ticked: list[dict[str, str]]) -> None:
    kinds, notes = {item.get("类型") for item in listed}, {item.get("说明", "") for item in listed}
    if listed and ticked and kinds != {item["类型"] for item in ticked}:
        reader.receipt.remark((_PATENTS,), "正表的勾选与补充页的明细不一致，两处都写入了，请核对")
    _put_rows(reader, _PATENTS, listed + [item for item in ticked if item["类型"] not in kinds], answer)
    doubled = (item.get("说明", "") for item in ticked if item["类型"] in kinds)
    reader.leave(answer, *(note for note in doubled if note not in notes))


def _read_materials(reader: BoxReader, answer: Answer) -> None:
    rows = _table(answer, MATERIAL_COLUMNS)
    if rows is None:
        reader.leave(answer, _content(answer).text)
        return
    for item in rows:
        if "/" not in item.get("文件", "/"):
            item["文件"] = MATERIALS + item["文件"]
    _put_rows(reader, "材料", rows, answer)


def _put_rows(reader: BoxReader, label: str, rows: Sequence[Mapping[str, str]], answer: Answer) -> None:
    for place, item in enumerate(rows, 1):
        for column, text in item.items():
            reader.put((label, place, column), text, answer)


def _table(answer: Answer, columns: Sequence[str]) -> list[dict[str, str]] | None:
    """The rows below a head of columns, as items; None where the first row is not that head or a row has more cells."""
    rows = [[tidied(cell.text) for cell in row] for row in answer.rows]
    if not rows or [plain(text) for text in rows[0]] != list(columns) or any(any(row[len(columns) :]) for row in rows):
        return None
    return [{column: text for column, text in zip(columns, row, strict=False) if text} for row in rows[1:] if any(row)]


def _read_pledge(reader: BoxReader, answer: Answer) -> None:
    choices = pick(_box(answer).options, _options_of(answer), many=True)
    if choices.sign == "勾选":
        for part in choices.chosen:
            reader.put(("承诺", part), "是", answer)
        reader.leave(answer, *choices.notes.values(), *choices.unread)
    elif choices.chosen or choices.unread:
        reader.leave(answer, _content(answer).text, why="没有看出勾选：")


# ---------- answers of several parts ----------


def _read_place(reader: BoxReader, answer: Answer) -> None:
    """单位注册地: the three underlined blanks, else a line of text split by the known names."""
    rich = _content(answer)
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
            reader.leave(answer, rich.text, why="看不出是哪个市：")
            return
        reader.receipt.remark(("单位注册地",), "由一行文字拆开，请核对")
    for part, text in parts.items():
        reader.put(("单位注册地", part), text, answer)


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


def _put_parts(reader: BoxReader, answer: Answer, parts: Mapping[str, str], within: KeyPath = ()) -> None:
    for label, text in parts.items():
        if label:
            reader.put((*within, label), text, answer)
        else:
            reader.leave(answer, text)


def _read_team(reader: BoxReader, answer: Answer) -> None:
    text, at = reader.paragraphs(answer), answer.label.at
    parts = _parts(_box(answer), text)
    if not parts and text.strip():
        size = team_size(text)
        parts = ({"人员数量": size} if size else {}) | {"团队能力": text}
        remark = "从文字里找出，请核对" if size else "文字里看不出总人数，请补填"
        reader.receipt.remark((*at, "人员数量"), remark)
    _put_parts(reader, answer, parts, at)


def _read_name(reader: BoxReader, answer: Answer) -> None:
    """A name and its version in one, or several products; a name that has its 版本号 by itself is left alone."""
    if reader.versioned:
        _put_line(reader, (_NAME,), answer)
        return
    text = reader.paragraphs(answer)
    parts = _parts(_box(answer), text)
    if parts and not parts.get(_NAME):
        parts[_NAME] = parts.pop("")
    if not parts and text.strip():
        reader.products = several(text)
        name, version, remark = single(text)
        parts = {_NAME: name} | ({_VERSION: version} if version else {})
        reader.receipt.remark((_NAME,), remark)
    _put_parts(reader, answer, parts)


def _read_testing(reader: BoxReader, answer: Answer) -> None:
    text, at = reader.paragraphs(answer), answer.label.at
    box = _box(answer)
    parts = _parts(box, text)
    if not parts and text.strip():
        found = testing(tidied(text))
        parts = {label: found[label] for label, _ in box.parts if label in found}
        if parts:
            reader.receipt.remark(at, f"由“{tidied(text)}”读出，请核对")
        else:
            reader.leave(answer, text)
    _put_parts(reader, answer, parts, at)


def _box(answer: Answer) -> Box:
    assert answer.label.box is not None  # noqa: S101 - the readers of boxes are called for boxes
    return answer.label.box


_READERS: Mapping[str, Callable[[BoxReader, Answer], None]] = {
    "单位注册地": _read_place,
    "单位性质": _read_choice,
    "大模型产品所属种类": _read_choice,
    "大模型产品研发服务团队情况": _read_team,
    "大模型产品名称": _read_name,
    _PATENTS: _read_patents,
    "知识产权明细": _read_patent_rows,
    "大模型产品检测情况": _read_testing,
    "应用所属行业": _read_industry,
    "材料": _read_materials,
    "承诺": _read_pledge,
}
