"""The end of the form page: files that the validator accepts, scans, paper, and the ways on."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image

from scripts.bureau.stamps import Stamp, verify
from scripts.intake.importer import import_files
from scripts.intake.storing import ImportOptions
from scripts.site.form_data import form_json
from tests import form_page
from tests.cases import BASE, UNIT
from tests.form_page import (
    CODE,
    LONG,
    ROOT,
    downloaded,
    fill,
    fill_enterprise,
    fill_product,
    finish,
    judged,
    photo,
    printed,
)

page, context = form_page.page, form_page.context


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
    stamps = re.findall("[0-9a-f]{10}", page.locator(".formout__receipt").inner_text())
    answers = verify(tmp_path / "imported", list(map(Stamp, stamps)))
    assert [answer.current for answer in answers] == [True, True, True]
    assert "全部 2 份表（回执码）" in answers[0].words


def test_a_unit_may_report_products_only(page: Any, tmp_path: Path) -> None:
    page.get_by_role("button", name="添加产品").click()
    fill(
        page, {"报送单位": "示例海纳工业智能有限公司", "联系人": "示例乙", "联系方式": "0532-00000002转8、15400000002"}
    )
    fill_product(page)
    page.locator(".formtabs button").first.click()  # the form that is not filed has nothing to be checked
    assert "已填好" not in page.locator(".formnav").inner_text()
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    page.locator(".summary", has_text="单位注册地所在市").wait_for()
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
    page.get_by_label("拥有软件著作权").check()
    fill(page, {"说明": "软著登字第 0000002 号（示例）"})
    page.get_by_role("textbox", name="说明").blur()
    warned = page.locator(".field__e", has_text="与第 1 个产品写的相同。请核对登记号、专利号是不是这个产品的。")
    assert warned.count() == 1


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
        ("a.pdf", b"%PDF-" + b"0" * (10 * 2**20), "文件有 10.0 MiB，超过 10 MiB。请压缩后重新选择，或改选“线下提交”"),
    ]:  # fmt: skip
        licence.locator("input[type=file]").set_input_files({"name": name, "mimeType": "x/x", "buffer": data})
        error.filter(has_text=told).wait_for()
    broken = "() => { Blob.prototype.whole = Blob.prototype.arrayBuffer; Blob.prototype.arrayBuffer = async () => { throw new DOMException(''); }; }"
    page.evaluate(broken)
    licence.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "x/x", "buffer": b"%PDF-"})
    error.filter(has_text="这个文件读不出来，可能已移走").wait_for()
    page.evaluate("() => { Blob.prototype.arrayBuffer = Blob.prototype.whole; }")
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
