"""Sheets that cannot hold a formula, fit A4 and come out the same, byte for byte."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scripts.xlsx.book import Book
from scripts.xlsx.cell_text import clean, line_count, room, row_height, sheet_name, text_width
from scripts.xlsx.paper_sheet import Blank, PaperColumn, PaperSheet
from tests.profiles import examples

ROOT = Path(__file__).parent.parent
WHEN = datetime(2024, 6, 10, tzinfo=UTC)
COLUMNS = (PaperColumn("序号", 15, "center"), PaperColumn("名称", 80), PaperColumn("代码", 50, "center", code=True))


def make(*rows: tuple[str | int | Decimal | None, ...], landscape: bool = False) -> Book:
    book = Book("表", "示例局")
    sheet = PaperSheet(book, "济南市", COLUMNS, landscape=landscape)
    sheet.mark("附件3")
    sheet.title("示例汇总表")
    sheet.line((2, ["填报单位：", Blank(10), "（盖章）"]), (1, ["2024年"]))
    sheet.header()
    sheet.rows(rows)
    return book


def read(book: Book) -> Worksheet:
    return load_workbook(BytesIO(book.to_bytes(WHEN))).worksheets[0]


@pytest.mark.parametrize(
    "value", ["=1+1", "+8615400000000", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "#N/A"]
)
def test_text_never_becomes_a_formula(value: str) -> None:
    sheet = read(make((1, value, value)))
    for cell in (sheet["B5"], sheet["C5"]):
        assert (cell.value, cell.data_type) == (value, "s")
    assert sheet["B5"].quotePrefix is value.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "#N/A"])
def test_head_is_text_too(value: str) -> None:
    book = Book(value, value)
    sheet = PaperSheet(book, value, [PaperColumn(value, 30)])
    sheet.mark(value)
    sheet.title(value)
    sheet.line((1, [value]))
    sheet.header()
    assert [(cell.value, cell.data_type) for (cell,) in read(book)["A1:A4"]] == [(value, "s")] * 4


def test_codes_are_text_numbers_are_numbers() -> None:
    sheet = read(make((1, None, "0531"), (2, "名", None), (3, Decimal("1E+3"), "15400000000")))
    assert [[cell.value for cell in row] for row in sheet["A5:C7"]] == [
        [1, None, "0531"],
        [2, "名", None],
        [3, 1000, "15400000000"],
    ]
    assert sheet["C7"].number_format == "@"
    assert sheet["B5"].border.left.style == "thin"


def test_page_is_ready_to_print() -> None:
    for landscape, orientation in ((False, "portrait"), (True, "landscape")):
        sheet = read(make((1, "名", "码"), landscape=landscape))
        assert sheet.page_setup.orientation == orientation
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_options.horizontalCentered
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.oddFooter.center.text.strip() == "— &P —"
        assert sheet.freeze_panes == "A5"
        assert sheet.dimensions == "A1:C5"


def test_blank_is_ruled_for_a_pen() -> None:
    sheet = load_workbook(BytesIO(make().to_bytes(WHEN)), rich_text=True).worksheets[0]
    label, blank, seal = sheet["A3"].value
    assert (str(label), str(seal)) == ("填报单位：", "（盖章）")
    assert (blank.text, blank.font.u) == ("\u3000" * 10, "single")


def test_row_grows_with_its_text() -> None:
    heights = [read(make((1, "名" * length, "码"))).row_dimensions[5].height for length in (1, 20, 60, 100, 40_000)]
    assert heights[0] == 28
    assert heights == sorted(heights)
    assert len(set(heights)) == 5
    assert heights[-1] == 409
    assert read(make((1, "名", "1；\n2"))).row_dimensions[5].height == row_height(2)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("山东示例", 8, 1),
        ("山东示例", 7, 2),
        ("山东示例（集团）", 12, 2),
        ("山东示例abcdef", 10, 2),
        ("abcdefghijkl", 5, 3),
        ("一\n二\n三", 10, 3),
        ("山东示，例", 6, 2),  # the comma draws 示 along
        ("山东。。。。。。", 4, 5),
    ],
)
def test_lines_are_counted_as_they_break(text: str, width: int, lines: int) -> None:
    assert line_count(text, width) == lines


def test_width_and_room() -> None:
    assert text_width("附件3：“甲”") == 13
    assert room(100) > room(100, indented=True) > room(50)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甲\x00\x0b\x1f乙", "甲乙"),
        ("甲\ud800乙\uffff", "甲乙"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("_x0041_", "_x0041_"),
        ("<r><t>x</t></r>", "<r><t>x</t></r>"),
        ("名" * 32_767, "名" * 32_767),
        ("名" * 32_768, "名" * 32_766 + "…"),
        ("𪚥" * 20_000, "𪚥" * 16_383 + "…"),
    ],
)
def test_hostile_text(value: str, expected: str) -> None:
    assert clean(value) == expected
    assert read(make((1, value, "<&>\"'"))).cell(5, 2).value == expected


@given(st.text(st.characters(exclude_categories=()), min_size=1))
@examples(50)
def test_any_text_comes_back(value: str) -> None:
    sheet = read(make((1, value, value)))
    assert (sheet["B5"].value or "") == clean(value)
    assert sheet["B5"].data_type != "f"


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("济南市", "济南市"),
        ("a[b]c:d*e?f/g\\h", "a_b_c_d_e_f_g_h"),
        ("'济南'", "济南"),
        ("", "表"),
        ("\x00", "表"),
        ("History", "History（2）"),
        ("名" * 40, "名" * 31),
        ("𪚥" * 20, "𪚥" * 15),
    ],
)
def test_sheet_name_fits_excel(name: str, fit: str) -> None:
    assert sheet_name(name) == fit


def test_sheet_names_differ() -> None:
    book = Book("表", "")
    for name in ("Aa", "aA", "名" * 31, "名" * 35):
        PaperSheet(book, name, COLUMNS).header()
    assert load_workbook(BytesIO(book.to_bytes(WHEN))).sheetnames == ["Aa", "aA（2）", "名" * 31, "名" * 28 + "（2）"]


def test_properties_are_as_given(tmp_path: Path) -> None:
    beijing = datetime(2024, 6, 10, 8, tzinfo=timezone(timedelta(hours=8)))
    workbook = load_workbook(make().save(tmp_path / "新" / "表.xlsx", beijing))
    found = workbook.properties
    assert (found.title, found.creator, found.created, found.modified) == ("表", "示例局", *[datetime(2024, 6, 10)] * 2)


def test_same_bytes_in_any_process() -> None:
    code = "import hashlib; from tests import test_workbook as t; print(hashlib.sha256(t.sample()).hexdigest())"
    seen = {hashlib.sha256(sample()).hexdigest()}
    for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        env = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True)
        seen.add(done.stdout.strip())
    assert len(seen) == 1


def sample() -> bytes:
    return make(*((number, f"示例{number}", "15400000000") for number in range(1, 50))).to_bytes(WHEN)


def test_rows_fill_their_columns() -> None:
    for row in ((1, "名"), (1, "名", "码", "多")):
        with pytest.raises(ValueError, match=f"{len(row)} values in 3 columns"):
            make(row)
