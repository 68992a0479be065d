"""The form page as a new user meets it: from an empty form to files that the validator accepts, by mouse and by keyboard, on and off line."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from schema.book.severity import Severity
from schema.public.projection import PublicBureau
from schema.vocabulary.survey import constants
from scripts.bureau.stamps import Stamp, verify
from scripts.check.pipeline import check
from scripts.intake.importer import import_files
from scripts.intake.storing import ImportOptions
from scripts.site.build import build_site
from scripts.site.form_data import form_json
from scripts.tree.disk import DiskTree
from tests.cases import BASE, UNIT
from tests.pages import LOOKS, barriers, opened, shift
from tools.browser import served
from tools.site_fixture import HOSTILE, site_input

ROOT = Path(__file__).parents[1]
CODE = "91370211EXAMPLE46L"
LONG = "示例单位为虚构的企业，从事大模型的研制与服务，"


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def page(context: Any, base: str) -> Iterator[Any]:
    page = context.new_page()
    bad = watch_but_dialogs(page, base.split("sub/")[0])
    page.goto(base + "submit/")
    begin(page)
    yield page
    assert bad == []


def watch_but_dialogs(page: Any, host: str) -> list[str]:
    """As ``watch``, but questions are answered with yes."""
    bad: list[str] = []
    page.on("console", lambda message: bad.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: bad.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((host, "blob:")) else bad.append(request.url))
    page.on("dialog", lambda dialog: dialog.accept())
    return bad


def begin(page: Any) -> None:
    """Go through the door to an empty form."""
    page.get_by_role("button", name="从企业（附件 1）填起").click()
    page.locator(".form .field").first.wait_for()


def fill(page: Any, values: dict[str, str]) -> None:
    for label, text in values.items():
        page.locator(".form").get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}")).first.fill(text)


def tick(page: Any, name: str, *, at: int = 0) -> None:
    page.locator(".form").get_by_label(name, exact=True).nth(at).check()


def offline(page: Any, *kinds: str) -> None:
    for kind in kinds:
        page.get_by_role("group", name=re.compile(f"^{kind}")).get_by_label("线下提交").first.check()


def pledge(page: Any) -> None:
    for words in ("提供的摸底信息为可公开内容", "对报送材料真实性、合法性负责"):
        assert not page.get_by_label(words).is_checked()
        page.get_by_label(words).check()


def fill_enterprise(page: Any) -> None:
    fill(page, {"企业名称": "示例海纳工业智能有限公司", "统一社会信用代码": CODE, "注册资金": "2000"})
    page.get_by_label("市", exact=True).select_option("青岛市")
    page.get_by_label("区县", exact=True).select_option("黄岛区")
    tick(page, "企业")
    fill(page, {"联系人姓名": "示例乙", "手机号码": "154 0000 0002", "经营范围": "软件开发。", "企业简介": LONG * 6})
    fill(page, {"企业年度收入": "4350", "企业大模型相关收入": "320", "人员数量": "42", "团队能力": "算法 14 人"})
    fill(page, {"高成长性说明": LONG * 2, "大模型产品研发情况": LONG * 12})
    offline(page, "营业执照", "能力证明")
    pledge(page)


def fill_product(page: Any) -> None:
    fill(page, {"大模型产品名称": "示例海纳·橡塑大模型", "版本号": "1.10"})
    page.get_by_label("拥有软件著作权").check()
    fill(page, {"说明": "软著登字第0000002号（示例）"})
    tick(page, "否")
    page.get_by_label(re.compile("^行业级行业大模型")).check()
    tick(page, "工业")
    page.get_by_role("combobox", name="行业").fill("橡胶轮胎")
    fill(page, {"大模型产品介绍及应用情况": LONG * 5, "大模型产品主要应用领域": LONG * 5})
    offline(page, "营业执照", "知识产权证书", "应用证明")
    pledge(page)


def open_file(page: Any, name: str, data: bytes, told: str) -> None:
    page.locator("#formfile").set_input_files({"name": name, "mimeType": "application/x", "buffer": data})
    page.locator(".formsay", has_text=told).wait_for()


def step_to(page: Any, wanted: Any) -> Any:
    """On a phone, go from section to section until the wanted box is in sight."""
    while not wanted.is_visible():
        page.get_by_role("button", name="下一部分").click()
    return wanted


def finish(page: Any) -> str:
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    assert page.locator(".summary").is_hidden(), page.locator(".summary").inner_text()
    return str(page.locator(".formout pre").text_content())


def judged(root: Path) -> list[tuple[str, str]]:
    found = check(DiskTree(root)).findings
    return [(finding.rule, finding.message) for finding in found if finding.severity is Severity.ERROR]


def downloaded(page: Any, name: str, folder: Path) -> Path:
    if name == "下载 YAML":
        page.get_by_text("给会用 Git 的人").click()
    with page.expect_download() as download:
        page.locator(".formout").get_by_role("button", name=name).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_from_an_empty_form_to_files_that_pass(page: Any, tmp_path: Path) -> None:
    fill_enterprise(page)
    shown = finish(page)
    file = downloaded(page, "下载 YAML", tmp_path)
    assert (file.name, file.read_text("utf-8")) == ("enterprise.yaml", shown)
    page.get_by_role("button", name="添加产品").click()
    assert page.get_by_role("textbox", name="报送单位").input_value() == "示例海纳工业智能有限公司"
    fill_product(page)
    product = finish(page)
    assert (
        page.locator(".formout__git code").first.text_content() == f"submissions/qingdao/{CODE}/products/xiangsu.yaml"
    )
    folder = tmp_path / "root/submissions/qingdao" / CODE
    (folder / "products").mkdir(parents=True)
    (folder / "enterprise.yaml").write_text(shown, "utf-8")
    (folder / "products/xiangsu.yaml").write_text(product, "utf-8")
    assert judged(tmp_path / "root") == []
    command = [sys.executable, "-m", "scripts.cli", "validate", "--root", str(tmp_path / "root")]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    bundle = downloaded(page, "打包下载", tmp_path)
    said = page.locator(".formout__say").first
    receipt = page.locator(".formout__receipt b").inner_text()
    assert "发给青岛市工业和信息化局" in said.inner_text() and said.get_attribute("role") == "status"
    assert (
        bundle.name == f"示例海纳工业智能有限公司-回执{receipt}.zip"
        and receipt in zipfile.ZipFile(bundle).comment.decode()
    )
    (tmp_path / "imported/submissions").mkdir(parents=True)
    lines: list[str] = []
    outcome = import_files([bundle], ImportOptions(tmp_path / "imported"), lines.append)
    assert (len(outcome.written), outcome.refused) == (2, []), lines
    assert (tmp_path / f"imported/submissions/qingdao/{CODE}/enterprise.yaml").read_text("utf-8") == shown
    assert judged(tmp_path / "imported") == []
    stamps = re.findall("[0-9a-f]{10}", page.locator(".formout__receipt").inner_text())[1:]
    assert [answer.current for answer in verify(tmp_path / "imported", list(map(Stamp, stamps)))] == [True, True]


def test_a_unit_may_report_products_only(page: Any, tmp_path: Path) -> None:
    page.get_by_role("button", name="添加产品").click()
    fill(
        page, {"报送单位": "示例海纳工业智能有限公司", "联系人": "示例乙", "联系方式": "0532-00000002转8、15400000002"}
    )
    fill_product(page)
    page.get_by_label("单位注册地所在市").select_option("青岛市")
    page.get_by_role("textbox", name="统一社会信用代码").fill(CODE.lower())
    page.get_by_role("textbox", name="统一社会信用代码").blur()
    page.get_by_role("button", name=f"改为 {CODE}").click()
    text = finish(page)
    target = tmp_path / "submissions/qingdao" / CODE / "products/xiangsu.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(text, "utf-8")
    assert judged(tmp_path) == []
    page.get_by_role("button", name="复制上一产品").click()
    assert page.get_by_role("textbox", name="联系人").input_value() == "示例乙"
    assert page.get_by_role("textbox", name="大模型产品名称").input_value() == ""
    assert not page.get_by_label("提供的摸底信息为可公开内容").is_checked()
    assert page.get_by_role("textbox", name="大模型产品介绍及应用情况").input_value() == ""
    assert page.get_by_role("textbox", name="大模型产品主要应用领域").input_value() == ""
    assert page.get_by_label("网址里的名字").input_value() == "product-2"
    assert page.get_by_label("拥有软件著作权").is_checked() is False and page.locator(".dates").is_hidden()


def test_what_is_wrong_is_told_when_the_field_is_left(page: Any) -> None:
    capital = page.get_by_role("textbox", name="注册资金")
    capital.type("1.2亿")
    error = page.locator(".field", has=capital).locator(".field__e")
    assert error.is_hidden()
    capital.blur()
    assert "带有单位“亿”" in error.inner_text() and capital.get_attribute("aria-invalid") == "true"
    page.get_by_role("button", name="改为 12000万元").click()
    assert capital.input_value() == "12000" and error.is_hidden()
    assert page.get_by_text("即 1.2 亿元").is_visible()
    profile = page.get_by_role("textbox", name="企业简介")
    profile.fill("大模型Qwen2.5")
    assert "4 / 100～300 字，还差 96 字" in page.locator(".field", has=profile).locator(".meter").inner_text()
    profile.fill("零宽\u200b空格")
    profile.blur()
    page.get_by_role("button", name="删去看不见的字符").click()
    assert profile.input_value() == "零宽空格"
    assert page.locator(".summary").is_hidden()


def at_once(page: Any, box: Any, text: str, way: str) -> None:
    """Type a wrong value, go on as people do, and use the first cure that the page offers, once."""
    box.fill(text)
    cure = page.locator(".field", has=box).last.locator(".field__fix button")
    if way == "next":  # the next box has the focus
        box.press("Tab")
    else:
        page.locator("body").click(position={"x": 5, "y": 5})
        box.focus()
    cure.scroll_into_view_if_needed()
    where = cure.bounding_box()
    if way == "keys":
        box.press("Tab")
        page.keyboard.press("Enter")
    else:  # where the button stands at this moment, as a hand would
        page.mouse.move(where["x"] + 5, where["y"] + 5)
        page.mouse.down()
        page.mouse.up()


@pytest.mark.parametrize("way", ["next", "same", "keys"])
def test_a_cure_works_at_the_first_click(page: Any, way: str) -> None:
    for name, typed, right in [
        ("统一社会信用代码", CODE.lower(), CODE), ("注册资金", "1.2亿", "12000"), ("企业年度收入", "9600万", "9600"), ("人员数量", "126人", "126"),
        ("网址", "www.example.com", "https://www.example.com"),
    ]:  # fmt: skip
        box = page.get_by_role("textbox", name=re.compile(f"^{name}")).first
        at_once(page, box, typed, way)
        page.wait_for_function("([node, text]) => node.value === text", arg=[box.element_handle(), right])
        assert box.evaluate("node => node === document.activeElement")


def test_a_click_lands_where_it_was_aimed(page: Any) -> None:
    """A message that comes when a field is left neither takes the click nor moves what the hand is at."""
    site = page.get_by_role("textbox", name=re.compile("^网址"))
    site.fill("无")
    radio = page.get_by_role("group", name=re.compile("^营业执照")).get_by_label("线下提交")
    for wanted in (radio, page.get_by_role("textbox", name="人员数量")):
        site.focus()
        wanted.scroll_into_view_if_needed()
        before = wanted.bounding_box()
        page.mouse.move(before["x"] + 5, before["y"] + 5)
        page.mouse.down()
        page.wait_for_timeout(60)
        assert wanted.bounding_box() == before
        page.mouse.up()
        page.wait_for_timeout(60)
        assert abs(wanted.bounding_box()["y"] - before["y"]) <= 1 or wanted is radio
    assert radio.is_checked() and page.locator(".field", has=site).locator(".field__e").is_visible()
    assert page.get_by_role("textbox", name="人员数量").evaluate("node => node === document.activeElement")


def test_a_tap_is_not_lost(browser: Any, base: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN")
    page = context.new_page()
    page.goto(base + "submit/")
    begin(page)
    capital = page.get_by_role("textbox", name="注册资金")
    capital.fill("1.2亿")
    page.get_by_role("textbox", name="企业名称").tap()
    cure = page.get_by_role("button", name="改为 12000万元")
    capital.tap()
    cure.tap()
    assert capital.input_value() == "12000"
    page.get_by_role("button", name="下一部分").tap()
    assert page.get_by_role("textbox", name="联系人姓名").is_visible() and capital.is_hidden()
    context.close()


def test_two_windows_do_not_overwrite_each_other(page: Any, context: Any, base: str) -> None:
    name, capital = (
        (lambda of, label=label: of.get_by_role("textbox", name=label)) for label in ("企业名称", "注册资金")
    )
    name(page).fill("示例海纳工业智能有限公司")
    other = context.new_page()
    other.goto(base + "submit/")
    other.locator(".formdrafts__go").click()
    page.get_by_text("正在另一个窗口里填写").wait_for()
    assert capital(page).is_disabled()
    capital(other).fill("2000")
    page.get_by_role("button", name="改在这里接着填").click()
    assert capital(page).input_value() == "2000" and capital(page).is_enabled()
    other.get_by_text("正在另一个窗口里填写").wait_for()
    name(page).fill("示例海纳有限公司")
    page.get_by_role("button", name="清除草稿").click()
    other.get_by_text("已在另一个窗口里清除").wait_for()
    other.get_by_role("button", name="把这里的内容重新存下").click()
    assert name(other).input_value() == "示例海纳工业智能有限公司"
    assert page.locator(".formdrafts__go").inner_text() == "示例海纳工业智能有限公司"
    other.close()


def test_all_proposals_at_once(page: Any) -> None:
    fill(page, {"统一社会信用代码": CODE.lower(), "注册资金": "1.2亿", "企业年度收入": "9600万"})
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    assert page.title().startswith("错误：")
    page.get_by_role("button", name="全部采用建议").click()
    got = [
        page.get_by_role("textbox", name=name).first.input_value()
        for name in ("统一社会信用代码", "注册资金", "企业年度收入")
    ]
    assert got == [CODE, "12000", "9600"]


def photo(place: str) -> bytes:
    """A photograph that lies on its side and says where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = place
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30), "red").save(made, "JPEG", exif=exif, comment=place.encode())
    return made.getvalue()


