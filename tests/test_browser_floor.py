"""The oldest browsers that the site serves: Chromium 86, Firefox 78, Safari 14. What any of them lacks is in no style and no script.

Such a feature breaks without a word: a style's whole rule is dropped, and a script's whole module does not start. What merely looks
plainer without it (``text-wrap``, ``aspect-ratio`` with a stand-in, the gap of a flex box in Safari 14.0) is not in the lists.
``make browsers`` tries the pages in a real Chromium of that age.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "site_src" / "assets"

# What is not to be written → the first versions of Chromium, Firefox and Safari that know it.
STYLES = {
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:inline|block)\b": "87, 66, 14.1",
    r"(?<![\w-])inset(?:-[a-z-]+)?\s*:": "87, 66, 14.1",
    r":(?:is|where)\(": "88, 78, 14",
    r":has\(": "105, 121, 15.4",
    r":not\([^()]*,": "88, 84, 9",
    r"(?<!:not\():focus-visible": "86, 85, 15.4",
    r"(?<![\w-])(?:width|height)\s*:\s*fit-content": "46, 94, 11",
    r"@(?:layer|container|property|scope|starting-style)\b": "99, 97, 15.4 and later",
    r"@import\b[^;]*(?:layer|supports)\(": "99, 97, 15.4",
    r"\b(?:color-mix|oklch|oklab|lab|lch|hwb|light-dark)\(": "101, 96, 12.1 and later",
    r"\d(?:[dsl]v[hw]|lh|rlh|cq[whi])\b": "108, 101, 15.4",
    r"[<>]=?\s*\d+(?:px|em|rem)\s*\)": "104, 63, 16.4 (a range in a media query)",
    r"(?:^|[{;}])\s*&": "112, 117, 16.5 (nesting)",
}
SCRIPTS = {
    r"\(\?<[=!]": "62, 78, 16.4",
    r"Object\.(?:hasOwn|groupBy)\b": "93, 92, 15.4",
    r"\.at\(-?\d": "92, 90, 15.4",
    r"\.find(?:Last|LastIndex)\(": "97, 104, 15.4",
    r"\.to(?:Sorted|Reversed|Spliced)\(|\.with\(": "110, 115, 16",
    r"(?:\?\?|\|\||&&)=(?!=)": "85, 79, 14",
    r"^\s*(?:static\s+)?#\w+|this\.#\w+": "84, 90, 15 (private members)",
    r"\bstatic\s*\{": "94, 93, 16.4",
    r"^(?:(?:const|let)[^\n]*\b)?await\b": "89, 89, 15 (outside a function: such lines are not indented)",
    r"\b(?:structuredClone|reportError)\(": "98, 94, 15.4",
    r"\bIntl\.Segmenter\b": "87, 125, 14.1",
    r"\brandomUUID\(": "92, 95, 15.4",
    r"\b(?:Promise\.any|AggregateError|WeakRef|FinalizationRegistry)\b": "85, 79, 14 and later",
    r"\brequestSubmit\(|\bshowPicker\(|\bcheckVisibility\(": "76, 75, 16 and later",
    r"\bshowModal\(|\bpopover\b|\binert\b": "37, 98, 15.4 and later",
    r"\bAbortSignal\.(?:timeout|any)\b|\bURL\.(?:canParse|parse)\(": "103, 100, 16 and later",
    r"\b(?:De)?[cC]ompressionStream\b": "80, 113, 16.4",
    r"/[dgimsuy]*[dv][dgimsuy]*\.(?:test|exec)\(": "90, 88, 15 (flags d and v)",
    r"\bimport\b[^;\n]*\b(?:with|assert)\s*\{": "91, 138, 17",
}
NEWER = {
    ".css": {re.compile(pattern, re.MULTILINE): known for pattern, known in STYLES.items()},
    ".js": {re.compile(pattern, re.MULTILINE): known for pattern, known in SCRIPTS.items()},
}
_ASKED = re.compile(r'"(\w+)" in window')  # what a script looks for first, and does without
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'\\])//[^\n]*", re.DOTALL)


def newer(kind: str, text: str) -> list[str]:
    """What of a style or script is newer than the floor, with the versions that know it."""
    plain = _COMMENT.sub("", text)
    asked = set(_ASKED.findall(plain))
    return [
        f"{found[0].strip()}: {known}"
        for pattern, known in NEWER[kind].items()
        for found in pattern.finditer(plain)
        if found[0].strip() not in asked
    ]


@pytest.mark.parametrize(
    "path", sorted(path for path in ASSETS.rglob("*") if path.suffix in NEWER), ids=lambda p: p.name
)
def test_nothing_is_newer_than_the_floor(path: Path) -> None:
    assert newer(path.suffix, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".css", ".a { padding-inline: 1rem; }"),
        (".css", ".a { inset: 0; }"),
        (".css", ".a :is(th, td) { color: red; }"),
        (".css", ".a:focus-visible { outline: 0; }"),
        (".css", ".a:not(.b, .c) { outline: 0; }"),
        (".css", ".a { width: fit-content; }"),
        (".css", "@media (width >= 40em) { .a { color: red; } }"),
        (".js", "const mark = /(?<=a)b/;"),
        (".js", "if (Object.hasOwn(values, key)) return;"),
        (".js", "const last = list.at(-1);"),
        (".js", "a ??= 1;"),
        (".js", "const answer = await fetch(address);"),
        (".js", "class A { \n  #kept = 1;\n}"),
        (".js", "use(new DecompressionStream('gzip'));"),
    ],
)
def test_what_is_newer_is_seen(kind: str, text: str) -> None:
    assert newer(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            ".css",
            ".a:focus:not(:focus-visible) { outline: none; } .b { display: inline-block; grid-template-columns: fit-content(38%); }",
        ),
        (".js", "async function get() {\n  const answer = await fetch(address);\n  return answer?.ok ?? false;\n}"),
        (".js", "if ('x' && \"DecompressionStream\" in window) use(new DecompressionStream('gzip'));"),
        (".js", "// 不用 (?<= 和 Object.hasOwn\nconst site = new URL('https://example.org/');"),
    ],
)
def test_what_the_floor_knows_passes(kind: str, text: str) -> None:
    assert newer(kind, text) == []
