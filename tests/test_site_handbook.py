"""The rules and fields pages: whole, in order, each with its own anchor, and true to the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from schema.book.rule_book import mistakes, rule_book
from schema.forms.form import Form, specs
from schema.forms.registry import FORMS
from scripts.site.handbook import counted, field_anchor, form_tables, legend, mistake_entries, rule_groups
from tests.pages import LOOKS, opened


def keys(form: type[Form], above: str = "") -> list[str]:
    out = []
    for spec in specs(form):
        out.append(f"{above}{spec.label}")
        out += keys(spec.part, f"{spec.label}.") if spec.part else []
    return out


def test_every_rule_is_told_once() -> None:
    names = [entry.rule.name for _, entries in rule_groups() for entry in entries]
    assert names == list(rule_book())
    assert len(names) == len(set(names))


def test_the_wrong_line_is_marked_and_only_it() -> None:
    for _, entries in rule_groups():
        for entry in entries:
            assert [line.fault for line in entry.wrong if line.fault] == [entry.rule.fault]
            assert not any(line.fault for line in entry.right)
            assert [word for _, word in entry.badges] == entry.rule.severity_words.split("或")


def test_each_rule_and_mistake_shows_what_the_validator_says() -> None:
    entries = [entry for _, entries in rule_groups() for entry in entries]
    assert [entry.reply.message for entry in entries] == [rule.reply.message for rule in rule_book().values()]
    assert [(entry.mistake.name, entry.reply) for entry in mistake_entries()] == [
        (name, mistake.reply) for name, mistake in mistakes().items()
    ]
    assert all(entry.wrong and entry.right for entry in (*entries, *mistake_entries()))


def test_each_rule_has_its_own_page_and_keeps_its_anchor(site: Path) -> None:
    whole = (site / "rules/index.html").read_text("utf-8")
    for _, entries in rule_groups():
        for entry in entries:
            page = (site / entry.url / "index.html").read_text("utf-8")
            assert f"<title>{escape(entry.rule.title)}｜" in page and escape(entry.reply.message) in page
            assert f'id="{entry.rule.name}"' in whole and f'href="../{entry.url}"' in whole


def test_rules_are_found_and_the_address_opens_one(browser: Any, base: str) -> None:
    with opened(browser, LOOKS["desk"]) as page:
        page.goto(base + "rules/#uscc-check-digit")
        assert page.locator("#uscc-check-digit").is_visible() and page.locator("details[open]").count() == 1
        page.locator("[data-find] input[type=search]").fill("校验码")
        page.locator("[data-said]", has_text="找到").wait_for()
        shown = page.locator(".rules details:visible")
        assert 0 < shown.count() < 10 and "校验码" in shown.first.inner_text()
        page.locator("[data-find] .opt", has_text="说明").click()
        assert page.locator("[data-none]").is_visible() and not page.locator(".rules h2").first.is_visible()
        page.evaluate("location.hash = '#file-size'")
        page.locator("#file-size").wait_for()
        assert page.locator(".rules details:visible").count() == len(rule_book())
        page.locator("summary", has_text="文件太大").press("Enter")
        assert not page.locator("#file-size").is_visible()


def test_the_contents_say_where_one_reads(browser: Any, base: str) -> None:
    with opened(browser, LOOKS["desk"]) as page:
        page.goto(base + "rules/")
        assert page.locator(".toc [aria-current]").count() == 0
        page.locator(".toc a", has_text="金额").click()
        page.locator(".toc [aria-current]", has_text="金额").wait_for()
        assert page.locator(".toc [aria-current]").count() == 1


def test_without_scripts_rules_open_and_have_no_dead_search(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(base + "rules/")
        assert not page.locator("[data-find]").is_visible()
        page.locator("summary", has_text="文件太大").click()
        page.locator("#file-size a", has_text="自己的一页").click()
        assert page.url == base + "rules/file-size/"
    finally:
        context.close()


def test_a_tab_in_an_example_is_seen() -> None:
    assert any("⇥" in line.text for entry in mistake_entries() for line in entry.wrong)
    assert not any("\\u" in line.text for entry in mistake_entries() for line in (*entry.wrong, *entry.right))


def test_every_field_stands_in_the_papers_order() -> None:
    for table in form_tables():
        form = FORMS[table.slug].cls
        assert [row.anchor for row in table.rows] == [field_anchor(table.slug, key) for key in keys(form)]
        assert all(row.kind and row.required and row.seen for row in table.rows)
    anchors = [row.anchor for table in form_tables() for row in table.rows]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    ("form", "field", "anchor"),
    [
        ("enterprise", "企业名称", "企业表.企业名称"),
        ("enterprise", "材料.2.文件", "企业表.材料.文件"),
        ("product", "网址", "产品表.网址"),
        ("bureau", "联系人", "市局信息.联系人"),
    ],
)
def test_a_findings_field_has_its_anchor(form: str, field: str, anchor: str) -> None:
    assert field_anchor(form, field) == anchor
    assert anchor in {row.anchor for table in form_tables() for row in table.rows}


@pytest.mark.parametrize(
    ("anchor", "kind", "required", "seen"),
    [
        ("企业表.企业名称", "文字，2 至 100 个字符", "必填", "公开"),
        ("企业表.单位注册地", "一组，含下列栏目", "必填", "公开"),
        ("企业表.单位注册地.地址", "文字", "选填", "不公开"),
        ("企业表.手机号码", "手机号码，11 位", "必填", "不公开"),
        ("企业表.企业简介", "文字，100 至 300 字", "必填", "公开"),
        ("企业表.企业年度收入", "数，不小于 0，单位：万元", "必填", "只公开合计"),
        ("企业表.高成长性说明", "文字，20 至 500 字", "大模型相关收入不足 500 万元时必填", "不公开"),
        ("企业表.大模型产品研发服务团队情况.人员数量", "整数，不小于 1，单位：人", "必填", "公开"),
        ("企业表.承诺.真实合法", "只能写“是”", "必填", "不公开"),
        ("产品表.大模型产品知识产权情况.说明", "文字", "类型为“其他”时必填，其余选填", "公开"),
        ("产品表.大模型产品检测情况.检测时间", "日期，年-月-日或年-月", "已检测时必填", "公开"),
        ("产品表.大模型产品所属种类", "选一项：基础级、行业级、场景级", "必填", "公开"),
        ("产品表.大模型产品介绍及应用情况", "文字，建议不少于 100 字", "必填", "公开"),
        ("产品表.材料.文件", "文字", "选填", "不公开"),
        ("市局信息.填报单位", "文字", "选填", "不公开"),
    ],
)
def test_a_field_in_words(anchor: str, kind: str, required: str, seen: str) -> None:
    row = next(row for table in form_tables() for row in table.rows if row.anchor == anchor)
    assert (row.kind, row.required, row.seen) == (kind, required, seen)


def test_samples_of_counting_are_counted() -> None:
    assert [(item.text, item.words) for item in counted()][:3] == [
        ("大模型", 3),
        ("行业级，场景级。", 8),
        ("Qwen2.5-7B", 1),
    ]


def test_every_severity_is_explained() -> None:
    assert [word for _, word, _, _ in legend()] == ["错误", "提醒", "说明"]
