"""What stands in the boxes of a form → its values. Nothing is guessed: what is not certain goes to the receipt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schema.forms.form import Form, Spec, specs
from schema.reading.document import Path
from schema.vocabulary.survey import constants
from scripts.intake.address import split_place
from scripts.intake.free_text import team_size, testing
from scripts.intake.matching import Answer, Paper
from scripts.intake.normal import fit, visible
from scripts.intake.options import pick
from scripts.intake.product_names import several, single
from scripts.intake.receipt import Receipt
from scripts.intake.rich import Rich, plain, trim_note
from scripts.paper import wording
from scripts.paper.wording import Box
from scripts.writing.values import FORMS, MATERIALS, Values, spread, tidied


class BoxReader:
    """Reads the boxes of one paper into ``values``, telling all in ``receipt``."""

    def __init__(self, paper: Paper) -> None:
        self.cls: type[Form] = FORMS[paper.kind]
        self.values: Values = {}
        self.products: list[str] = []  # where the paper names several
        self.code = ""  # 附件2's 统一社会信用代码, which is no field of its form
        self.receipt = Receipt(unread=list(paper.left), notes=list(paper.remarks))
        for answer in paper.answers.values():
            self.receipt.sources[answer.box.key] = answer.where
            _READERS.get(answer.box.key, _plain)(self, answer)
        self.values = {spec.label: self.values[spec.label] for spec in specs(self.cls) if spec.label in self.values}

    def spec(self, *at: str) -> Spec:
        """The field of a path of labels."""
        cls: type[Form] = self.cls
        for label in at[:-1]:
            found = next(spec for spec in specs(cls) if spec.label == label)
            assert found.part is not None  # noqa: S101 - a path goes through parts
            cls = found.part
        return next(spec for spec in specs(cls) if spec.label == at[-1])

    def fitted(self, at: Path, text: str, unit: str = "") -> str:
        """A scalar's text made fit, with what was changed told."""
        better, said = fit(self.spec(*(step for step in at if isinstance(step, str))), text, unit)
        for words in said:
            self.receipt.remark(
                at, words if self._may_tell(at) or text.strip() not in words else "改为规范写法，请核对"
            )
        return better

    def _may_tell(self, at: Path) -> bool:
        return at[0] not in ("联系人姓名", "手机号码", "联系人", "联系方式", "企业年度收入", "企业大模型相关收入")

    def left(self, answer: Answer, text: str, why: str = "") -> None:
        """Text that has no field, or is not certain."""
        if text.strip():
            self.receipt.unread.append((f"{answer.where}「{answer.box.label}」", f"{why}{text.strip()}"))


def content(answer: Answer) -> Rich:
    """A box's paragraphs without the printed note, as one text with a blank line between paragraphs."""
    lines = [trim_note(line, answer.box.note) for line in answer.lines]
    lines = [
        trim_note(line, answer.box.note.strip("（）")) if line.text.strip("（） ") in answer.box.note else line
        for line in lines
    ]
    return Rich.joined([line for line in lines if line.text.strip()])


def _paragraphs(answer: Answer) -> str:
    lines = [trim_note(line, answer.box.note) for line in answer.lines]
    return "\n\n".join(spread(line.text) for line in lines if line.text.strip())


def _plain(reader: BoxReader, answer: Answer) -> None:
    text = visible(_paragraphs(answer))
    for words in text[1]:
        reader.receipt.remark(answer.box.key, words)
    label = str(answer.box.key[0])
    if not text[0].strip(" \n\u3000_＿"):
        return
    reader.values[label] = reader.fitted(answer.box.key, text[0], _label_unit(answer) if answer.box.unit else "")


def _label_unit(answer: Answer) -> str:
    found = re.search(r"[(（:：](?:单位[:：])?(亿元|万元|元)[)）]?", answer.label) or re.search(
        r"(亿元|万元|元)\s*[)）]?$", answer.label
    )
    return found.group(1) if found else ""


def _code(reader: BoxReader, answer: Answer) -> None:
    if reader.cls is FORMS["附件1"]:
        _plain(reader, answer)
    elif text := tidied(_paragraphs(answer)):
        reader.code = text


# ---------- boxes to tick ----------


