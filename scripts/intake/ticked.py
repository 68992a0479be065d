"""Boxes to tick → values: one option, several rights, or the pledge."""

from __future__ import annotations

from schema.vocabulary.industries import TAIL, named
from scripts.intake.marks import is_mark
from scripts.intake.options import Choices, pick
from scripts.intake.papers import Answer
from scripts.intake.rich import Rich
from scripts.intake.store import Store, content_of, lines_of
from scripts.paper.wording import Box
from scripts.sandbox.signs import MARKS
from scripts.writing.values import tidied

PATENTS = "大模型产品知识产权情况"


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
                texts = [Rich.joined(lines_of(answer, cell), " ") for cell in row]
                lines += [Rich.joined(texts[place : place + 2], "") for place in range(0, len(texts), 2)]
                continue
        lines += [line for cell in row for line in lines_of(answer, cell)]
    return Rich.joined(line for line in lines if line.text.strip())


def read_choice(store: Store, answer: Answer) -> None:
    """单位性质 or 大模型产品所属种类: one option, and the words behind 其他."""
    choices = _pick_one(store, answer)
    for value, note in choices.notes.items():
        if value == "其他":
            store.put(("单位性质说明",), note, answer)
        else:
            store.leave(answer, note)


def read_industry(store: Store, answer: Answer) -> None:
    """应用所属行业: one 门类, and the words behind it as 行业; words alone where the 建议行业目录 has them."""
    key, text = answer.label.at[0], tidied(content_of(answer).text)
    row = named(text) or named(TAIL.sub("", text))
    if row and not any(option.value == text for option in box_of(answer).options):
        store.put((key, "门类"), row.sector, answer)
        store.put((key, "行业"), TAIL.sub("", text) if text.endswith("行业") else text, answer)
        store.receipt.remark((key,), "门类按建议行业目录定，请核对")
        return
    for note in _pick_one(store, answer, "门类").notes.values():
        store.put((key, "行业"), note, answer)


def _pick_one(store: Store, answer: Answer, part: str = "") -> Choices:
    """Store the one option chosen; none, and the receipt says so, where there are several or none."""
    box, rich = box_of(answer), _options_of(answer)
    choices = pick(box.options, rich)
    at = (box.key, part) if part else (box.key,)
    if len(choices.chosen) == 1:
        store.put(at, choices.chosen[0], answer)
        _remark(store, box.key, choices)
    elif choices.chosen:
        store.leave(answer, "、".join(choices.chosen), why="勾选了不止一项：")
        store.leave(answer, *choices.notes.values())
        choices.notes.clear()
    elif not part and not choices.unread:
        store.receipt.remark(at, "一项也没有勾选")
    _leave(store, answer, choices, rich)
    return choices


def _leave(store: Store, answer: Answer, choices: Choices, rich: Rich) -> None:
    """Note what no option holds; the whole text where nothing was chosen in it and it is no printed list of boxes."""
    typed = not choices.chosen and not choices.unread and not any(char in MARKS for char in rich.text)
    store.leave(answer, *([rich.text] if typed else choices.unread))


def read_patents(store: Store, answer: Answer) -> None:
    """The ticks, beside the list on the 补充页 where that was read."""
    rich = _options_of(answer)
    choices = pick(box_of(answer).options, rich, many=True)
    ticked = [
        {"类型": kind} | ({"说明": tidied(choices.notes[kind])} if choices.notes.get(kind) else {})
        for kind in choices.chosen
    ]
    if ticked:
        _remark(store, PATENTS, choices)
        put_patents(store, answer, store.take(PATENTS), ticked)
    _leave(store, answer, choices, rich)


def put_patents(store: Store, answer: Answer, listed: list[dict[str, str]], ticked: list[dict[str, str]]) -> None:
    """Store the rights that are listed with their numbers, and those that are only ticked."""
    notes: dict[str, list[str]] = {}
    for item in listed:
        notes.setdefault(item.get("类型", ""), []).append(item.get("说明", ""))
    if listed and ticked and set(notes) != {item["类型"] for item in ticked}:
        store.receipt.remark((PATENTS,), "正表的勾选与补充页的明细不一致，两处都写入了，请核对")
    store.put_rows(PATENTS, listed + [item for item in ticked if item["类型"] not in notes], answer)
    for item in ticked:
        known = notes.get(item["类型"])
        if known and item.get("说明", "") not in (
            "；".join(filter(None, known)),
            *known,
        ):  # the paper prints them joined
            store.leave(answer, item.get("说明", ""))


def read_pledge(store: Store, answer: Answer) -> None:
    """承诺: only what is ticked."""
    choices = pick(box_of(answer).options, _options_of(answer), many=True)
    if choices.sign == "勾选":
        for part in choices.chosen:
            store.put(("承诺", part), "是", answer)
        store.leave(answer, *choices.notes.values(), *choices.unread)
    elif choices.chosen or choices.unread:
        store.leave(answer, content_of(answer).text, why="没有看出勾选：")


def box_of(answer: Answer) -> Box:
    """The box of the paper that an answer stands in."""
    assert answer.label.box is not None  # noqa: S101 - the readers of boxes are called for boxes
    return answer.label.box


def _remark(store: Store, key: str, choices: Choices) -> None:
    """Note that a choice was made in another way than by a tick."""
    if choices.sign not in ("勾选", "写明"):
        store.receipt.remark((key,), f"没有勾选，{choices.sign}，请核对")
