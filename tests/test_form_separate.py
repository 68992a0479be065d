"""The form page where contacts are kept apart (联系信息: 另交): two halves, each with its way, that the commands take as they are."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schema.book.finding import Finding
from scripts.bureau.stamps import Stamp, verify
from scripts.check.pipeline import check
from scripts.site.form_data import form_json
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees
from tests.cases import BASE, UNIT
from tests.form_page import (
    CODE,
    begin,
    downloaded,
    fill,
    fill_enterprise,
    fill_product,
    finish,
    photo,
    printed,
    watch_but_dialogs,
)
from tests.pages import barriers
from tests.separate import surveyed

pytestmark = pytest.mark.usefixtures("one_sandbox")
PROOFS = BASE / UNIT / "materials"
HERE = f"qingdao/{CODE}"
PRIVATE = ("示例乙", "15400000002", "4350", "320", "示例路17号")
COMMITMENT = re.compile(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}")


@pytest.fixture(scope="module", autouse=True)
def separate() -> Iterator[None]:
    with surveyed(联系信息="另交"):
        yield


@pytest.fixture
def page(browser: Any, base: str) -> Iterator[Any]:
    """The form page with the data of a survey in two halves."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    bad = watch_but_dialogs(page, base.split("sub/")[0])
    data = form_json("https://github.com/example/catalogue")
    page.route("**/submit/form.json", lambda route: route.fulfill(body=data, content_type="application/json"))
    page.goto(base + "submit/")
    begin(page)
    yield page
    context.close()
    assert bad == []


def fill_unit(page: Any) -> None:
    """附件1 with an address and a scan, and 附件2 with a scan."""
    fill_enterprise(page)
    fill(page, {"地址": "示例路17号"})
    choose(page, "营业执照", "执照.jpg", photo("x"))
    page.get_by_role("button", name="添加产品").click()
    fill_product(page)
    choose(page, "应用证明", "证明.pdf", (PROOFS / "zhizhao.pdf").read_bytes())


def choose(page: Any, kind: str, name: str, data: bytes) -> None:
    group = page.get_by_role("group", name=re.compile(f"^{kind}"))
    group.get_by_label("随文件提交").check()
    group.locator("input[type=file]").set_input_files({"name": name, "mimeType": "x/x", "buffer": data})
    group.locator(".kind__name", has_text=name).wait_for()


