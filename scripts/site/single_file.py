"""A page as one file for a USB stick: styles, scripts and data are inline, and its policy allows them by their hashes and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

PLAIN = ("assets/js/late.js", "assets/js/deadline.js")  # for browsers that cannot read the other, too
_IN_SCRIPT = re.compile(r"[<\x7f-\x9f]")  # what the text of an HTML element may not hold as it is


@dataclass(frozen=True)
class SingleFile:
    """What such a page says, and what it is made of: names of ``styles``, the ``script``, and ``data`` by the id of its element."""

    heading: str
    about: str
    unscripted: str
    late: str
    styles: Sequence[str]
    script: str
    data: Mapping[str, str]

    def render(self, source: Path, site_name: str, deadline: date, *, closed: bool = False) -> str:
        """The page's HTML. ``source`` is site_src; ``closed`` says that the round is over."""
        styles = "\n".join((source / "assets/css" / name).read_text(encoding="utf-8") for name in self.styles)
        plain = "".join((source / name).read_text(encoding="utf-8") for name in PLAIN)
        policy = (
            f"default-src 'none'; style-src '{policy_hash(styles)}'; script-src '{policy_hash(self.script)}' '{policy_hash(plain)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        )
        return _PAGE.format(
            policy=escape(policy),
            styles=styles,
            script=self.script,
            plain=plain,
            data="\n".join(_data(name, text) for name, text in self.data.items()),
            name=escape(site_name),
            heading=escape(self.heading),
            about=escape(self.about),
            unscripted=escape(self.unscripted),
            late=escape(self.late),
            day=f"{deadline.year} 年 {deadline.month} 月 {deadline.day} 日",
            deadline=f'"{deadline.isoformat()}"{" data-closed" if closed else ""}',
        )


def _data(name: str, text: str) -> str:
    safe = _IN_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text.strip())
    return f'<script type="application/json" id="{name}">{safe}</script>'


def policy_hash(text: str) -> str:
    """A style or script as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="renderer" content="webkit">
<meta name="force-rendering" content="webkit">
<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{about}">
<title>{heading}（单文件版）｜{name}</title>
<style>{styles}</style>
</head>
<body>
<div class="page" id="main">
<div class="top top--alone"><div class="wrap"><header class="listhead"><h1>{heading}（单文件版）</h1><p data-deadline={deadline}>各市 {day}前报省</p></header></div></div>
<div class="wrap formpage" id="form">
<noscript><p class="formwait">{unscripted}</p></noscript>
<p class="formwait" data-form-late hidden>{late}</p>
<div class="formapp" data-form-app hidden></div>
</div>
</div>
{data}
<script>{plain}</script>
<script type="module">{script}</script>
</body>
</html>
"""
