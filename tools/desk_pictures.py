"""Draw the pictures of the bureaus' handbook from the samples: ``python -m tools.desk_pictures``. Look at them before committing.

Chromium shows the desk's page. LibreOffice prints each sheet and form, poppler draws a page, Pillow trims it and reduces its colours.
Noto's faces replace those that GB/T 9704 names, as on a machine without them. Only fictional units appear, and, as everywhere on the site, nothing private of
them.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image, ImageChops

from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import check
from scripts.check.valid import valid_units
from scripts.intake.packing import pack
from scripts.paper.forms_command import print_forms
from scripts.site.build import build_site
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from tools import ROOT
from tools.browser import chromium, served
from tools.office import page_text, to_pdf
from tools.site_fixture import site_input

FOLDER = ROOT / "site_src/assets/guide/bureau"
UNIT = "submissions/qingdao/91370211EXAMPLE46L"
UNIT_NAME = "示例海纳工业智能有限公司"
BIGGEST = 80_000
SHEETS = "bureau/qingdao/"
# picture: what is printed, words on the page that is drawn, dots per inch
PICTURES = {
    "sheet-3.png": (f"{SHEETS}附件3 大模型企业汇总表.xlsx", "附件3", 120),
    "sheet-4.png": (f"{SHEETS}附件4 大模型产品汇总表.xlsx", "附件4", 120),
    "progress.png": (f"{SHEETS}材料核对表.xlsx", "摸底进度", 125),
    "materials.png": (f"{SHEETS}材料核对表.xlsx", "核对后勾选", 125),
    "urging.png": (f"{SHEETS}材料核对表.xlsx", "催办名单", 125),
    "form-1.png": (f"forms/{UNIT[12:]}/附件1 {UNIT_NAME}.docx", "调研表", 125),
    "form-2.png": (f"forms/{UNIT[12:]}/附件2 示例海纳·合同评审大模型（hetong）.docx", "调研表", 125),
}
# picture: the section of the desk's page, and how much of it is shown, in CSS pixels; 0 is all
DESK = {"desk.png": ("desk-progress", 1180), "desk-out.png": ("desk-out", 0)}
WIDTH = 640  # CSS pixels on the handbook's page
# Placeholders for what the site shows of no unit.
PRIVATE = {
    "联系人姓名": "示例经办", "联系人": "示例经办", "手机号码": "15400000000", "联系方式": "0532-00000000", "地址": "示例路1号",
    "企业年度收入": "5000", "企业大模型相关收入": "1200",
}  # fmt: skip
FACES = {"仿宋_GB2312": "Serif", "宋体": "Serif", "方正小标宋简体": "Serif", "黑体": "Sans"}


def make(out: Path) -> None:
    """Draw every picture into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        with patch.dict(os.environ, {"FONTCONFIG_FILE": str(_faces(folder))}):
            printed = {
                source: to_pdf(folder / source, folder) for source in dict.fromkeys(s for s, _, _ in PICTURES.values())
            }
        for picture, (source, words, dots) in PICTURES.items():
            _draw(printed[source], _page(printed[source], words), dots, out / picture)
        _show_desk(folder, out)


def _show_desk(folder: Path, out: Path) -> None:
    """The desk's page with the city's package, in which one form is wrong; one sealed form is in hand."""
    build_site(ROOT, folder / "site", site_input())
    pack(folder, "qingdao", folder / "来件.zip")
    with served(folder / "site") as address, chromium() as browser:
        context = browser.new_context(
            viewport={"width": 1000, "height": 900}, device_scale_factor=2 * WIDTH / 1000, locale="zh-CN"
        )
        page = context.new_page()
        page.goto(f"{address}bureau/")
        _use_desk(page, folder / "来件.zip")
        page.evaluate("() => { document.querySelector('.head').style.position = 'static'; scrollTo(0, 0); }")
        for picture, (section, height) in DESK.items():
            box = page.locator(f"section[aria-labelledby={section}]")
            clip = (box.bounding_box() or {}) | ({"height": height} if height else {})
            with Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))) as drawn:
                _save(drawn.convert("RGB"), out / picture, 40)


