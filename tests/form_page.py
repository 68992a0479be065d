"""The form page as a new user meets it: fixtures, and the steps that the tests share.

A test module takes the fixtures by ``page, context = form_page.page, form_page.context``.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from schema.book.severity import Severity
from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree

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


def photo(place: str) -> bytes:
    """A photograph that lies on its side and says where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = place
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30), "red").save(made, "JPEG", exif=exif, comment=place.encode())
    return made.getvalue()


def printed(page: Any, folder: Path) -> str:
    """The text of the page's print, without blanks."""
    target = folder / "print.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    return re.sub(r"\s", "", shown)
