"""附件3 and 附件4 made in the browser are those of ``catalogue summaries``: order, digests, words, cells, heights, paper."""

from __future__ import annotations

import base64
import datetime
import random
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from schema.vocabulary.survey import constants
from scripts.bureau.sheets import (
    ENTERPRISES,
    PAPERS,
    PRODUCTS,
    CitySheets,
    EnterpriseRow,
    Header,
    Paper,
    ProductRow,
    Sheet,
    sheets,
)
from scripts.bureau.summaries import LAYOUTS, summary
from scripts.bureau.template import templates
from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import check
from scripts.check.valid import valid_units
from scripts.sandbox.xlsx_reader import read_xlsx
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from scripts.xlsx.cell_text import clean, line_count
from tests.form_modules import MODULES, Run, modules
from tests.needs import needs_office
from tools import generator
from tools.office import page_sizes, page_text, to_pdfs

WHEN = datetime.datetime(2024, 6, 10, tzinfo=datetime.UTC)
CITY = constants().cities["qingdao"]
KNOWN = Header("青岛市工业和信息化局", "示例经办", "0532-00000000、15400000001", datetime.date(2025, 6, 5))


@pytest.fixture(scope="module")
def js(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    names = ("yaml_reader", "draft", "values", "desk/gbk", "desk/measure", "desk/rows", "desk/workbook", "desk/sheet")
    with modules(browser, tmp_path_factory.mktemp("modules"), *names) as evaluate:
        yield evaluate


def test_chinese_is_sorted_and_measured_by_the_same_bytes(js: Run) -> None:
    chars = [chr(code) for code in range(0x11000) if not 0xD800 <= code <= 0xDFFF] + list("𠮷😀\U0010ffff")
    expected = [char.encode("gb18030").decode("latin-1") for char in chars]
    got = js("(all) => all.map(m.gbk)", chars)
    assert [char for char, ours, theirs in zip(chars, got, expected, strict=True) if ours != theirs] == []


def test_text_is_wrapped_and_cleaned_alike(js: Run) -> None:
    dice = random.Random(4)
    signs = "示例大模型科技，。、；：（）“”…ab1-.·—  \n\u3000𠮷😀龴\ufe10"
    texts = ["".join(dice.choices(signs, k=dice.choice([1, 3, 9, 30, 61, 200]))) for _ in range(400)]
    texts += ["", "a" * 70, "a\r\nb\rc\x07\ufffe", "示" * 32_767, "示" * 32_768, "😀" * 16_384]
    rooms = [dice.choice([5, 9, 19, 31, 69]) for _ in texts]
    counted, cleaned = js(
        "([texts, rooms]) => [texts.map((text, at) => m.lineCount(text, rooms[at])), texts.map((text) => m.clean(text, 32767))]",
        [texts, rooms],
    )
    assert counted == [line_count(text, room) for text, room in zip(texts, rooms, strict=True)]
    assert cleaned == [clean(text) for text in texts]


# ---------- rows, digests and words, from forms ----------

ROWS = """([template, given, head, options]) => {
  const { layout } = m.openTemplate(template);
  const units = given.map(({ code, city, files, valid }) => {
    const state = m.fresh(m.book.forms);
    for (const [slug, text] of files) {
      if (slug) state.products.push({ slug, values: m.shaped(m.book.forms.product.fields, m.readForm(m.book.forms.product, text)) });
      else state.enterprise = m.shaped(m.book.forms.enterprise.fields, m.readForm(m.book.forms.enterprise, text));
    }
    return { state, code, city, valid };
  });
  const rows = m.sheetRows(layout.mark, units);
  return [rows, m.sheetDigest(layout.mark, head.城市.slug, units), m.sheetFoot(layout, head, units, options)];
}"""


def head_of(header: Header) -> dict[str, Any]:
    return {
        "城市": {"slug": CITY.slug, "name": CITY.name, "bureau": CITY.bureau},
        "填报单位": "" if header.bureau == CITY.bureau else header.bureau,
        "联系人": header.contact or "",
        "联系方式": header.phone or "",
        "填报日期": header.date.isoformat() if header.date else "",
        "零报告": header.zero,
    }


def template(paper: Paper) -> str:
    return base64.b64encode(templates()[paper.mark]).decode()


def survey(root: Path) -> list[dict[str, Any]]:
    """Generated units of one city, some changed so that names tie and phones are many; as the desk holds them."""
    dice, given = random.Random(7), []
    names = ["示例长安", "示例安", "示例Ｂ重庆", "示例bB", "示例𠮷野", "示例安"]
    for number, (city, code, enterprise, product) in enumerate(generator.units(72)):
        if city != CITY.slug:
            continue
        name = f"{names[number % len(names)]}{dice.choice('甲乙')}有限公司"
        phone = dice.choice(["0532-00000112转8066、15400000001", "（0532）00000113", "15400000002"])
        enterprise = generator._set(enterprise, "企业名称", name)
        first = generator._set(generator._set(product, "报送单位", name), "联系方式", phone)
        second = generator._set(first, "大模型产品名称", f"示例{dice.choice('元亨利贞')}第{number}号")
        files = {"": enterprise, "b": first, "a": second}
        if len(given) % 3 == 0:
            files.pop("")
        folder = root / "submissions" / city / code
        (folder / "products").mkdir(parents=True)
        for slug, text in files.items():
            path = folder / (f"products/{slug}.yaml" if slug else "enterprise.yaml")
            path.write_text(text, encoding="utf-8")
        valid = [place if slug else "enterprise" for place, slug in enumerate(files, -1 if "" in files else 0)]
        given.append({"code": code, "city": city, "files": list(files.items()), "valid": valid})
    return given


def sheets_of(root: Path, version: str = "") -> dict[str, Sheet]:
    """What ``summaries`` puts on the city's sheets, by paper."""
    checked = check(DiskTree(root), keep=True)
    history = History(commit=version or None)
    return {
        sheet.paper.mark: sheet
        for sheet in BureauWorkbooks(valid_units(checked), checked, history, CITY.slug, real=False).sheets()
    }


def test_rows_digest_and_words_are_those_of_summaries(js: Run, tmp_path: Path) -> None:
    given = survey(tmp_path)
    random.Random(1).shuffle(given)
    ours = sheets_of(tmp_path)
    assert {mark: len(sheet.rows) for mark, sheet in ours.items()} == {"附件3": 8, "附件4": 24}
    for paper in PAPERS:
        sheet = ours[paper.mark]
        rows, digest, foot = js(ROWS, [template(paper), given, head_of(sheet.header), {"version": "abc1234567"}])
        assert [tuple(row["cells"]) for row in rows] == [row.cells for row in sheet.rows]
        assert [row["stamp"] for row in rows] == [row.digest for row in sheet.rows]
        assert digest == sheet.digest
        assert (foot["left"], foot["right"]) == sheet.foot("abc1234567")
        assert (foot["notes"], foot["blank"]) == (sheet.notes(), False)


@pytest.mark.parametrize(("zero", "words"), [(True, "零报告：青岛市没有单位报送。"), (False, "尚无报送。")])
def test_nothing_came(js: Run, zero: bool, words: str, tmp_path: Path) -> None:
    folder = tmp_path / "submissions" / CITY.slug
    folder.mkdir(parents=True)
    (folder / "bureau.yaml").write_text("零报告: 是\n" if zero else "", encoding="utf-8")
    for paper in PAPERS:
        sheet = sheets_of(tmp_path)[paper.mark]
        rows, digest, foot = js(ROWS, [template(paper), [], head_of(sheet.header), {}])
        assert rows == []
        assert (digest, foot["notes"]) == (sheet.digest, sheet.notes()) == (sheet.digest, [words])
        assert foot["blank"] is True


def test_what_waits_is_told_and_leaves_no_blank_rows(js: Run, tmp_path: Path) -> None:
    given = [{**unit, "valid": []} for unit in survey(tmp_path)]
    for path in tmp_path.rglob("*.yaml"):
        path.write_text(path.read_text("utf-8") + "多余: 1\n", encoding="utf-8")
    for paper, words in ((ENTERPRISES, "另有 8 家待补报。"), (PRODUCTS, "另有 24 个待补报。")):
        sheet = sheets_of(tmp_path)[paper.mark]
        _, digest, foot = js(ROWS, [template(paper), given, head_of(sheet.header) | {"零报告": True}, {}])
        assert (digest, foot["notes"]) == (sheet.digest, sheet.notes()) == (sheet.digest, [words])
        assert foot["blank"] is False
        more = js(ROWS, [template(paper), given, head_of(sheet.header), {"waiting": 2}])[2]
        assert more["notes"] == [words.replace("8", "10").replace("24", "26")]


# ---------- workbooks, cell by cell ----------

BOOK = """async ([template, head, rows, foot]) => {
  const bytes = await m.workbook(m.openTemplate(template), head, rows, foot);
  let text = "";
  bytes.forEach((byte) => { text += String.fromCharCode(byte); });
  return btoa(text);
}"""


def drawn(count: int) -> CitySheets:
    """A city with so many enterprises and products, whose texts are of every length and try to be more than texts."""
    dice = random.Random(count)
    odd = (
        "=1+1",
        "+8615400000000",
        "-示例",
        "@SUM(A1)",
        "\t示例",
        "<r>示例</r>",
        "a&b<c>\"'",
        "_x000D_",
        " 示 例 ",
        "#N/A",
        "示\n例",
    )

    def name(most: int) -> str:
        length = dice.choice([2, 9, 20, 21, 22, 40, 61, most])
        return dice.choice(["", *odd]) + "".join(dice.choices("示例大模型（山东）科技有限公司，Ab1𠮷", k=length))

    def phone() -> str:
        numbers = dice.choices(["15400000000", "0532-00000112转8066", "0531-00000113"], k=dice.choice([1, 1, 2, 5]))
        return "；".join(numbers)

    enterprises = tuple(
        EnterpriseRow(
            CITY.slug, f"{number:018}", name(100), dice.choice(["示例人", "=示例", ""]), phone(), f"{number:010}"
        )
        for number in range(count)
    )
    products = tuple(
        ProductRow(CITY.slug, f"{number:018}", "a", dice.choice(["基础级", "行业级", "场景级"]), name(60), name(30)[:30], name(100), "示例人", phone(), f"{number:010}")
        for number in range(count)
    )  # fmt: skip
    return CitySheets(CITY.slug, CITY.name, CITY.code, KNOWN, enterprises, products)


def ours_and_theirs(js: Run, paper: Paper, city: CitySheets) -> tuple[bytes, bytes]:
    """The workbook of ``summaries``, and the desk's of the same content."""
    (sheet,) = sheets(paper, [city], None, constants().round)
    left, right = sheet.foot("abc1234567")
    foot = {"notes": sheet.notes(), "blank": not sheet.rows and not sheet.waiting, "left": left, "right": right}
    rows = [{"cells": row.cells, "stamp": row.digest} for row in sheet.rows]
    made = js(BOOK, [template(paper), head_of(city.header), rows, foot])
    return summary(paper, [city], None, constants().round, "abc1234567").to_bytes(WHEN), base64.b64decode(made)


def content(sheet: Worksheet) -> dict[str, Any]:
    """All that can be seen of a sheet, on the screen and on paper."""
    cells = {
        cell.coordinate: (
            *(cell.value, cell.data_type, cell.quotePrefix, cell.number_format, cell.border.left.style),
            *(cell.font.name, cell.font.size, cell.font.u),
            *(getattr(cell.alignment, name) for name in ("horizontal", "vertical", "wrap_text", "indent")),
        )
        for row in sheet.iter_rows()
        for cell in row
    }
    return cells | {
        "heights": {number: size.height for number, size in sheet.row_dimensions.items()},
        "widths": {name: size.width for name, size in sheet.column_dimensions.items()},
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "paper": (
            sheet.title,
            sheet.dimensions,
            sheet.print_title_rows,
            sheet.freeze_panes,
            sheet.page_setup.orientation,
        ),
        "fit": (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage),
        "margins": vars(sheet.page_margins),
        "foot": {side: vars(getattr(sheet.oddFooter, side)) for side in ("left", "center", "right")},
    }


@pytest.mark.parametrize("paper", PAPERS, ids=("enterprises", "products"))
def test_the_desk_writes_the_workbook_that_summaries_write(js: Run, paper: Paper) -> None:
    cities = [drawn(count) for count in (1, 30, 300)]
    cities += [
        replace(drawn(0), header=header) for header in (KNOWN, Header(CITY.bureau), Header("示" * 61, "示" * 50))
    ]
    cities += [
        replace(drawn(2), waiting=(3, 4)),
        replace(drawn(0), waiting=(1, 1)),
        replace(drawn(0), header=Header("a", zero=True)),
    ]
    for city in cities:
        ours, theirs = ours_and_theirs(js, paper, city)
        assert read_xlsx(theirs) == read_xlsx(ours), "verify and import read the same"
        workbook, made = load_workbook(BytesIO(ours), rich_text=True), load_workbook(BytesIO(theirs), rich_text=True)
        assert made.sheetnames == workbook.sheetnames == ["青岛市"]
        assert made.properties.title == workbook.properties.title
        assert made.properties.creator == workbook.properties.creator
        expected, got = content(workbook.worksheets[0]), content(made.worksheets[0])
        assert {
            key: (expected.get(key), got.get(key)) for key in expected | got if expected.get(key) != got.get(key)
        } == {}


@needs_office
def test_both_are_printed_alike(js: Run, tmp_path: Path) -> None:
    documents = []
    for paper in PAPERS:
        for name, made in zip(
            ("ours", "theirs"), ours_and_theirs(js, paper, replace(drawn(12), waiting=(1, 2))), strict=True
        ):
            documents.append(tmp_path / f"{paper.mark}-{name}.xlsx")
            documents[-1].write_bytes(made)
    printed = to_pdfs(documents, tmp_path)
    for ours, theirs in zip(printed[::2], printed[1::2], strict=True):
        sizes = page_sizes(ours)
        assert page_sizes(theirs) == sizes and len(sizes) > 1
        assert [page_text(theirs, page + 1) for page in range(len(sizes))] == [
            page_text(ours, page + 1) for page in range(len(sizes))
        ]
        assert "摘要" in page_text(theirs, 2) and "版本" in page_text(theirs, 2)


# ---------- on paper ----------

PAGES = """([template, head, rows, foot]) => {
  const all = m.sheetPage(m.openTemplate(template), head, rows, foot);
  const texts = (node, name) => Array.from(node.querySelectorAll(name), (one) => one.textContent);
  const pages = Array.from(all.children, (page) => ({
    head: texts(page, "th"), foot: texts(page, ".paper__foot span"), notes: texts(page, ".sheet__note"), lead: texts(page, ".sheet__line p"),
    rows: Array.from(page.querySelectorAll("tbody tr"), (row) => texts(row, "td")), size: [page.offsetWidth, page.offsetHeight],
    heights: Array.from(page.querySelectorAll("tbody tr"), (row) => row.getBoundingClientRect().height),
    over: page.children[1].scrollHeight > page.children[1].clientHeight + 1 || page.scrollWidth > page.clientWidth,
  }));
  all.remove();
  return pages;
}"""


@pytest.mark.parametrize("paper", PAPERS, ids=("enterprises", "products"))
def test_the_page_prints_every_row_under_a_head_on_each_sheet_of_paper(js: Run, paper: Paper) -> None:
    for style in ("tokens.css", "catalogue.css", "form.css", "sheet.css"):
        js.args[0].add_style_tag(path=str(MODULES.parents[1] / "css" / style))  # type: ignore[attr-defined]
    for city in (replace(drawn(30), waiting=(1, 2)), replace(drawn(0), header=Header(CITY.bureau))):
        (sheet,) = sheets(paper, [city], None, constants().round)
        rows = [{"cells": row.cells, "stamp": row.digest} for row in sheet.rows]
        left, right = sheet.foot("")
        foot = {"notes": sheet.notes(), "blank": not sheet.rows, "left": left, "right": right}
        pages = js(PAGES, [template(paper), head_of(city.header), rows, foot])
        assert len(pages) > 1 or not rows
        shown = [row for page in pages for row in page["rows"]]
        blanks = [("",) * (len(LAYOUTS[paper.mark].columns) - 1)] * 5
        assert shown == [
            [str(number), *cells] for number, cells in enumerate([row.cells for row in sheet.rows] or blanks, 1)
        ]
        assert all(page["head"] == [column.title for column in LAYOUTS[paper.mark].columns] for page in pages)
        assert [page["foot"] for page in pages] == [
            [left, f"— {number} —", right] for number in range(1, len(pages) + 1)
        ]
        assert [page["notes"] for page in pages] == [[]] * (len(pages) - 1) + [sheet.notes()]
        assert not any(page["over"] for page in pages)
        wide, high = (297, 209) if paper is PRODUCTS else (210, 296)
        assert all(
            abs(page["size"][0] - wide * 96 / 25.4) < 1 and abs(page["size"][1] - high * 96 / 25.4) < 1
            for page in pages
        )
    assert pages[0]["heights"] == pytest.approx([28 * 96 / 72] * 5, abs=1.1)
    assert pages[0]["lead"][0] == f"填报单位：{CITY.bureau}（盖章）"
    assert pages[0]["lead"][1].replace("\u3000", "") == "填报日期：2024年月日"
