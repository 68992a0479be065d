"""Laws: a valid submission goes to YAML, to Word and to a row, and comes back with the same values."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook

from schema.forms.enterprise import Enterprise
from schema.forms.form import Form
from schema.forms.product import Product
from schema.reading.form_reading import read_form
from schema.reading.read import read
from scripts.intake.boxes import read_paper
from scripts.intake.draft import drafts_of_docx, drafts_of_sheets
from scripts.intake.matching import papers_of_docx
from scripts.paper.forms import form_bytes
from scripts.sandbox.docx_reader import read_docx
from scripts.sandbox.xlsx_reader import read_xlsx
from scripts.writing.digest import digest
from scripts.writing.updating import update
from scripts.writing.values import Values, values_of
from scripts.writing.yaml_writer import write_form
from tests.paper.drawn import enterprises, form_of, products
from tests.paper.rows import cell_text, to_row
from tests.profiles import examples
from tests.surveys import ROOT

SAMPLES = sorted(path for path in (ROOT / "submissions").rglob("*.yaml") if path.name != "bureau.yaml")
_few = settings(examples(25), suppress_health_check=list(HealthCheck))
UNIT = "91370102EXAMPLE031"


def sample(path: Any) -> tuple[type[Form], Any]:
    cls: type[Form] = Enterprise if path.name == "enterprise.yaml" else Product
    document = read(str(path), path.read_bytes()).document
    assert document is not None
    return cls, read_form(cls, document).form


@_few
@given(enterprises())
def test_enterprise_to_yaml(values: Values) -> None:
    assert values_of(form_of(Enterprise, values)) == values


@_few
@given(products())
def test_product_to_yaml(values: Values) -> None:
    assert values_of(form_of(Product, values)) == values


@_few
@given(enterprises())
def test_enterprise_to_word(values: Values) -> None:
    _to_word(Enterprise, values)


@_few
@given(products())
def test_product_to_word(values: Values) -> None:
    _to_word(Product, values)


def _to_word(cls: type[Form], values: Values) -> None:
    form = form_of(cls, values)
    found = papers_of_docx(read_docx(form_bytes(form, f"submissions/jinan/{UNIT}/products/a.yaml", UNIT)))
    assert len(found.papers) == 1 and not found.outside
    reader = read_paper(found.papers[0])
    assert reader.values == values
    assert reader.receipt.unread == []


@_few
@given(enterprises())
def test_enterprise_to_row(values: Values) -> None:
    _to_row(Enterprise, values)


@_few
@given(products())
def test_product_to_row(values: Values) -> None:
    _to_row(Product, values)


def _to_row(cls: type[Form], values: Values) -> None:
    drafts, left = drafts_of_sheets("表", read_xlsx(sheet([to_row(cls, values)])))
    assert len(drafts) == 1 and not left
    assert drafts[0].values == values
    assert drafts[0].receipt.unread == []


def sheet(rows: list[dict[str, str]]) -> bytes:
    """A workbook of text cells."""
    book = Workbook()
    heads = list(dict.fromkeys(head for row in rows for head in row))
    page = book.worksheets[0]
    for number, row in enumerate([{head: head for head in heads}, *rows], 1):
        for place, head in enumerate(heads, 1):
            if head in row:
                cell = page.cell(number, place)
                cell.value, cell.data_type = cell_text(row[head]), "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@_few
@given(enterprises(), enterprises())
def test_an_update_gives_the_paper_s_values(old: Values, new: Values) -> None:
    text = write_form(Enterprise, old, title="虚构示例")
    change = update(Enterprise, "enterprise.yaml", text.encode(), new)
    document = read("enterprise.yaml", change.data).document
    assert document is not None
    found = values_of(read_form(Enterprise, document).form)
    for label, value in new.items():
        if isinstance(value, str):
            assert found[label] == value
    assert change.data.decode().startswith(text[: text.index("企业名称")])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_samples_to_word(path: Any) -> None:
    _cls, form = sample(path)
    drafts, outside = drafts_of_docx(
        "表", read_docx(form_bytes(form, path.relative_to(ROOT).as_posix(), path.relative_to(ROOT).parts[2]))
    )
    assert not outside and len(drafts) == 1
    assert drafts[0].values == values_of(form) and not drafts[0].receipt.unread
    printed = drafts[0].printed_path
    assert printed and printed.path == path.relative_to(ROOT).as_posix()


def test_the_same_form_gives_the_same_bytes() -> None:
    _, form = sample(SAMPLES[0])
    assert form_bytes(form, "a", UNIT) == form_bytes(form, "a", UNIT)
    assert len(digest(form)) == 10


def test_written_samples_look_like_the_shipped_ones() -> None:
    """Comments and breaks of lines apart: the same keys, quotes and styles."""
    for path in SAMPLES:
        cls, form = sample(path)
        ours, theirs = write_form(cls, values_of(form)).split("\n"), path.read_text(encoding="utf-8").split("\n")
        heads = [
            [found.group() for line in text if (found := re.match(r" *(?:- )?[\u4e00-\u9fff]+(?=:( |$))", line))]
            for text in (ours, theirs)
        ]
        assert ours[0] == theirs[0]
        assert heads[0] == heads[1], path


def test_a_printed_material_is_named_without_its_folder_and_read_with_it() -> None:
    path = "submissions/qingdao/91370211EXAMPLE46L/enterprise.yaml"
    form = sample(ROOT / path)[1]
    data = form_bytes(form, path, "91370211EXAMPLE46L")
    printed = [
        cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells
    ]
    assert "business-licence.jpg" in printed and not any("materials/" in text for text in printed)
    (draft,), _ = drafts_of_docx("a.docx", read_docx(data))
    assert draft.values["材料"] == values_of(form)["材料"]