def test_scans_are_judged_cleaned_and_packed(page: Any, tmp_path: Path) -> None:
    fill_enterprise(page)
    licence = page.get_by_role("group", name=re.compile("^营业执照"))
    licence.get_by_label("随文件提交").check()
    error = licence.locator(".field__e")
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    for name, data, told in [
        ("a.heic", heic, "这是 HEIC 照片（苹果手机的格式），材料只收 PDF、PNG 和 JPEG。请在相册里导出为 JPEG"),
        ("a.pdf", b"PK\x03\x04", "材料只收 PDF、PNG 和 JPEG。请转成 PDF"),
        ("a.pdf", b"", "材料只收 PDF、PNG 和 JPEG"),
        ("a.jpg", b"\xff\xd8\xff\xe0\xff\xff", "文件不完整或已损坏"),
        ("a.png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xff", "文件不完整或已损坏"),
        ("a.pdf", b"%PDF-" + b"0" * (10 * 2**20), "文件有 10.0 MiB，超过 10 MiB"),
    ]:  # fmt: skip
        licence.locator("input[type=file]").set_input_files({"name": name, "mimeType": "x/x", "buffer": data})
        error.filter(has_text=told).wait_for()
    whole = {"name": "con: 营业执照\u200b (1).JPG", "mimeType": "image/jpeg", "buffer": photo("示例路17号")}
    licence.locator("input[type=file]").set_input_files(whole)
    licence.get_by_text("con-营业执照-(1).jpg").wait_for()
    assert "已去掉拍摄时间、地点等信息" in licence.inner_text() and error.is_hidden()
    finish(page)
    with zipfile.ZipFile(downloaded(page, "打包下载", tmp_path)) as bundle:
        bundle.extractall(tmp_path / "root")
        kept = next(bundle.read(name) for name in bundle.namelist() if "/materials/" in name)
    assert "示例路17号".encode() not in kept and Image.open(io.BytesIO(kept)).getexif() == {0x0112: 6}
    assert judged(tmp_path / "root") == []
    page.reload()
    licence.get_by_text("con-营业执照-(1).jpg，").wait_for()  # it was kept with the draft
    finish(page)
    with zipfile.ZipFile(downloaded(page, "打包下载", tmp_path / "again")) as bundle:
        assert kept in [bundle.read(name) for name in bundle.namelist()]
    page.get_by_role("button", name="清除草稿").click()
    left = """() => new Promise((done) => { indexedDB.open("catalogue-form").onsuccess = ({ target }) => {
      target.result.transaction("scans").objectStore("scans").count().onsuccess = (event) => done(event.target.result); }; })"""
    assert page.evaluate(left) == 0


