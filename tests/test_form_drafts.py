"""Drafts of the form page: nothing is lost, and nothing that lies there is trusted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests import form_page
from tests.form_page import begin, fill, photo
from tools.site_fixture import HOSTILE

page, context = form_page.page, form_page.context


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
    page.get_by_role("button", name="添加产品").click()
    page.get_by_label("单位注册地所在市").select_option("青岛市")  # no name yet, and nothing of the product
    page.reload()
    page.get_by_text(re.compile("已恢复 .* 的草稿：填表。")).wait_for()
    page.get_by_role("button", name="清除草稿").click()
    begin(page)
    fill(page, {"联系人姓名": "示例乙"})  # neither name nor code
    page.reload()
    page.get_by_text(re.compile("已恢复 .* 的草稿：填表。")).wait_for()
    page.get_by_role("button", name="添加产品").click()
    page.reload()
    fill(page, {"大模型产品名称": "橡塑大模型"})
    assert page.get_by_label("网址里的名字").input_value() == "xiangsu"  # still follows the name


def test_two_windows_do_not_overwrite_each_other(page: Any, context: Any, base: str) -> None:
    name, capital = (
        (lambda of, label=label: of.get_by_role("textbox", name=label)) for label in ("企业名称", "注册资金")
    )
    name(page).fill("示例海纳工业智能有限公司")
    licence = page.get_by_role("group", name=re.compile("^营业执照"))
    licence.get_by_label("随文件提交").check()
    licence.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "x/x", "buffer": photo("x")})
    other = context.new_page()
    other.goto(base + "submit/")
    other.get_by_label("单位名称").fill("示例")
    capital(page).fill("1000")
    assert other.get_by_label("单位名称").input_value() == "示例"  # what is typed there stays
    other.locator(".formdoors__kept .formdrafts__go").click()
    page.get_by_text("正在另一个窗口里填写").wait_for()
    assert capital(page).is_disabled()
    page.locator("#formfile").set_input_files({"name": "a.yaml", "mimeType": "x/x", "buffer": b"x"})  # as if dropped
    page.wait_for_timeout(100)
    assert page.locator(".formsay").inner_text() == ""
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
    other.reload()
    other.get_by_text("a.jpg，1 KiB").wait_for()  # stored anew with the draft
    other.close()


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


def test_what_cannot_be_stored_is_not_left_unasked(page: Any) -> None:
    page.evaluate("() => { window.asked = []; window.confirm = (text) => { asked.push(text); return false; }; }")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }")
    fill(page, {"企业名称": "示例海纳工业智能有限公司"})
    page.get_by_text("这个浏览器不能存草稿").wait_for()
    page.get_by_role("button", name="回到开头").click()
    page.locator("#formfile").set_input_files(
        {"name": "a.json", "mimeType": "x/x", "buffer": b'{"enterprise": {}, "products": []}'}
    )
    page.get_by_text("没有打开 a.json。").wait_for()
    assert ["仍要离开" in text for text in page.evaluate("asked")] == [True, True]
    assert page.get_by_role("textbox", name="企业名称").input_value() == "示例海纳工业智能有限公司"


def test_a_scan_that_is_read_slowly_ends_in_no_other_draft(page: Any) -> None:
    fill(page, {"企业名称": "示例海纳工业智能有限公司"})
    page.evaluate("""() => { const read = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = async function () { await new Promise((go) => { window.go = go; }); return read.call(this); }; }""")
    licence = page.get_by_role("group", name=re.compile("^营业执照"))
    licence.get_by_label("随文件提交").check()
    licence.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "x/x", "buffer": photo("x")})
    page.evaluate(
        "() => new Promise((done) => { const look = () => (window.go ? done() : setTimeout(look, 10)); look(); })"
    )
    page.get_by_role("button", name="回到开头").click()
    page.evaluate("window.go()")
    page.wait_for_timeout(100)
    assert [key[:15] for key in page.evaluate("Object.keys(localStorage)")] == ["catalogue-form:"]
    # as the browser's way back shows a page that it kept, when others may have gone on with its draft
    page.locator(".formdrafts__go").click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.get_by_text("已恢复").wait_for()


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
