"""A .docx as plain blocks: paragraphs and tables with raw cells, in order, with every kind of tick as ☑ or □.

The XML is walked by hand, because python-docx's ``cell.text`` loses content controls, tracked insertions, symbols, old check
boxes and nested tables. Deleted text is left out and inserted text kept, as if all changes were accepted. Runs inside the worker.
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
MAX_PIECES = 100_000  # paragraphs and runs of text together; a form has a few hundred
TICKED, UNTICKED = "☑", "□"
# Symbol fonts: the code of a sign → whether it is ticked.
_SIGNS = {
    "wingdings": dict.fromkeys((0xFE, 0xFD, 0xFC, 0x6E), True) | dict.fromkeys((0xA8, 0x6F, 0x71, 0x72), False),
    "wingdings 2": dict.fromkeys((0x50, 0x51, 0x52, 0x53, 0x54, 0xA2), True) | dict.fromkeys((0xA3, 0x2A, 0x30), False),
    "webdings": {0x61: True, 0x63: False},
}
_SKIP = {
    W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tcPr", "sdtPr", "footnoteReference")
} | {MC + "Fallback"}
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag")}  # around rows and cells

Span = list[Any]  # [text, bold, underlined]
Block = list[Any]  # ["p", spans] or ["t", rows of cells]


def read_docx(data: bytes) -> dict[str, Any]:
    """``blocks``, the text of the ``footer``, and ``remarks`` on what was not read.

    A block is ``["p", spans]`` or ``["t", rows]``; a span is [text, bold, underlined]. A cell is a dict: ``c`` its column, ``s`` how
    many columns it spans, ``v`` its vertical merge ("", "restart" or "continue"), ``p`` its paragraphs as spans. A table within a
    cell follows as a block behind the outer one. Raises ``Refused``.
    """
    package = Package(data, ".docx")
    if "word/document.xml" not in package.names:
        raise Refused("这不是 Word 文档")
    root = _parse(package.xml("word/document.xml"))
    body = root.find(W + "body")
    reader = _Reader()
    reader.add_blocks(body if body is not None else root, reader.blocks, 0)
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
        "footer": "\n".join("".join(text for text, *_ in _Reader().spans(footer, 0)) for footer in footers),
        "remarks": remarks,
    }


def _parse(data: bytes) -> Any:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise Refused("文件内容损坏，读不出来；请用 Word 或 WPS 打开后另存") from error


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.revised = False
        self._cells = self._pieces = 0

    def add_blocks(self, parent: Any, blocks: list[Block], depth: int) -> None:
        """Append the paragraphs and tables below an element, through content controls and tracked changes."""
        _check_depth(depth)
        for child in parent:
            if child.tag == W + "p":
                self._count_piece()
                blocks.append(["p", list(self.spans(child, depth))])
                self._add_text_boxes(child, blocks, depth)
            elif child.tag == W + "tbl":
                self._add_table(child, blocks, depth + 1)
            elif child.tag not in _SKIP and isinstance(child.tag, str) and child.tag != W + "sectPr":
                self.add_blocks(child, blocks, depth + 1)

    def _add_text_boxes(self, paragraph: Any, blocks: list[Block], depth: int) -> None:
        """Append the paragraphs of text boxes anchored in a paragraph."""
        for box in paragraph.iter(W + "txbxContent"):
            if not any(up.tag == MC + "Fallback" for up in box.iterancestors()):
                self.add_blocks(box, blocks, depth + 1)

    def _add_table(self, table: Any, blocks: list[Block], depth: int) -> None:
        rows: list[Any] = []
        blocks.append(["t", rows])
        for row in _children(table, W + "tr"):
            column, cells = 0, []
            properties = row.find(W + "trPr")
            if properties is not None:
                if properties.find(W + "del") is not None:
                    self.revised = True
                    continue
                column = _number(properties.find(W + "gridBefore"), 0)
            for element in _children(row, W + "tc"):
                cell = self._cell(element, column, blocks, depth)
                column += cell["s"]
                cells.append(cell)
            rows.append(cells)

    def _cell(self, cell: Any, column: int, blocks: list[Block], depth: int) -> dict[str, Any]:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Refused("表格的格子太多，不像摸底调研表，没有读")
        span, merge = 1, ""
        properties = cell.find(W + "tcPr")
        if properties is not None:
            span = max(1, min(_number(properties.find(W + "gridSpan"), 1), 60))
            tall = properties.find(W + "vMerge")
            merge = tall.get(W + "val", "continue") if tall is not None else ""
        inner: list[Block] = []
        self.add_blocks(cell, inner, depth + 1)
        blocks += [block for block in inner if block[0] == "t"]
        return {"c": column, "s": span, "v": merge, "p": [spans for kind, spans in inner if kind == "p"]}

    def spans(self, parent: Any, depth: int) -> Iterator[Span]:
        """Text with its look; ``\\n`` for a break within the paragraph."""
        _check_depth(depth)
        for child in parent:
            tag = child.tag
            if tag in (W + "del", W + "moveFrom", W + "ins", W + "moveTo"):
                self.revised = True
            if tag in _SKIP or tag == W + "txbxContent" or not isinstance(tag, str):
                continue
            if tag == W + "r":
                yield from self._run(child, depth)
            elif tag == W + "sdt" and (ticked := _content_control(child)) is not None:
                yield [_box(ticked), False, False]
            else:
                yield from self.spans(child, depth + 1)

    def _run(self, run: Any, depth: int) -> Iterator[Span]:
        self._count_piece()
        look = run.find(W + "rPr")
        bold, underlined, font = _is_on(look, "b"), _is_on(look, "u"), _font(look)
        for child in run:
            tag = child.tag
            if tag == W + "t":
                yield [_with_boxes(child.text or "", font), bold, underlined]
            elif tag == W + "sym":
                yield [_symbol(child.get(W + "font", ""), child.get(W + "char", "")), bold, underlined]
            elif tag in _CHARACTERS:
                yield [_CHARACTERS[tag], bold, underlined]
            elif tag == W + "fldChar" and (ticked := _form_field(child)) is not None:
                yield [_box(ticked), False, False]
            elif tag not in _SKIP and isinstance(tag, str) and len(child) and tag != W + "txbxContent":
                yield from self.spans(child, depth + 1)

    def _count_piece(self) -> None:
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            raise Refused("段落太多，不像摸底调研表，没有读")


_CHARACTERS = {W + "br": "\n", W + "cr": "\n", W + "tab": " ", W + "noBreakHyphen": "-"}


def _children(parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    """The rows of a table or the cells of a row, through content controls and tracked changes."""
    _check_depth(depth)
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag, depth + 1)


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Refused(f"文档嵌套超过 {MAX_DEPTH} 层，不是正常的表格，没有读")


def _number(element: Any, default: int) -> int:
    text = element.get(W + "val", "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def _is_true(element: Any) -> bool:
    return element.get(W + "val", "1").lower() not in ("0", "false", "off", "none")


def _is_on(look: Any, name: str) -> bool:
    element = look.find(W + name) if look is not None else None
    return element is not None and _is_true(element)


def _font(look: Any) -> str:
    fonts = look.find(W + "rFonts") if look is not None else None
    return str(fonts.get(W + "ascii", "")).lower() if fonts is not None else ""


# ---------- ticks ----------


def _box(ticked: bool) -> str:
    return TICKED if ticked else UNTICKED


def _with_boxes(text: str, font: str) -> str:
    """Text in a symbol font with its check boxes as ☑ and □; text in any other font as it is."""
    signs = _SIGNS.get(font)
    if signs is None:
        return text
    codes = ((char, ord(char)) for char in text)
    return "".join(
        _box(signs[code & 0xFF]) if (code < 0x100 or 0xF000 <= code <= 0xF0FF) and code & 0xFF in signs else char
        for char, code in codes
    )


def _symbol(font: str, code: str) -> str:
    """An inserted symbol (w:sym), given by its font and hexadecimal code; U+FFFD for what has no character."""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    signs = _SIGNS.get(font.lower(), {})
    if number & 0xFF in signs:
        return _box(signs[number & 0xFF])
    return "\ufffd" if 0xE000 <= number <= 0xF8FF or number > 0xFFFF else chr(number)


def _content_control(control: Any) -> bool | None:
    """Whether a content control is a ticked check box; None when it is no check box."""
    box = control.find(f"{W}sdtPr/{W14}checkbox")
    if box is None:
        return None
    checked = box.find(W14 + "checked")
    return checked is not None and checked.get(W14 + "val", "1") not in ("0", "false")


def _form_field(field: Any) -> bool | None:
    """Whether a legacy form field is a ticked check box; None when it is no check box."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return None
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return state is not None and _is_true(state)
