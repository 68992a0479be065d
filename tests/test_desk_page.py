"""The bureau's desk as a clerk meets it: a day's mails dropped, paper ticked, sheets and the province's package taken away."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from schema.vocabulary.survey import constants
from scripts.bureau.sheets import Header
from scripts.bureau.status import unit_statuses
from scripts.bureau.urging import urging
from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import Checked, check
from scripts.check.valid import valid_units
from scripts.intake.importer import import_files
from scripts.intake.storing import ImportOptions
from scripts.receiving.receive import receive
from scripts.site import desk_page
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from tests.cases import BASE, UNIT
from tests.form_modules import modules
from tests.pages import LOOKS, barriers, opened, turn, watch
from tests.surveys import ROOT
from tools import generator

pytestmark = pytest.mark.usefixtures("one_sandbox")
CITY = constants().cities["qingdao"]
PDF = (BASE / UNIT / "materials/zhizhao.pdf").read_bytes()
SHEETS = ("附件3 大模型企业汇总表.xlsx", "附件4 大模型产品汇总表.xlsx")
# What the form page packs of forms that it has read: [path, text] each, and scans by name.
PACK = """(all) => all.map(([files, scans]) => {
  const { forms } = m.book, state = m.fresh(forms);
  for (const [path, text] of files) {
    const kind = m.kindOf(forms, text), values = m.shaped(forms[kind].fields, m.readForm(forms[kind], text)), [, , code, , slug] = path.split("/");
    state.unit = { 市: "青岛市", 统一社会信用代码: code };
    if (kind === "enterprise") state.enterprise = values;
    else state.products.push({ slug: slug.replace(".yaml", ""), values });
  }
  const held = new Map(scans.map(([name, data]) => [name, Uint8Array.from(atob(data), (char) => char.charCodeAt(0))]));
  return [m.unitName(state), btoa(Array.from(m.zip(m.filesOf(state, held), "回执 " + m.receiptOf(state)), (byte) => String.fromCharCode(byte)).join(""))];
})"""


def units(count: int) -> list[tuple[str, dict[str, str]]]:
    """(code, its forms by path) of so many generated units of the city."""
    made = [unit for unit in generator.units(6 * count) if unit[0] == CITY.slug]
    return [
        (code, {f"submissions/qingdao/{code}/enterprise.yaml": form, f"submissions/qingdao/{code}/products/moxing.yaml": product})
        for _, code, form, product in made[:count]
    ]  # fmt: skip


@pytest.fixture(scope="module")
def mails(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A day's mails, by name: twelve of the form page, among them one packed again and one in a mail; faulty ones; Word."""
    given = units(12)
    scanned = {path: text.replace("  - 类别: 能力证明\n    线下提交: 是", "  - 类别: 能力证明\n    文件: materials/证明.pdf") for path, text in given[0][1].items()}  # fmt: skip
    assert scanned != given[0][1]
    wrong = {
        path: re.sub(r"(?m)^企业年度收入: .*$", "企业年度收入: 0.9亿元", text) for path, text in given[1][1].items()
    }
    alone = {path: text for path, text in given[2][1].items() if "products" in path}
    again = {path: re.sub(r"(?m)^版本号: .*$", "版本号: 9.9", text) for path, text in given[4][1].items()}
    sets = [scanned, wrong, alone, *(files for _, files in given[3:]), again]
    with modules(browser, tmp_path_factory.mktemp("packing"), "draft", "packing", "unit", "values", "yaml_reader", "zip") as run:  # fmt: skip
        made = run(PACK, [[list(files.items()), [["证明.pdf", base64.b64encode(PDF).decode()]]] for files in sets])
    out = {f"{number:02}-{name}.zip": base64.b64decode(data) for number, (name, data) in enumerate(made)}
    name = next(iter(out))
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(out.pop(name))) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(f"解压后/{member}", old.read(member))
    out["重新压过.zip"] = packed.getvalue()
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Date"] = "a@example.com", "Mon, 03 Jun 2024 09:00:00 +0800"
    mail.set_content("见附件")
    name = next(name for name in out if name.startswith("03"))
    mail.add_attachment(out.pop(name), maintype="application", subtype="zip", filename=name)
    out["报送.eml"] = mail.as_bytes()
    return out | {"坏的.yaml": b"<b>x</b>", "附件1.docx": b"PK\x03\x04", "<img src=x onerror=alert(1)>.rar": b"Rar!"}