def test_the_summary_leads_to_each_field(page: Any) -> None:
    page.locator(".formnav").get_by_role("button", name="检查并生成文件").click()
    summary = page.locator(".summary")
    assert summary.evaluate("node => node === document.activeElement")
    count = int(re.findall(r"还有 (\d+) 处要改", summary.inner_text())[0])
    assert "企业基本情况：还没填企业名称（中文）、统一社会信用代码、注册资金" in summary.inner_text()
    links = summary.get_by_role("link")
    assert count > 12 and links.count() == 6  # one line a section
    for at in range(links.count()):
        links.nth(at).click()
        focused = page.evaluate(
            "document.activeElement.closest('.field, .kinds') !== null && !document.activeElement.closest('.summary')"
        )
        assert focused, links.nth(at).inner_text()
    assert page.locator(".formout pre").count() == 0


def test_fields_come_and_go_with_what_they_depend_on(page: Any) -> None:
    growth = page.get_by_role("textbox", name="高成长性说明")
    assert growth.is_hidden()
    page.get_by_role("textbox", name="企业大模型相关收入").fill("499.9")
    assert growth.is_visible()
    page.get_by_role("textbox", name="企业大模型相关收入").fill("500")
    assert growth.is_hidden()
    assert page.get_by_label("区县", exact=True).locator("option").all_inner_texts() == ["请先选市"]
    page.get_by_label("市", exact=True).select_option("济南市")
    assert page.get_by_label("区县", exact=True).locator("option").all_inner_texts()[1:3] == ["历下区", "市中区"]
    page.get_by_role("button", name="添加产品").click()
    assert page.locator(".form").get_by_text("检测机构名称").is_hidden()
    tick(page, "是")
    assert page.locator(".form").get_by_text("检测机构名称").is_visible()
    assert (
        page.locator(".form").get_by_text("应用所属行业").is_hidden()
        and page.locator(".form").get_by_text("应用所属场景").is_hidden()
    )
    page.get_by_label(re.compile("^场景级场景大模型")).check()
    assert (
        page.locator(".form").get_by_text("应用所属行业").is_hidden()
        and page.locator(".form").get_by_text("应用所属场景").is_visible()
    )