def _one(reader: BoxReader, answer: Answer) -> None:
    """单位性质, 大模型产品所属种类: one option, and the words behind 其他."""
    label = str(answer.box.key[0])
    picked = pick(answer.box.options, content(answer))
    if len(picked.chosen) == 1:
        reader.values[label] = picked.chosen[0]
        if picked.sign != "勾选":
            reader.receipt.remark((label,), f"没有勾选，{picked.sign}，请核对")
        for value, note in picked.notes.items():
            if value == "其他":
                reader.values["单位性质说明"] = tidied(note)
                reader.receipt.sources["单位性质说明",] = answer.where
            else:
                picked.left.append(note)
    elif picked.chosen:
        reader.left(answer, "、".join(picked.chosen), "勾选了不止一项：")
    elif content(answer).text.strip() and not picked.left:
        reader.receipt.remark((label,), "一项也没有勾选")
    for text in picked.left:
        reader.left(answer, text)


def _industry(reader: BoxReader, answer: Answer) -> None:
    rich = content(answer)
    picked = pick(answer.box.options, rich)
    notes = [note for note in picked.notes.values() if note]
    if len(picked.chosen) == 1:
        made = {"门类": picked.chosen[0]} | ({"行业": tidied(notes[0])} if notes else {})
        reader.values["应用所属行业"] = made
        if picked.sign != "勾选":
            reader.receipt.remark(("应用所属行业",), f"没有勾选，{picked.sign}，请核对")
        for text in picked.left:
            reader.left(answer, text)
    elif picked.chosen:
        reader.left(answer, "、".join(picked.chosen), "勾选了不止一项：")
        for note in [*notes, *picked.left]:
            reader.left(answer, note)
    else:
        for text in picked.left:
            reader.left(answer, text)


def _patents(reader: BoxReader, answer: Answer) -> None:
    picked = pick(answer.box.options, content(answer), many=True)
    items = [
        {"类型": kind} | ({"说明": tidied(picked.notes[kind])} if picked.notes.get(kind) else {})
        for kind in picked.chosen
    ]
    listed = reader.values.get("大模型产品知识产权情况")
    if listed is None and items:
        reader.values["大模型产品知识产权情况"] = items
    if items and picked.sign != "勾选":
        reader.receipt.remark(answer.box.key, f"没有勾选，{picked.sign}，请核对")
    for text in picked.left:
        reader.left(answer, text)


def _patent_rows(reader: BoxReader, answer: Answer) -> None:
    """The 补充页's list: with its numbers it tells more than the ticks, which must agree with it."""
    listed = _table(answer, wording.PATENT_COLUMNS)
    if not listed:
        return
    at = "大模型产品知识产权情况"
    ticked = {item["类型"] for item in reader.values.get(at, [])}
    kinds = {item.get("类型", "") for item in listed}
    if reader.values.get(at) is not None and kinds != ticked:
        reader.receipt.remark((at,), "正表的勾选与补充页的明细不一致，两处都写入了，请核对")
    reader.values[at] = listed + [item for item in reader.values.get(at, []) if item["类型"] not in kinds]
    reader.receipt.sources[at,] = answer.where


def _materials(reader: BoxReader, answer: Answer) -> None:
    listed = _table(answer, wording.MATERIAL_COLUMNS)
    if listed:
        for item in listed:
            if "/" not in item.get("文件", "/"):
                item["文件"] = MATERIALS + item["文件"]
        reader.values["材料"] = listed
    elif text := content(answer).text:
        reader.left(answer, text)


def _table(answer: Answer, columns: Sequence[str]) -> list[Values]:
    """The rows below a head of columns, as items."""
    rows = [[tidied("\n".join(line.text for line in cell)) for cell in row] for row in answer.rows]
    if not rows or [plain(text) for text in rows[0]] != list(columns):
        return []
    return [{column: text for column, text in zip(columns, row, strict=False) if text} for row in rows[1:] if any(row)]


def _pledge(reader: BoxReader, answer: Answer) -> None:
    picked = pick(answer.box.options, content(answer), many=True)
    if picked.sign == "勾选" and picked.chosen:
        reader.values["承诺"] = dict.fromkeys(picked.chosen, "是")
    for text in picked.left:
        reader.left(answer, text)


# ---------- boxes of several parts ----------


