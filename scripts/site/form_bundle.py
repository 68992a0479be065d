"""The form page's modules bundled into one script for the site, and the whole page as one file for a USB stick.

Each module becomes a function: one request, and a third less to load than separate files. Modules only use plain
``import { … } from "./x.js"`` and ``export`` before a declaration, which a test enforces. In the single file, styles, script and
data are inline, and its policy allows them by their hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from html import escape
from pathlib import Path

URI = "submit/offline.html"
FOLDER = "assets/js/form"
SCRIPT = "assets/js/form.js"
PLAIN = ("assets/js/late.js", "assets/js/deadline.js")  # for browsers that cannot read the other, too
# Every module of the page except start.js, each after those that it imports.
MODULES = (
    "book.js", "bytes.js", "commitment.js", "text.js", "amount.js", "date.js", "phone.js", "uscc.js", "url.js", "place.js", "judge.js", "values.js", "yaml.js",
    "yaml_reader.js", "halves.js", "scan.js", "zip.js", "draft.js", "files.js", "dom.js", "settle.js", "words.js", "pinyin.js", "receipt.js", "unit.js", "packing.js",
    "published.js", "pages.js", "print.js", "controls.js", "kinds.js", "widgets.js", "tabs.js", "output.js", "opening.js", "sidebar.js", "doors.js",
    "page.js",
)  # fmt: skip
STYLES = ("tokens.css", "catalogue.css", "form.css")
_IN_SCRIPT = re.compile(r"[<\x7f-\x9f]")  # what the text of an HTML element may not hold as it is
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z_]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_NAME = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)
_MARGIN = re.compile(
    r"^ +(?:// .*)?|^// .*|(?<=[;{},]) // .*$", re.MULTILINE
)  # what only we read: a tenth of the script
_START = 'm_page.start(document.querySelector("[data-form-app]"), JSON.parse(document.getElementById("form-data").textContent));'


def render(source: Path, data: str, site_name: str) -> str:
    """The page's HTML. ``source`` is site_src, ``data`` the text of ``form.json``."""
    styles = "\n".join((source / "assets/css" / name).read_text(encoding="utf-8") for name in STYLES)
    script = bundle(source, _START)
    plain = "".join((source / name).read_text(encoding="utf-8") for name in PLAIN)
    policy = f"default-src 'none'; style-src '{_hash(styles)}'; script-src '{_hash(script)}' '{_hash(plain)}'; img-src data:; base-uri 'none'; form-action 'none'"
    day = date.fromisoformat(json.loads(data)["deadline"])
    return _PAGE.format(
        policy=escape(policy),
        styles=styles,
        script=script,
        plain=plain,
        data=_IN_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", data.strip()),
        name=escape(site_name),
        day=f"{day.year} 年 {day.month} 月 {day.day} 日",
        deadline=day.isoformat(),
    )


def site_script(source: Path) -> str:
    """The script of the page on the site, which fetches its data and starts."""
    return bundle(source, _wrapped("start.js", (source / FOLDER / "start.js").read_text(encoding="utf-8")) + "\n")


def bundle(source: Path, last: str) -> str:
    """All modules, followed by the statement ``last``."""
    pieces = [_wrapped(name, (source / FOLDER / name).read_text(encoding="utf-8")) for name in MODULES]
    return "\n".join([*pieces, last])


def _wrapped(name: str, text: str) -> str:
    names = ", ".join(_NAME.findall(text))
    inner = _IMPORT.sub(lambda line: f"const {line[1].replace(' as ', ': ')} = m_{line[2]};", text)
    return f"const m_{name.removesuffix('.js')} = (() => {{\n{_MARGIN.sub('', _EXPORT.sub('', inner))}\nreturn {{ {names} }};\n}})();"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


_PAGE = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="renderer" content="webkit">
<meta name="force-rendering" content="webkit">
<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="color-scheme" content="light dark">
<meta name="description" content="附件 1、附件 2 的单文件填表页：存到 U 盘，双击打开，不联网。">
<title>附件 1、附件 2 填表（单文件版）｜{name}</title>
<style>{styles}</style>
</head>
<body>
<div class="page" id="main">
<div class="top top--alone"><div class="wrap"><header class="listhead"><h1>附件 1、附件 2 填表（单文件版）</h1><p data-deadline="{deadline}">各市 {day}前报省</p></header></div></div>
<div class="wrap formpage" id="form">
<noscript><p class="formwait">填表要在浏览器里运行脚本，而这里没有开启。请换一个浏览器打开，或填写 Word 表交市工信局。</p></noscript>
<p class="formwait" data-form-late hidden>填表页没有打开，多半是浏览器太旧：请换用较新的 Chrome、Edge、Firefox，360、QQ 等浏览器请用极速模式；也可以填 Word 表交市工信局。</p>
<div class="formapp" data-form-app hidden></div>
</div>
</div>
<script type="application/json" id="form-data">{data}</script>
<script>{plain}</script>
<script type="module">{script}</script>
</body>
</html>
"""
