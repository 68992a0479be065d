"""Filling in the form page by mouse, touch and keyboard: what is told where, and what a click does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import form_page
from tests.cases import BASE, UNIT
from tests.form_page import CODE, begin, fill, finish, step_to, tick
from tests.pages import LOOKS, barriers, opened, shift

page, context = form_page.page, form_page.context


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
    for name, now in [
        ("回到开头", "formdoors"),
        ("示例海纳工业智能有限公司", "formtitle"),
        ("附件 1　企业", "formtitle"),
        ("清除草稿", "formdoors"),
    ]:
        page.get_by_role("button", name=name).first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.className") == now, name
        assert page.locator(f".{now}").evaluate("node => Math.abs(node.getBoundingClientRect().top) < innerHeight"), (
            name
        )


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
