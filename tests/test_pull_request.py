"""Proposals: what they changed or broke is told, what was wrong before is not; nothing of them is checked out."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.rules.pull_request import Change, judge_changes
from schema.vocabulary.survey import constants
from scripts import cli
from scripts.check.pipeline import check
from scripts.check.proposal import check_proposal
from scripts.tree.disk import DiskTree
from scripts.tree.history import read_history
from scripts.tree.revision import RevisionError, read_proposal
from scripts.tree.versions import NoHistoryError, form_versions
from tests.gitbox import commit, git
from tests.surveys import ROOT

SITE = "网址: https://www.example.com/\n"
BEFORE = date(2024, 6, 1)
UNIT = "submissions/jinan/91370102EXAMPLE031"
OTHER = "submissions/zibo/91370303EXAMPLE542"
PRODUCT = f"{UNIT}/products/gongwen.yaml"
OTHER_PRODUCT = f"{OTHER}/products/jingxi-huagong.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose main holds two sample units, one of them with an old mistake."""
    root = tmp_path / "repository"
    for unit in (UNIT, OTHER):
        shutil.copytree(ROOT / unit, root / unit)
    (root / "README.md").write_text("读我", encoding="utf-8")
    edit(root, f"{OTHER}/enterprise.yaml", "单位性质: 企业", "单位性质: 公司")
    git(tmp_path, "init", "-b", "main", "repository")
    commit(root, "base")
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def proposed(root: Path, head: str | None = "HEAD", today: date = BEFORE) -> list[Finding]:
    return check_proposal(read_proposal(root, "main", head), today).findings


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.severity, finding.path) for finding in findings]


def branch(root: Path) -> None:
    git(root, "checkout", "-b", "fork")


def test_an_old_mistake_is_not_the_proposal_s(repository: Path) -> None:
    branch(repository)
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 6000")
    commit(repository, "capital")
    assert proposed(repository) == []


def test_a_mistake_is_told_with_its_line_from_objects_alone(repository: Path) -> None:
    branch(repository)
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 5000万元")
    head = commit(repository, "capital")
    git(repository, "checkout", "main")
    (repository / UNIT / "enterprise.yaml").write_text("不应读到", encoding="utf-8")
    findings = proposed(repository, head)
    assert told(findings) == [("amount-format", "error", f"{UNIT}/enterprise.yaml")]
    assert findings[0].line is not None and "“5000万元”" in findings[0].message


def test_the_working_tree_is_the_proposal_where_no_head_is_given(repository: Path) -> None:
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 约5000")
    (repository / UNIT / "notes.txt").write_text("新文件", encoding="utf-8")
    assert {rule for rule, _, _ in told(proposed(repository, None))} == {"amount-format", "path-unknown"}


def test_what_is_broken_in_a_file_that_did_not_change(repository: Path) -> None:
    branch(repository)
    edit(repository, f"{UNIT}/enterprise.yaml", "企业名称: 示例泉智科技有限公司", "企业名称: 示例泉智新名科技有限公司")
    commit(repository, "name")
    findings = proposed(repository)
    assert {finding.rule for finding in findings} == {"unit-name"}
    assert all(finding.path.startswith(f"{UNIT}/products/") for finding in findings)


def test_a_clash_with_what_main_gained_meanwhile(repository: Path) -> None:
    branch(repository)
    shutil.copytree(repository / UNIT, repository / "submissions/taian/91370102EXAMPLE031")
    commit(repository, "fork")
    git(repository, "checkout", "main")
    git(repository, "rm", "-r", "-q", UNIT)
    commit(repository, "moved away")
    assert "unit-duplicate" not in {finding.rule for finding in proposed(repository, "fork")}
    git(repository, "revert", "--no-edit", "HEAD")
    assert "unit-duplicate" in {finding.rule for finding in proposed(repository, "fork")}


