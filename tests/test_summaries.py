"""附件3 and 附件4 as the notice prints them: words, order, numbers, blanks, pages."""

import datetime
import itertools
import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scripts.bureau.sheets import (
    ENTERPRISES,
    PRODUCTS,
    CitySheets,
    EnterpriseRow,
    Header,
    Paper,
    ProductRow,
    phones,
    sheet_digest,
)
from scripts.bureau.summaries import PRODUCT_COLUMNS, summary, write_summaries
from scripts.xlsx.book import Book
from scripts.xlsx.cell_text import line_count, room
from tests.needs import needs_office
from tools.office import page_sizes, page_text, to_pdfs

WHEN = datetime.datetime(2024, 6, 10, tzinfo=datetime.UTC)
BLANK = Header("")
KNOWN = Header("济南市工业和信息化局", "示例经办", "0531-00000000", datetime.date(2024, 6, 5))
PROVINCE = Header("山东省工业和信息化厅")
ENTERPRISE_HEAD = ("序号", "大模型企业", "联系人", "联系方式")
PRODUCT_HEAD = ("序号", "级别", "大模型产品名称", "企业名称", "联系人", "联系方式")


def enterprise(name: str, code: str = "91370100EXAMPLE001", phone: str = "15400000000") -> EnterpriseRow:
    return EnterpriseRow("jinan", code, name, "示例人", phone, f"{code:0<10}")


def product(
    level: str, name: str, unit: str = "示例甲公司", code: str = "9137", slug: str = "a", **more: Any
) -> ProductRow:
    fields = {"version": "V1.0", "contact": "示例人", "phone": "15400000000", "digest": f"{code:0<10}"} | more
    return ProductRow("jinan", code, slug, level, name, unit=unit, **fields)


def city(
    slug: str = "jinan",
    name: str = "济南市",
    code: str = "370100",
    header: Header = BLANK,
    enterprises: tuple[EnterpriseRow, ...] = (),
    products: tuple[ProductRow, ...] = (),
    waiting: tuple[int, int] = (0, 0),
) -> CitySheets:
    return CitySheets(slug, name, code, header, enterprises, products, waiting)


def read(book: Book) -> Workbook:
    return load_workbook(BytesIO(book.to_bytes(WHEN)))


def table(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=6, values_only=True))


def head(sheet: Worksheet) -> list[str]:
    return [value for row in sheet.iter_rows(max_row=4, values_only=True) for value in row if value]


def test_enterprise_sheet_as_the_notice_prints_it() -> None:
    workbook = read(summary(ENTERPRISES, [city(header=KNOWN, enterprises=(enterprise("示例甲公司"),))], None, 2024))
    assert workbook.sheetnames == ["济南市"]
    sheet = workbook["济南市"]
    assert head(sheet) == [
        "附件3",
        "大模型企业汇总表",
        "填报单位：济南市工业和信息化局（盖章）",
        "填报日期：2024年6月5日",
        "联系人：示例经办",
        "联系方式：0531-00000000",
    ]
    assert tuple(cell.value for cell in sheet[5]) == ENTERPRISE_HEAD
    assert table(sheet) == [(1, "示例甲公司", "示例人", "15400000000")]
    assert sheet.page_setup.orientation == "portrait"
    assert "A2:D2" in sheet.merged_cells


def test_product_sheet_as_the_notice_prints_it() -> None:
    row = product("基础级", "示例泉智基础大模型", version="V2.0")
    workbook = read(summary(PRODUCTS, [city(header=KNOWN, products=(row,))], None, 2024))
    sheet = workbook["济南市"]
    assert head(sheet)[:2] == ["附件4", "大模型产品汇总表"]
    assert tuple(cell.value for cell in sheet[5]) == PRODUCT_HEAD
    assert table(sheet) == [(1, "基础级", "示例泉智基础大模型 V2.0", "示例甲公司", "示例人", "15400000000")]
    assert sheet.page_setup.orientation == "landscape"
    assert "A2:F2" in sheet.merged_cells


