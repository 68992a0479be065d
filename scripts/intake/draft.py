"""A form on its way in: its values, and what is known of the unit and the file that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.forms.registry import ENTERPRISE, FormKind
from schema.layout.paths import ROOT, FormPath
from schema.rules.materials import proofs_of
from scripts.intake.boxes import read_paper
from scripts.intake.labels import CODE
from scripts.intake.matching import papers_of_docx, papers_of_sheets
from scripts.intake.papers import Found
from scripts.intake.receipt import Receipt
from scripts.sandbox.refused import Refused
from scripts.writing.values import Values

_FOOTER_PATH = re.compile(rf"{ROOT}/[a-z]+/[0-9A-Z]{{18}}/(?:enterprise|products/[a-z0-9][a-z0-9-]{{0,63}})\.yaml")


@dataclass(slots=True)
class Draft:
    """One form as read. ``code`` is the unit's, as far as the form says; ``printed_path`` the path in the footer of a printed form.

    ``folder`` is where its file lay; ``data`` are the bytes of one that is a submission already, else empty.
    """

    origin: str
    kind: FormKind
    values: Values
    receipt: Receipt
    code: str = ""
    printed_path: FormPath | None = None
    slug: str = ""
    products: list[str] = field(default_factory=list)  # where one form names several
    folder: str = ""
    data: bytes = b""

    @property
    def unit_name(self) -> str:
        """企业名称 or 报送单位."""
        return str(self.values.get("企业名称" if self.kind is ENTERPRISE else "报送单位") or "")

    @property
    def product_name(self) -> tuple[str, str]:
        """大模型产品名称 and 版本号."""
        return str(self.values.get("大模型产品名称", "")), str(self.values.get("版本号", ""))

    def pledge(self) -> None:
        """Fill in 承诺, because the sealed paper is at hand."""
        self.values["承诺"] = {"信息可公开": "是", "真实合法": "是"}
        self.receipt.set_source(("承诺",), "--pledged")

    def hand_in(self, listed: list[Values]) -> None:
        """Fill in 材料, because the proofs are at hand: what the notice asks for and neither this form nor its file lists, on paper."""
        items = [dict(item) for item in self.values.get("材料") or listed]
        for item in items:
            if item.keys() <= {"类别"}:
                item["线下提交"] = "是"
        kinds = {item.get("类别") for item in items}
        tested = {"是": True, "否": False}.get((self.values.get("大模型产品检测情况") or {}).get("是否检测", ""))
        missing = [proof for proof in proofs_of(self.kind.cls, tested) if kinds.isdisjoint(proof.kinds)]
        self.values["材料"] = [*items, *({"类别": proof.kinds[0], "线下提交": "是"} for proof in missing)]
        if missing:
            self.receipt.remark(("材料",), "按通知要求的材料写作“线下提交”，请核对纸质件")
        if "材料" not in {at[0] for at in self.receipt.sources}:
            self.receipt.set_source(("材料",), "--paper")


def drafts_of_docx(origin: str, content: Mapping[str, Any]) -> tuple[list[Draft], list[tuple[str, str]]]:
    """The forms of a Word file, and (where, text) of what stands outside them. Raises ``Refused`` for a form of another survey."""
    return _drafts(origin, papers_of_docx(content))


def drafts_of_sheets(origin: str, content: Mapping[str, Any]) -> tuple[list[Draft], list[tuple[str, str]]]:
    """The forms of a workbook's sheets, likewise."""
    return _drafts(origin, papers_of_sheets(content))


def _drafts(origin: str, found: Found) -> tuple[list[Draft], list[tuple[str, str]]]:
    papers = [paper for paper in found.papers if paper.filled] or found.papers
    found.outside += [("整张表", f"{paper.kind.paper}是空的，没有读") for paper in found.papers if paper not in papers]
    if not papers and found.reasons:
        raise Refused(f"{found.reasons[0]}；没有导入")
    alone = len(papers) == 1
    drafts = []
    for number, paper in enumerate(papers, 1):
        read = read_paper(paper)
        printed = _FOOTER_PATH.search(paper.footer) if alone else None
        place = FormPath.parse(printed.group()) if printed else None
        drafts.append(
            Draft(
                " ".join([origin, *([paper.place] if paper.place else [] if alone else [f"第 {number} 份"])]),
                paper.kind,
                read.values,
                read.receipt,
                read.code or str(read.values.get(CODE) or ""),
                printed_path=place if place and place.kind is paper.kind else None,
                slug=read.slug,
                products=read.products,
            )
        )
    return drafts, found.outside