def unpacked(file: Path, folder: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
        return sorted(archive.namelist())


def told(folder: Path) -> list[Finding]:
    """What the validator says of both halves, but for what the values of these tests deserve."""
    found = check(TwoTrees(DiskTree(folder / "公开部分"), folder / "不公开部分", "DIR")).findings
    return [finding for finding in found if finding.rule not in ("revenue-threshold", "material-personal")]


def bonds(folder: Path) -> list[str]:
    return [found for path in sorted(folder.rglob("*.yaml")) for found in COMMITMENT.findall(path.read_text("utf-8"))]


def test_both_halves_are_made_and_the_commands_take_them(page: Any, tmp_path: Path) -> None:
    fill_unit(page)
    finish(page)
    bundle = downloaded(page, "打包下载（2 份表、2 个扫描件）", tmp_path)
    names = unpacked(bundle, tmp_path / "all")
    assert names == sorted([
        f"公开部分/submissions/{HERE}/enterprise.yaml", f"公开部分/submissions/{HERE}/products/xiangsu.yaml",
        f"不公开部分/{HERE}/enterprise.yaml", f"不公开部分/{HERE}/products/xiangsu.yaml",
        f"不公开部分/{HERE}/materials/执照.jpg", f"不公开部分/{HERE}/materials/证明.pdf",
    ])  # fmt: skip
    assert told(tmp_path / "all") == []
    open_text = "".join(path.read_text("utf-8") for path in (tmp_path / "all/公开部分").rglob("*.yaml"))
    assert not [text for text in (*PRIVATE, "执照.jpg", "证明.pdf") if text in open_text]
    stamps = re.findall(r"\b[0-9a-f]{10}\b", page.locator(".formout__receipt").inner_text())
    assert [answer.current for answer in verify(tmp_path / "all/公开部分", list(map(Stamp, stamps)))] == [True] * 3
    # each half by itself, with its own way
    ours = unpacked(downloaded(page, "公开部分，交到网上", tmp_path), tmp_path / "ours")
    theirs = unpacked(downloaded(page, "不公开部分，发给市工信局", tmp_path), tmp_path / "theirs")
    assert [name for name in names if name.startswith("公开")] == [f"公开部分/{name}" for name in ours]
    assert [name for name in names if name.startswith("不公开")] == theirs
    assert "青岛市工业和信息化局" in page.locator(".formout__apart").inner_text()
    # for those who know Git: the public half alone
    page.get_by_text("给会用 Git 的人", exact=True).click()
    shown = str(page.locator(".formout pre").text_content())
    assert shown == (tmp_path / f"ours/submissions/{HERE}/products/xiangsu.yaml").read_text("utf-8")
    assert not re.search("false|undefined|null", page.locator(".formout").inner_text())
    # by keyboard, and on the narrowest screen
    page.locator(".formout").focus()
    labels = []
    while len(labels) < 12:
        page.keyboard.press("Tab")
        labels.append(page.evaluate("document.activeElement.textContent"))
    ways = ["公开部分，交到网上", "不公开部分，发给市工信局"]
    assert [label for label in labels if label.startswith(("打包下载", *ways))] == [
        "打包下载（2 份表、2 个扫描件）",
        *ways,
    ]
    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # on paper
    flat = printed(page, tmp_path)
    assert all(bond.replace(" ", "") in flat for bond in bonds(tmp_path / "ours"))
    assert f"回执{stamps[0]}" in flat and all(f"摘要{stamp}" in flat for stamp in stamps[1:])


def test_each_private_value_counts_and_the_salt_outlives_the_page(page: Any, tmp_path: Path) -> None:
    fill_unit(page)

    def made(name: str) -> list[str]:
        finish(page)
        unpacked(downloaded(page, "打包下载", tmp_path), tmp_path / name)
        assert told(tmp_path / name) == []
        return bonds(tmp_path / name / "公开部分")

    first = made("a")
    page.reload()
    page.locator(".formsay", has_text="已恢复").wait_for()
    page.locator(".kind__name", has_text="证明.pdf，").wait_for()  # scans outlive it as well
    assert made("b") == first
    fill(page, {"联系方式": "0531-00000003"})
    changed = made("c")
    assert changed[0] == first[0] and changed[1] != first[1]
    choose(page, "应用证明", "另一份.pdf", (PROOFS / "ruanzhu.pdf").read_bytes())
    assert made("d")[1] not in (first[1], changed[1])


def test_what_was_packed_opens_again_and_a_wrong_half_is_told(page: Any, tmp_path: Path) -> None:
    fill_unit(page)
    finish(page)
    bundle = downloaded(page, "打包下载", tmp_path)
    ours, theirs = (downloaded(page, name, tmp_path) for name in ("公开部分，交到网上", "不公开部分，发给市工信局"))
    unpacked(theirs, tmp_path / "theirs")
    half = (tmp_path / "theirs/不公开部分" / HERE / "enterprise.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.zip"
    with zipfile.ZipFile(theirs) as given, zipfile.ZipFile(wrong, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b"4350", b"4351"))
    page.get_by_role("button", name="清除草稿").click()

    def opened(file: Path | tuple[str, str]) -> str:
        page.evaluate("document.querySelector('.formsay').textContent = ''")
        given = (
            {"name": file[0], "mimeType": "x/x", "buffer": file[1].encode()} if isinstance(file, tuple) else str(file)
        )
        page.locator("#formfile").set_input_files(given)
        page.locator(".formsay", has_text=re.compile(".")).wait_for()
        return str(page.locator(".formsay").inner_text())

    def packed_alike() -> bool:
        finish(page)
        return downloaded(page, "打包下载", tmp_path / "again").read_bytes() == bundle.read_bytes()

    assert "已打开不公开部分 enterprise.yaml" in opened(bundle) and packed_alike()
    page.get_by_role("button", name="清除草稿").click()
    # one half first, the other later
    said = opened(ours)
    assert "重新填写不公开的各栏" in said and "联系人姓名" in said and "联系方式" in said
    page.locator(".formtabs button").first.click()
    assert page.get_by_role("textbox", name="联系人姓名").input_value() == ""
    assert "还不能核对" in opened((f"{CODE}-enterprise.不公开.yaml", half))
    assert "没有打开 enterprise.yaml：它与公开部分对不上" in opened(wrong)
    assert "还不能核对" not in opened(theirs) and packed_alike()
    page.get_by_role("button", name="清除草稿").click()
    assert "请与同一次打包的公开部分一起打开" in opened((f"{CODE}-enterprise.不公开.yaml", half))
    lost = re.sub("(?m)^盐.*\n", "", half)
    assert "请与同一次打包的公开部分一起打开" in opened(("enterprise.yaml", lost))  # never taken for a public form


def test_without_its_scan_a_form_cannot_be_finished(page: Any) -> None:
    fill_enterprise(page)
    page.evaluate("Object.defineProperty(window, 'indexedDB', { value: undefined })")  # as in some private windows
    choose(page, "营业执照", "执照.jpg", photo("x"))
    assert "这个浏览器不能代存文件" in page.locator(".kind__name").first.inner_text()
    draft = page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('catalogue-form'))[1]")
    assert re.fullmatch("[A-Z2-7]{26}", json.loads(draft)["salt"])
    page.locator("#formfile").set_input_files({"name": "a.json", "mimeType": "x/x", "buffer": draft.encode()})
    page.locator(".formsay", has_text="已打开草稿").wait_for()
    page.locator(".formend").get_by_role("button", name="检查并生成文件").click()
    assert "执照.jpg 这次还没有选" in page.locator(".summary").inner_text()
