"""A second round is set up by data: a copy of the project in which only ``schema/survey.yaml`` was edited."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from schema.vocabulary import survey
from schema.vocabulary.tables import yaml_values
from tests.surveys import ROOT

EDITS = {
    "\n批次: 2024": "\n批次: 2025",
    "首批: 2024": "首批: 2025",  # so that the samples, which name no round, are of this one
    "截止日期: 2024-06-10": "截止日期: 2025-09-30",
    "收入门槛: 500\n": "收入门槛: 800\n",
    "企业简介:\n    最少: 100\n    最多: 300\n": "企业简介: {最少: 90, 最多: 150}\n",
    "大模型产品主要应用领域及可适用推广前景:\n    最少: 100\n": "大模型产品主要应用领域及可适用推广前景: {最少: 60, 最多: 900}\n",
    "大模型产品介绍及应用情况:\n    建议最少: 100\n": "大模型产品介绍及应用情况:\n    最少: 20\n",
}
UNIT = "submissions/jinan/91370102EXAMPLE031"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("round")
    for name in ("schema", "scripts", "submissions", "site_src"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    path = root / "schema/survey.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in EDITS.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return root


def run(project: Path, *arguments: str, status: int = 0) -> str:
    """A command of the copy's own code."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.cli", *arguments], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(project: Path) -> Path:
    run(project, "build", "--skip-invalid")
    return project / "dist"


def test_the_validator_judges_by_the_new_round(project: Path) -> None:
    findings = json.loads(run(project, "validate", "--format", "json", status=1))["findings"]
    told = {finding["rule"]: finding for finding in findings if finding["severity"] == "error"}
    assert set(told) == {"revenue-threshold", "text-length"}
    assert told["revenue-threshold"]["message"] == "大模型相关收入不足 800 万元"
    assert "要求不少于 90 字、150 字以内" in told["text-length"]["message"]


def test_explanations_and_editors_follow(project: Path) -> None:
    assert "大模型相关收入不足 800 万元" in run(project, "explain", "revenue-threshold")
    assert "2025-10-01 提交" in run(project, "explain", "pr-deadline")
    run(project, "schema", "--check", status=1)
    run(project, "schema")
    schema = (project / "schema/enterprise.schema.json").read_text(encoding="utf-8")
    assert "不少于 90 字，150 字以内" in schema


def test_sheets_follow(dist: Path) -> None:
    head = [
        [str(value) for row in sheet.iter_rows(max_row=3, values_only=True) for value in row if value]
        for name in ("附件3 大模型企业汇总表", "材料核对表")
        for sheet in [openpyxl.load_workbook(dist / f"bureau/heze/{name}.xlsx").worksheets[0]]
    ]
    assert any(text.startswith("填报日期：2025年") for text in head[0])
    assert "批次：2025年\u3000各市报省截止：2025年9月30日" in head[1]
    urge = openpyxl.load_workbook(dist / "bureau/heze/材料核对表.xlsx")["催办名单"]
    assert "各市须于9月30日前报省" in str(list(urge.values))


def test_word_forms_and_templates_follow(project: Path) -> None:
    run(project, "forms", f"{UNIT}/products/gongwen.yaml", "--out", "forms")
    (path,) = (project / "forms").rglob("*.docx")
    document = docx.Document(str(path))
    text = " ".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    assert "（不少于60字，900字以内）" in text
    footer = " ".join(paragraph.text for paragraph in document.sections[0].footer.paragraphs)
    assert "2025 年批次" in footer
    run(project, "import", "--template", "template")
    (path,) = (project / "template").rglob("*.xlsx")
    assert "不少于 90 字，150 字以内" in str(
        [cell.comment for row in openpyxl.load_workbook(path)["企业"]["A1:AZ3"] for cell in row]
    )


def test_a_word_form_of_the_new_round_is_read_without_its_notes(project: Path) -> None:
    unit = f"{UNIT}/products/gongwen.yaml"
    run(project, "forms", unit, "--out", "again")
    (path,) = (project / "again").rglob("*.docx")
    told = run(project, "import", str(path))
    assert "合计：写入 0 份，相同 1 份，没有导入 0 份" in told


def test_pages_follow(dist: Path) -> None:
    def page(name: str) -> str:
        return re.sub(r"<[^>]+>", "", (dist / f"site/{name}index.html").read_text(encoding="utf-8"))

    assert "不低于 800 万元" in page("guide/")
    assert "90 至 150 字" in page("fields/")
    assert "不足 800 万元" in page("rules/")
    assert json.loads((dist / "site/data/products.json").read_text(encoding="utf-8"))["批次"] == 2025
    assert "2025" in page("")


def test_the_bands_of_the_sums_follow(project: Path) -> None:
    code = "from schema.public.aggregate import limits; print(*limits())"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["800", "1600", "3200", "8000"]


def test_nothing_of_the_old_round_is_left_in_what_people_read(dist: Path) -> None:
    """Neither its threshold nor its deadline nor its ranges stand on a page that is made from the round."""
    for name in ("", "submit/", "fields/", "rules/"):
        text = (dist / f"site/{name}index.html").read_text(encoding="utf-8")
        for old in ("500 万元", "6 月 10 日", "6月10日", "2024年6月10日", "2024-06-10", "300 字以内", "100 至 300 字"):
            assert old not in text, (name, old)


def installed(monkeypatch: pytest.MonkeyPatch, label: str, word: str) -> survey.Constants:
    """The constants of a survey.yaml that says something else at one label."""
    monkeypatch.setattr(survey, "yaml_values", lambda text: {**yaml_values(text), label: word})
    return survey.constants.__wrapped__()


def test_the_two_ways_of_keeping_contacts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert survey.constants().separate is False
    assert installed(monkeypatch, "联系信息", "另交").separate is True


@pytest.mark.parametrize(
    ("label", "word"), [("联系信息", "密封"), ("联系信息", "另 交"), ("联系信息", ""), ("摸底结束", "no")]
)
def test_a_switch_says_one_of_its_two_words(monkeypatch: pytest.MonkeyPatch, label: str, word: str) -> None:
    with pytest.raises(ValueError, match=label):
        installed(monkeypatch, label, word)