@pytest.fixture
def page(browser: Any, base: str) -> Iterator[Any]:
    with opened(browser, LOOKS["desk"]) as made:
        bad = watch(made, base.split("sub/")[0])
        made.goto(base + "bureau/")
        made.locator("#desk-city").wait_for()
        yield made
        assert [line for line in bad if not line.startswith("blob:")] == []


def drop(page: Any, files: dict[str, bytes]) -> None:
    """Drop files on the page, and wait until they are read."""
    page.locator("#desk-city").wait_for()
    page.evaluate(
        """(files) => {
          const transfer = new DataTransfer();
          for (const [name, data] of files) transfer.items.add(new File([Uint8Array.from(atob(data), (char) => char.charCodeAt(0))], name, { lastModified: 1717380000000 }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }""",
        [[name, base64.b64encode(data).decode()] for name, data in files.items()],
    )
    page.locator(".formsay", has_text="读完了").wait_for()


def taken(page: Any, button: str, folder: Path, *, at: int = 0) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(f"^{re.escape(button)}")).nth(at).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def unit_row(page: Any, name: str) -> Any:
    return page.locator(".desk__table tbody tr:not(.desk__detail)", has_text=name)


def test_a_clerks_day(page: Any, mails: dict[str, bytes], tmp_path: Path) -> None:
    assert page.locator(".desk__steps li").count() == 3
    names = [re.search(r"企业名称: (.*)", next(iter(files.values())))[1] for _, files in units(12)]  # type: ignore[index]
    drop(page, mails)
    assert page.locator("#desk-city").input_value() == "qingdao"  # by what came
    assert "新添 12 家单位，有 2 份没有读成，见上面" in page.locator(".formsay").inner_text()
    told = page.locator(".desk__found")
    assert "<img src=x onerror=alert(1)>.rar：是别种压缩包" in told.inner_text()
    assert "附件1.docx" in told.locator("details", has_text="交省厅或技术支撑单位录入").inner_text()
    assert page.locator(".desk__keys dd b").all_inner_texts() == ["12", "10", "12", "1", "0"]

    # One that is wrong: what to tell the firm, in office words.
    unit_row(page, names[1]).get_by_role("button").click()
    words = page.locator(".desk__words pre").inner_text()
    assert f"{names[1]}" in words and "企业年度收入" in words and "请送交加盖公章的调研表" in words
    assert not re.search(r"YAML|yaml|缩进|另起一行|文件夹|仓库", words)
    page.locator(".desk__paper select").first.select_option("有问题")
    page.locator(".desk__why input").fill("没有盖章")
    page.locator(".desk__why input").press("Enter")
    assert "送来的盖章件有问题，请改好重新送交：附件1（没有盖章）。" in page.locator(".desk__words pre").inner_text()
    unit_row(page, names[1]).get_by_role("button").click()

    # Two versions of one form: the newer is used, the other can be chosen.
    unit_row(page, names[4]).get_by_role("button").click()
    versions = page.locator(".desk__versions")
    assert versions.locator("input").count() == 2
    first = page.locator(".desk__form .code").nth(1).inner_text()
    versions.locator(".opt").nth(1).click()
    assert page.locator(".desk__form .code").nth(1).inner_text() != first
    page.locator(".desk__versions .opt").nth(0).click()
    unit_row(page, names[4]).get_by_role("button").click()

    # Paper: by the digest in its foot, by hand, with a reason; an older version is told.
    unit_row(page, names[5]).get_by_role("button").click()
    stamps = page.locator(".desk__form .code").all_inner_texts()
    page.locator("#desk-stamp").fill(stamps[0].upper())
    page.locator("#desk-stamp").press("Enter")
    assert page.locator(".desk__answer").inner_text() == f"已登记：{names[5]}　附件 1，收到。"
    page.locator("#desk-stamp").fill("0123456789")
    page.get_by_role("button", name="登记收到").click()
    assert "来件里没有这个摘要" in page.locator(".desk__answer").inner_text()
    page.locator(".desk__paper select").nth(1).select_option("不纳入")
    reason = page.locator(".desk__why input")
    assert reason.evaluate("(node) => node === document.activeElement")
    reason.fill("与报送范围不符")
    reason.press("Tab")
    assert "收到 1 / 1" in unit_row(page, names[5]).inner_text() and "不纳入 1" in unit_row(page, names[5]).inner_text()
    assert "都齐了" in page.locator(".desk__words").inner_text()
    page.get_by_role("radio", name=re.compile("^不纳入")).check(force=True)
    assert page.locator(".desk__unit").all_inner_texts() == [names[5]]
    page.get_by_role("radio", name=re.compile("^全部")).check(force=True)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "不纳入" in kept and names[5] not in kept and "1540000" not in kept
    register = json.loads(taken(page, "存收件登记", tmp_path).read_text("utf-8"))
    assert (register["批次"], register["城市"]) == (str(constants().round), "qingdao")
    assert [
        (entry["摘要"], entry["状态"], entry.get("说明")) for entry in register["收件"] if entry["状态"] != "有问题"
    ] == [
        (stamps[0], "收到", None),
        (stamps[1], "不纳入", "与报送范围不符"),
    ]

    # What goes out: the sheets of summaries, cell by cell; the package that import takes.
    page.get_by_role("textbox", name=re.compile("^联系人")).fill("示例经办")
    page.get_by_role("textbox", name=re.compile("^联系方式")).fill("0532-00000000")
    page.get_by_label(re.compile("^填报日期")).fill("2024-07-01")
    assert "晚于报省的截止日期" in page.locator(".desk__head").inner_text()
    page.get_by_label(re.compile("^填报日期")).fill("2024-06-05")
    made = [taken(page, "存成 Excel", tmp_path, at=number) for number in (0, 1)]
    assert [path.name for path in made] == list(SHEETS)
    assert "另有 1 家待补报。" in page.locator(".desk__sheet").first.inner_text()
    package = taken(page, "存 青岛市-报省厅.zip", tmp_path)
    root = imported(package, tmp_path / "root")
    reception = receive([package], root, None, from_bureau=True)
    assert reception.complete and len(reception.entered) == 2
    checked = same_as_summaries(made, root)

    # What is told to a unit is what its row of 催办名单 tells.
    unit_row(page, names[6]).get_by_role("button").click()
    ours = page.locator(".desk__words pre").inner_text()
    statuses = unit_statuses(checked.units, [], checked.findings, History(), checked.received.papers)
    theirs = urging(next(status for status in statuses if status.name == names[6]), Header(""), 1000)
    assert numbered(ours) == numbered(theirs) != []


