"""The check of a tree: one process or several, what is hidden by what, what is counted."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.book.rule_book import rule_book
from schema.book.wording import message, templates
from scripts.check.pipeline import check
from scripts.check.suppress import TABLE, Hiding, suppress
from scripts.tree.disk import DiskTree
from tests.surveys import copy_samples

TODAY = date(2024, 6, 1)
UNIT = "submissions/jinan/91370102EXAMPLE031"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The samples with strays, a link, a unit in two cities, and a form with several mistakes."""
    root = copy_samples(tmp_path)
    unit = root / UNIT
    shutil.copytree(unit, root / "submissions/heze/91370102EXAMPLE031")
    (root / "submissions/qingdao/link").symlink_to("/etc")
    for name in "abc":
        (root / f"submissions/nowhere/{name}").mkdir(parents=True)
        (root / f"submissions/nowhere/{name}/enterprise.yaml").write_text("a: b", encoding="utf-8")
    (unit / "enterprise.yaml").write_text("企业名称: 示例\n材料: 有\n多余: 1\n", encoding="utf-8")
    (root / "submissions/jinan/bureau.yaml").write_text("填报单位: 示例局\n联系人: ''\n", encoding="utf-8")
    return root


def test_several_processes_report_what_one_does(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = check(DiskTree(root), today=TODAY, keep=True)
    monkeypatch.setattr("scripts.check.pipeline.POOL_FROM", 2)
    monkeypatch.setattr("scripts.check.pipeline.CHUNK", 2)
    assert check(DiskTree(root), today=TODAY, keep=True) == one
    assert len(one.units) > 10
    assert one.bureaus.keys() >= {"jinan"}
    assert {"unit-duplicate", "file-link", "path-unknown"} <= {finding.rule for finding in one.findings}


def test_units_are_kept_only_where_asked_for(root: Path) -> None:
    kept, light = check(DiskTree(root), today=TODAY, keep=True), check(DiskTree(root), today=TODAY)
    assert (light.findings, light.summary, light.units) == (kept.findings, kept.summary, [])


def test_a_folder_is_reported_once_for_all_its_files(root: Path) -> None:
    found = [finding.path for finding in check(DiskTree(root), today=TODAY).findings if "nowhere" in finding.path]
    assert found == ["submissions/nowhere"]


@pytest.mark.parametrize(
    ("path", "files"), [("submissions/jinan/bureau.yaml", 1), (f"{UNIT}/enterprise.yaml", 11), (UNIT, 11)]
)
def test_the_files_of_a_path_are_counted(root: Path, path: str, files: int) -> None:
    assert check(DiskTree(root), paths=[path], today=TODAY).summary.files == files


# ---------- what hides what ----------


def finding(name: str, path: str, line: int | None, field: str | None) -> Finding:
    """A finding of a rule or of a message of the book."""
    content = message(name) if name in templates() else message("empty")
    rule = content.template.rule if name in templates() else name
    return Finding(rule, content.template.severity, path, line, 1, field, content)


@pytest.mark.parametrize("hiding", TABLE, ids=lambda hiding: " ".join(sorted(hiding.by)))
def test_names_in_the_table_are_in_the_book(hiding: Hiding) -> None:
    assert hiding.by | hiding.of <= rule_book().keys() | templates().keys()


@pytest.mark.parametrize(
    ("by", "of"), [(by, of) for hiding in TABLE for by in sorted(hiding.by) for of in sorted(hiding.of)]
)
def test_a_finding_hides_another_at_its_place_only(by: str, of: str) -> None:
    path = f"{UNIT}/enterprise.yaml"
    other = "submissions/zibo/91370303EXAMPLE542/enterprise.yaml"
    here, hidden = finding(by, path, 3, "企业简介"), finding(of, path, 3, "企业简介")
    elsewhere = finding(of, other, 9, "经营范围")
    assert suppress([hidden, here, elsewhere]) == [here, elsewhere]


def test_a_hidden_finding_hides_nothing() -> None:
    path = f"{UNIT}/enterprise.yaml"
    code = finding("uscc-format", path, 3, "统一社会信用代码")
    card, choice = finding("text.identity", path, 3, None), finding("field-choice", path, 3, "单位性质")
    assert suppress([card, choice]) == [card]
    assert suppress([code, card, choice]) == [code, choice]


def test_what_names_no_field_is_not_hidden() -> None:
    path = f"{UNIT}/enterprise.yaml"
    both = [finding("text-hidden", path, 3, None), finding("text-length", path, 3, None)]
    assert suppress(both) == both
