"""A form's values → 附件1 or 附件2 in Word, as the notice prints it, ready for the seal.

What the notice's table has no box for (材料, 承诺, 高成长性说明, 附件2's 统一社会信用代码 …) follows on a 补充页. The footer
gives the round, the file and a digest of the values, by which ``catalogue verify`` finds the version of a stamped paper.
An empty form to fill in, and a form with errors to look at, come from the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_BREAK

from schema.fields.choice import Choice
from schema.forms.form import Form, specs
from schema.forms.registry import PRODUCT, FormKind, kind_of
from schema.layout.paths import FormPath
from schema.public.projection import NOWHERE, PublicBureau
from schema.vocabulary.survey import constants
from scripts.paper import wording
from scripts.paper.boxes import EXTRA_WIDTHS, WIDTHS, fill
from scripts.paper.docx_kit import (
    CENTER,
    FOOT,
    LABEL_FONT,
    LEFT,
    NOTE,
    RIGHT,
    TITLE_FONT,
    add_field,
    add_text,
    align,
    new_document,
    to_bytes,
)
from scripts.writing.digest import digest
from scripts.writing.values import Values, values_of

BLANK_ROWS = 3  # for 知识产权 in an empty form


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is printed: the values, the unit's code and the file's path where they are known, what the footer says, and the lines that
    end the 补充页.
    """

    kind: FormKind
    values: Values
    code: str = ""
    path: str = ""
    stamp: str = ""
    draft: bool = False
    ends: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The name of the unit."""
        return str(self.values.get("企业名称") or self.values.get("报送单位") or "")


def form_bytes(form: Form, path: str, code: str, contact: PublicBureau = NOWHERE) -> bytes:
    """The .docx of a whole form whose file is ``path``, of the unit ``code``; ``contact`` is where its city's bureau takes paper."""
    kind, place, bond = kind_of(type(form)), FormPath.parse(path), getattr(form, "commitment", None)
    city = constants().cities.get(place.city) if place else None
    ends = [wording.BOND.format(bond)] if bond else []
    ends += [told] if city and (told := wording.handed_to(city, contact)) else []
    return _print(_Sheet(kind, values_of(form), code, path, f"摘要 {digest(form)}", ends=tuple(ends)))


def draft_bytes(kind: FormKind, values: Values, path: str, code: str) -> bytes:
    """The .docx of a form with errors, as it stands in its file: marked on each page, without digest and place for a seal."""
    return _print(_Sheet(kind, values, code, path, "草稿", draft=True))


def blank_bytes(kind: FormKind) -> bytes:
    """The .docx of an empty form."""
    return _print(_Sheet(kind, _blank_values(kind)))


def _blank_values(kind: FormKind) -> Values:
    """Empty texts for what is printed with words before it, and rows to fill in."""
    fields = {spec.label: spec for spec in specs(kind.cls)}
    values: Values = {}
    for box in wording.BOXES[kind.paper]:
        texts = dict.fromkeys((label for label, _ in box.parts), "")
        values |= {box.key: texts} if texts and fields[box.key].part else texts
    part = fields["材料"].part
    choice = specs(part)[0].scalar if part else None
    assert isinstance(choice, Choice)  # noqa: S101 - 类别 comes first in 材料
    values["材料"] = [*({"类别": option} for option in choice.options), {}]
    return values | ({"大模型产品知识产权情况": [{}] * BLANK_ROWS} if kind is PRODUCT else {})


def _print(sheet: _Sheet) -> bytes:
    kind, values = sheet.kind, dict(sheet.values)
    if kind is PRODUCT:
        values |= {"统一社会信用代码": sheet.code, "知识产权明细": values.get("大模型产品知识产权情况", [])}
    document = new_document(kind.title, sheet.owner)
    _header(document, sheet)
    _head(document, kind)
    boxes = wording.BOXES[kind.paper]
    fill(document, WIDTHS, [box for box in boxes if not box.extra], values)
    _end(document, sheet)
    _break(document)
    _extra_head(document)
    fill(document, EXTRA_WIDTHS, [box for box in boxes if box.extra], values)
    for text in sheet.ends:
        add_text(align(document.add_paragraph(), LEFT, line=16, before=6), text, size=NOTE)
    _end(document, sheet)
    _footer(document, sheet)
    return to_bytes(document)


def _header(document: Any, sheet: _Sheet) -> None:
    """On each page: whose form it is, and whether it is only a draft."""
    paragraph = align(document.sections[0].header.paragraphs[0], RIGHT, line=12)
    add_text(paragraph, f"{sheet.owner}\u3000{sheet.code}".strip(), size=FOOT)
    if sheet.draft:
        paragraph = align(document.sections[0].header.add_paragraph(), CENTER, line=20)
        add_text(paragraph, wording.DRAFT, font=LABEL_FONT, size=16)


def _head(document: Any, kind: FormKind) -> None:
    add_text(align(document.add_paragraph(), LEFT, line=28), kind.paper, font=LABEL_FONT, size=16)
    title = align(document.add_paragraph(), CENTER, line=36, before=4, after=12)
    add_text(title, kind.title, font=TITLE_FONT, size=22)


def _extra_head(document: Any) -> None:
    add_text(align(document.add_paragraph(), CENTER, line=32), wording.EXTRA_TITLE, font=TITLE_FONT, size=18)
    add_text(align(document.add_paragraph(), CENTER, after=8), wording.EXTRA_NOTE, size=NOTE)


def _end(document: Any, sheet: _Sheet) -> None:
    """The place for the seal and the date, below the notice's table and on the 补充页; a draft has none."""
    if sheet.draft:
        return
    for text, before in ((wording.SEAL + "\u3000" * 3, 14), ("年\u3000\u3000月\u3000\u3000日" + "\u3000", 4)):
        paragraph = align(document.add_paragraph(), RIGHT, before=before)
        paragraph.paragraph_format.keep_with_next = before > 10
        add_text(paragraph, text)


def _break(document: Any) -> None:
    align(document.add_paragraph(), LEFT, line=2).add_run().add_break(WD_BREAK.PAGE)


def _footer(document: Any, sheet: _Sheet) -> None:
    paragraph = align(document.sections[0].footer.paragraphs[0], CENTER, line=12)
    add_text(paragraph, f"{constants().round} 年批次　{sheet.path}".strip(), size=FOOT)
    paragraph = align(document.sections[0].footer.add_paragraph(), CENTER, line=12)
    for piece in (f"{sheet.stamp}　　第 ".strip("　"), "PAGE", " 页　共 ", "NUMPAGES", " 页"):
        add_field(paragraph, piece) if piece.isupper() else add_text(paragraph, piece, size=FOOT)
