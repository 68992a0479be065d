"""Untrusted zip packages (.docx, .xlsx, .zip), opened within bounds; what no form needs is refused.

Runs inside the worker. Sizes are summed before anything is inflated, and zipfile reads no more than a part declares.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile

MAX_FILE = 30 * 2**20
MAX_TOTAL = 120 * 2**20  # of all parts inflated; pictures of seals are most of it
MAX_XML = 24 * 2**20  # of one XML part
MAX_PARTS = 3000
_MACROS = re.compile(r"vbaProject|vbaData|macrosheets|activeX", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']+)")
_DAMAGED = (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error, LZMAError)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0|\0<\0!\0D", re.IGNORECASE)


class Refused(Exception):
    """A file that is not opened; the message says in Chinese why, and what to do."""


class Package:
    """A zip package, checked on opening. ``kind`` is its ending; ``names`` are its entries. Every method raises ``Refused``."""

    def __init__(self, data: bytes, kind: str) -> None:
        if len(data) > MAX_FILE:
            raise Refused(f"文件有 {len(data) / 2**20:.0f} MiB，超过 {MAX_FILE // 2**20} MiB；请删去里面的图片后再导入")
        _check_signature(data, kind)
        try:
            self._zip = ZipFile(BytesIO(data))
        except _DAMAGED as error:
            raise Refused(f"文件损坏，打不开；请用 Word、Excel 或 WPS 打开后另存为 {kind}") from error
        self.names = [item.filename for item in self._zip.infolist()]
        self._check_sizes()
        if kind != ".zip":
            self._check_office(kind)

    def _check_sizes(self) -> None:
        items = self._zip.infolist()
        if len(items) > MAX_PARTS:
            raise Refused(f"文件里有 {len(items)} 个部件，不是正常的表格，没有打开")
        if sum(item.file_size for item in items) > MAX_TOTAL:
            raise Refused(f"解压后超过 {MAX_TOTAL // 2**20} MiB，像是压缩炸弹，没有打开；请把内容复制到新文件里另存")
        if any(item.flag_bits & 1 for item in items):
            raise Refused("文件设了密码；请去掉密码后另存")
        if len(set(self.names)) != len(self.names):
            raise Refused("文件里有重名的部件，没有打开；请用 Word 或 WPS 另存后再试")

    def _check_office(self, kind: str) -> None:
        if any(_MACROS.search(name) for name in self.names):
            raise Refused(f"文件带有宏，没有打开；请另存为不带宏的 {kind}")
        if any("externalLinks/" in name for name in self.names):
            raise Refused("文件里有指向其他工作簿的链接，没有打开；请断开链接（粘贴为数值）后另存")
        if "[Content_Types].xml" not in self.names:
            raise Refused(f"这不是 {kind} 文件，只是改了名字")
        if b"macroEnabled" in self.xml("[Content_Types].xml"):
            raise Refused(f"文件带有宏，没有打开；请另存为不带宏的 {kind}")
        for name in self.names:
            if name.endswith(".rels"):
                self._check_relationships(name)

    def _check_relationships(self, name: str) -> None:
        for relation in _RELATIONSHIP.findall(self.xml(name)):
            outside = re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE)
            if outside and not re.search(rb"relationships/hyperlink[\"']", relation):
                raise Refused("文件里有指向外部的链接（模板、图片或对象），没有打开；请把内容复制到新文件里另存")
            if re.search(rb"relationships/aFChunk[\"']", relation):
                raise Refused("文件里嵌着另一份文档，没有打开；请用 Word 打开后另存")

    def xml(self, name: str) -> bytes:
        """The bytes of an XML part, refused if it declares a document type or an unusual encoding."""
        data = self.read(name, MAX_XML)
        if _DOCTYPE.search(data):
            raise Refused("文件里有实体定义（DOCTYPE），不是 Word、Excel 或 WPS 写出来的，没有打开")
        encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        if encoding and encoding.group(1).lower() not in (b"utf-8", b"utf-16", b"us-ascii"):
            raise Refused("文件内部用了少见的编码，不是 Word、Excel 或 WPS 写出来的，没有打开")
        return data

    def read(self, name: str, limit: int = MAX_TOTAL) -> bytes:
        """The bytes of an entry, refused beyond ``limit``."""
        if self._zip.getinfo(name).file_size > limit:
            raise Refused(f"部件 {name[:60]} 解压后超过 {limit // 2**20} MiB，没有打开")
        try:
            with self._zip.open(name) as part:
                return part.read(limit + 1)
        except _DAMAGED as error:
            raise Refused("文件损坏，打不开；请用 Word、Excel 或 WPS 打开后另存") from error

    def check_xml(self) -> None:
        """Check every XML part, for a reader that opens them by itself."""
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                self.xml(name)

    def is_link(self, name: str) -> bool:
        """Whether an entry of a .zip is a symbolic link."""
        return (self._zip.getinfo(name).external_attr >> 16) & 0o170000 == 0o120000


def _check_signature(data: bytes, kind: str) -> None:
    if data.startswith(b"PK\x03\x04"):
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            f"这是旧版格式（.doc、.xls、.wps、.et）或设了打开密码的文件；请用 Word 或 WPS 去掉密码，另存为 {kind}"
        )
    if data.startswith(b"{\\rtf") or data.lstrip()[:5].lower() in (b"<html", b"<?xml", b"<!doc"):
        raise Refused(f"这是改了名的 RTF 或网页文件；请用 Word 或 WPS 打开，另存为 {kind}")
    if data.startswith(b"%PDF-"):
        raise Refused("这是 PDF，读不出栏目；请导入原来的 Word 文件")
    raise Refused("文件是空的" if not data.strip(b"\0") else f"这不是 {kind} 文件")