def _use_desk(page: Any, package: Path) -> None:
    """Read the package, take in a sealed form, open the unit that has something to correct."""
    page.locator("#desk-files").set_input_files(package)
    units = page.locator(".desk__unit")
    units.first.click()
    page.locator(".desk__paper select").first.select_option("收到")
    units.first.click()
    page.get_by_role("button", name=UNIT_NAME).click()
    # The headless browser knows no Chinese way to write a day.
    page.locator("input[type=date]").evaluate(
        "it => { const day = it.value; it.type = 'text'; it.value = day.replace(/-/g, '/'); }"
    )


def _write(folder: Path) -> None:
    """Write the sheets and forms of the samples; one product lacks a proof, so that there is something to urge."""
    shutil.copytree(ROOT / "submissions/qingdao", folder / "submissions/qingdao")
    for path in (folder / "submissions").rglob("*.yaml"):
        make_no_one(path)
    assert print_forms(folder, [UNIT], folder / "forms")
    form = folder / UNIT / "products/hetong.yaml"
    text = form.read_text(encoding="utf-8")
    wrong = re.sub(r"  - 类别: 应用证明\n.*\n", "", text)
    history = History({}, "3f9a0c71de", "2024-06-05")
    checked = check(DiskTree(folder), paths=["submissions/qingdao"], keep=True)
    for entry in (filed.path for unit in checked.units for filed in unit.forms()):
        history.dates[entry] = ("2024-05-20", "2024-06-03")
    BureauWorkbooks(checked.units, checked, history, "qingdao").write_summaries(folder / "bureau")
    form.write_text(wrong, encoding="utf-8")
    checked = check(DiskTree(folder), paths=["submissions/qingdao"], keep=True)
    BureauWorkbooks(valid_units(checked), checked, history, "qingdao").write_checklists(folder / "bureau")


def make_no_one(path: Path) -> None:
    """Replace a form's contact, address and revenue by placeholders."""
    text = path.read_text(encoding="utf-8")
    for label, value in PRIVATE.items():
        text = re.sub(rf"^( *){label}: .*$", rf"\g<1>{label}: {value}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def _faces(folder: Path) -> Path:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{face}</string></test><edit name="family" mode="assign" '
        f'binding="strong"><string>Noto {kind} CJK SC</string></edit></match>'
        for face, kind in FACES.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>{rules}</fontconfig>',
        encoding="utf-8",
    )
    return path


def _page(pdf: Path, words: str) -> int:
    return next(number for number in range(1, 30) if words in page_text(pdf, number))


def _draw(pdf: Path, page: int, dots: int, out: Path) -> None:
    command = [
        "pdftoppm",
        "-r",
        str(dots),
        "-png",
        "-singlefile",
        "-f",
        str(page),
        "-l",
        str(page),
        pdf,
        out.with_suffix(""),
    ]
    subprocess.run(command, check=True)
    with Image.open(out) as drawn:
        image = drawn.convert("L")
    if not out.stem.startswith("form"):  # without the page's number, and so without the gap above it
        image = image.crop((0, 0, image.width, image.height * 22 // 25))
    box = ImageChops.invert(image).getbbox()
    assert box
    edge = 12
    left, top, right, bottom = box
    image = image.crop(
        (max(left - edge, 0), max(top - edge, 0), min(right + edge, image.width), min(bottom + edge, image.height))
    )
    _save(image, out, 10)


def _save(image: Image.Image, out: Path, colours: int) -> None:
    image.quantize(colours).save(out, optimize=True)
    assert out.stat().st_size < BIGGEST, (out, out.stat().st_size)


if __name__ == "__main__":
    make(FOLDER)
