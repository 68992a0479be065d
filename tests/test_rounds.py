"""Which entries are of this round, and what becomes of the others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from schema.book.severity import Severity
from schema.public.projection import project
from schema.reading.rounds import is_earlier, this_round
from scripts.build import summaries
from scripts.check.pipeline import Checked, check
from scripts.site.facets import product_facets, unit_facets
from scripts.site.input import site_input
from scripts.site.pages import Pages
from scripts.site.templates import environment, macros
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from tests.separate import surveyed
from tests.surveys import ROOT

pytestmark = pytest.mark.usefixtures("one_sandbox")
OLD, NEW = "jinan/91370102EXAMPLE031", "qingdao/91370211EXAMPLE46L"


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Path]:
    """In 2025: a unit of 2024, which names no round, and one whose 附件1 and first product are of 2025, its second of 2024."""
    for unit in (OLD, NEW):
        shutil.copytree(ROOT / "submissions" / unit, tmp_path / "submissions" / unit)
    enterprise, first, second = _forms(tmp_path, NEW)
    for path, year in ((enterprise, "2025"), (first, '"2025"  # 已核对'), (second, "2024")):
        path.write_text(f"批次: {year}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with surveyed(批次="2025", 截止日期="2025-06-10"):
        yield tmp_path


def _forms(root: Path, unit: str) -> list[Path]:
    folder = root / "submissions" / unit
    return [folder / "enterprise.yaml", *sorted((folder / "products").iterdir())]


def checked(root: Path) -> Checked:
    return check(DiskTree(root), keep=True)


def test_what_is_of_this_round(tree: Path) -> None:
    found = checked(tree)
    assert not found.blocked
    assert [f.rule for f in found.findings if f.rule.startswith("round-")] == ["round-earlier", "round-earlier"]
    (unit,) = this_round(found.units)
    assert unit.folder.endswith(NEW) and unit.enterprise and len(unit.products) == 1


def test_a_round_that_cannot_be_read_has_to_be_corrected_now(tree: Path) -> None:
    form = _forms(tree, OLD)[0]
    form.write_text("批次: 二〇二五\n" + form.read_text(encoding="utf-8"), encoding="utf-8")
    old = next(unit for unit in checked(tree).units if unit.folder.endswith(OLD))
    assert [is_earlier(filed) for filed in old.forms()] == [False, *[True] * len(old.products)]


def test_a_unit_whose_form_cannot_be_read_at_all_stays_with_the_desk(tree: Path) -> None:
    _forms(tree, OLD)[0].write_text("企业名称: [\n", encoding="utf-8")
    assert next(iter(this_round(checked(tree).units))).folder.endswith(OLD)


def test_an_earlier_entry_stays_valid_when_threshold_and_ranges_change(tree: Path) -> None:
    for unit in (OLD, NEW):
        form = _forms(tree, unit)[0]
        text = re.sub(
            r"^企业简介: >-\n(?:  .*\n)+", f"企业简介: {'示例文字' * 5}\n", form.read_text(encoding="utf-8"), flags=re.M
        )
        form.write_text(text, encoding="utf-8")
    with surveyed(批次="2025", 收入门槛="90000"):
        wrong = {(f.path.split("/", 1)[1], f.rule) for f in checked(tree).findings if f.severity is Severity.ERROR}
    assert wrong == {(f"{NEW}/enterprise.yaml", "revenue-threshold"), (f"{NEW}/enterprise.yaml", "text-length")}


def test_sheets_hold_this_round_only(tree: Path) -> None:
    assert summaries(tree, tree / "out", None)
    for city in ("jinan", "qingdao", "全省"):
        for path in sorted((tree / "out" / city).iterdir()):
            text = str([row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)])
            assert "示例泉智" not in text, path
            assert ("示例海纳" in text) is (city != "jinan"), path
    sheet = openpyxl.load_workbook(tree / "out/qingdao/附件4 大模型产品汇总表.xlsx").worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=6, values_only=True)] == [1]


def test_the_catalogue_marks_what_is_not_confirmed(tree: Path) -> None:
    pages = Pages(site_input(checked(tree).units, History()), ROOT / "site_src/overrides")
    cards = macros(environment(ROOT / "site_src/overrides", pages.cat), "cards", "../")
    marked = [
        product.round for product in pages.cat.products if "2024 年报送，本轮尚未确认" in cards.product_row(product)
    ]
    assert marked and set(marked) == {2024} and len(marked) == pages.cat.earlier == len(pages.cat.products) - 1
    assert ["2024 年报送" in cards.unit_row(unit) for unit in pages.cat.units] == [True, False]
    for facets in (product_facets(pages.cat), unit_facets(pages.cat)):
        assert [option.label for facet in facets if facet.key == "round" for option in facet.options] == [
            "2025 年",
            "2024 年",
        ]


def test_statistics_are_of_this_round(tree: Path) -> None:
    pages = Pages(site_input(checked(tree).units, History()), ROOT / "site_src/overrides")
    assert len(pages.cat.products) > len(pages.counted.products) == 1
    (province,) = (row for table in pages.figures.tables if table.name == "cities" for row in table.rows[-1:])
    assert (province[1], province[-1]) == (1, 1)


def test_earlier_entries_need_not_be_shown(tree: Path) -> None:
    with surveyed(批次="2025", 往批条目="不公布"):
        source = site_input(checked(tree).units, History())
        assert source.survey == source.counted == project(this_round(checked(tree).units))
        assert [unit.code for unit in source.survey.units] == [NEW[-18:]]


def test_of_one_round_there_is_no_facet() -> None:
    cat = Pages(site_input(checked(ROOT).units, History()), ROOT / "site_src/overrides").cat
    assert not any(facet.key == "round" for facet in (*product_facets(cat), *unit_facets(cat)))