def _place(reader: BoxReader, answer: Answer) -> None:
    """单位注册地: the three underlined blanks, else a line of text parted by the known names."""
    rich = content(answer)
    blanks = [tidied(text) for text in rich.underlined()]
    if 2 <= len(blanks) <= 3 and constants().city_named(blanks[0]):
        found = dict(zip(("市", "区县", "地址"), blanks, strict=False))
        reader.values["单位注册地"] = found
        return
    text = re.sub(r"[_＿]+", " ", rich.text.replace("\n", " "))
    text = re.sub(r"\s*[（(]\s*县\s*/\s*市\s*[）)]", "", re.sub(r"^\s*山东省?\s*", "", text.replace("／", "/")))
    if not text.replace("市", "").replace("区", "").strip():
        return
    parts = split_place(text)
    if parts:
        reader.values["单位注册地"] = parts
        reader.receipt.remark(("单位注册地",), "由一行文字拆开，请核对")
    else:
        reader.left(answer, rich.text, "看不出是哪个市：")


def _parts(box: Box, text: str) -> dict[str, str]:
    """The parts of a box by their printed words or field names, in their order."""
    found: list[tuple[str, int, int]] = []
    start = 0
    for label, words in box.parts:
        names = "|".join(re.escape(name) for name in (words, label))
        head = re.compile(
            rf"(?:^|[\n；;，,。\s]){'{'}0,1{'}'}(?:{names})\s*[:：]"
            if not found
            else rf"[\n；;，,。\s](?:{names})\s*[:：]"
        )
        if at := head.search(text, start):
            found.append((label, at.start(), at.end()))
            start = at.end() - 1
    if not found:
        return {}
    ends = [begin for _, begin, _ in found[1:]] + [len(text)]
    return {
        label: text[begin:end] for (label, _, begin), end in zip(found, ends, strict=True) if text[begin:end].strip()
    }


def _team(reader: BoxReader, answer: Answer) -> None:
    text = _paragraphs(answer)
    parts, key = _parts(answer.box, text), "大模型产品研发服务团队情况"
    if not parts and text.strip():
        parts = {"团队能力": text}
        if size := team_size(text):
            parts = {"人员数量": size} | parts
            reader.receipt.remark((key, "人员数量"), "从文字里找出，请核对")
        else:
            reader.receipt.remark((key, "人员数量"), "文字里看不出总人数，请补填")
    made = {label: reader.fitted((key, label), parts[label]) for label in ("人员数量", "团队能力") if label in parts}
    if made:
        reader.values[key] = made


def _name(reader: BoxReader, answer: Answer) -> None:
    text = _paragraphs(answer)
    parts = _parts(answer.box, text)
    if not parts and text.strip():
        reader.products = several(text)
        name, version, said = single(text)
        parts = {"大模型产品名称": name} | ({"版本号": version} if version else {})
        reader.receipt.remark(("大模型产品名称",), said)
    for label, part in parts.items():
        reader.values[label] = reader.fitted((label,), part)
        reader.receipt.sources[label,] = answer.where


def _testing(reader: BoxReader, answer: Answer) -> None:
    text = _paragraphs(answer)
    parts, key = _parts(answer.box, text), "大模型产品检测情况"
    if not parts and text.strip():
        parts = testing(tidied(text))
        told = "由文字读出，请核对" if parts else ""
        if parts:
            reader.receipt.remark((key,), told)
        if not parts or ("检测时间" not in parts and parts.get("是否检测") == "是"):
            reader.left(answer, text)
    made = {label: reader.fitted((key, label), parts[label]) for label, _ in answer.box.parts if label in parts}
    if made:
        reader.values[key] = made


_READERS: Mapping[Path, Callable[[BoxReader, Answer], Any]] = {
    ("统一社会信用代码",): _code,
    ("单位注册地",): _place,
    ("单位性质",): _one,
    ("大模型产品所属种类",): _one,
    ("大模型产品研发服务团队情况",): _team,
    ("大模型产品名称",): _name,
    ("大模型产品知识产权情况",): _patents,
    ("知识产权明细",): _patent_rows,
    ("大模型产品检测情况",): _testing,
    ("应用所属行业",): _industry,
    ("材料",): _materials,
    ("承诺",): _pledge,
}