def test_a_draft_outlives_the_page_and_can_be_cleared(page: Any) -> None:
    fill(page, {"企业名称": "示例海纳工业智能有限公司", "联系人姓名": "示例乙"})
    page.get_by_text("草稿已存在这台设备的浏览器里").wait_for()
    page.reload()
    page.get_by_text(re.compile(r"已恢复 \d\d-\d\d \d\d:\d\d 的草稿：示例海纳工业智能有限公司")).wait_for()
    assert page.get_by_role("textbox", name="企业名称").input_value() == "示例海纳工业智能有限公司"
    page.get_by_role("button", name="回到开头").click()
    begin(page)
    fill(page, {"企业名称": "示例另一家有限公司"})
    page.get_by_role("button", name="回到开头").click()
    names = page.locator(".formdrafts__go")
    assert sorted(names.all_inner_texts()) == ["示例另一家有限公司", "示例海纳工业智能有限公司"]
    names.filter(has_text="海纳").click()
    assert page.get_by_role("textbox", name="联系人姓名").input_value() == "示例乙"
    page.get_by_role("button", name="清除草稿").click()
    page.get_by_text("草稿已清除").wait_for()
    assert names.all_inner_texts() == ["示例另一家有限公司"]
    names.click()
    fill(page, {"企业名称": ""})
    assert page.evaluate("localStorage.length") == 0


def test_what_cannot_be_read_is_kept_and_told(page: Any, tmp_path: Path) -> None:
    broken = ["null", "[]", "{", '{"products": [null, 5, {"values": 3}], "enterprise": "x", "unit": "x"}']
    page.evaluate("(texts) => texts.forEach((text, at) => localStorage.setItem('catalogue-form:' + at, text))", broken)
    page.get_by_role("button", name="回到开头").click()
    lines = page.locator(".formdrafts li", has_text="一份读不出来的草稿")
    assert lines.count() == 4 and "原样留着" in lines.first.inner_text()
    with page.expect_download() as download:
        lines.first.get_by_role("button", name="存成文件").click()
    download.value.save_as(tmp_path / "x")
    assert (tmp_path / "x").read_text("utf-8") in broken
    begin(page)
    fill(page, {"企业名称": "示例海纳工业智能有限公司"})
    kept = page.evaluate("[0, 1, 2, 3].map((at) => localStorage.getItem('catalogue-form:' + at))")
    assert kept == broken


