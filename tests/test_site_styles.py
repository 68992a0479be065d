"""The styles: each page takes the sheets of what is on it and little else, and no rule is left of what is gone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_site_build import Tags

ROOT = Path(__file__).parents[1]
SHEETS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "site_src/assets/css").glob("*.css"))}
EVERYWHERE = 26_000  # bytes of the sheet that every page loads
IDLE = 0.4  # the share of its styles that a page may have no use for
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
# A class put together: level--{{ … }}, "h" + step.
_STEM = re.compile(r"([A-Za-z][\w-]*)(?:\{\{|[\"']\s*[+~])")


def rules(sheet: str) -> Iterator[tuple[list[str], int]]:
    """Each rule's selectors and its length."""
    for rule in _RULE.finditer(_COMMENT.sub("", sheet)):
        yield rule[1].strip().split(","), len(rule[0])


def classes(text: str) -> set[str]:
    return {name for selectors, _ in rules(text) for selector in selectors for name in _CLASS.findall(selector)}


def on_page(page: Tags) -> set[str]:
    return {name for tag, attrs in page.tags if tag != "html" for name in attrs.get("class", "").split()}


@cache
def script(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a script with all that it imports, and the stems of words that it puts together."""
    text = path.read_text("utf-8")
    words, stems = set(_WORD.findall(text)), set(_STEM.findall(text))
    for name in re.findall(r'(?:from|import\(new URL\() ?"([^"]+\.js)"', text):
        more = script((path.parent / name).resolve())
        words |= more[0]
        stems |= more[1]
    return frozenset(words), frozenset(stems)


def named(name: str, words: set[str], stems: set[str]) -> bool:
    return name in words or any(
        name.startswith(stem) and (stem.endswith("-") or len(name) - len(stem) <= 1) for stem in stems
    )


def loaded(site: Path, url: str, page: Tags) -> tuple[list[str], set[str], set[str]]:
    """The sheets of a page, the words that may be classes on it, and the stems of such words."""
    sheets, words, stems = [], on_page(page), set[str]()
    for tag, attrs in page.tags:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(url), attrs.get("href") or attrs.get("src", "")))
        if tag == "link" and attrs.get("rel") == "stylesheet" and not target.endswith("noscript.css"):
            sheets.append(posixpath.basename(target))
        if tag == "script" and target.endswith(".js") and (site / target).is_file():
            more = script(site / target)
            words |= more[0]
            stems |= more[1]
    return sheets, words, stems


KINDS = {
    "home": "index.html",
    "products": "products/index.html",
    "enterprises": "enterprises/index.html",
    "product": "products/91370211EXAMPLE46L/xiangsu/index.html",
    "enterprise": "enterprises/91370211EXAMPLE46L/index.html",
    "city": "cities/qingdao/index.html",
    "cities": "cities/index.html",
    "level": "levels/industry/index.html",
    "industries": "industries/index.html",
    "landscape": "landscape/index.html",
    "stats": "stats/index.html",
    "rounds": "rounds/index.html",
    "search": "search/index.html",
    "compare": "compare/index.html",
    "data": "data/index.html",
    "rules": "rules/index.html",
    "fields": "fields/index.html",
    "guide": "guide/index.html",
    "submit": "submit/index.html",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_takes_what_it_needs_and_little_else(site: Path, kind: str) -> None:
    sheets, words, stems = loaded(site, KINDS[kind], Tags((site / KINDS[kind]).read_text("utf-8")))
    idle = total = 0
    for sheet in sheets:
        for selectors, size in rules(SHEETS[sheet]):
            total += size
            used = any(all(named(name, words, stems) for name in _CLASS.findall(one)) for one in selectors)
            idle += 0 if used else size
    assert idle <= IDLE * total, f"{idle} of {total} bytes in {sheets}"


def test_what_every_page_takes_is_small() -> None:
    assert len(SHEETS["catalogue.css"].encode()) < EVERYWHERE


def test_every_class_on_a_page_has_its_styles_there(site: Path) -> None:
    """A class that some sheet dresses is on no page without one of its sheets."""
    homes: dict[str, set[str]] = {}
    for sheet, text in SHEETS.items():
        for name in classes(text):
            homes.setdefault(name, set()).add(sheet)
    for path in sorted(site.rglob("*.html")):
        url = path.relative_to(site).as_posix()
        if path.name in ("404.html", "offline.html"):  # a script adds the styles of the one; the other holds its own
            continue
        page = Tags(path.read_text("utf-8"))
        sheets = {*loaded(site, url, page)[0], "noscript.css"}
        assert not [name for name in on_page(page) if name in homes and not homes[name] & sheets], url


def test_no_rule_is_left_over(site: Path) -> None:
    """Each class in a sheet is written in a template, a page or a script, or put together there."""
    sources = [path for folder in ("site_src", "scripts/site") for path in (ROOT / folder).rglob("*")]
    text = "\n".join(path.read_text("utf-8") for path in sources if path.suffix in (".html", ".md", ".js", ".py"))
    words, stems = set(_WORD.findall(text)), set(_STEM.findall(text))
    for path in site.rglob("*.html"):  # what Markdown and the theme's shell write
        if path.name != "offline.html":
            words |= on_page(Tags(path.read_text("utf-8")))
    left = {name for sheet in SHEETS.values() for name in classes(sheet) if not named(name, words, stems)}
    assert left == set()
