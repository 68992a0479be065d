"""Around the form: its single file, the pages that speak of it, and browsers that cannot show it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from schema.public.projection import PublicBureau
from schema.vocabulary.survey import constants
from scripts.site import form_bundle
from scripts.site.build import build_site
from scripts.site.form_data import form_json
from tests import form_page
from tests.cases import BASE, UNIT
from tests.form_page import CODE, ROOT, begin, downloaded, fill_enterprise, finish, judged, printed, watch_but_dialogs
from tests.pages import LOOKS, opened
from tests.separate import surveyed
from tools.browser import served
from tools.site_fixture import site_input

page, context = form_page.page, form_page.context


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
    shown = page.locator(".formout").inner_text()
    assert "不公开部分" not in shown and not re.search("false|undefined|null", shown)  # one whole form, as 明文 has it
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
        assert "交到：济南市工业和信息化局　邮箱 llm@example.com　电话 0531-00000000　地址 示例路 <b>17</b> 号".replace(
            "\u3000", ""
        ).replace(" ", "") in printed(page, tmp_path)


def test_the_pages_tell_of_github_where_a_repository_is_configured(browser: Any, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "site_src", tmp_path / "site_src")
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"{config}\nrepo_url: https://github.com/example/catalogue\n", "utf-8")
    build_site(tmp_path, tmp_path / "out", replace(site_input(), closed=True))
    browsed = browser.new_page()
    for name, count in (("submit", 3), ("guide", 4)):
        browsed.goto((tmp_path / "out" / name / "index.html").as_uri())
        steps = browsed.locator("#web ~ ol").first.locator("> li")
        assert steps.count() == count and "在 GitHub 上新建文件" in str(steps.nth(count - 2).text_content())
        assert str(steps.last.text_content()).startswith("点“打印全部”")
    for name in ("", "guide/", "submit/"):
        browsed.goto((tmp_path / "out" / name / "index.html").as_uri())
        assert "本轮已结束" in browsed.locator("[data-deadline]").inner_text()
    with surveyed(摸底结束="是"):
        (tmp_path / "x.html").write_text(form_bundle.render(ROOT / "site_src", form_json(), "x"), "utf-8")
    browsed.goto((tmp_path / "x.html").as_uri())
    assert "本轮已结束" in browsed.locator("[data-deadline]").inner_text()
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
