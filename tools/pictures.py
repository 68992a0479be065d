"""Draw the guide's pictures from the product itself: ``python -m tools.pictures [NAME…]``. Look at them before committing.

Each has twice the pixels of its place on the page, few colours, and less than 60 KB.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from scripts.cli import main as catalogue
from scripts.site.build import build_site
from tools import ROOT
from tools.browser import chromium, served
from tools.desk_pictures import make_no_one
from tools.office import to_pdf
from tools.site_fixture import site_input
from tools.terminal import typed

FOLDER = ROOT / "site_src/assets/guide"
MOST = 60_000  # bytes
WIDTH = 640  # CSS pixels on the page
UNIT = "submissions/jinan/91370102EXAMPLE031"
_TERMINAL = """<style>body{margin:0;background:#14191c;color:#dfe6e8;font:14px/1.55 'Noto Sans Mono CJK SC',monospace;padding:16px 20px}
pre{margin:0;font:inherit;white-space:pre-wrap}b{color:#82cbd6;font-weight:500}i{font-style:normal;color:#ff9d92}</style><pre>%s</pre>"""
_COMMENT = """<style>body{margin:0;padding:6px 22px 16px;font:14px/1.6 'Noto Sans CJK SC',sans-serif;color:#1f2328;background:#fff}
h3{font-size:18px;margin:14px 0 10px}code,pre{font:12px/1.5 'Noto Sans Mono CJK SC',monospace;background:#eff1f3;border-radius:4px;padding:1px 5px}
pre{padding:6px 10px;margin:6px 0}li{margin:12px 0 12px 20px}i{font-style:normal;color:#d1242f;font-weight:700}summary{padding:4px 0}a{color:#0969da;text-decoration:none}</style>%s"""


def web(browser: Any, folder: Path) -> Image.Image:
    """附件1 on the form page, half filled in, two fields wrong."""
    build_site(ROOT, folder / "site", site_input())

    def fill(page: Any) -> None:
        page.goto(f"{address}submit/")
        page.get_by_role("button", name="从企业（附件 1）填起").click()
        typed_in = {"企业名称": "示例泉智科技有限公司", "统一社会信用代码": "91370102EXAMPLE301", "注册资金": "1.2亿元"}
        for label, text in typed_in.items():
            page.get_by_label(label).first.fill(text)
            page.keyboard.press("Tab")
        page.get_by_role("heading", name="山东省大模型企业摸底调研表").evaluate(
            "it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 90)"
        )

    with served(folder / "site") as address:
        return _shot(browser, fill, 1100, 800)


def new(browser: Any, folder: Path) -> Image.Image:
    """``catalogue new`` at its first questions."""
    (folder / "submissions").mkdir()
    answers = [
        "91370102example031\n",
        "\n",
        "\n",
        "示例泉智科技有限公司\n",
        "1.2亿元\n",
        "\n",
        "\x03",
    ]
    screen, _ = typed(["new", "enterprise"], [answer.encode() for answer in answers], folder)
    text = html.escape("$ catalogue new enterprise\n" + screen.split("单位注册地")[0].rstrip())
    text = re.sub(r"((?:^|）)&gt; )(.*)$", r"\1<b>\2</b>", text, flags=re.M)
    text = re.sub(r"^(  ×.*(?:\n    .*)*)$", r"<i>\1</i>", text, flags=re.M)
    return _shot(browser, lambda page: page.set_content(_TERMINAL % text), 760)


def check(browser: Any, folder: Path) -> Image.Image:
    """The comment below a pull request with three mistakes."""
    shutil.copytree(ROOT / UNIT, folder / UNIT)
    path = folder / UNIT / "enterprise.yaml"
    text = (
        path.read_text(encoding="utf-8")
        .replace("注册资金: 5000", "注册资金: 5000万元")
        .replace("15400000001", "1540000001")
    )
    path.write_text(text.replace("区县: 历下区", "区县: 兰山区"), encoding="utf-8")
    report = _printed(["validate", "--root", str(folder), "--format", "markdown", "--site", "https://example.org"])
    return _shot(browser, lambda page: page.set_content(_COMMENT % _as_github_shows(report)), 760)


def _as_github_shows(report: str) -> str:
    """Turn the few kinds of Markdown that a report uses into HTML."""
    marks = (
        (r"❌", "<i>✗</i>"), (r"^### (.*)$", r"<h3>\1</h3>"), (r"^- (.*(?:\n  .*)*)$", r"<li>\1</li>"), (r"\*\*(.+?)\*\*", r"<b>\1</b>"),
        (r"\[(<code>.*?</code>)\]\((.*?)\)", r'<a href="\2">\1</a>'), (r"  <br>", ""),
    )  # fmt: skip
    for pattern, tag in marks:
        report = re.sub(pattern, tag, report, flags=re.MULTILINE)
    return report


def word(browser: Any, folder: Path) -> Image.Image:
    """The upper part of 附件1 in Word."""
    shutil.copytree(ROOT / UNIT, folder / UNIT)
    make_no_one(folder / UNIT / "enterprise.yaml")
    catalogue(["forms", "--root", str(folder), f"{UNIT}/enterprise.yaml", "--out", str(folder / "forms")])
    [document] = (folder / "forms").rglob("*.docx")
    pdf = to_pdf(document, folder)
    subprocess.run(["pdftoppm", "-r", "156", "-png", "-f", "1", "-l", "1", pdf, folder / "page"], check=True)
    [page] = folder.glob("page*.png")
    with Image.open(page) as picture:
        return picture.crop((0, 60, picture.width, picture.height * 11 // 20)).convert("RGB")


def _printed(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.cli", *arguments], capture_output=True, encoding="utf-8", cwd=ROOT
    )
    return done.stdout


def _shot(browser: Any, load: Callable[[Any], Any], width: int, height: int = 0) -> Image.Image:
    scale = 2 * WIDTH / width
    context = browser.new_context(
        viewport={"width": width, "height": height or 100}, device_scale_factor=scale, locale="zh-CN"
    )
    try:
        page = context.new_page()
        load(page)
        return Image.open(io.BytesIO(page.screenshot(full_page=not height))).convert("RGB")
    finally:
        context.close()


PICTURES: dict[str, Callable[[Any, Path], Image.Image]] = {"web": web, "new": new, "check": check, "word": word}


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture at twice its width on the page, in as many colours as the limit of bytes allows."""
    sized = picture.resize((2 * WIDTH, round(picture.height * 2 * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    for colours in (64, 32, 16, 8, 4):
        sized.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < MOST:
            return
    raise ValueError(f"{path.name} 太大")


def main() -> None:
    """Draw the named pictures, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser:
        for name in sys.argv[1:] or PICTURES:
            if not (FOLDER / f"{name}.png").exists():  # the site cannot be built without its pictures
                Image.new("L", (2, 2)).save(FOLDER / f"{name}.png")
            with tempfile.TemporaryDirectory() as folder:
                save(PICTURES[name](browser, Path(folder)), FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
