"""The form page: its script for the site, and the whole page as one file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from scripts.site.script_bundle import bundle
from scripts.site.single_file import SingleFile

URI = "submit/offline.html"
SCRIPT = "assets/js/form.js"
_START = (
    'start(document.querySelector("[data-form-app]"), JSON.parse(document.getElementById("form-data").textContent));'
)


def render(source: Path, data: str, site_name: str) -> str:
    """The single page's HTML. ``source`` is site_src, ``data`` the text of ``form.json``."""
    page = SingleFile(
        heading="附件 1、附件 2 填表",
        about="附件 1、附件 2 的单文件填表页：存到 U 盘，双击打开，不联网。",
        unscripted="填表要在浏览器里运行脚本，而这里没有开启。请换一个浏览器打开，或填写 Word 表交市工信局。",
        late="填表页没有打开，多半是浏览器太旧：请换用较新的 Chrome、Edge、Firefox，360、QQ 等浏览器请用极速模式；也可以填 Word 表交市工信局。",
        styles=("tokens.css", "catalogue.css", "controls.css", "fields.css", "form.css"),
        script=bundle(source, "form/page.js", _START),
        data={"form-data": data},
    )
    known = json.loads(data)
    return page.render(source, site_name, date.fromisoformat(known["deadline"]), closed=known["closed"])


def site_script(source: Path) -> str:
    """The script of the page on the site, which fetches its data and starts."""
    return bundle(source, "form/start.js")