def test_a_hostile_draft_is_inert(page: Any) -> None:
    bad = " ".join(HOSTILE)
    values = {
        "报送单位": bad,
        "联系人": {"x": bad},
        "大模型产品知识产权情况": [{"类型": "其他", "说明": bad}, 7],
        "__proto__": {"x": 1},
    }
    draft = {
        "enterprise": {"企业名称": bad},
        "products": [{"slug": bad, "values": values}, None, 5, {"values": 3}],
        "unit": {"市": bad},
        "published": [bad],
        "at": 99,
        "saved": bad,
    }
    page.evaluate("(text) => localStorage.setItem('catalogue-form', text)", json.dumps(draft))
    page.get_by_role("button", name="回到开头").click()
    page.locator(".formdrafts__go").first.click()
    page.locator(".formtabs button").nth(1).click()
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    assert page.locator(".formapp img, .formapp script").count() == 0
    assert page.locator(".formtabs").is_visible()


def test_dropped_files_are_read_or_refused_by_name(page: Any) -> None:
    drop = """([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    said = page.locator(".formsay")
    for name, text, told in [
        ("a.yaml", "<img src=x onerror=alert(1)>", "没有打开 a.yaml：这不是附件 1 或附件 2 的文件"),
        ("<b>.yaml", "企业名称: !!python/x 1\n注册资金: 1\n单位性质: 企业\n", "没有打开 <b>.yaml：第 1 行"),
        ("c.yaml", "企业名称: 甲乙\n注册资金: 1\n单位性质: 企业\n恶意: 1\n", "没有打开 c.yaml：第 4 行：不认识的栏目“恶意”"),
        ("d.yaml", "企业名称: \"<img src=x onerror=alert(1)>\"\n注册资金: 1\n单位性质: 企业\n", "已打开 d.yaml"),
    ]:  # fmt: skip
        page.evaluate(drop, [name, text])
        said.filter(has_text=told).wait_for()
        assert page.locator(".formapp img").count() == 0
    assert page.get_by_role("textbox", name="企业名称").input_value() == "<img src=x onerror=alert(1)>"


def test_files_of_a_unit_open_and_come_out_as_they_were(page: Any) -> None:
    folder = BASE / UNIT
    names = ["enterprise.yaml", "products/hetong.yaml", "products/xiangsu.yaml"]
    page.locator("#formfile").set_input_files([str(folder / name) for name in names])
    page.locator(".formsay", has_text="已打开 xiangsu.yaml").wait_for()
    for at, name in enumerate(names):
        page.locator(".formtabs button").nth(min(at, 1)).click()
        text = finish(page)
        assert str(page.locator(".formout__git code").first.text_content()).endswith(name)
        if at:
            page.get_by_role("button", name="删去这个产品").click()
        again = {"name": Path(name).name, "mimeType": "text/yaml", "buffer": text.encode()}
        page.locator("#formfile").set_input_files(again)
        page.locator(".formsay", has_text=f"已打开 {again['name']}").wait_for()
        assert finish(page) == text


def test_the_own_bundle_opens_whole(page: Any, tmp_path: Path) -> None:
    folder = BASE / UNIT
    for names in (["enterprise.yaml", "products/hetong.yaml"], ["products/xiangsu.yaml", "products/hetong.yaml"]):
        page.locator("#formfile").set_input_files([str(folder / name) for name in names])
        page.locator(".formsay", has_text="已打开 hetong.yaml").wait_for()
        if "enterprise.yaml" not in names:
            page.get_by_label("单位注册地所在市").select_option("济南市")
            page.get_by_role("textbox", name="统一社会信用代码").fill("91370102EXAMPLE031")
        finish(page)
        bundle = downloaded(page, "打包下载", tmp_path)
        page.get_by_role("button", name="清除草稿").click()
        page.locator("#formfile").set_input_files(str(bundle))
        page.locator(".formsay", has_text="已打开 hetong.yaml").wait_for()
        finish(page)
        again = downloaded(page, "打包下载", tmp_path / "again")
        assert again.read_bytes() == bundle.read_bytes()
        page.get_by_role("button", name="清除草稿").click()


def test_an_unfinished_draft_goes_by_usb_stick(page: Any, browser: Any, base: str, tmp_path: Path) -> None:
    fill(page, {"企业名称": "示例海纳工业智能有限公司", "注册资金": "1.2亿", "企业简介": "零宽\u200b空格"})
    page.get_by_role("button", name="添加产品").click()
    fill(page, {"大模型产品名称": "示例海纳·橡塑大模型"})
    with page.expect_download() as download:
        page.get_by_role("button", name="存草稿为文件").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name == "示例海纳工业智能有限公司-草稿.json"
    download.value.save_as(file)
    other = browser.new_context(locale="zh-CN")
    there = other.new_page()
    there.goto(base + "submit/")
    there.locator(".formdoor").first.wait_for()
    there.locator("#formfile").set_input_files(str(file))
    there.locator(".formsay", has_text="已打开草稿").wait_for()
    assert (
        there.get_by_role("textbox", name="大模型产品名称").input_value() == "示例海纳·橡塑大模型"
    )  # where it was left
    there.locator(".formtabs button").first.click()
    read = {name: there.get_by_role("textbox", name=name).input_value() for name in ("注册资金", "企业简介")}
    assert read == {"注册资金": "1.2亿", "企业简介": "零宽\u200b空格"}
    other.close()


def test_what_is_no_form_is_called_by_its_name(page: Any) -> None:
    def packed(*names: str, method: int = zipfile.ZIP_STORED) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", method) as archive:
            for name in names:
                archive.writestr(name, "企业名称: 甲\n" * 20)
        return made.getvalue()

    word = packed("[Content_Types].xml", "word/document.xml", method=zipfile.ZIP_DEFLATED)
    deflated = packed("enterprise.yaml", method=zipfile.ZIP_DEFLATED)
    whole = packed("enterprise.yaml")
    broken = whole.replace("甲".encode(), "乙".encode(), 1)
    for name, data, told in [
        ("附件1.docx", word, "没有打开 附件1.docx：这是 Word 文件，本页打不开；请发给市工信局"),
        ("附件1.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是 Word 或 Excel 文件"),
        ("汇总.xlsx", packed("xl/workbook.xml"), "这是 Excel 文件"),
        ("a.zip", deflated, "没有打开 a.zip：这是压缩包，请先解压，再选里面的 .yaml 文件"),
        ("b.zip", packed("readme.txt"), "没有打开 b.zip：这是压缩包，请先解压"),
        ("c.zip", whole[:60], "没有打开 c.zip：压缩包不完整"),
        ("d.zip", broken, "没有打开 d.zip：压缩包不完整"),
        ("e.zip", whole[:-22] + b"\xff" * 22, "没有打开 e.zip：压缩包不完整"),
        ("f.pdf", b"%PDF-1.7", "这是 PDF 文件"),
        ("g.yaml", "企业名称: 甲".encode("gbk"), "不是 UTF-8 编码的文字"),
        ("h.json", b"{", "这不是本页存下的草稿"),
        ("i.json", b'{"enterprise": 1}', "没有打开 i.json：这不是本页存下的草稿"),
        ("j.json", b'{"enterprise": [{"x": 1}], "products": [null, 3], "published": {}}', "已打开草稿 j.json"),
        ("k.json", b'{"enterprise": 1, "products": []}', "没有打开 k.json：这不是本页存下的草稿"),
    ]:  # fmt: skip
        open_file(page, name, data, told)


def test_materials_are_told_of_in_the_words_of_the_form(page: Any) -> None:
    materials = page.locator(".kinds", has=page.get_by_text("报送材料"))
    licence = page.get_by_role("group", name=re.compile("^营业执照"))
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    told = "还没有选营业执照、能力证明怎样交。请逐类选“线下提交”或“随文件提交”。"
    assert materials.locator("> .field__e").inner_text() == told
    licence.get_by_label("随文件提交").check()
    error = licence.locator(".field__e")
    assert error.inner_text() == "营业执照选了“随文件提交”，还没有选文件。请选择文件，或改选“线下提交”。"
    assert materials.locator("> .field__e").inner_text() == "缺少“能力证明”。请逐类选“线下提交”或“随文件提交”。"
    fill(page, {"网址": "无", "团队能力": "无"})
    shown = page.locator(".field__e", has_text="只写了").all_inner_texts()
    assert any(text.endswith("没有写实际内容。此栏选填，没有就空着。") for text in shown) and len(shown) == 2
    page.get_by_role("button", name="添加产品").click()
    tick(page, "是")
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    assert "还没有选营业执照、知识产权证书、检测报告怎样交" in page.locator(".form").inner_text()
    assert page.locator(".form").get_by_text(re.compile("YYYY|materials|文件夹")).count() == 0


def test_a_product_opened_twice_stays_one(page: Any) -> None:
    data = (BASE / UNIT / "products/hetong.yaml").read_bytes()
    open_file(page, "hetong.yaml", data, "已打开 hetong.yaml")
    tabs = page.locator(".formtabs button").count()
    fill(page, {"版本号": "9.9"})
    open_file(page, "hetong.yaml", data, "已打开 hetong.yaml")
    assert page.locator(".formtabs button").count() == tabs
    assert page.get_by_role("textbox", name="版本号").input_value() != "9.9"
    open_file(page, "other.yaml", data, "已打开 other.yaml")
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    assert "名称和版本号与第 1 个产品相同" in page.locator(".summary").inner_text()


def test_a_published_entry_is_fetched_and_its_private_fields_are_named(page: Any, base: str) -> None:
    page.get_by_role("button", name="回到开头").click()
    box = page.get_by_label("单位名称")
    hits = page.locator(".formdoor .formdrafts__go")
    for asked in (
        "示例海纳",
        CODE,
        f"{CODE[:4]} {CODE[4:]}。",
        f"{base}enterprises/{CODE}/",
        f"{base}products/{CODE}/xiangsu/",
    ):
        box.fill(asked)
        hits.first.wait_for()
        assert hits.all_inner_texts() == ["示例海纳工业智能有限公司"], asked
    box.fill("没有这家")
    page.get_by_text("没有找到").wait_for()
    box.fill(CODE)
    hits.first.click()
    page.locator(".formsay", has_text="已填入公开的栏目").wait_for()
    told = page.locator(".formsay").inner_text()
    assert all(
        name in told
        for name in ("联系人姓名", "手机号码", "企业年度收入", "企业大模型相关收入", "报送材料", "承诺", "联系方式")
    )
    assert page.get_by_role("textbox", name="企业名称").input_value() == "示例海纳工业智能有限公司"
    assert page.get_by_role("textbox", name="手机号码").input_value() == ""
    assert page.get_by_label("区县", exact=True).input_value() != ""
    assert page.locator(".formtabs button").count() == 5
    for code, told in (
        ("91370102EXAMPLE031", "已填入公开的栏目"),
        ("<img src=x>", "没有找到信用代码是 <img src=x> 的已公布条目"),
    ):
        page.goto(base + "submit/?edit=" + code)
        page.locator(".formsay", has_text=told).wait_for()


def test_the_way_to_github_carries_the_name_alone(browser: Any, base: str, tmp_path: Path) -> None:
    context = browser.new_context(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.route(
        "**/submit/form.json",
        lambda route: route.fulfill(body=form_json("https://github.com/example/catalogue/", "main")),
    )
    page.context.route("https://github.com/**", lambda route: route.fulfill(body="ok"))
    page.goto(base + "submit/")
    page.locator(".formdoor").first.wait_for()
    page.locator("#formfile").set_input_files(str(BASE / UNIT / "enterprise.yaml"))
    page.locator(".formsay", has_text="已打开").wait_for()
    text = finish(page)
    page.get_by_text("给会用 Git 的人").click()
    link = page.get_by_role("link", name="在 GitHub 上新建文件")
    path = "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"
    assert link.get_attribute("href") == f"https://github.com/example/catalogue/new/main?filename={path}"
    link.click()
    page.get_by_text("全文已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text
    context.close()


def printed(page: Any, folder: Path) -> str:
    """The text of the page's print, without blanks."""
    target = folder / "print.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    return re.sub(r"\s", "", shown)


