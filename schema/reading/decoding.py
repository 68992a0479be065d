"""Bytes → text: UTF-8 alone is read; whatever else a file may be is named, with what to do."""

from __future__ import annotations

import re

from schema.book.finding import Finding, Severity, literal

_SIGNATURES = (
    (b"PK\x03\x04", "这是改了名的 Word 或 Excel 文件，不是文本"),
    (b"\xd0\xcf\x11\xe0", "这是改了名的旧版 Word 或 Excel 文件，不是文本"),
    (b"%PDF-", "这是改了名的 PDF 文件，不是文本"),
    (b"{\\rtf", "这是改了名的 RTF 文件，不是文本"),
    (b"\x89PNG", "这是改了名的图片，不是文本"),
    (b"\xff\xd8\xff", "这是改了名的图片，不是文本"),
    (b"GIF8", "这是改了名的图片，不是文本"),
)
_NO_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", *(signature for signature, _ in _SIGNATURES))
_AS_UTF8 = "请用记事本打开，选择“另存为”，编码选 UTF-8"


def decode(path: str, data: bytes) -> tuple[str, list[Finding]] | Finding:
    """The text with ``\\n`` as its only line end, and what may be said of its encoding; a finding alone where it is no text in UTF-8."""

    def refuse(message: str, hint: str, line: int = 1, column: int = 1) -> Finding:
        return Finding("file-encoding", Severity.ERROR, path, line, column, None, literal(message, hint))

    if data.startswith(_NO_TEXT):
        return refuse(*_named(data))
    if b"\0" in data:
        if _is_wide(data):
            return refuse("文件像是没有标记的 UTF-16 编码，应为 UTF-8", _AS_UTF8)
        return refuse(
            "文件里有空字节（NUL），不是纯文本", "请用文本编辑器重新保存", *_position(data, data.index(b"\0"))
        )
    findings = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        findings.append(
            Finding(
                "file-encoding",
                Severity.WARNING,
                path,
                1,
                1,
                None,
                literal("文件开头有字节序标记（BOM）", "可以不改；另存为“UTF-8（无 BOM）”更好"),
            )
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return refuse(f"文件不是 UTF-8 编码{_likely(data, error.start)}", _AS_UTF8, *_position(data, error.start))
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text), findings


def _named(data: bytes) -> tuple[str, str]:
    """What a file is that begins as no text in UTF-8 does, and what to do."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "文件是 UTF-32 编码，应为 UTF-8", _AS_UTF8
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "文件是 UTF-16 编码（记事本里叫“Unicode”），应为 UTF-8", _AS_UTF8
    message = next(message for signature, message in _SIGNATURES if data.startswith(signature))
    return message, "请用 catalogue new 生成模板，或把内容抄到文本文件里"


def _position(data: bytes, at: int) -> tuple[int, int]:
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1


def _is_wide(data: bytes) -> bool:
    """Whether bytes with NULs are UTF-16: read so, nearly all is Chinese or ASCII."""
    head = data[: min(len(data), 4096) // 2 * 2]
    texts = (head.decode(codec, "replace") for codec in ("utf-16-le", "utf-16-be"))
    return any(len(re.findall(r"[\n\r -~\u3000-\u9fff\uff00-\uffef]", text)) >= len(text) * 0.9 for text in texts)


def _likely(data: bytes, wrong: int) -> str:
    """“像是 GBK” where the bytes read so, and nothing before the ``wrong`` one read as Chinese in UTF-8."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，像是 GBK" if data[:wrong].isascii() else ""
