"""Untrusted .xlsx and .csv files as rows of text, within bounds. Runs inside the worker."""

from __future__ import annotations

import csv
import io
import warnings
from datetime import date, datetime
from typing import Any

import openpyxl

from scripts.sandbox.package import Package, Refused

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 12_000, 300, 20_000


def read_xlsx(data: bytes) -> dict[str, Any]:
    """``sheets``, each a name and rows of [text, sign] cells; the sign says how Excel may have changed the value."""
    package = Package(data, ".xlsx")
    package.check_xml()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = [{"name": sheet.title, "rows": _rows(sheet)} for sheet in book.worksheets]
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused("工作簿损坏，读不出来；请用 Excel 或 WPS 打开后另存为 .xlsx") from error
    return {"sheets": sheets}


def _rows(sheet: Any) -> list[list[list[str]]]:
    sheet.reset_dimensions()
    rows: list[list[list[str]]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS), 1):
        if number > MAX_ROWS:
            raise Refused(f"工作表“{sheet.title[:20]}”超过 {MAX_ROWS} 行，没有读；请分成几个文件")
        row = [_cell(cell) for cell in cells]
        while row and not row[-1][0]:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(cell: Any) -> list[str]:
    value = cell.value
    if value is None:
        return ["", ""]
    if cell.data_type == "f":
        return [str(value)[:200], "formula"]
    if cell.data_type == "e":
        return [str(value), "error"]
    if isinstance(value, bool):
        return ["是" if value else "否", "bool"]
    if isinstance(value, datetime | date):
        return [value.isoformat()[:10], "date"]
    if isinstance(value, int | float):
        whole = float(value).is_integer()
        return [str(int(value)) if whole else repr(value), "long" if abs(value) >= 1e15 else "number"]
    return [str(value)[:MAX_CELL], "" if len(str(value)) <= MAX_CELL else "cut"]


def read_csv(data: bytes) -> dict[str, Any]:
    """The one sheet of a .csv in UTF-8, UTF-16 or GB 18030, separated by commas, semicolons or tabs."""
    for codec in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else codec)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("看不出文件的编码；请用 Excel 另存为“CSV UTF-8”，或另存为 .xlsx")
    if "\0" in text:
        raise Refused("这不是 CSV 文本；请另存为“CSV UTF-8”，或另存为 .xlsx")
    head = text.split("\n", 1)[0]
    mark = max(",\t;", key=head.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append([[cell, ""] for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS:
                raise Refused(f"超过 {MAX_ROWS} 行，没有读；请分成几个文件")
    except csv.Error as error:
        raise Refused("CSV 的写法不对，读不出来；请用 Excel 另存为 .xlsx") from error
    return {"sheets": [{"name": "", "rows": rows}]}