def numbered(text: str) -> list[str]:
    return re.findall(r"(?m)^\d+\. .*$", text)


def imported(package: Path, root: Path) -> Path:
    """The tree that ``catalogue import`` makes of the province's package: whole, without an error."""
    outcome = import_files([package], ImportOptions(root), lambda _: None)
    assert outcome.refused == []
    assert [path for path, rows in outcome.findings.items() for row in rows if row.mark.name == "ERROR"] == []
    with zipfile.ZipFile(package) as archive:
        forms = [name for name in archive.namelist() if name.startswith("submissions/")]
        assert all((root / name).read_bytes() == archive.read(name) for name in forms)
        assert len(forms) == 1 + 10 + 12 + 1  # the header, the forms, a scan
        register = json.loads(archive.read("收件登记-青岛市.json"))
        assert {entry["文件"] for entry in register["收件"]} <= set(forms) and len(register["收件"]) == 2
    return root


def same_as_summaries(made: list[Path], root: Path) -> Checked:
    checked = check(DiskTree(root), keep=True)
    books = BureauWorkbooks(valid_units(checked), checked, History(), CITY.slug, real=False)
    books.write_summaries(root / "out")
    for path in made:
        assert content_of(path) == content_of(root / "out/qingdao" / path.name)
    return checked


