"""A .docx as plain blocks: paragraphs and tables with raw cells, in order, with every kind of tick as ☑ or □.

The XML is walked by hand, because python-docx's ``cell.text`` loses content controls, tracked insertions, symbols, old check
boxes and nested tables. Runs inside the worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from scripts.sandbox.docx_names import W, is_true, named_styles, number
from scripts.sandbox.docx_numbers import Numbers
from scripts.sandbox.docx_ticks import box, content_control, equation, form_field, symbol, with_boxes
from scripts.sandbox.docx_unseen import leave_out
from scripts.sandbox.package import Package
from scripts.sandbox.refused import Refused

MAX_DEPTH = 40
MAX_CELLS = 20_000
MAX_PIECES = 100_000  # paragraphs and runs of text together; a form has a few hundred
_SKIP = {W + name for name in ("rPr", "pPr", "tcPr", "sdtPr", "footnoteReference")}
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag")}  # around rows and cells

Span = list[Any]  # [text, bold, underlined]
Block = list[Any]  # ["p", spans] or ["t", rows of cells]


def read_docx(data: bytes) -> dict[str, Any]:
    """``blocks``, the text of the ``footer``, ``remarks`` on what was not read, and how many ``pictures`` there are.

    A block is ``["p", spans]`` or ``["t", rows]``; a span is [text, bold, underlined]. A cell is a dict: ``c`` its column, ``s`` how
    many columns it spans, ``v`` its vertical merge ("", "restart" or "continue"), ``p`` its paragraphs as spans. A table within a
    cell is lines of that cell; within a cell that is alone in its row it is laid out with it, and follows as a block of its own.
    Raises ``Refused``.
    """
    package = Package(data, ".docx")
    part, root = package.main("document", " Word 文档")
    if sum(1 for _ in islice(root.iter(W + "p", W + "r"), MAX_PIECES + 1)) > MAX_PIECES:
        raise Refused("段落太多，不像摸底调研表，没有读；请把要报的内容复制到新文件里另存")
    parts = {relation.kind: relation.target for relation in package.relations(part)}
    numbering = package.tree(parts["numbering"]) if "numbering" in parts else None
    styles = named_styles(package.tree(parts["styles"])) if "styles" in parts else {}
    remarks = leave_out(root, styles)
    reader = _Reader(Numbers(numbering, styles))
    body = root.find(W + "body")
    reader.add_blocks(body if body is not None else root, reader.blocks, 0)
    for kind, tag, remark in _NOTES:
        if kind in parts and any(W + "type" not in note.attrib for note in package.tree(parts[kind]).iter(W + tag)):
            remarks.append(remark)
    return {
        "blocks": reader.blocks,
        "footer": "\n".join(_footers(package, part, styles)),
        "remarks": remarks,
        "pictures": sum("/media/" in name for name in package.names),
    }


_NOTES = (
    ("comments", "comment", "有批注，批注没有读"),
    ("footnotes", "footnote", "有脚注，脚注没有读"),
    ("endnotes", "endnote", "有尾注，尾注没有读"),
)


def _footers(package: Package, part: str, styles: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(relation.target for relation in package.relations(part) if relation.kind == "footer"):
        footer = package.tree(name)
        leave_out(footer, styles)
        yield "".join(text for text, *_ in _Reader(Numbers(None, {})).spans(footer, 0))


class _Reader:
    def __init__(self, numbers: Numbers) -> None:
        self.blocks: list[Block] = []
        self._numbers = numbers
        self._fields: list[str | None] = []  # the instruction of each open field; None from where its result begins
        self._cells = 0

    def add_blocks(self, parent: Any, blocks: list[Block], depth: int) -> None:
        """Append the paragraphs and tables below an element, through content controls and tracked changes."""
        _check_depth(depth)
        listed: list[tuple[list[Span], str]] = []
        for child in parent:
            if child.tag == W + "p":
                spans, count = list(self.spans(child, depth)), self._numbers.next(child)
                if count and any(text.strip() for text, *_ in spans):
                    listed.append((spans, count))
                blocks.append(["p", spans])
                self._add_text_boxes(child, blocks, depth)
            elif child.tag == W + "tbl":
                self._add_table(child, blocks, depth + 1)
            elif child.tag not in _SKIP and isinstance(child.tag, str) and child.tag != W + "sectPr":
                self.add_blocks(child, blocks, depth + 1)
        if len(listed) > 1:  # one alone numbers a label or a row, not what is written there
            for spans, count in listed:
                spans.insert(0, [count, False, False])

    def _add_text_boxes(self, paragraph: Any, blocks: list[Block], depth: int) -> None:
        """Append the paragraphs of text boxes anchored in a paragraph."""
        for found in paragraph.iter(W + "txbxContent"):
            self.add_blocks(found, blocks, depth + 1)

    def _add_table(self, table: Any, blocks: list[Block], depth: int) -> None:
        rows: list[Any] = []
        blocks.append(["t", rows])
        for row in _children(table, W + "tr"):
            column, cells, inner = number(row.find(f"{W}trPr/{W}gridBefore"), 0), [], []
            for element in _children(row, W + "tc"):
                cell, content = self._cell(element, column, depth)
                column += cell["s"]
                cells.append(cell)
                inner.append(content)
            filled = sum(any(kind == "t" or _has_text(spans) for kind, spans in content) for content in inner)
            for cell, content in zip(cells, inner, strict=True):
                own = [block for block in content if block[0] == "p"]
                if filled == 1 and any(kind == "t" for kind, _ in content):
                    blocks += [block for block in content if block[0] == "t"]
                    content = own
                cell["p"] = [spans for block in content for spans in _lines(block)]
            rows.append(cells)

    def _cell(self, cell: Any, column: int, depth: int) -> tuple[dict[str, Any], list[Block]]:
        """A cell without its paragraphs, and the blocks in it."""
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Refused("表格的格子太多，不像摸底调研表，没有读；请把要报的内容复制到新文件里另存")
        properties = cell.find(W + "tcPr")
        span = max(1, min(number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 60))
        tall = properties.find(W + "vMerge") if properties is not None else None
        merge = tall.get(W + "val", "continue") if tall is not None else ""
        inner: list[Block] = []
        self.add_blocks(cell, inner, depth + 1)
        return {"c": column, "s": span, "v": merge}, inner

    def spans(self, parent: Any, depth: int) -> Iterator[Span]:
        """Text with its look; ``\\n`` for a break within the paragraph."""
        _check_depth(depth)
        for child in parent:
            tag = child.tag
            if tag in _SKIP or tag == W + "txbxContent" or not isinstance(tag, str):
                continue
            if tag == W + "r":
                yield from self._run(child, depth)
            elif tag == W + "sdt" and (ticked := content_control(child)) is not None:
                yield [box(ticked), False, False]
            elif tag == W + "fldSimple" and (shown := equation(child.get(W + "instr", ""))):
                yield [shown, False, False]
            else:
                yield from self.spans(child, depth + 1)

    def _run(self, run: Any, depth: int) -> Iterator[Span]:
        look = run.find(W + "rPr")
        bold, underlined, font = _is_on(look, "b"), _is_on(look, "u"), _font(look)
        for child in run:
            tag = child.tag
            text = ""
            if tag in (W + "t", W + "instrText"):
                text = with_boxes(child.text or "", font)
            elif tag == W + "sym":
                text = symbol(child.get(W + "font", ""), child.get(W + "char", ""))
            elif tag in _CHARACTERS:
                text = _CHARACTERS[tag]
            elif tag == W + "fldChar":
                text = self._field(child)
            elif tag not in _SKIP and isinstance(tag, str) and len(child) and tag != W + "txbxContent":
                yield from self.spans(child, depth + 1)
            if text and self._fields and self._fields[-1] is not None and tag != W + "fldChar":
                self._fields[-1] += text
            elif text and tag != W + "instrText":
                yield [text, bold, underlined]

    def _field(self, mark: Any) -> str:
        """What the beginning or end of a field shows by itself: an old check box, or an EQ field."""
        kind = mark.get(W + "fldCharType", "")
        if kind == "begin":
            self._fields.append("")
            ticked = form_field(mark)
            return "" if ticked is None else box(ticked)
        if not self._fields:
            return ""
        if kind == "separate":
            shown = equation(self._fields[-1] or "")
            self._fields[-1] = "" if shown else None  # its result would say the same once more
            return shown
        return equation(self._fields.pop() or "") if kind == "end" else ""


_CHARACTERS = {W + "br": "\n", W + "cr": "\n", W + "tab": " ", W + "noBreakHyphen": "-"}


def _lines(block: Block) -> Iterator[list[Span]]:
    """A block within a cell as its lines: a paragraph, or the rows of a table with a blank between their cells."""
    kind, content = block
    if kind == "p":
        yield content
        return
    for row in content:
        parts = [spans for cell in row for spans in cell["p"] if _has_text(spans)]
        yield [span for place, spans in enumerate(parts) for span in ([[" ", False, False]] if place else []) + spans]


def _has_text(spans: list[Span]) -> bool:
    return any(text.strip() for text, *_ in spans)


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
        raise Refused(f"文档嵌套超过 {MAX_DEPTH} 层，不是正常的表格，没有读；请把内容复制到新文件里另存")


def _is_on(look: Any, name: str) -> bool:
    element = look.find(W + name) if look is not None else None
    return element is not None and is_true(element)


def _font(look: Any) -> str:
    fonts = look.find(W + "rFonts") if look is not None else None
    return str(fonts.get(W + "ascii", "")).lower() if fonts is not None else ""