@pytest.mark.parametrize(("paper", "last"), [(ENTERPRISES, "D"), (PRODUCTS, "F")])
def test_faces_frames_and_page(paper: Paper, last: str) -> None:
    sheet = read(summary(paper, [city()], None, 2024)).worksheets[0]
    faces = [(sheet[f"A{row}"].font.name, sheet[f"A{row}"].font.size) for row in range(1, 7)]
    body = ("仿宋_GB2312", 14)
    assert faces == [("黑体", 16), ("方正小标宋简体", 22), body, body, ("黑体", 14), body]
    aligns = [sheet[place].alignment.horizontal for place in ("A1", "A2", "A3", "A6")]
    assert aligns == ["left", "center", "left", "center"]
    for place in ("A5", f"{last}5", "A6", f"{last}10"):
        assert sheet[place].border.bottom.style == "thin"
        assert sheet[place].alignment.vertical == "center"
        assert sheet[place].alignment.wrap_text
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1, sheet.print_title_rows) == (9, 1, "$5:$5")
    assert sheet[f"{last}6"].number_format == "@"


def test_level_is_centred_names_are_left() -> None:
    sheet = read(summary(PRODUCTS, [city(products=(product("基础级", "甲"),))], None, 2024)).worksheets[0]
    assert [cell.alignment.horizontal for cell in sheet[6]][:4] == ["center", "center", "left", "left"]


def test_unknown_header_is_left_for_a_pen() -> None:
    blank = head(read(summary(ENTERPRISES, [city()], None, 2025)).worksheets[0])
    gap = "\u3000"
    assert blank[2] == f"填报单位：{gap * 10}（盖章）"
    assert blank[3] == f"填报日期：2025年{gap * 2}月{gap * 2}日"
    assert blank[4:] == [f"联系人：{gap * 8}", f"联系方式：{gap * 8}"]


@pytest.mark.parametrize(("paper", "columns"), [(ENTERPRISES, 4), (PRODUCTS, 6)])
@pytest.mark.parametrize(
    ("header", "words"), [(BLANK, "尚无报送。"), (Header("", zero=True), "零报告：济南市没有单位报送。")]
)
def test_empty_city_has_five_numbered_rows_and_says_why(paper: Paper, columns: int, header: Header, words: str) -> None:
    rows = table(read(summary(paper, [city(header=header)], None, 2024)).worksheets[0])
    blanks = [None] * (columns - 1)
    assert rows == [*((number, *blanks) for number in range(1, 6)), (words, *blanks)]


@pytest.mark.parametrize(("paper", "words"), [(ENTERPRISES, "另有 3 家待补报。"), (PRODUCTS, "另有 4 个待补报。")])
def test_what_is_left_out_is_told_in_place_of_blank_rows(paper: Paper, words: str) -> None:
    own = {"header": Header("", zero=True), "waiting": (3, 4)}
    assert [row[0] for row in table(read(summary(paper, [city(**own)], None, 2024)).worksheets[0])] == [words]
    filled = city(**own, enterprises=(enterprise("示例甲"),), products=(product("基础级", "甲"),))
    assert [row[0] for row in table(read(summary(paper, [filled], None, 2024)).worksheets[0])] == [1, words]
    province = read(summary(paper, [filled, city("zibo", "淄博市", "370300", waiting=(1, 1))], PROVINCE, 2024))
    assert table(province["全省"])[-1][0] == words.translate({ord("3"): "4", ord("4"): "5"})


def test_the_foot_names_round_city_count_digest_and_version() -> None:
    rows = (enterprise("示例安"), enterprise("示例博", code="2"))
    book = read(
        summary(ENTERPRISES, [city(enterprises=rows), city("zibo", "淄博市", "370300")], PROVINCE, 2024, "abc1234567")
    )
    feet = {sheet.title: sheet.oddFooter for sheet in book.worksheets}
    assert {name: foot.left.text for name, foot in feet.items()} == {
        "全省": "2024年批次　全省　共 2 家",
        "济南市": "2024年批次　济南市　共 2 家",
        "淄博市": "2024年批次　淄博市　共 0 家",
    }
    assert {foot.center.text.strip() for foot in feet.values()} == {"— &P —"}
    assert len({foot.right.text for foot in feet.values()}) == 3
    for foot in feet.values():
        assert re.fullmatch("摘要 [0-9a-f]{10}　版本 abc1234567", foot.right.text)
        assert (foot.left.size, foot.center.size, foot.right.size) == (9, 14, 9)
    assert "版本" not in read(summary(ENTERPRISES, [city()], None, 2024)).worksheets[0].oddFooter.right.text


