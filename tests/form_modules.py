"""JavaScript modules in Chromium without their page, to compare their answers with those of Python."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.site.form_data import form_json
from scripts.site.script_bundle import FOLDERS
from tools.browser import served

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "site_src" / "assets" / "js"
MODULES = SCRIPTS / "form"
Run = Callable[..., Any]
_START = """async () => {
  const names = %r;
  window.m = {};
  for (const name of names) Object.assign(window.m, await import("./" + name + ".js"));
  window.m.open(await (await fetch("form.json")).json());
}"""


def evaluate(page: Any, source: str, argument: Any = None) -> Any:
    """Call a function of JavaScript. Values travel as JSON: Playwright itself takes seconds for a hundred thousand of them."""
    call = "async ([source, json]) => JSON.stringify((await (0, eval)(source)(JSON.parse(json))) ?? null)"
    return json.loads(page.evaluate(call, [source, json.dumps(argument)]))


@contextmanager
def modules(browser: Any, folder: Path, *names: str) -> Iterator[Run]:
    """Yield a function that calls a function of JavaScript with one argument; ``m`` holds what the named modules export.

    A name such as ``desk/mail`` is a module of the desk, any other one of the form page.
    """
    for name in FOLDERS:
        shutil.copytree(SCRIPTS / name, folder / name)
    (folder / "form.json").write_text(form_json(), encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    with served(folder) as address:
        page = browser.new_page()
        try:
            page.goto(address)
            page.evaluate(_START % ([name if "/" in name else f"form/{name}" for name in ("book", *names)],))
            yield functools.partial(evaluate, page)
        finally:
            page.close()
