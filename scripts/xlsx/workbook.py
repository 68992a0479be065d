"""The writer of official xlsx sheets for A4, with safe text cells and reproducible bytes.

openpyxl makes what varies little (styles, head, page set-up, package). The rows below the head become XML only when the
archive takes the sheet, and only a few at a time.
Faces and sizes follow GB/T 9704-2012 (二号 = 22 pt, 三号 = 16, 四号 = 14); the fonts are named, never shipped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from scripts.xlsx.cell_text import BODY_SIZE, SMALL_SIZE, clean, line_count, room, row_height, sheet_name
from scripts.xlsx.row_xml import Cells, CellStyle, Value, xml_rows

Align: TypeAlias = Literal["left", "center", "right"]
Line: TypeAlias = "Sequence[str | Blank]"

BODY_FACE = "仿宋_GB2312"
_SMALL = " 小"  # ends the names of the styles in 五号
GRID_SIZE, GRID_DIGIT = 11, 8  # 宋体 11 pt, whose digits, 8 px wide, are Excel's unit for columns
MARGINS_MM = {"left": 18, "right": 18, "top": 25, "bottom": 25, "header": 12, "footer": 14}
ROWS_AT_ONCE = 1 << 9  # written as one piece
_HERE = "\0"  # where the rows come; no XML holds it


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `mm` is its width on paper, `code` marks digits that stay text even when edited (codes, phones)."""

    title: str
    mm: float
    align: Align = "left"
    code: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """An underlined gap for a pen, `width` Chinese characters long."""

    width: int


class Sheet:
    """One sheet, written from top to bottom: mark, title, lines, header, then rows. Made by `Book.sheet`."""

    def __init__(
        self, sheet: Worksheet, columns: Sequence[Column], landscape: bool, small: bool, known: dict[CellStyle, Cells]
    ) -> None:
        self.columns = tuple(columns)
        self.size = SMALL_SIZE if small else BODY_SIZE
        self.height = 0  # rows so far
        self._sheet = sheet
        self._rows: list[Sequence[Value]] = []
        styles = [self._column(number, column) for number, column in enumerate(columns, 1)]
        self._cells = [known.setdefault(style, Cells(style)) for style in styles]
        _set_page(sheet, landscape)

    def _column(self, number: int, column: Column) -> CellStyle:
        """What begins like a formula is guarded by Excel's apostrophe."""
        letter = get_column_letter(number)
        self._sheet.column_dimensions[letter].width = round(column.mm / 25.4 * 96 / GRID_DIGIT, 2)
        plain, guarded = (Cell(self._sheet, row=1, column=number) for _ in range(2))
        plain.style = guarded.style = self._style(_body_style(column.align, column.code))
        guarded.quotePrefix = True
        width = room(column.mm, indented=column.align == "left", size=self.size)
        end = f'</c><c r="{get_column_letter(number + 1)}' if number < len(self.columns) else "</c></row>"
        return CellStyle(width, plain.style_id, guarded.style_id, end)

    def _style(self, name: str) -> str:
        return name if self.size == BODY_SIZE else name + _SMALL

    def mark(self, text: str) -> None:
        """附件3: flush left at the top, without a colon."""
        self._lead("附件号", 30, [(len(self.columns), text)])

    def title(self, text: str) -> None:
        """The sheet's title, centred over all columns."""
        self._lead("表题", 60, [(len(self.columns), text)])

    def line(self, *parts: tuple[int, Line]) -> None:
        """A line between title and table: for each part, how many columns it spans, then its text and blanks."""
        lines, start = 1, 0
        for span, pieces in parts:
            width = sum(column.mm for column in self.columns[start : start + span])
            lines, start = max(lines, line_count(_plain(pieces), room(width, size=self.size))), start + span
        told = [(span, _rich(pieces, self.size)) for span, pieces in parts]
        self._lead(self._style("表头说明"), row_height(lines, self.size), told)

    def header(self) -> None:
        """The table's head, repeated on each printed page and kept in sight on the screen."""
        lines = max(line_count(column.title, room(column.mm, size=self.size)) for column in self.columns)
        self._lead(
            self._style("栏目"), row_height(lines, self.size) + 4, [(1, column.title) for column in self.columns]
        )
        self._sheet.print_title_rows = f"{self.height}:{self.height}"
        self._sheet.freeze_panes = f"A{self.height + 1}"

    def _lead(self, style: str, height: float, parts: Sequence[tuple[int, str | CellRichText]]) -> None:
        self.height += 1
        self._sheet.row_dimensions[self.height].height = height
        column = 1
        for span, value in parts:
            cell = self._sheet.cell(self.height, column)
            cell.style = style
            cell.value = clean(value) if isinstance(value, str) else value
            cell.data_type = "s"  # openpyxl takes = for a formula
            if span > 1:
                last = f"{get_column_letter(column + span - 1)}{self.height}"
                self._sheet.merged_cells.add(f"{cell.coordinate}:{last}")  # merge_cells also draws borders, slowly
            column += span

    def rows(self, rows: Iterable[Sequence[Value]]) -> None:
        """Rows of the table, after `header`: text is never a formula, None is an empty bordered cell."""
        before = len(self._rows)
        self._rows += rows
        self.height += len(self._rows) - before

    def complete(self, made: str) -> Iterator[str]:
        """openpyxl's XML of this sheet with the rows, the true extent, and no green corners on digits kept as text."""
        extent = f"A1:{get_column_letter(len(self.columns))}{self.height}"
        quiet = f'<ignoredErrors><ignoredError sqref="{extent}" numberStoredAsText="1"/></ignoredErrors>'
        made = _put(r'(?<=<dimension ref=")[^"]*', extent, made)
        made = _put(r"(?<=</headerFooter>)", quiet, made)
        head, tail = _put(r"(?=</sheetData>)", _HERE, made).split(_HERE)
        yield head
        yield from xml_rows(self._rows, self.height - len(self._rows) + 1, self._cells, self.size)
        yield tail