def content_of(workbook: Path) -> list[Any]:
    """Every cell of its sheet, and its foot: how many rows, and the digest. Without what waits, which no tree knows of that lacks it."""
    (sheet,) = load_workbook(workbook).worksheets
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    cells = [row for row in cells if not str(row[0]).startswith("另有 1 ")]
    return [*cells, sheet.oddFooter.left.text, sheet.oddFooter.right.text]


def test_ticks_come_back_and_old_paper_is_told(page: Any, mails: dict[str, bytes], tmp_path: Path) -> None:
    pair = {name: data for name, data in mails.items() if name.startswith(("04", "05"))}
    older = {name: data for name, data in mails.items() if name.startswith("12")}
    drop(page, pair)
    page.locator(".desk__unit").first.click()
    stamps = page.locator(".desk__form .code").all_inner_texts()
    for stamp in stamps:
        page.locator("#desk-stamp").fill(stamp)
        page.locator("#desk-stamp").press("Enter")
    saved = taken(page, "存收件登记", tmp_path).read_bytes()
    page.reload()
    page.locator("#desk-files").set_input_files([{"name": n, "mimeType": "", "buffer": d} for n, d in pair.items()])
    page.locator(".desk__table", has_text="收到 2 / 2").wait_for()
    page.evaluate("localStorage.clear()")
    page.reload()
    drop(page, {**pair, "收件登记-青岛市.json": saved})
    assert "收到 2 / 2" in page.locator(".desk__table").inner_text()
    drop(page, {"again.zip": next(iter(older.values()))})
    row = page.locator(".desk__table tbody tr", has_text="收到几版")
    if "有旧版" not in row.inner_text():  # the same day: whichever is used, the other makes the paper old
        row.get_by_role("button").click()
        page.locator(".desk__versions .opt").nth(1).click()
    assert "有旧版" in row.inner_text()
    # A firm's package may hold a register and a header, too: not the bureau's own.
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as archive:
        archive.writestr("收件登记-青岛市.json", saved.replace(b'"\xe6\x94\xb6\xe5\x88\xb0"', '"不纳入"'.encode()))
        archive.writestr("submissions/qingdao/bureau.yaml", "联系人: 示例冒名\n")
    drop(page, {"forged.zip": forged.getvalue()})
    told = page.locator(".desk__found").inner_text()
    assert told.count("夹在压缩包或邮件里，不知道是谁存的，没有用") == 2 and "读入了收件登记 forged" not in told
    assert "不纳入" not in page.locator(".desk__table").inner_text()
    assert page.get_by_role("textbox", name=re.compile("^联系人")).input_value() == ""
    assert page.get_by_role("button", name="复制给单位的话").count() == 0
    drop(page, {"x.json": json.dumps({"批次": "1999", "城市": "qingdao", "收件": []}).encode()})
    assert "1999 年那一轮的收件登记" in page.locator(".desk__found").inner_text()


