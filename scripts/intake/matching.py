"""A file's tables → forms: which table is which form, and which is none of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from schema.forms.registry import ENTERPRISE, PRODUCT, UNIT_FORMS, FormKind
from scripts.intake.grid import Grid, Row, of_lines, of_sheet, of_word
from scripts.intake.labels import Label, find_label, is_peculiar
from scripts.intake.layouts import pairs_in, read_form
from scripts.intake.lists import find_head, read_list
from scripts.intake.papers import Found
from scripts.intake.rich import Rich, plain

_MOST_ROWS = 500  # of a table laid out as a form, which has a few dozen
_TITLE = re.compile(r"[^。；]{2,38}(?:表|名单)(?:\([^()]*\))?")
_SUMMARY = re.compile(r".*汇总表.*")
_ELSEWHERE = re.compile(
    r".*(?:申报|申请|推荐|备案|报名|登记|认定|评价|统计|年报|普查|专精特新|高新技术|瞪羚|独角兽|小巨人|单项冠军|首台套|数字化转型).*"
)


def papers_of_docx(content: Mapping[str, Any]) -> Found:
    """The forms of a Word file as ``read_docx`` returns it."""
    found, lines, title, number = Found(), [], "", 0
    for kind, block in content["blocks"]:
        if kind == "t":
            number += 1
            _add(found, of_word(f"表格 {number} ", block, title))
            title = ""
        else:
            lines.append(Rich.of(block))
            found.leave("表格外", [lines[-1].text])
            title = _title(lines[-1].text) or title
    if not found.papers:
        _add_lines(found, lines)
    for paper in found.papers:
        paper.footer = content["footer"]
        paper.remarks += content["remarks"]
    return found


def papers_of_sheets(content: Mapping[str, Any]) -> Found:
    """The forms of a workbook or of a CSV: a row each in a list, or a sheet laid out like the paper."""
    found = Found()
    for sheet in content["sheets"]:
        name = f"工作表“{sheet['name']}”" if sheet["name"] else "表"
        before = len(found.outside)
        if not _add(found, of_sheet(name, sheet["rows"])) and sheet["name"] == "说明":
            del found.outside[before:]  # our own template's page of advice
    return found


# ---------- one table ----------


def _add(found: Found, grid: Grid) -> bool:
    """Add the forms of a table; False where it holds none."""
    title = next((text for row in grid.rows[:3] if (text := _title_in(row))), grid.title)
    if _SUMMARY.fullmatch(title) and "摸底" not in title:
        found.refuse(grid, f"“{title}”是汇总表，不是附件1、附件2")
        return False
    if _ELSEWHERE.fullmatch(title) and not _is_ours(title):
        found.refuse(grid, f"“{title}”像是另一项工作的表，不是大模型摸底的附件1、附件2")
        return False
    if head := find_head(grid):
        read_list(found, grid, head)
        return True
    kind = _kind(found, grid, title) if len(grid.rows) <= _MOST_ROWS else None
    if kind is None:
        found.leave_whole(grid)
        return False
    papers = read_form(grid, kind)
    last = found.papers[-1] if found.papers else None
    if last and last.kind is kind and not last.place and not last.answers_again(papers[0]):
        last.answers += papers[0].answers
        last.unread += papers[0].unread
        papers = papers[1:]
    elif not _is_ours(title) and len(_peculiar(kind, grid)) < 2:
        found.refuse(grid, "看不出是大模型摸底的附件1、附件2：这两张表特有的栏目不到两个")
        return False
    found.papers += papers
    return True


def _add_lines(found: Found, lines: Sequence[Rich]) -> None:
    """A form without a table: labels at the beginning of lines."""
    grid = of_lines(lines)
    title = next((text for line in lines if (text := _title(line.text))), "")
    kind = _kind(found, grid, title)
    if kind and len(labels_in(kind, grid)) >= 4 and (_is_ours(title) or len(_peculiar(kind, grid)) >= 2):
        found.papers += read_form(grid, kind)
        found.outside.clear()


def _title(text: str) -> str:
    line = plain(text)
    return line if _TITLE.fullmatch(line) else ""


def _title_in(row: Row) -> str:
    """The title that a row holds alone."""
    texts = [cell.text for cell in row if cell.filled]
    return _title(texts[0]) if len(texts) == 1 else ""


def _is_ours(title: str) -> bool:
    return "大模型" in title or "摸底" in title


def _kind(found: Found, grid: Grid, title: str) -> FormKind | None:
    """The form with the most labels in a table; on a tie the form before, else the one that the title names."""
    counts = {kind: len(labels_in(kind, grid)) for kind in UNIT_FORMS}
    best = max(counts.values())
    if best == 0 or (best < 3 and not found.papers):
        return None
    tied = [kind for kind, count in counts.items() if count == best]
    expected = PRODUCT if "产品" in title else found.papers[-1].kind if found.papers else ENTERPRISE
    return expected if expected in tied else tied[0]


def labels_in(kind: FormKind, grid: Grid) -> set[tuple[Label, str]]:
    """The labels of a form in a table, each with its text."""
    found: dict[Label, str] = {}
    for row in grid.rows:
        for cell in row:
            if label := find_label(kind, cell.text):
                found.setdefault(label, cell.text)
            else:
                for inner, text, _ in pairs_in(kind, cell):
                    if inner:
                        found.setdefault(inner, text)
    return set(found.items())


def _peculiar(kind: FormKind, grid: Grid) -> set[Label]:
    return {label for label, text in labels_in(kind, grid) if is_peculiar(label, text)}