class Book:
    """A workbook in the making; `title` and `creator` (填报单位) go into its properties."""

    def __init__(self, title: str, creator: str) -> None:
        self.sheets: list[Sheet] = []
        self._cells: dict[CellStyle, Cells] = {}  # of sheets whose columns are alike
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        grid = Font(name="宋体", size=GRID_SIZE, charset=134)
        self.workbook._named_styles["Normal"].font = grid  # type: ignore[attr-defined]  # there is no public way
        self.workbook.properties.title, self.workbook.properties.creator = clean(title), clean(creator)
        for style in _styles(BODY_SIZE):
            self.workbook.add_named_style(style)

    def sheet(self, name: str, columns: Sequence[Column], *, landscape: bool = False, small: bool = False) -> Sheet:
        """A new sheet at the end; `name` is bent to what Excel allows. `small` sets lists for the desk in 五号."""
        if small and f"栏目{_SMALL}" not in self.workbook.named_styles:
            for style in _styles(SMALL_SIZE, _SMALL):
                self.workbook.add_named_style(style)
        made = self.workbook.create_sheet(sheet_name(name, self.workbook.sheetnames))
        self.sheets.append(sheet := Sheet(made, columns, landscape, small, self._cells))
        return sheet


class _Archive(ZipFile):
    """Takes openpyxl's parts with fixed dates."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_entry(str(zinfo_or_arcname)), data)


class _Writer(ExcelWriter):
    """openpyxl's writer, with the sheets made in memory, where it makes files on the disk, and completed."""

    def __init__(self, book: Book, archive: ZipFile) -> None:
        super().__init__(book.workbook, archive)
        self._book, self._zip = book, archive

    def write_worksheet(self, ws: Worksheet) -> None:
        writer = WorksheetWriter(ws, made := BytesIO())
        writer.write()
        ws._rels, ws._drawing = writer._rels, None  # type: ignore[attr-defined]  # neither links nor pictures
        parts = self._book.sheets[self.workbook.index(ws)].complete(made.getvalue().decode())
        with self._zip.open(_entry(ws.path[1:]), "w") as file:
            while part := "".join(islice(parts, ROWS_AT_ONCE)):
                file.write(part.encode())
        self.manifest.append(ws)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    return entry


def to_bytes(book: Book, when: datetime) -> bytes:
    """The xlsx file: the same book and `when` (written as UTC) give the same bytes, whatever the clock or zone."""
    stamp = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
    book.workbook.properties.created = book.workbook.properties.modified = stamp.replace(microsecond=0)
    file = BytesIO()
    _Writer(book, _Archive(file, "w", ZIP_DEFLATED)).save()
    return file.getvalue()


def save(book: Book, path: Path, when: datetime) -> Path:
    """Write the xlsx file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(book, when))
    return path


def _set_page(sheet: Worksheet, landscape: bool) -> None:
    sheet.column_dimensions.max_outline = 0  # openpyxl finds it at the first writing, says it at the second
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape" if landscape else "portrait"  # 9 is A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side, mm in MARGINS_MM.items():
        setattr(sheet.page_margins, side, round(mm / 25.4, 3))
    footer = HeaderFooterItem()
    footer.center.text, footer.center.font, footer.center.size = "— &P —", "宋体,常规", 14  # GB/T 9704: 四号, dashes
    sheet.HeaderFooter.oddFooter = footer


def _styles(size: float, suffix: str = "") -> Iterable[NamedStyle]:
    """The styles of a sheet with a body of `size` points; mark and title are alike in all."""
    thin = Side(style="thin")
    frame = Border(left=thin, right=thin, top=thin, bottom=thin)
    head = () if suffix else (("附件号", "黑体", 16, "left", None), ("表题", "方正小标宋简体", 22, "center", None))
    for name, face, points, align, border in (
        *head,
        ("表头说明", BODY_FACE, size, "left", None),
        ("栏目", "黑体", size, "center", frame),
        *(
            (_body_style(side, code), BODY_FACE, size, side, frame)
            for side in get_args(Align)
            for code in (False, True)
        ),
    ):
        indent = 1 if align == "left" and border else 0
        yield NamedStyle(
            name + suffix,
            font=Font(name=face, size=points, charset=134),  # GB 2312, so that a stand-in face is Chinese too
            alignment=Alignment(horizontal=align, vertical="center", wrap_text=True, indent=indent),
            border=border or Border(),
            number_format="@" if name.endswith("编码") else "General",
        )


def _body_style(align: Align, code: bool) -> str:
    return f"正文 {align}{' 编码' if code else ''}"


def _plain(pieces: Line) -> str:
    return "".join(clean(piece) if isinstance(piece, str) else "\u3000" * piece.width for piece in pieces)


def _rich(pieces: Line, size: float) -> str | CellRichText:
    """Plain text where nothing is blank; a blank is underlined Chinese blanks, as wide in every face."""
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(map(str, pieces))
    text, ruled = (InlineFont(rFont=BODY_FACE, sz=size, charset=134, u=rule) for rule in (None, "single"))
    return CellRichText([TextBlock(text if isinstance(piece, str) else ruled, _plain([piece])) for piece in pieces])


def _put(pattern: str, text: str, made: str) -> str:
    made, count = re.subn(pattern, lambda _: text, made)
    if count != 1:
        raise RuntimeError(f"openpyxl wrote a sheet of another shape than is known here: {pattern} fits {count} times")
    return made
