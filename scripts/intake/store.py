"""Where the answers of one form are gathered: each text at its field, the rest in the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schema.forms.form import Form, specs
from schema.reading.document import KeyPath
from scripts.intake.grid import Cell
from scripts.intake.normal import fit
from scripts.intake.papers import Answer, Paper
from scripts.intake.receipt import Receipt
from scripts.intake.rich import Rich, plain, trim_note
from scripts.writing.values import Values, spread

NAME, VERSION = "大模型产品名称", "版本号"
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


class Store:
    """What was read of one paper: texts by path, and the receipt. What is stored first stays."""

    def __init__(self, paper: Paper) -> None:
        self.kind = paper.kind
        self.products: list[str] = []  # the names where one answer holds several
        self.code = ""  # 附件2 has no field for it
        self.slug = ""  # the file name that a list asks for
        self.versioned = any(answer.label.at == (VERSION,) and answer.lines for answer in paper.answers)
        self.receipt = Receipt(unread=list(paper.unread), notes=list(paper.remarks))
        self._texts: dict[KeyPath, str] = {}

    @property
    def values(self) -> Values:
        """The form's values, in its order."""
        return _nested(self.kind.cls, self._texts)

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

    def put_rows(self, label: str, rows: Sequence[Mapping[str, str]], answer: Answer) -> None:
        """Store the items of a list."""
        for place, item in enumerate(rows, 1):
            for column, text in item.items():
                self.put((label, place, column), text, answer)

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
        cells = [cell for row in answer.rows for cell in row if lines_of(answer, cell)]
        joined = 2 if units and len(cells) > 1 and plain(cells[1].text) in _UNITS else 1
        self.leave(answer, *(cell.text for cell in cells[joined:]))
        return [line for cell in cells[:joined] for line in lines_of(answer, cell)]

    def paragraphs(self, answer: Answer) -> str:
        """The paragraphs of the first cell of each row; the other cells go to the receipt."""
        filled = [[cell for cell in row if lines_of(answer, cell)] for row in answer.rows]
        self.leave(answer, *(cell.text for row in filled for cell in row[1:]))
        return "\n\n".join(spread(line.text) for row in filled for cell in row[:1] for line in lines_of(answer, cell))


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


def lines_of(answer: Answer, cell: Cell) -> list[Rich]:
    """A cell's paragraphs without the printed note and without blank ones."""
    note = answer.label.box.note if answer.label.box else ""
    lines = [trim_note(line, note) for line in cell.lines]
    lines = [trim_note(line, note.strip("（）")) if line.text.strip("（） ") in note else line for line in lines]
    return [line for line in lines if line.text.strip()]


def content_of(answer: Answer) -> Rich:
    """An answer's paragraphs as lines of one text."""
    return Rich.joined(line for row in answer.rows for cell in row for line in lines_of(answer, cell))
