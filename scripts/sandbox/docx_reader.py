"""A .docx as plain blocks: paragraphs and tables with raw cells, in order, with every kind of tick as ☑ or □.

The raw XML is walked, because python-docx's ``cell.text`` loses content controls, tracked insertions, symbols, old check boxes
and nested tables. Deleted text is left out, inserted text kept, as if all changes were accepted. Runs inside the limited worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from scripts.sandbox.package import Package, Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_DEPTH = 40
MAX_CELLS = 20_000
TICKED, UNTICKED = "☑", "□"
# Wingdings and its kin: the code of a sign → ticked or not.
_SIGNS = {
    "wingdings": {0xFE: True, 0xFD: True, 0xFC: True, 0x6E: True, 0xA8: False, 0x6F: False, 0x71: False, 0x72: False},
    "wingdings 2": {
        0x50: True,
        0x51: True,
        0x52: True,
        0x53: True,
        0x54: True,
        0xA2: True,
        0xA3: False,
        0x2A: False,
        0x30: False,
    },
    "webdings": {0x61: True, 0x63: False},
}
_SKIP = {
    W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tcPr", "sdtPr", "footnoteReference")
} | {MC + "Fallback"}

Span = list[Any]  # [text, bold, underlined]


def read_docx(data: bytes) -> dict[str, Any]:
    """``blocks`` as ["p", spans] or ["t", rows], the footers' text, and remarks on what is not read."""
    package = Package(data, ".docx")
    if "word/document.xml" not in package.names:
        raise Refused("这不是 Word 文档")
    root = _parse(package.xml("word/document.xml"))
    reader = _Reader()
    body = root.find(W + "body")
    reader.blocks_of(body if body is not None else root, 0)
    footers = [
        _parse(package.xml(name))
        for name in sorted(package.names)
        if name.startswith("word/footer") and name.endswith(".xml")
    ]
    remarks = ["有修订痕迹，按“接受全部修订”读取"] if reader.revised else []
    if "word/comments.xml" in package.names and b"<w:comment " in package.xml("word/comments.xml"):
        remarks.append("有批注，批注没有读")
    return {
        "blocks": reader.blocks,
        "footer": "\n".join("".join(t for t, *_ in _Reader().spans(f, 0)) for f in footers),
        "remarks": remarks,
    }


