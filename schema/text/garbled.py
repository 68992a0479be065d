"""What wrong conversions leave in a text."""

from __future__ import annotations

import re

# What Windows-1252 makes of the second and third byte of an ideograph in UTF-8.
_TAIL = r"[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}"
# Ideographs that GBK makes of very common ones in UTF-8, and that modern Chinese has no use for; between two, € is its sign too.
_ODD = "锛銆鐨浼鍏"
_BROKEN = re.compile(
    rf"\ufffd|锟斤拷?|斤拷|烫烫烫|屯屯屯|[\u4e00-\u9fff]€(?=[\u4e00-\u9fff])|[{_ODD}].{{0,8}}[{_ODD}]|(?:[\u00e4-\u00e9]{_TAIL}){{2}}"
)
_ENTITY = "nbsp|amp|lt|gt|quot|apos|[lr][ds]quo|middot|[mn]dash|hellip|e[mn]sp|times|bull"
_ELEMENT = "p|br|div|span|font|strong|em|table|tr|td|th|ul|ol|li|img|h[1-6]"
_MARKUP = re.compile(
    rf"&(?:{_ENTITY}|#\d{{1,6}}|#x[0-9a-f]{{1,5}});|</?(?:{_ELEMENT})(?: [^<>]*)?/?>|_x[0-9a-f]{{4}}_|\\u[0-9a-f]{{4}}",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(r"\?{3,}|？{4,}")
PATTERNS: dict[str, str | re.Pattern[str]] = {"broken": _BROKEN, "markup": _MARKUP, "questions": _QUESTIONS}


def find_broken(text: str) -> re.Match[str] | None:
    """The first remains of another encoding: characters that stand for others, which are lost."""
    return _BROKEN.search(text)


def find_markup(text: str) -> re.Match[str] | None:
    """The first code of a web page or a spreadsheet that should have become a character: ``&nbsp;``, ``<br/>``, ``_x000D_``."""
    return _MARKUP.search(text)


def find_questions(text: str) -> re.Match[str] | None:
    """The first run of question marks, as characters leave it that an encoding lacked."""
    return _QUESTIONS.search(text)
