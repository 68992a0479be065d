"""网址: a web address without credentials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from schema.book.wording import Argument, cure, phrase
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.width import halfwidth

_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE
)
_REST = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
PATTERNS = {"host": _HOST, "rest": _REST}


@dataclass(frozen=True)
class Url(Scalar):
    """A web address (RFC 3986) with a host name, no user part, at most 500 characters. A rule advises https."""

    def read(self, raw: Any) -> str:
        """The address; problems of rule ``url-format``."""
        text = typed(raw)
        reason = _fault(text)
        if reason is None:
            return text
        name, advice = reason
        raise refuse(name, advice=advice)

    def json_schema(self) -> dict[str, Any]:
        """The scheme."""
        return {"type": "string", "pattern": "^https?://"}


def _fault(text: str) -> tuple[str, Argument] | None:
    """The message for an address that cannot be used, with the advice that it may need."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port  # asking for a port that cannot be raises
    except ValueError:
        return "url.form", ""
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return "url.user", ""
    if parts.scheme.lower() not in ("http", "https"):
        half = halfwidth(text)
        cures = ([f"https://{text}"] if not parts.scheme else []) + ([half] if half != text else [])
        better = next((url for url in cures if _fault(url) is None), None)
        return "url.scheme", cure(better, phrase("url.form")) if better else phrase("url.form")
    if re.search(r"\s", text):
        return "url.blank", ""
    if not text.isascii():
        return "url.wide", ""
    if not _HOST.fullmatch(host) or len(text) > 500 or not _REST.fullmatch(text):
        return "url.other", ""
    return None
