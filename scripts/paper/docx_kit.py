"""Helpers over python-docx: the fonts and sizes of official documents, cells, fields, and reproducible bytes.

The fonts (方正小标宋简体, 黑体, 仿宋_GB2312) are named, never shipped. Sizes in points: 二号 22, 三号 16, 小四 12, 五号 10.5, 小五 9.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree  # type: ignore[import-untyped]

TITLE_FONT, LABEL_FONT, BODY_FONT, MARK_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312", "Segoe UI Symbol"
BODY, NOTE, FOOT = 12, 10.5, 9
MARGINS_MM = {"top": 25, "bottom": 22, "left": 27, "right": 27, "header": 12, "footer": 12}
CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
TICKED, UNTICKED = "☑", "□"


def new_document(title: str, author: str) -> Any:
    """An empty A4 document with its page set up, in Chinese."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, mm in MARGINS_MM.items():
        setattr(section, f"{side}_margin" if side in ("top", "bottom", "left", "right") else f"{side}_distance", Mm(mm))
    style = document.styles["Normal"]
    set_font(style.element.get_or_add_rPr(), BODY_FONT, BODY)
    style.paragraph_format.space_after = Pt(0)
    core = document.core_properties
    core.title, core.author, core.language, core.comments, core.last_modified_by = title, author, "zh-CN", "", author
    return document


def set_font(properties: Any, font: str, size: float) -> None:
    """Set font and size for Latin and Chinese alike.

    Chinese is zh-CN, so that even a substitute font shows its glyphs; Latin is English, so that no number breaks inside.
    """
    for name in ("w:rFonts", "w:sz", "w:szCs", "w:lang"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    properties.insert(0, fonts)
    for name in ("w:sz", "w:szCs"):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(int(size * 2)))
        properties.append(element)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def add_text(paragraph: Any, text: str, *, font: str = BODY_FONT, size: float = BODY, underline: bool = False) -> None:
    """Append a run; a line break in the text stays within the paragraph."""
    run = paragraph.add_run(text)
    if underline:
        run.underline = True
    set_font(run._r.get_or_add_rPr(), font, size)


def add_mark(paragraph: Any, ticked: bool) -> None:
    """Append a box, ticked or not, in a font that has both."""
    add_text(paragraph, TICKED if ticked else UNTICKED, font=MARK_FONT)


def align(paragraph: Any, how: Any, *, line: float = 20, before: float = 0, after: float = 0) -> Any:
    """Set alignment and spacing in points; returns the paragraph."""
    paragraph.alignment = how
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(line), Pt(before), Pt(after)
    return paragraph


def new_table(document: Any, widths_mm: tuple[float, ...]) -> Any:
    """Append a bordered table of fixed columns, without rows."""
    table = document.add_table(rows=0, cols=len(widths_mm))
    table.style, table.alignment, table.autofit = "Table Grid", 1, False
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths_mm, strict=True):
        column.set(qn("w:w"), str(round(width * 56.7)))
    return table


def add_row(table: Any, widths_mm: tuple[float, ...], spans: tuple[int, ...], height_mm: float = 0) -> list[Any]:
    """Append a row whose cells span ``spans`` columns, at least 9 mm high or more. Only one longer than a page breaks over pages."""
    row = table.add_row()
    row.height = Mm(max(9, height_mm))
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells, column = [], 0
    for span in spans:
        cell = row.cells[column]
        if span > 1:
            cell = cell.merge(row.cells[column + span - 1])
        cell.width = Mm(sum(widths_mm[column : column + span]))
        cell.vertical_alignment = 1
        cells.append(cell)
        column += span
    return cells


def first(cell: Any) -> Any:
    """The first paragraph of a cell."""
    return align(cell.paragraphs[0], LEFT)


def add_field(paragraph: Any, code: str, *, size: float = FOOT) -> None:
    """Append a field such as PAGE, which Word computes when it prints."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "text" else "")
        set_font(run._r.get_or_add_rPr(), BODY_FONT, size)
        if kind == "text":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.text = f" {text} "
        run._r.append(element)


def to_bytes(document: Any) -> bytes:
    """The file. The same document gives the same bytes, whatever the clock or time zone."""
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for item in source.infolist():
            if item.filename != "docProps/thumbnail.jpeg":
                entry = ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
                target.writestr(entry, _without_thumbnail(item.filename, source.read(item)))
    return out.getvalue()


def _without_thumbnail(name: str, data: bytes) -> bytes:
    """The package's relations without the template's picture."""
    if name != "_rels/.rels":
        return data
    root = etree.fromstring(data)
    for relation in list(root):
        if relation.get("Target", "").endswith("thumbnail.jpeg"):
            root.remove(relation)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
