"""The form page's modules in Chromium, without the page: what they answer is compared with what Python answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.site.form_data import form_json
from tools.browser import served

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "site_src" / "assets" / "js" / "form"
Run = Callable[..., Any]
_START = """async () => {
  const names = %r;
  window.m = {};
  for (const name of names) Object.assign(window.m, await import("./form/" + name + ".js"));
  window.m.open(await (await fetch("form.json")).json());
}"""


@contextmanager
def modules(browser: Any, folder: Path, *names: str) -> Iterator[Run]:
    """Runs a function of JavaScript with one argument; what the named modules export stands in ``m``."""
    shutil.copytree(MODULES, folder / "form")
    (folder / "form.json").write_text(form_json(), encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    with served(folder) as address:
        page = browser.new_page()
        try:
            page.goto(address)
            page.evaluate(_START % (["book", *names],))
            yield page.evaluate
        finally:
            page.close()
