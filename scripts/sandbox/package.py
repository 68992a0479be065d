"""Untrusted Office packages (.docx, .xlsx), opened within bounds; what no form needs is refused.

Runs inside the worker. Sizes are summed before anything is inflated, and zipfile reads no more than a part declares.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree  # type: ignore[import-untyped]

from scripts.sandbox.refused import MAX_FILE, Refused

MAX_TOTAL = 120 * 2**20  # of all parts inflated; pictures of seals are most of it
MAX_XML = 24 * 2**20  # of one XML part
MAX_PARTS = 3000
DAMAGED = (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error, LZMAError)
_MACROS = re.compile(r"vbaProject|vbaData|macrosheets|activeX", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']+)")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D", b"\0<\0!\0D")  # in UTF-8 and UTF-16
# Links out of the file that are never followed: a text's links, and the template that Word names in every document made from one.
_HARMLESS = ("hyperlink", "attachedTemplate")
_LINKED = {"image": "链接的图片", "oleObject": "链接的对象", "subDocument": "链接的子文档", "frame": "链接的网页"}


class Relation(NamedTuple):
    """A relationship: its id, the last step of its type, and the part that it names."""

    id: str
    kind: str
    target: str


class Package:
    """An Office package, checked on opening. ``kind`` is its ending; ``names`` are its parts. Every method raises ``Refused``."""

    def __init__(self, data: bytes, kind: str) -> None:
        if len(data) > MAX_FILE:
            raise Refused(f"文件有 {len(data) / 2**20:.0f} MiB，超过 {MAX_FILE // 2**20} MiB；请删去里面的图片后再导入")
        _check_signature(data, kind)
        try:
            self._zip = ZipFile(BytesIO(data))
        except DAMAGED as error:
            raise Refused(f"文件损坏，打不开；请用 Word、Excel 或 WPS 打开后另存为 {kind}") from error
        self.names = [item.filename for item in self._zip.infolist()]
        self._check_sizes()
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
        for element in self._relationships(name):
            kind = _last_step(element.get("Type", ""))
            if kind == "aFChunk":
                raise Refused("文件里嵌着另一份文档，没有打开；请用 Word 打开后另存")
            if element.get("TargetMode", "").lower() == "external" and kind not in _HARMLESS:
                what = _LINKED.get(kind, "链接的外部内容")
                raise Refused(f"文件里有{what}，没有打开；请删去它，或把内容复制到新文件里另存")

    def _relationships(self, name: str) -> Iterator[Any]:
        yield from self.tree(name).iter("{*}Relationship")

    def relations(self, part: str = "") -> list[Relation]:
        """The relationships of a part, of the package itself for "", to parts that are there."""
        folder, _, last = part.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{last}.rels")
        if rels not in self.names:
            return []
        found = []
        for element in self._relationships(rels):
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            if element.get("TargetMode", "").lower() != "external" and target in self.names:
                found.append(Relation(element.get("Id", ""), _last_step(element.get("Type", "")), target))
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The part that a part names by a kind of relationship; None where there is none."""
        return next((relation.target for relation in self.relations(part) if relation.kind == kind), None)

    def main(self, root: str, what: str) -> tuple[str, Any]:
        """The name and the outermost element of the part that holds the document; refused unless that element is ``root``."""
        part = self.related("", "officeDocument")
        tree = self.tree(part) if part else None
        if part is None or etree.QName(tree).localname != root:
            raise Refused(f"这不是{what}，像是改过扩展名；请改回原来的扩展名，或用 Word、Excel、WPS 打开后另存")
        return part, tree

    def tree(self, name: str) -> Any:
        """The outermost element of an XML part, in the namespaces of the transitional format whichever it was saved in."""
        try:
            return etree.fromstring(_transitional(self.xml(name)), _parser())
        except etree.XMLSyntaxError as error:
            raise Refused("文件内容损坏，读不出来；请用 Word、Excel 或 WPS 打开后另存") from error

    def xml(self, name: str) -> bytes:
        """The bytes of an XML part, refused if it declares a document type or an unusual encoding."""
        data = self.read(name, MAX_XML)
        if any(sign in data for sign in _DECLARATIONS):
            raise Refused("文件里有实体定义（DOCTYPE），不是 Word、Excel 或 WPS 写出来的，没有打开")
        encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        if encoding and encoding.group(1).lower() not in (b"utf-8", b"utf-16", b"us-ascii"):
            raise Refused("文件内部用了少见的编码，不是 Word、Excel 或 WPS 写出来的，没有打开")
        return data

    def read(self, name: str, limit: int = MAX_TOTAL) -> bytes:
        """The bytes of an entry, refused beyond ``limit``."""
        if self._zip.getinfo(name).file_size > limit:
            raise Refused(
                f"部件 {name[:60]} 解压后超过 {limit // 2**20} MiB，没有打开；请把要报的内容复制到新文件里另存"
            )
        try:
            with self._zip.open(name) as part:
                return part.read(limit + 1)
        except DAMAGED as error:
            raise Refused("文件损坏，打不开；请用 Word、Excel 或 WPS 打开后另存") from error


def _last_step(kind: str) -> str:
    return kind.rsplit("/", 1)[-1]


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = (  # of “Strict Open XML”, and what every other file has in their place
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)


def _transitional(data: bytes) -> bytes:
    if _STRICT in data[:20_000]:
        for strict, usual in _NAMESPACES:
            data = data.replace(strict, usual)
    return data


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
