"""An untrusted .xlsx as rows of text, as they are seen: what is hidden or struck out is left out and remarked.

Read by hand, because what is wanted are values, however odd the styles are, in the strict format too, and which cells are merged.
Runs inside the worker.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from scripts.sandbox.package import Package
from scripts.sandbox.refused import Refused
from scripts.sandbox.sheet_rows import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Cell, Row, trimmed
from scripts.sandbox.signs import without_styles
from scripts.sandbox.xlsx_styles import S, Styles, is_on, whole

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_DAY_ZERO, _DAY_ZERO_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)
_MAX_SERIAL = 2_958_466  # the day after 9999-12-31
_MOST_FOOT = 255  # characters, as in Excel
_TOLD = 12  # places that a remark names; the rest it counts


def read_xlsx(data: bytes) -> dict[str, Any]:
    """``sheets``, each a name, rows of cells as in ``sheet_rows`` and its pages' foot, and ``remarks`` on what was not read.

    Raises ``Refused``.
    """
    package = Package(data, ".xlsx")
    part, book = package.main("workbook", " Excel 工作簿")
    relations = package.relations(part)
    parts = {relation.kind: relation.target for relation in relations}
    sheets = {relation.id: relation.target for relation in relations if relation.kind == "worksheet"}
    styles = Styles(package.tree(parts["styles"]) if "styles" in parts else None)
    shared = package.tree(parts["sharedStrings"]) if "sharedStrings" in parts else None
    texts: dict[int | None, tuple[str, bool]] = (
        dict(enumerate(map(_text, shared.iter(S + "si")))) if shared is not None else {}
    )
    settings = book.find(S + "workbookPr")
    first_day = _DAY_ZERO_MAC if settings is not None and settings.get("date1904") in ("1", "true") else _DAY_ZERO
    found, remarks = [], []
    for item in book.iterfind(f"{S}sheets/{S}sheet"):
        name = item.get("name", "")
        target = next((sheets[value] for value in item.attrib.values() if value in sheets), None)
        if item.get("state", "visible") != "visible":
            remarks.append(f"工作表“{name}”是隐藏的，没有读")
        elif target is None:
            remarks.append(f"“{name}”不是普通的工作表（图表或宏表），没有读")
        else:
            sheet = _Sheet(f"工作表“{name[:20]}”", styles, texts, first_day)
            root = package.tree(target)
            foot = root.findtext(f"{S}headerFooter/{S}oddFooter") or ""
            found.append({"name": name, "rows": sheet.read(root), "foot": foot[:_MOST_FOOT]})
            remarks += sheet.remarks
    return {"sheets": found, "remarks": remarks}


class _Sheet:
    def __init__(
        self, name: str, styles: Styles, texts: Mapping[int | None, tuple[str, bool]], first_day: datetime
    ) -> None:
        self.name, self.styles, self.texts, self.first_day = name, styles, texts, first_day
        self.rows: dict[int, dict[int, Cell]] = {}
        self.remarks: list[str] = []
        self._struck: list[str] = []

    def read(self, root: Any) -> list[Row]:
        """The rows from the first on; a hidden one, and a cell of a hidden column, is blank."""
        hidden_rows = [
            number for number, row in self._numbered(root) if self._read_row(number, row) and _is_hidden(row, "ht")
        ]
        hidden_columns = self._hidden_columns(root)
        self._mark_merged(root, hidden_rows)
        for number in hidden_rows:
            del self.rows[number]
        self._remark("第 {} 行是隐藏的，没有读", hidden_rows)
        self._remark(
            "第 {} 列是隐藏的，没有读", [_letters(column) for column in sorted(hidden_columns) if self._has(column)]
        )
        self._remark("{} 里划掉的文字没有读", self._struck)
        if self.rows and max(self.rows) > MAX_ROWS:
            raise Refused(f"{self.name}第 {max(self.rows)} 行还有内容，超过 {MAX_ROWS} 行，没有读；请分成几个文件")
        rows = [self._row(number, hidden_columns) for number in range(1, max(self.rows, default=0) + 1)]
        return trimmed(rows, self.name, self.remarks)

    def _numbered(self, root: Any) -> Iterator[tuple[int, Any]]:
        number = 0
        for row in root.iterfind(f"{S}sheetData/{S}row"):
            number = whole(row.get("r", "")) or number + 1
            yield number, row

    def _read_row(self, number: int, row: Any) -> bool:
        """Whether anything stands in a row."""
        cells: dict[int, Cell] = {}
        column = 0
        for element in row.iterfind(S + "c"):
            place = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column(place[1]) if place else column + 1
            cell, struck = self._cell(element)
            if struck:
                self._struck.append(f"{_letters(column)}{number}")
            if cell[0].strip():
                cells[column] = cell
        if cells:
            self.rows.setdefault(number, {}).update(cells)
        return bool(cells)

    def _cell(self, element: Any) -> tuple[Cell, bool]:
        """A cell, and whether some of its text is struck out."""
        kind, value = element.get("t", "n"), element.findtext(S + "v") or ""
        is_date, struck = self.styles.of(element)
        formula = element.find(S + "f")
        if formula is not None:
            return [f"={formula.text or value}"[:200], "formula"], False
        if kind in ("s", "inlineStr", "str"):
            text, partly = _decoded(value), False
            if kind == "s":
                text, partly = self.texts.get(whole(value), ("", False))
            elif kind == "inlineStr" and (inline := element.find(S + "is")) is not None:
                text, partly = _text(inline)
            cell = [text[:MAX_CELL], "" if len(text) <= MAX_CELL else "cut"]
            return (["", ""], bool(text.strip())) if struck else (cell, partly)
        if not value:
            return ["", ""], False
        cell = [value[:200], "error"]
        if kind == "b":
            cell = ["是" if value in ("1", "true") else "否", "bool"]
        elif kind == "d":
            cell = [value[:10], "date"]
        elif kind == "n":
            cell = _number(value, self.first_day if is_date else None)
        return (["", ""], True) if struck else (cell, False)

    def _mark_merged(self, root: Any, hidden_rows: Sequence[int]) -> None:
        """Mark the cells that are merged downwards; the value stands in the first row that is seen."""
        for merge in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            corners = [_REFERENCE.fullmatch(corner) for corner in merge.get("ref", "").split(":")]
            if len(corners) != 2 or not all(corners):
                continue
            (column, top), bottom = (_column(corners[0][1]), int(corners[0][2])), int(corners[1][2])  # type: ignore[index]
            cell = self.rows.get(top, {}).get(column)
            first, *others = [
                number
                for number in range(top, min(bottom, MAX_ROWS) + 1)
                if number in self.rows and number not in hidden_rows
            ] or [0]
            if cell and others:
                self.rows[first][column] = [*self.rows[first].get(column, cell)[:2], "restart"]
                for number in others:
                    self.rows[number].setdefault(column, ["", "", "continue"])

    def _hidden_columns(self, root: Any) -> set[int]:
        hidden = [item for item in root.iterfind(f"{S}cols/{S}col") if _is_hidden(item, "width")]
        spans = [(whole(item.get("min", "")) or 0, whole(item.get("max", "")) or 0) for item in hidden]
        return {column for first, last in spans for column in range(first, min(last, MAX_COLUMNS) + 1)}

    def _has(self, column: int) -> bool:
        return any(column in cells for cells in self.rows.values())

    def _row(self, number: int, hidden_columns: set[int]) -> Row:
        cells = self.rows.get(number, {})
        return [
            ["", ""] if column in hidden_columns else cells.get(column, ["", ""])
            for column in range(1, max(cells, default=0) + 1)
        ]

    def _remark(self, words: str, places: Sequence[object]) -> None:
        if places:
            more = f" 等 {len(places)} 处" if len(places) > _TOLD else ""
            self.remarks.append(self.name + words.format("、".join(map(str, places[:_TOLD])) + more))


def _text(item: Any) -> tuple[str, bool]:
    """The text of a string without its pronunciation and what is struck out, and whether anything was."""
    kept, struck = item.findtext(S + "t") or "", False
    for run in item.iterfind(S + "r"):
        text = run.findtext(S + "t") or ""
        if is_on(run.find(S + "rPr"), "strike"):
            struck = struck or bool(text.strip())
        else:
            kept += text
    return _decoded(kept), struck


def _decoded(text: str) -> str:
    """A text with the characters that XML cannot hold, which Excel writes as _x000D_; line breaks are \\n."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    text = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    return without_styles(text.replace("\r\n", "\n").replace("\r", "\n"))


def _number(text: str, first_day: datetime | None) -> Cell:
    """A number as it is typed, or as a date where it counts days from ``first_day``."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return [text[:200], "error"]
    if first_day is not None and 0 < value < _MAX_SERIAL - 1500:
        return [(first_day + timedelta(days=value)).isoformat()[:10], "date"]
    if not value.is_integer():
        return [repr(value), "number"]
    return [str(int(value)), "long" if abs(value) >= 1e15 else "number"]


def _is_hidden(element: Any, size: str) -> bool:
    """Whether a row or a column is hidden, or drawn to nothing."""
    return element.get("hidden", "0") in ("1", "true") or element.get(size) in ("0", "0.0")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
