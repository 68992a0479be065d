"""Which version a stamped paper shows, a unit's form or a bureau's 附件3 or 附件4: the digest in its foot, looked up as it is now and as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from schema.vocabulary.survey import constants
from scripts.bureau.former import Former, former_sheets
from scripts.bureau.papers import excluded
from scripts.bureau.sheets import APART, CONTACT_CELLS, Row, Sheet
from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import check
from scripts.check.valid import valid_units
from scripts.paper.stamps import PRINTED, Answer, FormStamps, printed_digests
from scripts.sandbox.client import Sandbox
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from scripts.tree.private import PrivateFolder, beside
from scripts.writing.digest import DIGEST_LENGTH

ENDINGS = (".docx", ".xlsx", ".txt", ".csv")
_TOLD = 10  # names that an answer gives; the rest it counts


@dataclass(frozen=True, slots=True)
class Stamp:
    """A digest to look up. Of one read from a workbook the sheet's name is known, and the texts of its rows, numbered or without a number."""

    digest: str
    sheet: str = ""
    rows: list[list[str]] = field(default_factory=list)


def stamps_in(path: Path) -> list[Stamp]:
    """The digests that a paper of ours, as .docx or .xlsx, bears in its foot, or those in a list of them. Raises ``Refused``, or OSError."""
    if path.suffix.lower() != ".xlsx":
        return [Stamp(one) for one in printed_digests(path)]
    with Sandbox() as sandbox:
        read = sandbox.open(path, ".xlsx")["sheets"]
    return [
        Stamp(
            found[1],
            sheet["name"] or "没有名字",
            [
                [cell[0] for cell in row]
                for row in sheet["rows"]
                if row and (row[0][0].isdigit() or not row[0][0].strip())
            ],
        )
        for sheet in read
        if (found := PRINTED.search(sheet["foot"]))
    ]


def verify(root: Path, stamps: Sequence[Stamp], private: PrivateFolder | None = None) -> list[Answer]:
    """An answer for each digest: of a form, of a sheet, or of neither. What is slow is looked into only for digests not found before."""
    forms = FormStamps(root)
    found = forms.current([stamp.digest for stamp in stamps if not stamp.sheet])
    rest = {stamp.digest: stamp.sheet for stamp in stamps if stamp.digest not in found}
    sheets, left_out = _current(root, private) if rest else ([], frozenset[str]())
    now = {(sheet.paper.mark, sheet.city): sheet for sheet in sheets}
    current = {sheet.digest: sheet for sheet in now.values()}
    former, reason = forms.former([one for one, sheet in rest.items() if not sheet and one not in current])
    found |= former
    if unknown := rest.keys() - current.keys() - found.keys():
        before, no_history = former_sheets(root, unknown, left_out)
        found |= {one: Answer(False, f"{one} {_changed(state, now)}") for one, state in before.items()}
        reason = reason or no_history
    return [
        _compared(stamp, current[stamp.digest])
        if stamp.digest in current
        else found.get(stamp.digest) or _unknown(stamp, reason)
        for stamp in stamps
    ]


def _unknown(stamp: Stamp, reason: str) -> Answer:
    where = f"（工作表“{stamp.sheet}”）" if stamp.sheet else ""
    return Answer(
        False,
        f"{stamp.digest}{where} 没有找到{reason}：现在的文件里没有，历史里也没有。请核对页脚上的 {DIGEST_LENGTH} 位摘要。",
    )


# ---------- sheets as they are ----------


def _current(root: Path, private: PrivateFolder | None) -> tuple[list[Sheet], frozenset[str]]:
    """Today's sheets, of all cities and of the province, as ``summaries --skip-invalid`` would write them.

    And the forms left out by decisions that Git does not hold.
    """
    checked = check(beside(DiskTree(root), private), keep=True)
    left_out = excluded(checked.received.papers) if constants().separate else ()
    return BureauWorkbooks(valid_units(checked), checked, History()).sheets(), frozenset(left_out)


def _compared(stamp: Stamp, sheet: Sheet) -> Answer:
    """Today's digest; of a workbook the rows must be today's, too."""
    if stamp.sheet and (places := list(_unlike(stamp.rows, sheet))):
        words = "、".join(places[:_TOLD]) + (f" 等 {len(places)} 处" if len(places) > _TOLD else "")
        return Answer(False, f"{stamp.digest} 是现在的{_name(sheet)}的摘要，但工作簿里的内容改动过：{words}")
    return Answer(True, f"{stamp.digest} 与现在的{_name(sheet)}一致：{_counted(sheet)}")


def _unlike(rows: Sequence[Sequence[str]], sheet: Sheet) -> Iterator[str]:
    """The rows of a workbook that are not the sheet's. A contact or phone that is kept apart may have been filled in, or left."""
    filled = [row for row in rows if any(map(_plain, row[1:]))]
    for number, row in enumerate(sheet.rows, 1):
        theirs = filled[number - 1] if number <= len(filled) else []
        if list(_differing([str(number), *row.cells], theirs)):
            yield f"第 {number} 行"
    if len(filled) > len(sheet.rows):
        yield f"多出 {len(filled) - len(sheet.rows)} 行"


def _differing(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[int]:
    """The columns in which two rows differ, those to the right of ours too."""
    for column, (one, other) in enumerate(zip_longest(ours, theirs, fillvalue="")):
        apart = len(ours) - CONTACT_CELLS <= column < len(ours) and APART in (one, other)
        if _plain(one) != _plain(other) and not apart:
            yield column


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _name(sheet: Sheet) -> str:
    return f"{sheet.name}{sheet.paper.mark}"


def _counted(sheet: Sheet) -> str:
    return f"{sheet.round}年批次，共 {len(sheet.rows)} {sheet.paper.counter}"


# ---------- sheets as they were ----------


def _changed(then: Former, now: dict[tuple[str, str], Sheet]) -> str:
    """Which state of a sheet it was, and what of it is not today's."""
    sheet = then.sheet
    today = now[sheet.paper.mark, sheet.city]
    lines = [
        f"是 {then.day} 的{_name(sheet)}（提交 {then.commit[:10]}）：{_counted(sheet)}；现在共 {len(today.rows)} {sheet.paper.counter}"
    ]
    before, after = ({row.place: row for row in one.rows} for one in (sheet, today))
    lines += _listed("增加", [row for place, row in after.items() if place not in before])
    lines += _listed("减少", [row for place, row in before.items() if place not in after])
    lines += _listed(
        "改过", [row for place, row in after.items() if place in before and before[place].digest != row.digest]
    )
    return "\n".join(lines)


def _title(cells: Sequence[str]) -> str:
    """An enterprise's name, or a product's with its unit's."""
    return cells[0] if len(cells) == 3 else f"{cells[1]}（{cells[2]}）"


def _listed(words: str, rows: Sequence[Row]) -> list[str]:
    names = [_title(row.cells) for row in rows]
    more = f" 等 {len(names)} 个" if len(names) > _TOLD else ""
    return [f"  {words}：{'、'.join(names[:_TOLD])}{more}"] if names else []
