"""What the rows of a table are, whichever kind of file they come from, and how many there may be."""

from __future__ import annotations

from scripts.sandbox.refused import Refused

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 12_000, 300, 20_000

# [text, sign]: the sign says how a program may have changed the value. In a cell merged downwards follows "restart" or "continue".
Cell = list[str]
Row = list[Cell]


def trimmed(rows: list[Row], sheet: str, remarks: list[str]) -> list[Row]:
    """Rows without the blank cells and rows at their ends, and without columns too far to the right, which is remarked.

    ``sheet`` names the sheet in a sentence. Raises ``Refused`` where there are more rows than any survey has.
    """
    for row in rows:
        while row and not row[-1][0].strip() and "continue" not in row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise Refused(f"{sheet}超过 {MAX_ROWS} 行，没有读；请分成几个文件，并删去末尾多余的行")
    if any(len(row) > MAX_COLUMNS for row in rows):
        remarks.append(f"{sheet}第 {MAX_COLUMNS} 列以后的内容没有读")
    return [row[:MAX_COLUMNS] for row in rows]
