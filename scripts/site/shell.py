"""The shell: a page rendered by the theme once, with marks that every entry of its kind replaces by its own texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import escape


class ShellError(Exception):
    """The theme did not render each mark as often as needed."""


@dataclass(frozen=True, slots=True)
class Head:
    """The texts of a page's head. ``url`` is relative to the site's root."""

    title: str
    description: str
    url: str


_MARK = re.compile(r"⟦(title|description|url|body)⟧")
BLANK = Head("⟦title⟧", "⟦description⟧", "⟦url⟧")
BODY = "⟦body⟧"


class Shell:
    """A rendered page cut at its marks. Texts put in are not searched again, so a mark in them stays text."""

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