def add_a_real_unit(root: Path, code: str = "91370202000000000U", name: str = "甲乙") -> None:
    """A unit that is no sample, with one product."""
    path = root / f"submissions/qingdao/{code}/products/hetong.yaml"
    path.parent.mkdir(parents=True)
    text = (ROOT / "tests/cases/base" / UNIT / "products/hetong.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("示例泉智", name), encoding="utf-8")


def test_samples_among_real_units_are_told_once_to_the_proposal_that_mixes_them(repository: Path) -> None:
    branch(repository)
    add_a_real_unit(repository)
    commit(repository, "the first real unit")
    [mixed] = [finding for finding in proposed(repository) if finding.rule == "sample-mixed"]
    assert (mixed.path, mixed.line, mixed.message) == ("submissions", None, "2 家示例单位与真实单位放在一起")
    git(repository, "branch", "-f", "main")
    add_a_real_unit(repository, "91370203000000000L", "丙丁")
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 6000")
    commit(repository, "another, and a change of a sample")
    assert "sample-mixed" not in {finding.rule for finding in proposed(repository)}


def line_of(root: Path, path: str, label: str) -> str:
    return next(
        line for line in (root / path).read_text(encoding="utf-8").splitlines() if line.startswith(f"{label}: ")
    )


def test_old_clashes_are_not_the_proposal_s(repository: Path) -> None:
    """A name that two units' products bear, one code under two cities, two names of one unit: all in files that stay as they are."""
    name, other = (line_of(repository, path, "大模型产品名称") for path in (PRODUCT, OTHER_PRODUCT))
    edit(repository, OTHER_PRODUCT, other, name)
    edit(
        repository,
        f"{UNIT}/products/gongwen.yaml",
        line_of(repository, PRODUCT, "报送单位"),
        "报送单位: 示例另名科技有限公司",
    )
    shutil.copytree(repository / OTHER, repository / "submissions/weihai/91370303EXAMPLE542")
    rules = {finding.rule for finding in check(DiskTree(repository)).findings}
    assert rules >= {"product-duplicate", "unit-name", "unit-duplicate"}
    commit(repository, "three clashes")
    branch(repository)
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 6000")
    commit(repository, "something else")
    assert proposed(repository) == []


def test_a_clash_is_told_where_it_shows_even_in_a_file_that_did_not_change(repository: Path) -> None:
    branch(repository)
    name, other = (line_of(repository, path, "大模型产品名称") for path in (PRODUCT, OTHER_PRODUCT))
    edit(repository, PRODUCT, name, other)
    commit(repository, "the name of a product that stands further down")
    assert told(proposed(repository)) == [("product-duplicate", "warning", OTHER_PRODUCT)]


def test_removing_a_material_is_told_at_the_form_that_names_it(repository: Path) -> None:
    branch(repository)
    gone = sorted((repository / UNIT / "materials").iterdir())[0]
    gone.unlink()
    commit(repository, "remove")
    findings = proposed(repository)
    assert findings
    assert {finding.rule for finding in findings} == {"material-file"}


def test_scope_removal_and_deadline(repository: Path) -> None:
    branch(repository)
    edit(repository, "README.md", "读我", "改了")
    commit(repository, "maintenance")
    assert proposed(repository) == []
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 6000")
    commit(repository, "capital")
    assert told(proposed(repository)) == [("pr-scope", "error", "README.md")]
    git(repository, "reset", "--hard", "-q", "main")
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 6000")
    edit(repository, f"{OTHER}/enterprise.yaml", "单位性质: 公司", "单位性质: 企业")
    commit(repository, "two cities")
    assert told(proposed(repository)) == [("pr-scope", "error", "submissions/zibo")]
    git(repository, "reset", "--hard", "-q", "main")
    git(repository, "rm", "-q", f"{UNIT}/products/gongwen.yaml")
    (repository / "submissions/jinan/bureau.yaml").write_text("填报单位: 济南市工业和信息化局\n", encoding="utf-8")
    commit(repository, "batch")
    late = proposed(repository, today=date(2024, 6, 11))
    assert [(finding.rule, finding.severity) for finding in late if finding.rule.startswith("pr-")] == [
        ("pr-deadline", "warning"), ("pr-scope", "warning"), ("pr-removal", "warning"),
    ]  # fmt: skip
    assert constants().deadline == date(2024, 6, 10)
    for removed in (False, True):  # a claim, or a decision that goes
        [finding] = judge_changes([Change("submissions/jinan/received.yaml", removed)], date(2024, 6, 1))
        assert (finding.rule, finding.severity) == ("pr-scope", "warning") and "由市工信局写" in finding.hint


def test_links_submodules_and_odd_names_come_through_git(repository: Path) -> None:
    branch(repository)
    (repository / UNIT / "materials/link.pdf").symlink_to("/etc/passwd")
    (repository / UNIT / "materials/a\nb\u202e.pdf").write_bytes(b"%PDF-")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{UNIT}/module")
    git(repository, "add", "-A", UNIT + "/materials")
    git(repository, "commit", "-m", "odd")
    rules = {(finding.rule, finding.path) for finding in proposed(repository)}
    assert ("file-link", f"{UNIT}/materials/link.pdf") in rules
    assert ("file-link", f"{UNIT}/module") in rules
    assert ("path-name", f"{UNIT}/materials/a\nb\u202e.pdf") in rules


def test_a_submodule_is_seen_in_the_working_tree_too(repository: Path) -> None:
    module = f"{UNIT}/materials"
    git(repository, "rm", "-r", "-q", "--cached", module)
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{module}")
    with_files = told(proposed(repository, None))
    shutil.rmtree(repository / module)
    (repository / module).mkdir()  # as a clone without submodules leaves it
    for findings in (with_files, told(proposed(repository, None))):
        assert ("file-link", "error", module) in findings


def test_git_s_own_reason_is_passed_on(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    assert cli.main(["validate", "--root", str(repository), "--base", "main"]) == 1
    assert f"git config --global --add safe.directory {repository}" in capsys.readouterr().err
    assert f"safe.directory {repository}" in (read_history(repository).reason or "")
    with pytest.raises(NoHistoryError, match="safe"):
        list(form_versions(repository))


def test_merge_commits_and_shallow_clones(repository: Path, tmp_path: Path) -> None:
    branch(repository)
    edit(repository, f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 5000元")
    commit(repository, "capital")
    git(repository, "checkout", "main")
    commit(repository, "main goes on")
    git(repository, "checkout", "fork")
    git(repository, "merge", "--no-ff", "-m", "merge", "main")
    assert [finding.rule for finding in proposed(repository)] == ["amount-format"]
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{repository}", "shallow")
    with pytest.raises(RevisionError, match="浅克隆"):
        read_proposal(tmp_path / "shallow", "origin/main", "origin/fork")


def test_a_crossed_history_hides_no_change(repository: Path) -> None:
    """With two merge bases, a file that equals one of them may still take back what the other brought to main."""
    for name, path, old, new in (
        ("one", "README.md", "读我", "一"),
        ("two", f"{UNIT}/enterprise.yaml", "注册资金: 5000", "注册资金: 5001"),
    ):
        git(repository, "checkout", "-q", "-b", name, "main")
        edit(repository, path, old, new)
        commit(repository, name)
    git(repository, "checkout", "-q", "main")
    for name in ("one", "two"):
        git(repository, "merge", "-q", "--no-ff", "-m", name, name)
    for first, second, back in (("one", "two", f"{UNIT}/enterprise.yaml"), ("two", "one", "README.md")):
        git(repository, "checkout", "-q", "-B", "fork", first)
        git(repository, "merge", "-q", "--no-ff", "-m", "crossed", second)
        changes = read_proposal(repository, "main", "fork").changes
        assert changes == ()
        git(repository, "checkout", "-q", first, "--", back)
        git(repository, "commit", "-q", "--amend", "-m", "crossed and taken back")
        assert [change.path for change in read_proposal(repository, "main", "fork").changes] == [back]


def test_what_git_merges_from_both_sides_is_judged(repository: Path) -> None:
    """Each side is right by itself; the lines of both together are not."""
    path = f"{UNIT}/enterprise.yaml"
    edit(repository, path, "网址: https://www.quanzhi.example/\n", "")
    commit(repository, "no site yet")
    branch(repository)
    (repository / path).write_text((repository / path).read_text(encoding="utf-8") + SITE, encoding="utf-8")
    commit(repository, "a site at the end")
    assert proposed(repository) == []
    git(repository, "checkout", "-q", "main")
    edit(repository, path, "企业名称:", f"{SITE}企业名称:")
    commit(repository, "a site at the beginning")
    found = proposed(repository, "fork")
    assert [(finding.rule, finding.path) for finding in found] == [("yaml-duplicate-key", path)]


def test_what_main_has_renamed_is_judged_where_git_puts_it(repository: Path) -> None:
    product, renamed = f"{UNIT}/products/gongwen.yaml", f"{UNIT}/products/gw.yaml"
    branch(repository)
    edit(repository, product, "大模型产品所属种类: ", "大模型产品所属种类: 某")
    commit(repository, "another kind")
    git(repository, "checkout", "-q", "main")
    git(repository, "mv", product, renamed)
    commit(repository, "renamed")
    assert ("field-choice", "error", renamed) in told(proposed(repository, "fork"))


def test_a_conflict_is_judged_by_the_proposal_s_files(repository: Path) -> None:
    path = f"{UNIT}/enterprise.yaml"
    branch(repository)
    edit(repository, path, "注册资金: 5000", "注册资金: 5000元")
    commit(repository, "capital")
    git(repository, "checkout", "-q", "main")
    edit(repository, path, "注册资金: 5000", "注册资金: 5002")
    commit(repository, "capital too")
    found = proposed(repository, "fork")
    assert sorted(told(found)) == [("amount-format", "error", path), ("pr-conflict", "warning", path)]


def test_a_conflict_outside_submissions_is_left_to_the_platform(repository: Path) -> None:
    branch(repository)
    edit(repository, "README.md", "读我", "甲")
    commit(repository, "one")
    git(repository, "checkout", "-q", "main")
    edit(repository, "README.md", "读我", "乙")
    commit(repository, "two")
    assert proposed(repository, "fork") == []


REMOVALS = {
    "one entry": ([PRODUCT], [], "warning"),
    "a unit": ([UNIT], [], "warning"),
    "one entry beside the unit's other changes": ([PRODUCT], [f"{UNIT}/enterprise.yaml"], "warning"),
    "entries of two units": ([PRODUCT, f"{OTHER}/enterprise.yaml"], [], "error"),
    "one entry beside another unit's changes": ([PRODUCT], [f"{OTHER}/enterprise.yaml"], "error"),
}


@pytest.mark.parametrize("case", REMOVALS)
def test_removals(repository: Path, case: str) -> None:
    removed, changed, severity = REMOVALS[case]
    branch(repository)
    git(repository, "rm", "-q", "-r", *removed)
    for path in changed:
        edit(repository, path, "注册资金: ", "注册资金: 1")
    commit(repository, "removal")
    proposal = read_proposal(repository, "main", "HEAD")
    for batch in (False, True):
        found = check_proposal(proposal, BEFORE, batch=batch).findings
        severities = {str(finding.severity) for finding in found if finding.rule == "pr-removal"}
        assert severities == {"warning" if batch else severity}


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "main;id", ""])
def test_a_revision_that_is_none(repository: Path, revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["validate", "--root", str(repository), f"--base={revision}", "--head", "HEAD"])
    assert status in (1, 2) if revision else status in (0, 1, 2)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--head", "HEAD"], ["--batch"]])
def test_what_needs_a_base(repository: Path, option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", "--root", str(repository), *option]) == 2
    assert "--base" in capsys.readouterr().err
