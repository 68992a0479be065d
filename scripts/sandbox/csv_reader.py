"""An untrusted .csv, or the tabbed text that Excel saves, as rows of text. Runs inside the worker."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Any

from scripts.sandbox.refused import Refused
from scripts.sandbox.sheet_rows import Row, trimmed
from scripts.sandbox.signs import without_styles

_MARKS = ",\t;"
_SNIFFED = 10  # lines in which the separator is looked for: titles stand above the head
_DECLARED = re.compile(r'\ufeff?"?sep=(.)"?', re.IGNORECASE)  # Excel's own first line
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')  # what keeps Excel from changing a number
_APOSTROPHE = re.compile("'[^']*")


def read_csv(data: bytes) -> dict[str, Any]:
    """The one sheet of a .csv in UTF-8, UTF-16 or GB 18030, separated by commas, semicolons or tabs."""
    text = _decoded(data)
    mark, skipped = _separator(text)
    rows: list[Row] = []
    try:
        for number, row in enumerate(_records(text, mark)):
            rows.append([] if number < skipped or not any(row) else [[_typed(cell), ""] for cell in row])
    except csv.Error as error:
        raise Refused("CSV 的写法不对，读不出来；请用 Excel 另存为 .xlsx") from error
    remarks: list[str] = []
    return {"sheets": [{"name": "", "rows": trimmed(rows, "", remarks)}], "remarks": remarks}


def _decoded(data: bytes) -> str:
    utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for codec in ("utf-16",) if utf_16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(codec)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("看不出文件的编码；请用 Excel 另存为“CSV UTF-8”，或另存为 .xlsx")
    if "\0" in text:
        raise Refused("这不是 CSV 文本；请另存为“CSV UTF-8”，或另存为 .xlsx")
    return text


def _records(text: str, mark: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark)


def _separator(text: str) -> tuple[str, int]:
    """The separator, and how many lines before the table only declare it."""
    if declared := _DECLARED.fullmatch(text[:20].splitlines()[0] if text.strip() else ""):
        return declared[1], 1
    return max(_MARKS, key=lambda mark: _widest(text, mark)), 0


def _widest(text: str, mark: str) -> tuple[int, int]:
    """How many cells at least two of the first lines have alike, and how many the longest has."""
    try:
        widths = Counter(len(row) for row in islice(_records(text, mark), _SNIFFED))
    except csv.Error:
        return 0, 0
    return max((width for width, times in widths.items() if times > 1), default=0), max(widths, default=0)


def _typed(cell: str) -> str:
    """A cell's text without what makes Excel take it as text: ="…", or an apostrophe before it."""
    cell = without_styles(cell)
    as_text = _AS_TEXT.fullmatch(cell.strip())
    if as_text:
        return as_text[1].replace('""', '"')
    return cell[1:] if _APOSTROPHE.fullmatch(cell) else cell
