"""The forms as LibreOffice prints them: A4, nothing lost, the footer on every page."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.paper.forms import form_bytes
from scripts.writing.digest import digest
from scripts.writing.values import values_of
from tests.needs import needs_office
from tests.paper.drawn import form_of
from tests.paper.test_round_trip import sample
from tests.surveys import ROOT
from tools.office import page_sizes, page_text, to_pdf

ENTERPRISE = ROOT / "submissions/dezhou/91371402EXAMPLEF6M/enterprise.yaml"


@needs_office
def test_a_form_is_printed_whole(tmp_path: Path) -> None:
    cls, form = sample(ENTERPRISE)
    values = values_of(form)
    values["企业简介"] = "示例文字。" * 700  # far beyond a page: the row must break, not be cut
    form = form_of(cls, values)
    path = tmp_path / "form.docx"
    path.write_bytes(form_bytes(form, ENTERPRISE.relative_to(ROOT).as_posix(), form.uscc))
    pdf = to_pdf(path, tmp_path)
    sizes = page_sizes(pdf)
    pages = [re.sub(r"\s", "", page_text(pdf, number)) for number in range(1, len(sizes) + 1)]
    assert len(pages) >= 5 and all("A4" in size for size in sizes)
    assert "".join(pages).count("示例文字。") >= 690  # a few stand across a line's end beside the label
    assert all(f"摘要{digest(form)}" in page and f"{form.name}{form.uscc}" in page for page in pages)
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1))
    assert (
        "山东省大模型企业摸底调研表" in pages[0]
        and "（单位公章）" in pages[-2]
        and "补充页" in pages[-1]
        and "（单位公章）" in pages[-1]
    )
    for words in ("☑企业", "□事业单位", "□社会组织", "□其他"):
        assert words in "".join(pages)


@needs_office
def test_no_row_is_torn_and_no_number_broken(tmp_path: Path) -> None:
    cls, form = sample(ROOT / "submissions/jinan/91370102EXAMPLE031/products/gongwen.yaml")
    form = form_of(cls, values_of(form) | {"大模型产品介绍及应用情况": "示例文字。" * 80})
    path = tmp_path / "form.docx"
    path.write_bytes(
        form_bytes(form, "submissions/jinan/91370102EXAMPLE031/products/gongwen.yaml", "91370102EXAMPLE031")
    )
    pdf = to_pdf(path, tmp_path)
    pages = [page_text(pdf, number) for number in range(1, len(page_sizes(pdf)) + 1)]
    assert [page.count("示例文字。") > 0 for page in pages].count(True) == 1
    assert form.phones[0].split("转")[0] in "".join(pages)
