"""Bytes → text: UTF-8 alone is read; whatever else a file may be is named, with what to do."""

from __future__ import annotations

import re

from schema.book.finding import Finding
from schema.book.wording import Message, message, phrase
from schema.reading.no_form import has_labels

_SIGNATURES = (
    (b"PK\x03\x04", "kind.office"),
    (b"\xd0\xcf\x11\xe0", "kind.old-office"),
    (b"%PDF-", "kind.pdf"),
    (b"{\\rtf", "kind.rtf"),
    (b"\x89PNG", "kind.picture"),
    (b"\xff\xd8\xff", "kind.picture"),
    (b"GIF8", "kind.picture"),
)
_NO_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", *(signature for signature, _ in _SIGNATURES))


def decode(path: str, data: bytes) -> tuple[str, list[Finding]] | Finding:
    """The text with ``\\n`` as its only line end, and findings about its encoding; a finding alone where it is no text in UTF-8."""

    def finding(content: Message, line: int = 1, column: int = 1) -> Finding:
        return Finding("file-encoding", content.template.severity, path, line, column, None, content)

    if data.startswith(_NO_TEXT):
        return finding(_named(data))
    if b"\0" in data:
        if _is_wide(data):
            return finding(message("encoding.unmarked"))
        return finding(message("encoding.nul"), *_position(data, data.index(b"\0")))
    findings = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        findings.append(finding(message("encoding.bom")))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        content = message("encoding.gbk" if _is_gbk(data, error.start) else "encoding.other")
        return finding(content, *_position(data, error.start))
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text), findings


def _named(data: bytes) -> Message:
    """What a file is whose first bytes are those of no text in UTF-8."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return message("encoding.utf-32")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return message("encoding.utf-16")
    kind = next(kind for signature, kind in _SIGNATURES if data.startswith(signature))
    return message("encoding.no-text", kind=phrase(kind))


def _position(data: bytes, at: int) -> tuple[int, int]:
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1


def _is_wide(data: bytes) -> bool:
    """Whether bytes with NULs are UTF-16: read so, nearly all is Chinese or ASCII."""
    head = data[: min(len(data), 4096) // 2 * 2]
    texts = (head.decode(codec, "replace") for codec in ("utf-16-le", "utf-16-be"))
    return any(len(re.findall(r"[\n\r -~\u3000-\u9fff\uff00-\uffef]", text)) >= len(text) * 0.9 for text in texts)


def _is_gbk(data: bytes, wrong: int) -> bool:
    """Whether bytes read as GBK with a form's label in them, and nothing before the ``wrong`` one reads as Chinese in UTF-8."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return data[:wrong].isascii() and has_labels(text)
