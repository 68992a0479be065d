"""Looking at a page in Chromium: what it may not do, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]


class Look(NamedTuple):
    """A window in CSS pixels, and the colour scheme of the system."""

    width: int
    height: int
    scheme: str
    rules: tuple[str, ...] = ()  # of axe, to judge it by; all of them where none is named


# What axe may find in another width or scheme of a page in which it has found nothing.
_OF_THE_LOOK = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
# The layout depends on the width and the colours on the scheme, hardly one on the other: two looks cover both.
LOOKS = {"desk": Look(1440, 900, "light"), "phone": Look(390, 844, "dark", _OF_THE_LOOK)}
_VIOLATIONS = """async (rules) => {
  const options = { resultTypes: ["violations"], ...(rules.length ? { runOnly: rules } : {}) };
  const { violations } = await axe.run(document, options);
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}"""
# A text is as wide as its widest line; half a character is left for what the engine puts between scripts.
_LONG_LINES = """() => Array.from(document.querySelectorAll("#main p, #main dd, #main li"))
  .filter((one) => one.offsetParent && /^(block|list-item)$/.test(getComputedStyle(one).display) && one.innerText.length > 42 && !one.querySelector("p, div, a > span") && !one.closest("table, pre, code"))
  .filter((one) => {
    const size = parseFloat(getComputedStyle(one).fontSize), range = document.createRange(), lines = new Map();
    range.selectNodeContents(one);
    for (const { bottom, left, right } of range.getClientRects()) {
      const line = lines.get(Math.round(bottom / size)) || [left, right];
      lines.set(Math.round(bottom / size), [Math.min(left, line[0]), Math.max(right, line[1])]);
    }
    return Array.from(lines.values()).some(([left, right]) => right - left > 42.5 * size);
  })
  .map((one) => one.innerText.slice(0, 40))"""
MOST_SHIFT = 0.05  # half of Google's limit for a good page
_SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { list.getEntries().forEach((entry) => { sum += entry.value; }); })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 50);
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


def turn(page: Any, look: Look) -> None:
    """Give the open page another window and scheme."""
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.emulate_media(color_scheme=look.scheme)


def watch(page: Any, host: str) -> list[str]:
    """What must not happen, as it happens: console errors, page errors, requests to another host or without an answer."""
    bad: list[str] = []
    page.on("console", lambda message: bad.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: bad.append(str(error)))
    page.on("dialog", lambda dialog: bad.append(dialog.message))
    page.on("request", lambda request: None if request.url.startswith(host) else bad.append(request.url))
    page.on("response", lambda answer: bad.append(answer.url) if answer.status >= 400 else None)
    return bad


def barriers(page: Any, rules: Sequence[str] = ()) -> list[str]:
    """What keeps people from using the page as it stands: axe's serious and critical violations, and sideways scroll.

    ``rules`` are axe's; all of them where none is named.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    violations = page.evaluate(_VIOLATIONS, list(rules))
    width = page.evaluate("document.documentElement.scrollWidth")
    return violations if width <= page.viewport_size["width"] else [*violations, f"{width} px wide"]


def long_lines(page: Any) -> list[str]:
    """The beginnings of running texts whose lines hold more than 42 characters."""
    found: list[str] = page.evaluate(_LONG_LINES)
    return found


@cache
def _axe() -> str:
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def shift(page: Any) -> float:
    """How much has moved since the page was opened: the sum of its layout shifts."""
    return float(page.evaluate(_SHIFTS))