def _parse(data: bytes) -> Any:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise Refused("文件内容损坏，读不出来；请用 Word 或 WPS 打开后另存") from error


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[list[Any]] = []
        self.revised = False
        self._cells = 0

    def blocks_of(self, parent: Any, depth: int) -> None:
        """Paragraphs and tables below an element, through content controls and tracked changes."""
        _bound(depth)
        for child in parent:
            if child.tag == W + "p":
                self.blocks.append(["p", list(self.spans(child, depth))])
                self._boxes(child, depth)
            elif child.tag == W + "tbl":
                self._table(child, depth + 1)
            elif child.tag not in _SKIP and isinstance(child.tag, str) and child.tag != W + "sectPr":
                self.blocks_of(child, depth + 1)

    def _boxes(self, paragraph: Any, depth: int) -> None:
        """Text boxes anchored in a paragraph, as paragraphs of their own."""
        for box in paragraph.iter(W + "txbxContent"):
            if not any(up.tag == MC + "Fallback" for up in box.iterancestors()):
                self.blocks_of(box, depth + 1)

    def _table(self, table: Any, depth: int) -> None:
        rows: list[Any] = []
        self.blocks.append(["t", rows])
        for row in self._within(table, W + "tr"):
            column, cells = 0, []
            properties = row.find(W + "trPr")
            if properties is not None:
                if properties.find(W + "del") is not None:
                    self.revised = True
                    continue
                before = properties.find(W + "gridBefore")
                column = _number(before, 0) if before is not None else 0
            for cell in self._within(row, W + "tc"):
                made = self._cell(cell, column, depth)
                column += made["s"]
                cells.append(made)
            rows.append(cells)

    def _within(self, parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
        _bound(depth)
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
                yield from self._within(child, tag, depth + 1)

    def _cell(self, cell: Any, column: int, depth: int) -> dict[str, Any]:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Refused("表格的格子太多，不像摸底调研表，没有读")
        properties = cell.find(W + "tcPr")
        span, merge = 1, ""
        if properties is not None:
            if (wide := properties.find(W + "gridSpan")) is not None:
                span = max(1, min(_number(wide, 1), 60))
            if (tall := properties.find(W + "vMerge")) is not None:
                merge = tall.get(W + "val", "continue")
        inner = _Reader()
        inner._cells = self._cells
        inner.blocks_of(cell, depth + 1)
        self._cells, self.revised = inner._cells, self.revised or inner.revised
        self.blocks += [block for block in inner.blocks if block[0] == "t"]
        return {"c": column, "s": span, "v": merge, "p": [spans for kind, spans in inner.blocks if kind == "p"]}

    # ---------- text ----------

    def spans(self, parent: Any, depth: int) -> Iterator[Span]:
        """Text with its look; ``\\n`` for a break within the paragraph."""
        _bound(depth)
        for child in parent:
            tag = child.tag
            if tag in (W + "del", W + "moveFrom", W + "ins", W + "moveTo"):
                self.revised = True
            if tag in _SKIP or tag == W + "txbxContent" or not isinstance(tag, str):
                continue
            if tag == W + "r":
                yield from self._run(child, depth)
            elif tag == W + "sdt" and (ticked := _control(child)) is not None:
                yield [TICKED if ticked else UNTICKED, False, False]
            else:
                yield from self.spans(child, depth + 1)

    def _run(self, run: Any, depth: int) -> Iterator[Span]:
        look = run.find(W + "rPr")
        bold, underlined, face = _on(look, "b"), _on(look, "u"), _face(look)
        for child in run:
            tag = child.tag
            if tag == W + "t":
                yield [_signs(child.text or "", face), bold, underlined]
            elif tag == W + "sym":
                yield [_sign(child.get(W + "font", ""), child.get(W + "char", "")), bold, underlined]
            elif tag in (W + "br", W + "cr"):
                yield ["\n", bold, underlined]
            elif tag == W + "tab":
                yield [" ", bold, underlined]
            elif tag == W + "noBreakHyphen":
                yield ["-", bold, underlined]
            elif tag == W + "fldChar" and (ticked := _old_box(child)) is not None:
                yield [TICKED if ticked else UNTICKED, False, False]
            elif tag not in _SKIP and isinstance(tag, str) and len(child) and tag != W + "txbxContent":
                yield from self.spans(child, depth + 1)


def _bound(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Refused(f"文档嵌套超过 {MAX_DEPTH} 层，不是正常的表格，没有读")


def _number(element: Any, default: int) -> int:
    text = element.get(W + "val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def _is_true(element: Any) -> bool:
    return element.get(W + "val", "1").lower() not in ("0", "false", "off", "none")


def _on(look: Any, name: str) -> bool:
    found = look.find(W + name) if look is not None else None
    return found is not None and _is_true(found)


def _face(look: Any) -> str:
    fonts = look.find(W + "rFonts") if look is not None else None
    return str(fonts.get(W + "ascii", "")).lower() if fonts is not None else ""


def _signs(text: str, face: str) -> str:
    table = _SIGNS.get(face)
    return (
        "".join(
            _shown(table.get(ord(char) & 0xFF if ord(char) < 0x100 or 0xF000 <= ord(char) <= 0xF0FF else -1), char)
            for char in text
        )
        if table
        else text
    )


def _shown(ticked: bool | None, otherwise: str) -> str:
    return otherwise if ticked is None else TICKED if ticked else UNTICKED


def _sign(face: str, code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    return _shown(
        _SIGNS.get(face.lower(), {}).get(number & 0xFF),
        "\ufffd" if 0xE000 <= number <= 0xF8FF or number > 0xFFFF else chr(number),
    )


def _control(control: Any) -> bool | None:
    """Whether a content control is a ticked check box; None when it is no check box."""
    properties = control.find(W + "sdtPr")
    box = properties.find(W14 + "checkbox") if properties is not None else None
    if box is None:
        return None
    checked = box.find(W14 + "checked")
    return checked is not None and checked.get(W14 + "val", "1") not in ("0", "false")


def _old_box(field: Any) -> bool | None:
    """Whether a form field of old is a ticked check box."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return None
    found = box.find(W + "checked")
    if found is None:
        found = box.find(W + "default")
    return found is not None and _is_true(found)