def test_the_digest_is_of_the_paper_the_round_the_city_and_the_forms_in_order() -> None:
    content = '["附件3","2024","jinan",["aaaaaaaaaa","bbbbbbbbbb"]]'
    assert sheet_digest(ENTERPRISES, 2024, "jinan", ["a" * 10, "b" * 10]) == sha256(content.encode()).hexdigest()[:10]
    forms = ["a" * 10, "b" * 10]
    different = [(PRODUCTS, 2024, "jinan", forms), (ENTERPRISES, 2025, "jinan", forms), (ENTERPRISES, 2024, "", forms)]
    different += [(ENTERPRISES, 2024, "jinan", forms[::-1]), (ENTERPRISES, 2024, "jinan", forms[:1])]
    assert len({sheet_digest(*arguments) for arguments in different}) == 5


def test_several_phones_stand_one_below_another() -> None:
    rows = (enterprise("示例甲", phone="0531-00000000、15400000001"), enterprise("示例乙", phone="15400000002"))
    sheet = read(summary(ENTERPRISES, [city(enterprises=rows)], None, 2024)).worksheets[0]
    assert [row[3] for row in table(sheet)] == ["0531-00000000；\n15400000001", "15400000002"]
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[7].height


def test_a_landline_and_its_extension_stand_on_one_line() -> None:
    column = PRODUCT_COLUMNS[-1]
    shown = phones("15400000001、0532-00000112转8066、0532-00000113").split("\n")
    assert shown == ["15400000001；", "0532-00000112转8066；", "0532-00000113"]
    assert all(line_count(line, room(column.mm)) == 1 for line in shown)


def test_enterprises_stand_in_pinyin_order_then_by_code() -> None:
    wanted = [("示例安", "3"), ("示例博", "2"), ("示例博", "4"), ("示例长", "1"), ("示例章", "0")]
    for order in itertools.permutations(wanted):
        rows = tuple(enterprise(name, code, phone=code) for name, code in order)
        got = table(read(summary(ENTERPRISES, [city(enterprises=rows)], None, 2024)).worksheets[0])
        assert [(row[1], row[3]) for row in got] == wanted
        assert [row[0] for row in got] == [1, 2, 3, 4, 5]


def test_products_stand_by_level_unit_name_code_slug() -> None:
    wanted = (
        product("基础级", "丁", unit="示例乙公司", phone="1"),
        product("行业级", "甲", unit="示例安公司", phone="2"),
        product("行业级", "乙", unit="示例安公司", phone="3"),
        product("行业级", "甲", unit="示例博公司", code="1", phone="4"),
        product("行业级", "甲", unit="示例博公司", code="2", slug="a", phone="5"),
        product("行业级", "甲", unit="示例博公司", code="2", slug="b", phone="6"),
        product("场景级", "甲", unit="示例安公司", phone="7"),
    )
    rows = tuple(sorted(wanted, key=lambda row: row.phone, reverse=True))
    got = table(read(summary(PRODUCTS, [city(products=rows)], None, 2024)).worksheets[0])
    assert [row[5] for row in got] == list("1234567")


def test_province_holds_all_by_city_code_then_a_sheet_a_city() -> None:
    cities = [
        city("heze", "菏泽市", "371700", products=(product("基础级", "甲"),), enterprises=(enterprise("示例安"),)),
        city("zibo", "淄博市", "370300"),
        city("jinan", "济南市", "370100", KNOWN, (enterprise("示例章"),), (product("场景级", "乙"),)),
    ]
    enterprises = read(summary(ENTERPRISES, cities, PROVINCE, 2024))
    assert enterprises.sheetnames == ["全省", "济南市", "淄博市", "菏泽市"]
    assert [row[:2] for row in table(enterprises["全省"])] == [(1, "示例章"), (2, "示例安")]
    assert head(enterprises["全省"])[2] == "填报单位：山东省工业和信息化厅（盖章）"
    assert head(enterprises["济南市"])[2] == "填报单位：济南市工业和信息化局（盖章）"
    assert [row[0] for row in table(enterprises["菏泽市"])] == [1]
    assert [row[0] for row in table(enterprises["淄博市"])] == [1, 2, 3, 4, 5, "尚无报送。"]
    products = read(summary(PRODUCTS, cities, PROVINCE, 2024))
    assert [row[:3] for row in table(products["全省"])] == [(1, "场景级", "乙 V1.0"), (2, "基础级", "甲 V1.0")]


