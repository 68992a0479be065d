"""A returned 材料核对表: what was ticked and typed in it, as papers of the forms that its rows are about.

A row names its version by the digest that it was printed with, so a tick holds for that version alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schema.fields.stamp import DIGEST
from schema.forms.received import Paper, PaperState
from schema.text.words import tidy
from scripts.bureau.check_tables import FORM, OPINION, PLACE, STAMP, TICKS, UNIT
from scripts.bureau.papers import FormNow
from scripts.sandbox.refused import Refused
from scripts.sandbox.signs import CROSSES, EMPTY, TICKED, UNTICKED, WEAK
from scripts.sandbox.signs import TICKS as TICK_SIGNS

_OPTIONS = (PaperState.CAME, PaperState.CHECKED)
_NAMES = "|".join(_OPTIONS)
_TYPED = re.compile(r"(?:是|有|对|已|[vVyY]|OK|ok)(?=收到)|(?:是|有|对|[vVyY]|OK|ok)(?=已核对)")
_DENIED = re.compile(rf"[未没](?:有)?(?={_NAMES}|核对)")
_PIECE = re.compile(rf"{_NAMES}|[{TICK_SIGNS}{WEAK}{EMPTY}]")
_ALONE = ("已收", "收", "是", "有", "齐", "齐全", "对", "OK", "ok")  # instead of the boxes: it came
_DECISION = re.compile(rf"(?P<state>{PaperState.WRONG}|{PaperState.LEFT_OUT})\s*[:：,，、]?\s*(?P<note>.*)", re.DOTALL)
_PLAIN = re.compile(rf"(?:已?(?:{_NAMES})了?[\s、，,。]*)+")


@dataclass(slots=True)
class Returned:
    """What a checklist says, and in words what could not be taken of it."""

    papers: list[Paper] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Said:
    """What the rows say of one form."""

    stamp: str
    ticked: PaperState | None = None
    opinions: list[str] = field(default_factory=list)


def read_checklist(
    sheets: Sequence[Mapping[str, Any]], forms: Sequence[FormNow], papers: Mapping[str, Paper], day: str
) -> Returned:
    """Read the sheets of a workbook as the sandbox gives them. ``papers`` is what is known already, ``day`` that of what is new.

    Raises ``Refused`` for a workbook that is no checklist of ours.
    """
    reader = _Reader(forms)
    tables = [table for sheet in sheets if (table := _table(sheet))]
    if not any(TICKS in columns and STAMP in columns for _, columns, _ in tables):
        if any(TICKS in columns for _, columns, _ in tables):
            raise Refused("是旧程序做的材料核对表，没有页脚摘要，不知道勾的是哪一版；请重新生成一份，把勾抄过去")
        raise Refused("不是材料核对表，没有收；附件1、附件2 和名单请用 catalogue import 收")
    for name, columns, rows in tables:
        for number, row in rows:
            reader.read(
                f"“{name}”第 {number} 行", {title: row[at] if at < len(row) else "" for title, at in columns.items()}
            )
    out = Returned(troubles=reader.troubles)
    for path, said in reader.said.items():
        found = _paper(path, said, papers.get(path), day)
        if isinstance(found, Paper):
            out.papers.append(found)
        elif found:
            out.troubles.append(f"{reader.words[path]}：{found}")
    return out


def _table(sheet: Mapping[str, Any]) -> tuple[str, dict[str, int], list[tuple[int, list[str]]]] | None:
    """A sheet's name, the columns by title and the numbered rows below the head; None where there is no such table."""
    rows = [[str(cell[0]).strip() for cell in row] for row in sheet["rows"]]
    for at, row in enumerate(rows):
        columns = {title: row.index(title) for title in (UNIT, FORM, PLACE, STAMP, TICKS, OPINION) if title in row}
        if UNIT in columns and (TICKS in columns or (PLACE in columns and OPINION in columns)):
            return sheet["name"], columns, [(number, cells) for number, cells in enumerate(rows[at + 1 :], at + 2)]
    return None


