"""Looks that mean something: what a reader of the page or the sheet sees is what is read, and what is left out is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from scripts.sandbox.csv_reader import read_csv
from scripts.sandbox.docx_reader import read_docx
from scripts.sandbox.xlsx_reader import read_xlsx
from tests.paper.test_hostile import KIND, MAIN, RELS, W, package, relation, row, workbook

STRUCK, HIDDEN, REVISED = (
    "有划掉的文字（删除线），没有读",
    "有隐藏的文字或行，没有读",
    "有修订痕迹，按“接受全部修订”读取",
)


def text(block: Any) -> str:
    """A paragraph's text, or a table's with | between cells and / between the lines of one."""
    kind, content = block
    if kind == "p":
        return "".join(span[0] for span in content)
    return "\n".join("|".join("/".join(text(["p", line]) for line in cell["p"]) for cell in line) for line in content)


def seen(body: str, more: dict[str, str | bytes] | None = None, **parts: str) -> tuple[list[str], list[str]]:
    """The blocks' texts and the remarks of a document; ``parts`` are its further parts by kind of relationship."""
    ours = "".join(f'<Relationship Id="{kind}" Type="{KIND}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    files: dict[str, str | bytes] = {"word/_rels/document.xml.rels": RELS.format(ours)}
    files |= {f"word/{kind}.xml": f"<w:{kind} {W}>{content}</w:{kind}>" for kind, content in parts.items()}
    content = read_docx(package(body, files | (more or {})))
    return [text(block) for block in content["blocks"]], content["remarks"]


def run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


def line(*runs: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>" for cells in rows)
        + "</w:tbl>"
    )


@pytest.mark.parametrize(
    ("body", "words", "remarks"),
    [
        (line(run("注册资金"), run("3000", "<w:strike/>"), run("5000")), "注册资金5000", [STRUCK]),
        (line(run("3000", "<w:dstrike/>"), run("5000", '<w:strike w:val="0"/>')), "5000", [STRUCK]),
        (line(run("示例甲"), run("（内部编号）", "<w:vanish/>")), "示例甲", [HIDDEN]),
        (line(run("示例甲"), run("乙", '<w:rStyle w:val="Gone"/>')), "示例甲", [HIDDEN]),
        (line(run("示例甲"), style='<w:pStyle w:val="Below"/>'), "", [HIDDEN]),
        (line("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>lì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>例</w:t></w:r></w:rubyBase></w:ruby></w:r>"), "例", []),
        (line("<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>", "<w:ins>" + run("新") + "</w:ins>"), "新", [REVISED]),
        (line("<w:moveFrom>" + run("甲") + "</w:moveFrom>", run("乙"), "<w:moveTo>" + run("甲") + "</w:moveTo>"), "乙甲", [REVISED]),
        (line(run("示例泉智"), style="<w:rPr><w:del/></w:rPr>") + line(run("科技")), "示例泉智科技", [REVISED]),
        (line("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击或点击此处输入文字。") + "</w:sdtContent></w:sdt>"), "", []),
        (line("<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>" + run("企业") + "</w:sdtContent></w:sdt>"), "企业", []),
        (line(run("☑\ufe0f企业 ☐\ufe0e事业单位 ✔️其他")), "☑企业 ☐事业单位 ✔其他", []),
        (line(run("❤️")), "❤️", []),
    ],
)  # fmt: skip
def test_what_is_not_seen_in_word_is_not_read(body: str, words: str, remarks: list[str]) -> None:
    styles = (
        '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Below"><w:basedOn w:val="Gone"/></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    assert seen(body, styles=styles) == ([words], remarks)


def test_hidden_and_deleted_rows_and_cells_are_left_out() -> None:
    gone = table(
        [line(run("甲")), line(run("1"))], [line(run("乙")), line(run("2"))], [line(run("丙")), line(run("3"))]
    )
    body = gone.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1)
    body = body[::-1].replace("<w:tr>"[::-1], "<w:tr><w:trPr><w:del/></w:trPr>"[::-1], 1)[::-1]
    assert seen(body) == (["乙|2"], [REVISED, HIDDEN])
    assert seen(gone.replace("<w:tc>", "<w:tc><w:tcPr><w:cellDel/></w:tcPr>", 1)) == (["1\n乙|2\n丙|3"], [REVISED])


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r" EQ \o\ac(□,√)", "☑"), (r"eq \o(√,□)", "☑"), (r" EQ \o\ac(□，✓)", "☑"), (r" EQ \o\ac(\s\up10(□),√) ", "☑"), (r"EQ \o\ac(□,)", "□"),
        (r" EQ \o\ac(○,3)", "3"), (r"EQ \f(1,2)", "12"), (" PAGE ", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_tick_laid_over_a_box_is_a_tick(instruction: str, shown: str) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    typed = "".join(f"<w:r><w:instrText>{char}</w:instrText></w:r>" for char in instruction)
    field = mark.format("begin") + typed + mark.format("separate") + mark.format("end")
    assert seen(line(field, run("企业"))) == ([f"{shown}企业"], [])
    assert seen(line(f'<w:fldSimple w:instr="{instruction}"/>', run("企业"))) == ([f"{shown}企业"], [])


def numbered(words: str, level: int = 0, number: int = 1) -> str:
    return line(run(words), style=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%1.%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06c"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)


def test_the_numbers_of_a_list_are_kept() -> None:
    cell = (
        numbered("算法")
        + numbered("数据", 1)
        + numbered("语料", 1)
        + numbered("点", 2)
        + numbered(" ")
        + numbered("工程")
    )
    (words,), _ = seen(table([line(run("经营范围")), cell]), numbering=NUMBERING)
    assert words == "经营范围|一、算法/（1.1）数据/（1.2）语料/点/ /三、工程".replace("（1.", "（一.")


def test_a_number_alone_is_no_part_of_a_label_or_an_answer() -> None:
    words, _ = seen(
        table([numbered("企业名称"), numbered("示例公司")], [numbered("注册资金"), numbered("1")]), numbering=NUMBERING
    )
    assert words == ["企业名称|示例公司\n注册资金|1"]
    words, _ = seen(numbered("甲", number=99) + numbered("乙", 99), numbering="<w:num/>")
    assert words == ["甲", "乙"]


def test_a_table_in_an_answer_is_lines_of_it() -> None:
    inner = table([line(run("算法")), line(run("数据"))], [line(run("12人")), line(run("8人"))])
    (words,), _ = seen(table([line(run("团队")), line(run("共20人：")) + inner + line(run("具备能力"))]))
    assert words == "团队|共20人：/算法 数据/12人 8人/具备能力"
    layout, form = seen(table([inner]))[0]
    assert layout == "" and form == "算法|数据\n12人|8人"


def test_notes_are_told() -> None:
    _, remarks = seen(
        line(run("甲")),
        comments="<w:comment/>",
        footnotes='<w:footnote w:type="separator"/><w:footnote/>',
        endnotes='<w:endnote w:type="separator"/>',
    )
    assert remarks == ["有批注，批注没有读", "有脚注，脚注没有读"]


# ---------- whole documents ----------


def test_the_main_part_is_found_by_its_relationship() -> None:
    data = package(
        more={
            "word/document2.xml": f"<w:document {W}><w:body>{line(run('真'))}</w:body></w:document>",
            "_rels/.rels": MAIN.replace("document.xml", "document2.xml"),
        }
    )
    assert [text(block) for block in read_docx(data)["blocks"]] == ["真"]


def test_strict_files_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/"
    main = MAIN.replace("http://schemas.openxmlformats.org/officeDocument/2006/", strict + "officeDocument/")
    document = f'<w:document xmlns:w="{strict}wordprocessingml/main"><w:body>{line(run("甲"))}</w:body></w:document>'
    assert [text(block) for block in read_docx(package(document=document, more={"_rels/.rels": main}))["blocks"]] == [
        "甲"
    ]
    sheet = f'<worksheet xmlns="{strict}spreadsheetml/main"><sheetData><row><c t="d"><v>2024-03-05T00:00:00</v></c></row></sheetData></worksheet>'
    data = workbook("", {"xl/sheet1.xml": sheet, "_rels/.rels": main.replace("word/document", "xl/workbook")})
    assert rows(data) == [[["2024-03-05", "date"]]]


def test_a_template_named_in_the_settings_is_no_harm() -> None:
    assert seen(line(run("甲")), {"word/_rels/settings.xml.rels": relation("attachedTemplate", "file:///C:/甲.dotx")})[
        0
    ] == ["甲"]


# ---------- workbooks ----------


def rows(data: bytes) -> Any:
    (sheet,) = read_xlsx(data)["sheets"]
    return sheet["rows"]


def styled(sheet: str, fonts: str = "", looks: str = "", formats: str = "") -> bytes:
    styles = f'<styleSheet xmlns="{S}">{formats}<fonts><font/>{fonts}</fonts><fills><fill/></fills><cellXfs><xf/>{looks}</cellXfs></styleSheet>'
    related = RELS.format(
        f'<Relationship Id="r1" Type="{KIND}/worksheet" Target="sheet1.xml"/><Relationship Id="r2" Type="{KIND}/styles" Target="styles.xml"/>'
    )
    return workbook(sheet, {"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": related})


S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_what_is_not_seen_in_a_sheet_is_left_out_and_told() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" width="0"/></cols><sheetData>'
        + row(1, "企业名称", "内部", "注册资金")
        + row(2, "示例甲公司", "x", "5").replace("<row", '<row hidden="true"')
        + row(3, "示例乙公司", "y", "6")
        + row(4, "", "", "").replace("<row", '<row ht="0"')
        + "</sheetData>"
    )
    found = read_xlsx(workbook(sheet))
    assert [[cell[0] for cell in line] for line in found["sheets"][0]["rows"]] == [
        ["企业名称", "", "注册资金"],
        [],
        ["示例乙公司", "", "6"],
    ]
    assert found["remarks"] == ["工作表“名单”第 2 行是隐藏的，没有读", "工作表“名单”第 B 列是隐藏的，没有读"]


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    book = f'<workbook xmlns="{S}" xmlns:r="{KIND}"><sheets><sheet name="去年" state="veryHidden" r:id="r1"/><sheet name="图" r:id="r9"/></sheets></workbook>'
    found = read_xlsx(workbook("", {"xl/workbook.xml": book}))
    assert found == {
        "sheets": [],
        "remarks": ["工作表“去年”是隐藏的，没有读", "“图”不是普通的工作表（图表或宏表），没有读"],
    }


def test_struck_text_is_deleted() -> None:
    partly = '<row><c t="inlineStr"><is><r><rPr><strike/></rPr><t>3000</t></r><r><t>5000</t></r><rPh><t>wu qian</t></rPh></is></c><c s="1"><v>9</v></c></row>'
    found = read_xlsx(styled(f"<sheetData>{partly}</sheetData>", "<font><strike/></font>", '<xf fontId="1"/>'))
    assert found["sheets"][0]["rows"] == [[["5000", ""]]] and found["remarks"] == [
        "工作表“名单”A1、B1 里划掉的文字没有读"
    ]


@pytest.mark.parametrize(
    ("look", "formats", "cell"),
    [
        ('<xf numFmtId="14"/>', "", ["2024-03-01", "date"]),
        ('<xf numFmtId="57"/>', "", ["2024-03-01", "date"]),
        ('<xf numFmtId="176"/>', '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>', ["2024-03-01", "date"]),
        ('<xf numFmtId="176"/>', '<numFmts><numFmt numFmtId="176" formatCode="0&quot;days&quot;[Red]\\m"/></numFmts>', ["45352", "number"]),
        ('<xf numFmtId="x" fontId="99"/>', "", ["45352", "number"]),
        ("", "", ["45352", "number"]),
    ],
)  # fmt: skip
def test_a_number_is_a_date_where_it_is_shown_as_one(look: str, formats: str, cell: list[str]) -> None:
    assert rows(styled('<sheetData><row><c s="1"><v>45352</v></c></row></sheetData>', "", look, formats)) == [[cell]]


def test_values_as_excel_keeps_them() -> None:
    cells = [
        ("<c><v>15400000001</v></c>", ["15400000001", "number"]), ("<c><v>1.1000000000000001</v></c>", ["1.1", "number"]),
        ("<c><v>9.1370101999999997E17</v></c>", ["913701020000000000", "long"]), ('<c t="b"><v>1</v></c>', ["是", "bool"]),
        ('<c t="e"><v>#REF!</v></c>', ["#REF!", "error"]), ("<c><v>INF</v></c>", ["INF", "error"]), ("<c><f>A1*2</f><v>4</v></c>", ["=A1*2", "formula"]),
        ('<c t="str"><v>甲_x000D_\n乙_x005F_x000D_</v></c>', ["甲\n乙_x000D_", ""]), ('<c t="s"><v>0</v></c>', ["共享", ""]), ('<c t="s"><v>77</v></c>', ["", ""]),
        ('<c t="inlineStr"><is><t>☑️企业</t></is></c>', ["☑企业", ""]), ('<c t="str"><v>尾</v></c>', ["尾", ""]),
    ]  # fmt: skip
    shared = f'<sst xmlns="{S}"><si><t>共享</t><rPh><t>gong xiang</t></rPh></si></sst>'
    sheet = "<sheetData><row>" + "".join(cell for cell, _ in cells) + "</row></sheetData>"
    assert rows(workbook(sheet, {"xl/shared.xml": shared})) == [[value for _, value in cells]]


def test_a_cell_merged_downwards_is_marked_from_the_first_row_that_is_seen() -> None:
    sheet = (
        "<sheetData>"
        + row(1, "单位", "产品")
        + row(2, "示例甲公司", "一号").replace("<row ", '<row hidden="1" ')
        + row(3, "", "二号")
        + row(4, "", "三号")
        + row(9, "x")
        + '</sheetData><mergeCells><mergeCell ref="A2:A5"/><mergeCell ref="bad"/></mergeCells>'
    )
    found = rows(workbook(sheet))
    head, name = [["单位", ""], ["产品", ""]], ["示例甲公司", "", "restart"]
    assert found[:5] == [head, [], [name, ["二号", ""]], [["", "", "continue"], ["三号", ""]], []]


def test_nothing_is_lost_to_the_right() -> None:
    found = read_xlsx(workbook('<sheetData><row><c r="A1"><v>1</v></c><c r="ZZ1"><v>2</v></c></row></sheetData>'))
    assert found["remarks"] == ["工作表“名单”第 300 列以后的内容没有读"]


# ---------- comma-separated ----------


@pytest.mark.parametrize(
    ("typed", "codec"),
    [
        ("企业名称,代码\r\n示例甲公司,91\r\n", "utf-8-sig"),
        ("企业名称;代码\r\n示例甲公司;91\r\n", "gb18030"),
        ("名单，二〇二四\r\n企业名称\t代码\r\n示例甲公司\t91\r\n", "utf-16"),
        ("名单, 第一, 第二\r\n企业名称;代码\r\n示例甲公司;91\r\n", "utf-8"),
        ("sep=;\r\n企业名称;代码\r\n示例甲公司;91\r\n", "utf-8-sig"),
        ('企业名称,代码\n"示例甲公司","=""91"""\n', "gb18030"),
        ('企业名称,代码\r\n示例甲公司,="91"\r\n', "gb18030"),
        ("企业名称,代码\r\n示例甲公司,'91\r\n,\r\n", "utf-8"),
    ],
)
def test_comma_separated_in_every_way(typed: str, codec: str) -> None:
    (sheet,) = read_csv(typed.encode(codec))["sheets"]
    found = [[cell[0] for cell in line] for line in sheet["rows"]]
    assert found[-2:] == [["企业名称", "代码"], ["示例甲公司", "91"]]


def test_a_quoted_name_keeps_its_quotes() -> None:
    (sheet,) = read_csv("企业名称,产品\r\n示例甲公司,'智'平台\r\n".encode())["sheets"]
    assert sheet["rows"][1][1][0] == "'智'平台"
