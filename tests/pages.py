"""Looking at a page in Chromium: what it may not do, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple


class Look(NamedTuple):
    """A window in CSS pixels, and the colour scheme of the system."""

    width: int
    height: int
    scheme: str


# The layout depends on the width and the colours on the scheme, hardly one on the other: two looks cover both.
LOOKS = {"desk": Look(1440, 900, "light"), "phone": Look(390, 844, "dark")}
MOST_SHIFT = 0.1  # Google's limit for a good page
_SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { list.getEntries().forEach((entry) => { sum += entry.value; }); })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""


@contextmanager
def opened(browser: Any, look: Look) -> Iterator[Any]:
    """An empty page in a context of its own."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        locale="zh-CN",
        accept_downloads=True,
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def watch(page: Any, host: str) -> list[str]:
    """What must not happen, as it happens: console errors, page errors, requests to another host or without an answer."""
    bad: list[str] = []
    page.on("console", lambda message: bad.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: bad.append(str(error)))
    page.on("dialog", lambda dialog: bad.append(dialog.message))
    page.on("request", lambda request: None if request.url.startswith(host) else bad.append(request.url))
    page.on("response", lambda answer: bad.append(answer.url) if answer.status >= 400 else None)
    return bad


def barriers(page: Any) -> list[str]:
    """What keeps people from using the page as it stands: axe's serious and critical violations, and sideways scroll."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    found = [
        f"{item['id']}: {item['nodes'][0]['html'][:200]}"
        for item in Axe().run(page).response["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    return found if width <= page.viewport_size["width"] else [*found, f"{width} px wide"]


def shift(page: Any) -> float:
    """How much has moved since the page was opened: the sum of its layout shifts."""
    return float(page.evaluate(_SHIFTS))
