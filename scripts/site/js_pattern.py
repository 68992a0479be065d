"""Python regular expressions in JavaScript's syntax, so that the validator and the form page use the same ones.

Browsers as old as those that the site supports know no look-behind: those at a pattern's beginning are exported beside it, for the
page to look back by itself. A pattern with a look-behind anywhere else is refused.
"""

from __future__ import annotations

import re
from typing import Any

# ``\s`` of Python (str.isspace), which differs from JavaScript's.
BLANK = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TOKEN = re.compile(r"\\U([0-9A-Fa-f]{8})|\\(.)|(\(\?P<)|(\[\^?\]?)|(\])|(.)", re.DOTALL)
_BEHIND = re.compile(r"\(\?<([=!])((?:[^()\\]|\\.)*)\)")
_SYNTAX = set("^$\\.*+?()[]{}|/")
_LETTERS = set("bBdDfnrtvwWxu0")


def js_pattern(pattern: re.Pattern[str]) -> list[Any]:
    """Source and flags for ``new RegExp``, then what must stand before a match: [source, whether it must or must not].

    Classes are spelt out where the two languages differ. Raises ``ValueError`` for a look-behind inside the pattern.
    """
    ascii_only, source, before = bool(pattern.flags & re.ASCII), pattern.pattern, []
    while found := _BEHIND.match(source):
        before.append([_translated(found[2], ascii_only), found[1] == "="])
        source = source[found.end() :]
    if _BEHIND.search(source):
        raise ValueError(f"a look-behind inside a pattern: {source}")
    flags = "u" + "i" * bool(pattern.flags & re.IGNORECASE) + "s" * bool(pattern.flags & re.DOTALL)
    return [_translated(source, ascii_only), flags, *([before] if before else [])]


def _translated(source: str, ascii_only: bool) -> str:
    out, inside = [], False
    for token in _TOKEN.finditer(source):
        wide, escaped, group, opening, closing, plain = token.groups()
        if wide:
            out.append(f"\\u{{{int(wide, 16):x}}}")
        elif escaped:
            out.append(_escape(escaped, inside, ascii_only))
        elif group:
            out.append("(?<")
        elif opening and not inside:
            inside = True
            out.append(opening if not opening.endswith("]") else opening[:-1] + r"\]")
        elif closing and inside:
            inside = False
            out.append("]")
        elif opening:
            out.append(opening.replace("[", r"\[").replace("]", ""))
            if opening.endswith("]"):
                inside = False
                out.append("]")
        else:
            out.append(closing or plain)
    return "".join(out)


def _escape(sign: str, inside: bool, ascii_only: bool) -> str:
    if sign == "s":
        return BLANK if inside else f"[{BLANK}]"
    if sign == "d" and not ascii_only:
        return r"\p{Nd}"
    if sign in _LETTERS or sign in _SYNTAX or (sign == "-" and inside):
        return f"\\{sign}"
    return sign