class _Reader:
    def __init__(self, forms: Sequence[FormNow]) -> None:
        self.forms = forms
        self.said: dict[str, _Said] = {}
        self.words: dict[str, str] = {}  # form → what people call it
        self.troubles: list[str] = []

    def read(self, where: str, row: Mapping[str, str]) -> None:
        """One row of a list."""
        opinion = tidy(row.get(OPINION, ""))
        ticks = row.get(TICKS, "")
        ticked = _ticked(ticks)
        if not opinion and ticked is None and not ticks.strip():
            return
        stamp = row.get(STAMP, "").strip().lower()
        form = self._form(row, stamp)
        if ticked == "":
            self.troubles.append(f"{where}：看不出“{TICKS}”勾的是哪一项，没有记下；请在要勾的方框上打勾")
        elif form is None:
            if opinion or ticked:
                self.troubles.append(f"{where}：现在没有这张表，或有几张同名的，没有记下")
        else:
            said = self.said.setdefault(form.path, _Said(form.digest))
            self.words[form.path] = f"{form.unit} {form.name}"
            if DIGEST.fullmatch(stamp):
                said.stamp = stamp
            said.ticked = said.ticked or (PaperState(ticked) if ticked else None)
            if opinion and opinion not in said.opinions:
                said.opinions.append(opinion)

    def _form(self, row: Mapping[str, str], stamp: str) -> FormNow | None:
        """The form that a row is about: by its digest, or by its unit's and its own name."""
        same = [form for form in self.forms if form.digest and form.digest == stamp]
        unit, name, place = (row.get(title, "") for title in (UNIT, FORM, PLACE))
        if len(same) != 1:
            of_unit = [form for form in same or self.forms if form.unit == unit]
            same = [
                form
                for form in of_unit
                if form.name == name or (not name and place.startswith((f"{form.name}“", f"{form.name}第")))
            ]
            same = same or [form for form in of_unit if not name and place == form.name]
        return same[0] if len(same) == 1 else None


def _ticked(text: str) -> str | None:
    """收到 or 已核对, None for neither, "" where that cannot be told."""
    text = re.sub(r"[口囗](?=[\s　]*(?:收到|已核对))", UNTICKED, text.strip())
    if not text or text in _ALONE or all(char in TICK_SIGNS + " 　" for char in text):
        return PaperState.CAME if text else None
    text = _TYPED.sub(TICKED, _DENIED.sub(UNTICKED, text))
    if re.search(f"[xX{CROSSES}]", text):
        return ""  # a cross may say yes or no
    pieces = _PIECE.findall(text)
    options = [piece for piece in pieces if piece in _OPTIONS]
    marks = [piece for piece in pieces if piece not in _OPTIONS]
    if not options:
        return ""
    if not marks:
        return str(options[-1]) if _PLAIN.fullmatch(text) else ""
    if len(marks) != len(options):
        return ""
    before = [(mark, option) for mark, option in zip(pieces[::2], pieces[1::2], strict=True)]
    pairs = before if pieces[0] in marks else [(mark, option) for option, mark in before]
    if any(mark in _OPTIONS or option not in _OPTIONS for mark, option in pairs):
        return ""
    for signs in (TICK_SIGNS, WEAK):
        ticked = [option for mark, option in pairs if mark in signs]
        if ticked:
            return next(str(option) for option in reversed(_OPTIONS) if option in ticked)
    return None


def _paper(path: str, said: _Said, known: Paper | None, day: str) -> Paper | str | None:
    """What is said of a form; the reason where it cannot be taken, None where there is nothing."""
    state, notes = said.ticked, list[str]()
    decided: PaperState | None = None
    for opinion in said.opinions:
        found = _DECISION.match(opinion)
        if found:
            decided = PaperState(found["state"]) if decided is not PaperState.LEFT_OUT else decided
        notes += filter(None, [found["note"].strip() if found else opinion])
    note = "；".join(dict.fromkeys(notes)) or None
    if decided and not note:
        return f"“{OPINION}”写了{decided}，没有写原因，没有记下"
    if decided and state and known and (known.state, known.note) == (decided, note):
        return f"打了勾，“{OPINION}”里还写着{decided}，没有改；已经改好的，请删去那几个字"
    state = decided or state or (PaperState(known.state) if known and note and known.digest == said.stamp else None)
    if state is None:
        return f"没有登记收到，“{OPINION}”没有记下；收到的请打勾，有问题的请写“有问题：……”" if note else None
    if known and not decided and known.digest == said.stamp and known.state == PaperState.CHECKED:
        state = PaperState.CHECKED  # an older list does not take back what was checked since
    if not DIGEST.fullmatch(said.stamp):
        return "表有错误，还没有摘要，没有记下；改正后重新生成核对表"
    paper = Paper.model_construct(path=path, digest=said.stamp, state=str(state), date=day, note=note)
    same = known and (known.digest, known.state, known.note) == (paper.digest, paper.state, paper.note)
    return None if same else paper