def test_files_lie_where_bureaus_look(tmp_path: Path) -> None:
    cities = [city(), city("qingdao", "青岛市", "370200")]
    paths = write_summaries(cities, PROVINCE, 2024, tmp_path, WHEN)
    names = ("附件3 大模型企业汇总表.xlsx", "附件4 大模型产品汇总表.xlsx")
    assert paths == [tmp_path / folder / name for folder in ("jinan", "qingdao", "全省") for name in names]
    assert sorted(paths) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    before = [path.read_bytes() for path in paths]
    write_summaries(cities, PROVINCE, 2024, tmp_path, WHEN)
    assert [path.read_bytes() for path in paths] == before
    assert load_workbook(paths[0]).sheetnames == ["济南市"]


def test_hostile_rows_stay_text() -> None:
    row = EnterpriseRow("jinan", "x", "=cmd|' /C calc'!A0\x07", "@示例", "+8615400000000", "")
    sheet = read(summary(ENTERPRISES, [city("jinan", "济[南]*市", enterprises=(row,))], None, 2024)).worksheets[0]
    assert [cell.data_type for cell in sheet[6]] == ["n", "s", "s", "s"]
    assert table(sheet) == [(1, "=cmd|' /C calc'!A0", "@示例", "+8615400000000")]


MOST_PAGES = {ENTERPRISES: {0: 1, 1: 1, 90: 7}, PRODUCTS: {0: 1, 1: 1, 90: 11}}


@needs_office
def test_pages(tmp_path: Path) -> None:
    documents = []
    for rows in MOST_PAGES[ENTERPRISES]:
        units = [f"示例泉智{number:03}（山东）人工智能科技有限公司" for number in range(rows)]
        enterprises = tuple(map(enterprise, units))
        products = tuple(
            product("行业级", f"{unit[:7]}大模型", unit="示例泉智（山东）人工智能科技有限公司") for unit in units
        )
        for paper in MOST_PAGES:
            book = summary(paper, [city(enterprises=enterprises, products=products)], None, 2024, "abc1234567")
            documents.append(book.save(tmp_path / f"{paper.mark}-{rows}.xlsx", WHEN))
    heads = {ENTERPRISES: (ENTERPRISE_HEAD, "595"), PRODUCTS: (PRODUCT_HEAD, "841")}
    printed = {pdf.stem: pdf for pdf in to_pdfs(documents, tmp_path)}
    for paper, (head, width) in heads.items():
        for rows, pages in MOST_PAGES[paper].items():
            pdf = printed[f"{paper.mark}-{rows}"]
            check_pages(pdf, pages, head, width)
            text = "".join(page_text(pdf, page) for page in range(1, len(page_sizes(pdf)) + 1))
            assert paper.name.split()[1] in page_text(pdf, 1)
            assert f"共{rows}{paper.counter}" in text.replace(" ", "")
            assert f"示例泉智{rows - 1:03}" in text or not rows


def check_pages(pdf: Path, most: int, titles: tuple[str, ...], width: str) -> None:
    """A stand-in face may be narrower, so the count has some play; nothing may run over to a second page across."""
    sizes = page_sizes(pdf)
    assert most * 0.6 <= len(sizes) <= most
    assert all(size.startswith(width) and size.endswith("(A4)") for size in sizes)
    for page in range(1, len(sizes) + 1)[:3]:
        text = page_text(pdf, page)
        assert all(title in text for title in titles)
        assert ("填报单位" in text) is (page == 1)
        assert f"—{page}—" in text.replace(" ", "")