def test_a_form_that_names_no_city_goes_with_the_one_that_is_chosen(page: Any) -> None:
    (_, first), (_, second) = units(2)
    nowhere = next(iter(second.values())).replace("  市: 青岛市\n", "")
    drop(page, {"甲.yaml": next(iter(first.values())).encode(), "乙.yaml": nowhere.encode()})
    assert page.locator("#desk-city").input_value() == "qingdao"  # by what came
    assert page.locator(".desk__unit").count() == 2
    assert "新添 2 家单位，都读成了" in page.locator(".formsay").inner_text()
    page.locator("#desk-city").select_option("jinan")
    assert page.locator(".desk__unit").count() == 1
    page.locator("#desk-city").select_option("qingdao")
    assert page.locator(".desk__unit").count() == 2

    # One that names nothing at all, and one of the same name with another code.
    blank = re.sub(r"(?m)^(?:企业名称|统一社会信用代码): .*\n", "", nowhere)
    twin = re.sub(r"(?m)^统一社会信用代码: .*$", "统一社会信用代码: 91370202EXAMPLE000", nowhere)
    drop(page, {"丙.yaml": blank.encode(), "丁.yaml": twin.encode()})
    assert page.locator(".desk__unit").count() == 4
    assert unit_row(page, "（名称没有读出）丙.yaml").count() == 1
    unit_row(page, "91370202EXAMPLE000").get_by_role("button").click()
    assert re.search(r"企业名称与 91370202EXAMPLE\w{3} 相同", page.locator(".desk__detail").inner_text())


def test_a_city_without_a_unit_reports_so_only_where_it_says_so(page: Any, tmp_path: Path) -> None:
    page.locator("#desk-city").select_option("heze")
    assert page.locator(".desk__sheet").first.inner_text().count("尚无报送。") == 1
    page.get_by_label("本市没有单位要报送，作零报告").click()
    assert "零报告：菏泽市没有单位报送。" in page.locator(".desk__sheet").first.inner_text()
    with zipfile.ZipFile(taken(page, "存 菏泽市-报省厅.zip", tmp_path)) as archive:
        assert "零报告: 是" in archive.read("submissions/heze/bureau.yaml").decode()


def test_everybody_can_use_it(page: Any, mails: dict[str, bytes]) -> None:
    drop(page, {name: data for name, data in mails.items() if name.startswith(("01", "坏", "附件"))})
    page.locator(".desk__unit").first.press("Enter")
    page.locator(".desk__paper select").first.wait_for()
    page.locator(".desk__paper select").first.select_option("有问题")
    assert barriers(page) == []
    turn(page, LOOKS["phone"])
    assert barriers(page, LOOKS["phone"].rules) == []


def test_the_sheets_alone_are_printed(page: Any, mails: dict[str, bytes]) -> None:
    drop(page, {name: data for name, data in mails.items() if name[:2] in ("05", "06")})
    page.evaluate("window.print = () => { window.printed = document.querySelectorAll('.paper__page').length; }")
    page.get_by_role("button", name="打印").nth(1).click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible() and page.locator(".desk").is_hidden()
    assert page.locator(".paper").inner_text().count("第") >= 2
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".paper").count() == 0


def test_the_single_file_works_without_a_network(browser: Any, site: Path, mails: dict[str, bytes], tmp_path: Path) -> None:  # fmt: skip
    single = tmp_path / "收件台.html"
    single.write_bytes((site / desk_page.URI).read_bytes())
    context = browser.new_context(locale="zh-CN", accept_downloads=True, offline=True)
    page = context.new_page()
    bad = watch(page, "file://")
    page.goto(single.as_uri())
    page.locator("#desk-city").wait_for()
    drop(page, {name: data for name, data in mails.items() if name.startswith("重新")})
    assert page.locator(".desk__unit").count() == 1
    assert taken(page, "存成 Excel", tmp_path).stat().st_size > 5000
    policy = str(page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content"))
    assert "unsafe" not in policy and policy.count("sha256-") == 3
    context.close()
    assert [line for line in bad if not line.startswith("blob:")] == []


def test_the_desks_script_is_small() -> None:
    assert len(gzip.compress(desk_page.site_script(ROOT / "site_src").encode(), 9)) < 60_000
