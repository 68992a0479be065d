"""A form on its way in: its values, and what is known of the unit and file that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.forms.form import Form
from schema.layout.paths import ROOT
from scripts.intake.boxes import BoxReader
from scripts.intake.matching import find_papers
from scripts.intake.receipt import Receipt
from scripts.writing.values import FORMS, Values

_FOOTER = re.compile(rf"({ROOT}/[a-z]+/[0-9A-Z]{{18}}/(?:enterprise|products/[a-z0-9][a-z0-9-]{{0,63}})\.yaml)")


@dataclass(slots=True)
class Draft:
    """One form as read. ``code`` is the unit's as far as the paper tells it, ``path`` the file's as the footer tells it."""

    origin: str
    kind: str
    values: Values
    receipt: Receipt
    code: str = ""
    path: str = ""
    slug: str = ""
    city: str = ""
    products: list[str] = field(default_factory=list)  # named in one place, where they are more than one

    @property
    def cls(self) -> type[Form]:
        """The form's class."""
        return FORMS[self.kind]

    @property
    def unit_name(self) -> str:
        """企业名称 or 报送单位."""
        return str(self.values.get("企业名称" if self.kind == "附件1" else "报送单位") or "")

    def pledge(self) -> None:
        """Write 承诺 because the sealed paper is at hand."""
        self.values["承诺"] = {"信息可公开": "是", "真实合法": "是"}
        self.receipt.sources["承诺",] = "--pledged"


def drafts_of_docx(origin: str, content: Mapping[str, Any]) -> tuple[list[Draft], list[tuple[str, str]]]:
    """The forms of a Word file, and what stands outside them."""
    papers, outside = find_papers(content)
    drafts = []
    for number, paper in enumerate(papers, 1):
        reader = BoxReader(paper)
        code = reader.code or str(reader.values.get("统一社会信用代码") or "")
        name = f"{origin} 第 {number} 份" if len(papers) > 1 else origin
        found = _FOOTER.search(paper.footer) if len(papers) == 1 else None
        path = found.group(1) if found and ("/products/" in found.group(1)) == (paper.kind == "附件2") else ""
        drafts.append(Draft(name, paper.kind, reader.values, reader.receipt, code, path, products=reader.products))
    return drafts, outside
