"""What was filled into the boxes of a form → its values. Nothing is guessed: what is not certain goes to the receipt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from schema.forms.form import specs
from schema.forms.registry import ENTERPRISE
from schema.reading.document import KeyPath
from schema.vocabulary.survey import constants
from scripts.intake.address import split_place
from scripts.intake.free_text import team_size, testing
from scripts.intake.matching import Answer, Paper
from scripts.intake.normal import fit, without_hidden
from scripts.intake.options import Choices, pick
from scripts.intake.product_names import several, single
from scripts.intake.receipt import Receipt
from scripts.intake.rich import Rich, plain, trim_note
from scripts.paper.wording import MATERIAL_COLUMNS, PATENT_COLUMNS, Box
from scripts.writing.values import MATERIALS, Values, spread, tidied

_PATENTS = "大模型产品知识产权情况"


class BoxReader:
    """Reads the answers of one paper into ``values`` and its ``receipt``.

    ``products`` are the names where one box holds several; ``code`` is the 统一社会信用代码 of 附件2, which is no field of its form.
    """

    def __init__(self, paper: Paper) -> None:
        self.kind = paper.kind
        self.values: Values = {}
        self.products: list[str] = []
        self.code = ""
        self.receipt = Receipt(unread=list(paper.unread), notes=list(paper.remarks))
        for answer in paper.answers.values():
            self.receipt.set_source((answer.box.key,), answer.where)
            _READERS.get(answer.box.key, _read_text)(self, answer)
        order = [spec.label for spec in specs(self.kind.cls)]
        self.values = {label: self.values[label] for label in order if label in self.values}

    def fit(self, at: KeyPath, text: str, unit: str = "") -> str:
        """The text for a scalar field, with remarks on what was changed."""
        return fit(self.kind.cls, at, text, self.receipt, unit)

    def leave(self, answer: Answer, *texts: str, why: str = "") -> None:
        """Note texts that have no field, or that are not certain."""
        place = f"{answer.where}「{answer.box.label}」"
        self.receipt.unread += [(place, f"{why}{text.strip()}") for text in texts if text.strip()]

    def remark_without_tick(self, key: str, choices: Choices) -> None:
        """Note that a choice was made in another way than by a tick."""
        if choices.sign != "勾选":
            self.receipt.remark((key,), f"没有勾选，{choices.sign}，请核对")


def _content(answer: Answer) -> Rich:
    """An answer's paragraphs without the printed note, as lines of one text."""
    note = answer.box.note
    lines = [trim_note(line, note) for line in answer.lines]
    lines = [trim_note(line, note.strip("（）")) if line.text.strip("（） ") in note else line for line in lines]
    return Rich.joined([line for line in lines if line.text.strip()])


def _paragraphs(answer: Answer) -> str:
    lines = [trim_note(line, answer.box.note) for line in answer.lines]
    return "\n\n".join(spread(line.text) for line in lines if line.text.strip())


def _read_text(reader: BoxReader, answer: Answer) -> None:
    text, remarks = without_hidden(_paragraphs(answer))
    for words in remarks:
        reader.receipt.remark((answer.box.key,), words)
    if text.strip(" \n\u3000_＿"):
        unit = _unit_in_label(answer.label) if answer.box.unit else ""
        reader.values[answer.box.key] = reader.fit((answer.box.key,), text, unit)


def _unit_in_label(label: str) -> str:
    match = re.search(r"[(（:：](?:单位[:：])?(亿元|万元|元)[)）]?", label) or re.search(
        r"(亿元|万元|元)\s*[)）]?$", label
    )
    return match[1] if match else ""


def _read_code(reader: BoxReader, answer: Answer) -> None:
    if reader.kind is ENTERPRISE:
        _read_text(reader, answer)
    elif text := tidied(_paragraphs(answer)):
        reader.code = text


# ---------- boxes to tick ----------


