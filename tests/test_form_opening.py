"""What the form page opens: its own files, published entries, and what is no form."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

from scripts.site.form_data import form_json
from tests import form_page
from tests.cases import BASE, UNIT
from tests.form_page import CODE, downloaded, fill, finish, open_file, pledge
from tests.separate import surveyed

page, context = form_page.page, form_page.context


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


def test_what_was_opened_is_drawn_before_its_scans_are_stored(page: Any) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("enterprise.yaml", "products/hetong.yaml", "materials/zhizhao.pdf"):
            archive.write(BASE / UNIT / name, name)
        archive.writestr("materials/a.pdf", b"x")
    page.evaluate(
        "() => { IDBFactory.prototype.open = () => { const asked = {}; window.go = () => asked.onerror(); return asked; }; }"
    )
    page.locator("#formfile").set_input_files({"name": "a.zip", "mimeType": "x/x", "buffer": made.getvalue()})
    page.locator(".formtabs button", has_text="合同").wait_for()
    fill(page, {"版本号": "9"})
    page.evaluate("go()")
    page.locator(".formsay", has_text="没有打开 a.pdf：材料只收 PDF、PNG 和 JPEG").wait_for()
    assert page.get_by_role("textbox", name="版本号").input_value() == "9"


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
    head = whole.index(b"PK\1\2")
    twice = whole[:head] + 2 * whole[head : (end := whole.index(b"PK\5\6"))]
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, 2 * (end - head), head, 0)
    for name, data, told in [
        ("附件1.docx", word, "没有打开 附件1.docx：这是 Word 文件，本页打不开；请发给市工信局"),
        ("附件1.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是 Word 或 Excel 文件"),
        ("汇总.xlsx", packed("xl/workbook.xml"), "这是 Excel 文件"),
        ("a.zip", deflated, "没有打开 a.zip：这是压缩包，请先解压，再选里面的 .yaml 文件"),
        ("b.zip", packed("readme.txt"), "没有打开 b.zip：这是压缩包，请先解压"),
        ("c.zip", whole[:60], "没有打开 c.zip：压缩包不完整"),
        ("d.zip", broken, "没有打开 d.zip：压缩包不完整"),
        ("e.zip", whole[:-22] + b"\xff" * 22, "没有打开 e.zip：压缩包不完整"),
        ("l.zip", twice + tail, "没有打开 l.zip：压缩包不完整"),
        ("f.pdf", b"%PDF-1.7", "这是 PDF 或图片，不是表；扫描件请到“报送材料”里选"),
        ("f.jpg", b"\xff\xd8\xff\xe0", "没有打开 f.jpg：这是 PDF 或图片"),
        ("g.yaml", "企业名称: 甲".encode("gbk"), "不是 UTF-8 编码的文字；用记事本改过的"),
        ("h.json", b"{", "这不是本页存下的草稿"),
        ("i.json", b'{"enterprise": 1}', "没有打开 i.json：这不是本页存下的草稿"),
        ("j.json", b'{"enterprise": [{"x": 1}], "products": [null, 3], "published": {}}', "已打开草稿 j.json"),
        ("k.json", b'{"enterprise": 1, "products": []}', "没有打开 k.json：这不是本页存下的草稿"),
    ]:  # fmt: skip
        open_file(page, name, data, told)


def test_a_product_opened_twice_stays_one(page: Any) -> None:
    data = (BASE / UNIT / "products/hetong.yaml").read_bytes()
    open_file(page, "hetong.yaml", data, "已打开 hetong.yaml")
    tabs = page.locator(".formtabs button").count()
    fill(page, {"版本号": "9.9"})
    open_file(page, "hetong.yaml", data, "已打开 hetong.yaml")
    assert page.locator(".formtabs button").count() == tabs
    assert page.get_by_role("textbox", name="版本号").input_value() != "9.9"
    open_file(page, "other.yaml", data, "已打开 other.yaml")
    open_file(page, "产品.yaml", data, "已打开 产品.yaml")  # a name of which no address can be made
    open_file(page, "另一个.yaml", data, "已打开 另一个.yaml")
    assert page.locator(".formtabs button").count() == tabs + 3
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
    page.goto(base + "submit/?edit=91370102EXAMPLE031")
    page.locator(".formsay", has_text="已填入公开的栏目").wait_for()
    fill(page, {"联系人姓名": "示例甲"})
    page.reload()  # goes on with what was filled in, and fetches nothing anew
    page.locator(".formsay", has_text="已恢复").wait_for()
    assert page.get_by_role("textbox", name="联系人姓名").input_value() == "示例甲"


def test_what_is_of_an_earlier_round_is_taken_over_without_its_pledge(page: Any, base: str) -> None:
    with surveyed(批次="2025"):
        data = form_json()
    page.route("**/submit/form.json", lambda route: route.fulfill(body=data, content_type="application/json"))
    page.goto(base + f"submit/?edit={CODE}")
    told = "这是 2024 年报送的，已改为 2025 年批次"
    page.locator(".formsay", has_text=told).wait_for()
    assert "重新作出承诺" in page.locator(".formsay").inner_text()
    open_file(page, "enterprise.yaml", (BASE / UNIT / "enterprise.yaml").read_bytes(), told)
    assert page.get_by_role("textbox", name="手机号码").input_value() == "15400000001"
    pledge(page)
    assert finish(page).splitlines()[1] == "批次: 2025"
