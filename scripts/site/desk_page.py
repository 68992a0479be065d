"""The bureau's desk: what its page knows beside the form's data, its script, and the whole page as one file."""

from __future__ import annotations

import base64
import json
from datetime import date
from functools import cache
from pathlib import Path

from schema.forms.registry import BUREAU
from scripts.bureau.template import templates
from scripts.site.form_data import plain_form
from scripts.site.script_bundle import bundle
from scripts.site.single_file import SingleFile

URI = "bureau/offline.html"
DATA = "bureau/desk.json"
SCRIPT = "assets/js/desk.js"
_START = (
    'start(document.querySelector("[data-form-app]"), '
    '...["form-data", "desk-data"].map((id) => JSON.parse(document.getElementById(id).textContent)));'
)


@cache
def desk_json() -> str:
    """The file's text: the workbooks to fill in, and the form of the sheets' header."""
    made = {mark: base64.b64encode(content).decode() for mark, content in templates().items()}
    data = {"templates": made, "bureau": plain_form(BUREAU)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def render(source: Path, form_json: str, site_name: str) -> str:
    """The single page's HTML. ``source`` is site_src, ``form_json`` the text of the form page's data."""
    page = SingleFile(
        heading="收件台",
        about="市工业和信息化局收件、核对、汇总的单文件页面：存到 U 盘，双击打开，不联网。",
        unscripted="收件台要在浏览器里运行脚本，而这里没有开启。请换一个浏览器打开。",
        late="收件台没有打开，多半是浏览器太旧：请换用较新的 Chrome、Edge、Firefox，360、QQ 等浏览器请用极速模式。",
        styles=("tokens.css", "catalogue.css", "controls.css", "fields.css", "form.css", "desk.css", "sheet.css"),
        script=bundle(source, "desk/page.js", _START),
        data={"form-data": form_json, "desk-data": desk_json()},
    )
    return page.render(source, site_name, date.fromisoformat(json.loads(form_json)["deadline"]))


def site_script(source: Path) -> str:
    """The script of the page on the site, which fetches its data and starts."""
    return bundle(source, "desk/start.js")
