"""``catalogue renew`` and ``samples --remove``, on files in other styles than the templates' too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.book.severity import Severity
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.rounds.renew import renewed
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees
from scripts.writing.editor import Unchangeable
from tests.separate import part, surveyed
from tests.surveys import ROOT

pytestmark = pytest.mark.usefixtures("one_sandbox")
UNIT = "submissions/jinan/91370102EXAMPLE031"
FORM = f"{UNIT}/enterprise.yaml"


@pytest.fixture
def next_year() -> Iterator[None]:
    with surveyed(批次="2025", 截止日期="2025-06-10"):
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / UNIT, tmp_path / UNIT)
    return tmp_path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# 表头\n企业名称: 甲\n承诺:\n  信息可公开: 是\n  真实合法: 是\n", "# 表头\n批次: 2025\n企业名称: 甲\n"),
        ("批次: '2024'   # 去年\n企业名称: 甲 # 名\n", "批次: 2025   # 去年\n企业名称: 甲 # 名\n"),
        ("企业名称: 甲\r\n承诺: {信息可公开: 是, 真实合法: 是}\r\n# 完\r\n", "批次: 2025\r\n企业名称: 甲\r\n# 完\r\n"),
        ("\ufeff承诺:\n  信息可公开: 是 # 真的\n\n# 网\n网址: https://a.example\n", "\ufeff批次: 2025\n\n# 网\n网址: https://a.example\n"),
        ("---\n\"企业名称\": |-\n  甲\n  乙\n\"承诺\":\n    真实合法: 是\n...\n", "---\n批次: 2025\n\"企业名称\": |-\n  甲\n  乙\n...\n"),
        ("企业简介: >-\n  承诺: 是\n承诺:\n- 坏\n", "批次: 2025\n企业简介: >-\n  承诺: 是\n"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("next_year")
def test_only_round_and_pledge_change(before: str, after: str) -> None:
    assert renewed(FORM, before.encode(), pledged=False).decode() == after


@pytest.mark.usefixtures("next_year")
def test_a_pledge_given_again_stays() -> None:
    text = "企业名称: 甲\n承诺:\n  信息可公开: 是\n"
    assert renewed(FORM, text.encode(), pledged=True).decode() == "批次: 2025\n" + text


@pytest.mark.parametrize(
    "text", ["{企业名称: 甲, 承诺: {信息可公开: 是}}\n", "企业名称：甲\n", "", "企业名称: 甲\n企业名称: 乙\n"]
)
@pytest.mark.usefixtures("next_year")
def test_what_cannot_be_edited_by_position_is_refused(text: str) -> None:
    with pytest.raises(Unchangeable):
        renewed(FORM, text.encode(), pledged=False)


@pytest.mark.usefixtures("next_year")
def test_a_unit_is_taken_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    product = sorted((root / UNIT / "products").iterdir())[0]
    assert main(["renew", UNIT, "--root", str(root)]) == 0
    out, told = capsys.readouterr()
    forms = [FORM, *(path.relative_to(root).as_posix() for path in sorted((root / UNIT / "products").iterdir()))]
    assert out.split() == forms
    assert "企业大模型相关收入" in told and "版本号" in told and "承诺已去掉" in told and "分支" in told
    assert "批次: 2025\n" in product.read_text(encoding="utf-8")
    wrong = [finding for finding in check(DiskTree(root)).findings if finding.severity is Severity.ERROR]
    assert {finding.rule for finding in wrong} == {"pledge-missing"} and len(wrong) == len(forms)
    assert main(["renew", UNIT, "--root", str(root)]) == 0
    assert "没有以前各轮的条目" in capsys.readouterr().err


@pytest.mark.usefixtures("next_year")
def test_one_form_is_taken_over_and_the_others_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["renew", FORM, "--pledged", "--root", str(root)]) == 0
    assert capsys.readouterr().out.split() == [FORM]
    assert not check(DiskTree(root)).blocked


@pytest.mark.usefixtures("next_year")
def test_the_rest_is_taken_over_where_one_cannot_be(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / FORM).write_text("{企业名称: 示例甲有限公司}\n", encoding="utf-8")
    assert main(["renew", "--city", "济南", "--root", str(root)]) == 1
    out, told = capsys.readouterr()
    assert out.split() and FORM not in out and "没有沿用 1 份" in told and FORM in told


def test_nothing_to_take_over_in_the_first_round(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["renew", UNIT, "--root", str(root)]) == 0
    assert main(["renew", "--root", str(root)]) == 2
    assert "--city" in capsys.readouterr().err


def test_in_two_halves_the_new_commitment_binds_the_same_private_half(
    root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    private = tmp_path_factory.mktemp("private")
    with surveyed(联系信息="另交"):
        part(root, private)
    with surveyed(联系信息="另交", 批次="2025"):
        assert main(["renew", UNIT, "--pledged", "--root", str(root)]) == 2
        assert "--private" in capsys.readouterr().err
        assert main(["renew", UNIT, "--pledged", "--root", str(root), "--private", str(private)]) == 0
        found = check(TwoTrees(DiskTree(root), private, "私"))
        assert not found.blocked and not [f for f in found.findings if f.rule.startswith(("private-", "round-"))]


def test_in_two_halves_a_wrong_or_absent_private_half_is_not_bound_anew(
    root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    private = tmp_path_factory.mktemp("private")
    with surveyed(联系信息="另交"):
        part(root, private)
    there = private / FORM.removeprefix("submissions/")
    text = there.read_text(encoding="utf-8")
    before = (root / FORM).read_bytes()
    with surveyed(联系信息="另交", 批次="2025"):
        there.write_text(text.replace("联系人姓名: ", "联系人姓名: 示例"), encoding="utf-8")
        assert main(["renew", FORM, "--root", str(root), "--private", str(private)]) == 1
        assert "对不上" in capsys.readouterr().err
        there.unlink()
        assert main(["renew", FORM, "--root", str(root), "--private", str(private)]) == 1
        assert "没有找到它的不公开部分" in capsys.readouterr().err
    assert (root / FORM).read_bytes() == before


# ---------- samples ----------


def test_samples_go_and_real_units_and_bureaus_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "submissions", tmp_path / "submissions")
    real = tmp_path / "submissions/heze/913717001234567890"
    real.mkdir()
    (real / "enterprise.yaml").write_text("企业名称: 甲\n", encoding="utf-8")
    mine = tmp_path / "submissions/jinan/bureau.yaml"
    kept = mine.read_text(encoding="utf-8").replace("0531-00000101", "0531-80000101")
    mine.write_text(kept, encoding="utf-8")
    assert main(["samples", "--remove", "--root", str(tmp_path)]) == 0
    assert "删去 24 家" in capsys.readouterr().err
    left = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path in left if path.name != "bureau.yaml"] == [real / "enterprise.yaml"]
    assert mine.read_text(encoding="utf-8") == kept
    others = {path.read_text(encoding="utf-8") for path in left if path.name == "bureau.yaml" and path != mine}
    assert others == {"# yaml-language-server: $schema=../../schema/bureau.schema.json\n"}
    shutil.rmtree(real)
    assert not check(DiskTree(tmp_path)).findings


def test_samples_are_removed_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["samples", "--root", str(ROOT)])
    assert ended.value.code == 2 and "--remove" in capsys.readouterr().err


def test_no_link_is_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere/91370102EXAMPLE031"
    elsewhere.mkdir(parents=True)
    (tmp_path / "root/submissions/heze").mkdir(parents=True)
    (tmp_path / "root/submissions/jinan").symlink_to(elsewhere.parent)
    (tmp_path / "root/submissions/heze/91371702EXAMPLEX").symlink_to(elsewhere)
    assert main(["samples", "--remove", "--root", str(tmp_path / "root")]) == 0
    assert elsewhere.is_dir()
