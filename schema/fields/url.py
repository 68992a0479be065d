"""网址: an https address without credentials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from schema.fields.problem import halfwidth, problem, typed
from schema.fields.scalar import Scalar

_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE
)
_REST = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")


@dataclass(frozen=True)
class Url(Scalar):
    """An https address (RFC 3986) with a host name, no user part, at most 500 characters."""

    def read(self, raw: Any) -> str:
        """The address; problems of rule ``url-format``."""
        text = typed(raw)
        reason = _fault(text)
        if reason is None:
            return text
        raise problem("url-format", *reason)

    def json_schema(self) -> dict[str, Any]:
        """The scheme."""
        return {"type": "string", "pattern": "^https://"}


def _fault(text: str) -> tuple[str, str] | None:
    example = "请写成 https://www.example.com 的样子"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "网址写法不对", example
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return "网址里带有用户名或密码", "请去掉“@”及其前面的部分"
    if parts.scheme.lower() != "https":
        rest = text.removeprefix("http://")
        plain = parts.scheme in ("", "http") and _fault(f"https://{rest}") is None
        half = halfwidth(text)
        better = f"https://{rest}" if plain else half if half != text and _fault(half) is None else None
        return "网址应以 https:// 开头", f"请改为 {better}" if better else example
    if port is not None:
        return "网址里带有端口", "请填写不带端口的网址"
    if re.search(r"\s", text):
        return "网址里有空格", f"{example}，中间不留空格"
    if not text.isascii():
        return "网址里有中文或全角字符", "请从浏览器的地址栏复制"
    if not _HOST.fullmatch(host) or len(text) > 500 or not _REST.fullmatch(text):
        return "网址写法不对", f"{example}，用域名，不用 IP 地址"
    return None