def test_it_prints_the_papers_of_the_notice(page: Any, tmp_path: Path) -> None:
    empty = printed(page, tmp_path)  # nothing is filled in: the empty form, never the page with its boxes
    assert (
        "山东省大模型企业摸底调研表" in empty
        and "怎样报送" not in empty
        and "未通过检查" not in empty
        and "第1页，共" in empty
    )
    page.locator("#formfile").set_input_files(str(BASE / UNIT / "enterprise.yaml"))
    page.locator(".formsay", has_text="已打开").wait_for()
    flat = printed(page, tmp_path)
    for words in (
        "附件1",
        "山东省大模型企业摸底调研表",
        "☑企业",
        "□事业单位",
        "济南市",
        "（单位公章）",
        "补充页",
        "☑提供的摸底信息为可公开内容",
    ):
        assert words in flat, words
    assert "参与报送" not in flat and "检查并生成文件" not in flat


def test_an_unchecked_form_is_printed_as_such(page: Any, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.evaluate("window.print = () => undefined")
    fill(page, {"企业名称": "示例海纳工业智能有限公司", "统一社会信用代码": CODE, "企业简介": LONG * 40})
    page.get_by_role("button", name="打印附件 1").click()
    assert "处要改" in asked[0] and "未通过检查" in asked[0]
    page.get_by_role("button", name="添加产品").click()
    fill(page, {"大模型产品介绍及应用情况": LONG * 60})
    flat = printed(page, tmp_path)
    pages = re.findall(r"(附件[12])第(\d+)页，共(\d+)页", flat)
    assert [number for kind, number, _ in pages if kind == "附件1"] == [str(at + 1) for at in range(int(pages[0][2]))]
    assert {kind for kind, *_ in pages} == {"附件1", "附件2"}
    assert flat.count("未通过检查，不能盖章报送") == len(pages) == flat.count("示例海纳工业智能有限公司" + CODE)
    assert "（单位公章）" not in flat and flat.count(LONG.rstrip("，")) > 90  # some are parted by a page's end


def test_by_keyboard_alone(page: Any) -> None:
    page.get_by_role("textbox", name="企业名称").focus()
    page.keyboard.type("示例海纳工业智能有限公司")
    page.keyboard.press("Tab")
    page.keyboard.type(CODE)
    page.keyboard.press("Tab")
    page.keyboard.type("2000")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert [page.get_by_label(name, exact=True).input_value() for name in ("市", "区县")] == ["济南市", "历下区"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_label("企业", exact=True).is_checked()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("事业单位", exact=True).is_checked()
    page.get_by_role("textbox", name="企业名称").focus()
    page.keyboard.press("Enter")
    assert page.locator(".summary").is_hidden()  # Enter in a box submits nothing
    page.locator(".formend").get_by_role("button", name="检查并生成文件").focus()
    page.keyboard.press("Enter")
    assert page.locator(".summary").evaluate("node => node === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "代码以 91 开头" in page.evaluate("document.activeElement.closest('.field').textContent")


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_is_accessible_and_narrow_enough(browser: Any, base: str, look: str) -> None:
    """A phone of 320 px is as narrow as a page at 400 %."""
    with opened(browser, LOOKS[look]) as page:

        def accessible() -> None:
            assert barriers(page, LOOKS[look].rules) == []
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            page.set_viewport_size({"width": LOOKS[look].width, "height": LOOKS[look].height})

        page.goto(base + "submit/")
        page.locator(".formdoor").first.wait_for()
        assert shift(page) <= 0.05
        accessible()
        begin(page)
        page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
        accessible()
        page.get_by_role("button", name="添加产品").click()
        step_to(page, page.get_by_label("拥有软件著作权")).check()
        step_to(page, page.get_by_role("group", name=re.compile("^营业执照")).get_by_label("随文件提交")).check()
        page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
        accessible()
        page.locator("#formfile").set_input_files(str(BASE / UNIT / "products/xiangsu.yaml"))
        page.locator(".formsay", has_text="已打开").wait_for()
        step_to(page, page.get_by_label("单位注册地所在市")).select_option("济南市")
        page.get_by_role("textbox", name="统一社会信用代码").fill("91370102EXAMPLE031")
        finish(page)
        page.get_by_text("核对所填的内容").click()
        page.get_by_text("给会用 Git 的人").click()
        accessible()


def test_the_offline_edition_works_from_a_file(browser: Any, site: Path, tmp_path: Path) -> None:
    single = tmp_path / "usb 盘.html"
    single.write_bytes((site / "submit/offline.html").read_bytes())
    context = browser.new_context(locale="zh-CN", accept_downloads=True, offline=True)
    page = context.new_page()
    bad = watch_but_dialogs(page, "file://")
    page.goto(single.as_uri())
    begin(page)
    assert f"{constants().deadline.day} 日截止" in page.locator("[data-deadline]").inner_text()
    fill_enterprise(page)
    text = finish(page)
    assert downloaded(page, "下载 YAML", tmp_path).read_text("utf-8") == text
    assert page.get_by_text("修改或沿用").count() == 0
    page.reload()
    assert page.get_by_role("textbox", name="企业名称").input_value() == "示例海纳工业智能有限公司"
    folder = tmp_path / "root/submissions/qingdao" / CODE
    folder.mkdir(parents=True)
    (folder / "enterprise.yaml").write_text(text, "utf-8")
    assert judged(tmp_path / "root") == []
    policy = str(page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content"))
    assert "unsafe" not in policy and policy.count("sha256-") == 3
    context.close()
    assert bad == []


def test_the_pages_tell_of_no_button_that_is_not_there(page: Any, base: str) -> None:
    page.locator("#formfile").set_input_files(str(BASE / UNIT / "enterprise.yaml"))
    page.locator(".formsay", has_text="已打开").wait_for()
    finish(page)
    assert page.locator(".formout .btn").nth(0).inner_text().startswith("打包下载")
    assert page.locator(".formout").get_by_text("GitHub").count() == 0  # no repository is configured
    for name in ("submit/", "guide/"):
        page.goto(base + name)
        steps = page.locator("#web + ol, #web ~ ol").first
        assert "打包下载" in steps.inner_text() and "新建文件" not in steps.inner_text()
        assert steps.locator("> li").count() == (3 if name == "submit/" else 4)


def test_bureaus_that_say_where_are_shown_everywhere(browser: Any, tmp_path: Path) -> None:
    taken = PublicBureau("llm@example.com", ("0531-00000000",), "示例路 <b>17</b> 号")
    given = site_input()
    build_site(ROOT, tmp_path, replace(given, survey=replace(given.survey, bureaus={"jinan": taken})))
    for name in ("guide", "cities/jinan"):
        text = (tmp_path / name / "index.html").read_text("utf-8")
        assert (
            "mailto:llm%40example.com" in text and "0531-00000000" in text and "示例路 &lt;b&gt;17&lt;/b&gt; 号" in text
        )
    assert "没有公布报送的邮箱" in (tmp_path / "cities/heze/index.html").read_text("utf-8")
    with served(tmp_path) as address, opened(browser, LOOKS["desk"]) as page:
        page.clock.install(time="2024-06-08T16:30:00Z")  # the ninth in Shandong
        page.goto(address + "submit/")
        assert "2024 年 6 月 10 日前报省，还有 1 天" in page.locator("[data-deadline]").inner_text()
        page.clock.set_fixed_time("2024-06-10T15:30:00Z")
        page.reload()
        assert "今天（2024 年 6 月 10 日）" in page.locator("[data-deadline]").inner_text()
        page.clock.set_fixed_time("2024-06-10T16:30:00Z")
        page.goto(address)
        assert "已于 2024 年 6 月 10 日截止" in page.locator("[data-deadline]").inner_text()
        page.goto(address + "submit/")
        page.locator(".formdoor").first.wait_for()
        page.locator("#formfile").set_input_files(str(BASE / UNIT / "enterprise.yaml"))
        page.locator(".formsay", has_text="已打开").wait_for()
        finish(page)
        steps = page.locator(".formout__steps")
        assert "0531-00000000" in steps.inner_text() and "示例路 <b>17</b> 号" in steps.inner_text()
        href = steps.get_by_role("link", name="llm@example.com").get_attribute("href")
        assert href.startswith("mailto:llm@example.com?subject=") and "回执" in unquote(href)


def test_the_pages_tell_of_github_where_a_repository_is_configured(browser: Any, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "site_src", tmp_path / "site_src")
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"{config}\nrepo_url: https://github.com/example/catalogue\n", "utf-8")
    build_site(tmp_path, tmp_path / "out", site_input())
    browsed = browser.new_page()
    for name, count in (("submit", 3), ("guide", 4)):
        browsed.goto((tmp_path / "out" / name / "index.html").as_uri())
        steps = browsed.locator("#web ~ ol").first.locator("> li")
        assert steps.count() == count and "在 GitHub 上新建文件" in str(steps.nth(count - 2).text_content())
        assert str(steps.last.text_content()).startswith("点“打印全部”")
    browsed.close()


def test_without_scripts_the_other_ways_are_told(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(base + "submit/")
    assert page.locator("noscript p").is_visible()
    assert page.get_by_role("heading", name="不用这张表，还可以怎样报").is_visible()
    assert page.locator("[data-form-app]").is_hidden() and page.locator("[data-form-wait]").is_hidden()
    context.close()


def test_where_the_script_cannot_be_read_the_page_says_so(browser: Any, base: str, site: Path, tmp_path: Path) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.route("**/assets/js/form.js", lambda route: route.fulfill(body="a b", content_type="text/javascript"))
    page.goto(base + "submit/")
    page.get_by_text("多半是浏览器太旧").wait_for()
    single = tmp_path / "x.html"
    single.write_text(
        (site / "submit/offline.html").read_text("utf-8").replace('type="module">', 'type="module">a b;'), "utf-8"
    )
    page.goto(single.as_uri())
    page.get_by_text("多半是浏览器太旧").wait_for(timeout=7000)
    context.close()


def test_without_its_data_the_page_says_so(browser: Any, base: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.route("**/submit/form.json", lambda route: route.fulfill(status=404))
    page.goto(base + "submit/")
    page.get_by_text("填表页没有取到它的数据").wait_for()
    context.close()