def _read_choice(reader: BoxReader, answer: Answer) -> None:
    """单位性质 or 大模型产品所属种类: one option, and the words behind 其他."""
    key, content = answer.box.key, _content(answer)
    choices = pick(answer.box.options, content)
    if len(choices.chosen) == 1:
        reader.values[key] = choices.chosen[0]
        reader.remark_without_tick(key, choices)
        for value, note in choices.notes.items():
            if value == "其他":
                reader.values["单位性质说明"] = tidied(note)
                reader.receipt.set_source(("单位性质说明",), answer.where)
            else:
                choices.unread.append(note)
    elif choices.chosen:
        reader.leave(answer, "、".join(choices.chosen), why="勾选了不止一项：")
    elif content.text.strip() and not choices.unread:
        reader.receipt.remark((key,), "一项也没有勾选")
    reader.leave(answer, *choices.unread)


def _read_industry(reader: BoxReader, answer: Answer) -> None:
    """应用所属行业: one 门类, and the words behind it as 行业."""
    choices = pick(answer.box.options, _content(answer))
    notes = [note for note in choices.notes.values() if note]
    if len(choices.chosen) == 1:
        industry = {"门类": choices.chosen[0]} | ({"行业": tidied(notes[0])} if notes else {})
        reader.values["应用所属行业"] = industry
        reader.remark_without_tick("应用所属行业", choices)
    elif choices.chosen:
        reader.leave(answer, "、".join(choices.chosen), why="勾选了不止一项：")
        reader.leave(answer, *notes)
    reader.leave(answer, *choices.unread)


def _read_patents(reader: BoxReader, answer: Answer) -> None:
    choices = pick(answer.box.options, _content(answer), many=True)
    if choices.chosen:
        items = [
            {"类型": kind} | ({"说明": tidied(choices.notes[kind])} if choices.notes.get(kind) else {})
            for kind in choices.chosen
        ]
        reader.values.setdefault(_PATENTS, items)
        reader.remark_without_tick(answer.box.key, choices)
    reader.leave(answer, *choices.unread)


def _read_patent_rows(reader: BoxReader, answer: Answer) -> None:
    """The list on the 补充页: with its numbers it says more than the ticks, with which it must agree."""
    rows = _table(answer, PATENT_COLUMNS)
    if not rows:
        return
    ticked = reader.values.get(_PATENTS, [])
    kinds = {item.get("类型", "") for item in rows}
    if ticked and kinds != {item["类型"] for item in ticked}:
        reader.receipt.remark((_PATENTS,), "正表的勾选与补充页的明细不一致，两处都写入了，请核对")
    reader.values[_PATENTS] = rows + [item for item in ticked if item["类型"] not in kinds]
    reader.receipt.set_source((_PATENTS,), answer.where)


def _read_materials(reader: BoxReader, answer: Answer) -> None:
    rows = _table(answer, MATERIAL_COLUMNS)
    items = [item for item in rows if item.keys() - {"类别"}]  # the empty form prints each 类别
    if len(items) < len(rows):
        kinds = "、".join(item["类别"] for item in rows if item not in items)
        reader.receipt.remark(("材料",), f"{kinds}：没有写文件，也没有写线下提交，这几行没有写入")
    for item in items:
        if "/" not in item.get("文件", "/"):
            item["文件"] = MATERIALS + item["文件"]
    if items:
        reader.values["材料"] = items
    elif not rows:
        reader.leave(answer, _content(answer).text)


