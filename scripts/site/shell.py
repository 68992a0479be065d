"""The shell: one page rendered by the theme with marked places, which every entry of its kind is stamped into."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape


class ShellError(Exception):
    """The theme did not put each marked place where it belongs."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself in its head. ``url`` is from the site's root."""

    title: str
    description: str
    url: str


_MARK = re.compile(r"⟦(title|description|url|body)⟧")
BLANK = Head("⟦title⟧", "⟦description⟧", "⟦url⟧")
BODY = Markup("⟦body⟧")


class Shell:
    """A rendered page cut at its marked places. What is put in is never looked at again, so it can hold no mark."""

    def __init__(self, page: str) -> None:
        self._texts = [text.encode() for text in _MARK.split(page)[::2]]
        self._names = _MARK.findall(page)
        if not {"title", "description", "body"} <= set(self._names) or self._names.count("body") != 1:
            raise ShellError(f"壳页里的占位不全：{self._names}")

    def fill(self, head: Head, body: str) -> bytes:
        """The page of one entry. ``body`` is HTML; the head's texts are escaped as the templates escape them."""
        values = {
            "title": escape(head.title).encode(),
            "description": escape(head.description).encode(),
            "url": escape(head.url).encode(),
            "body": body.encode(),
        }
        out = [self._texts[0]]
        for name, text in zip(self._names, self._texts[1:], strict=True):
            out += (values[name], text)
        return b"".join(out)