def _table(answer: Answer, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows below a head of columns, as items; none where the first row is not that head."""
    rows = [[tidied("\n".join(line.text for line in cell)) for cell in row] for row in answer.rows]
    if not rows or [plain(text) for text in rows[0]] != list(columns):
        return []
    return [{column: text for column, text in zip(columns, row, strict=False) if text} for row in rows[1:] if any(row)]


def _read_pledge(reader: BoxReader, answer: Answer) -> None:
    choices = pick(answer.box.options, _content(answer), many=True)
    if choices.sign == "勾选" and choices.chosen:
        reader.values["承诺"] = dict.fromkeys(choices.chosen, "是")
    reader.leave(answer, *choices.unread)


# ---------- boxes of several parts ----------


def _read_place(reader: BoxReader, answer: Answer) -> None:
    """单位注册地: the three underlined blanks, else a line of text split by the known names."""
    rich = _content(answer)
    blanks = [tidied(text) for text in rich.underlined()]
    if 2 <= len(blanks) <= 3 and constants().city_named(blanks[0]):
        reader.values["单位注册地"] = dict(zip(("市", "区县", "地址"), blanks, strict=False))
        return
    text = re.sub(r"[_＿]+", " ", rich.text.replace("\n", " "))
    text = re.sub(r"\s*[（(]\s*县\s*/\s*市\s*[）)]", "", re.sub(r"^\s*山东省?\s*", "", text.replace("／", "/")))
    if not text.replace("市", "").replace("区", "").strip():
        return
    if parts := split_place(text):
        reader.values["单位注册地"] = parts
        reader.receipt.remark(("单位注册地",), "由一行文字拆开，请核对", text.strip())
    else:
        reader.leave(answer, rich.text, why="看不出是哪个市：")


def _parts(box: Box, text: str) -> dict[str, str]:
    """The parts of a box by field label: what stands behind each printed name, in the printed order, even if that is nothing."""
    heads: list[tuple[str, int, int]] = []
    start = 0
    for label, words in box.parts:
        names = f"(?:{re.escape(words)}|{re.escape(label)})\\s*[:：]"
        before = r"[\n；;，,。\s]"
        match = re.compile(rf"{before}{names}" if heads else rf"(?:^|{before}){{0,1}}{names}").search(text, start)
        if match:
            heads.append((label, match.start(), match.end()))
            start = match.end() - 1
    ends = [*(begin for _, begin, _ in heads[1:]), len(text)]
    return {label: text[begin:end].strip() for (label, _, begin), end in zip(heads, ends, strict=False)}


def _read_team(reader: BoxReader, answer: Answer) -> None:
    text, key = _paragraphs(answer), answer.box.key
    parts = _parts(answer.box, text)
    if not parts and text.strip():
        size = team_size(text)
        parts = ({"人员数量": size} if size else {}) | {"团队能力": text}
        remark = "从文字里找出，请核对" if size else "文字里看不出总人数，请补填"
        reader.receipt.remark((key, "人员数量"), remark, tidied(text))
    _store_parts(reader, key, parts)


def _read_name(reader: BoxReader, answer: Answer) -> None:
    text = _paragraphs(answer)
    parts = _parts(answer.box, text)
    if not parts and text.strip():
        reader.products = several(text)
        name, version, remark = single(text)
        parts = {"大模型产品名称": name} | ({"版本号": version} if version else {})
        reader.receipt.remark(("大模型产品名称",), remark, tidied(text))
    for label, part in parts.items():
        if part:
            reader.values[label] = reader.fit((label,), part)
            reader.receipt.set_source((label,), answer.where)


def _read_testing(reader: BoxReader, answer: Answer) -> None:
    text, key = _paragraphs(answer), answer.box.key
    parts = _parts(answer.box, text)
    if not parts and text.strip():
        parts = testing(tidied(text))
        if parts:
            reader.receipt.remark((key,), "由文字读出，请核对", tidied(text))
        if not parts or ("检测时间" not in parts and parts.get("是否检测") == "是"):
            reader.leave(answer, text)
    _store_parts(reader, key, {label: parts[label] for label, _ in answer.box.parts if label in parts})


def _store_parts(reader: BoxReader, key: str, parts: Mapping[str, str]) -> None:
    values = {label: reader.fit((key, label), text) for label, text in parts.items() if text}
    if values:
        reader.values[key] = values


_READERS: Mapping[str, Callable[[BoxReader, Answer], None]] = {
    "统一社会信用代码": _read_code,
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
