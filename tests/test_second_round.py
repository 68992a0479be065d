"""README, A second round, tried step by step: samples as 2024 are closed, half of them taken over into 2025, others come, go and move."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import html5lib
import openpyxl
import pytest

from schema.vocabulary.tables import yaml_values
from scripts.build import Options, build
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.rounds import close as closing
from scripts.site import archive
from scripts.site.archive import read_round
from scripts.tree.disk import DiskTree
from tests.gitbox import commit, git
from tests.separate import surveyed
from tests.surveys import ROOT

STAYS, MOVES, GOES = "jinan/91370102EXAMPLE031", "qingdao/91370211EXAMPLE46L", "linyi/91371302EXAMPLEE8M"
WAITS, COMES = "yantai/91370602EXAMPLE89M", "weihai/91371002EXAMPLEC1E"
MOVED = "zibo/91370211EXAMPLE46L"
RAN = {"close", "schema", "renew", "compare", "build"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, _sandbox: object) -> Iterator[Path]:
    """The repository in 2025, after every step."""
    import contextlib

    root = tmp_path_factory.mktemp("second")
    for unit in (STAYS, MOVES, GOES, WAITS):
        shutil.copytree(ROOT / "submissions" / unit, root / "submissions" / unit)
    (root / "schema").mkdir()
    shutil.copytree(ROOT / "site_src", root / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", root)
    survey = root / "schema/survey.yaml"
    shutil.copy(ROOT / "schema/survey.yaml", survey)
    git(root, "init", "-q")
    commit(root, "2024")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.check.pipeline.Sandbox", lambda: contextlib.nullcontext(_sandbox))
        patch.setattr(closing, "_installed", lambda: survey)
        assert main(["close", "--root", str(root)]) == 0
        commit(root, "Close 2024", "2024-07-01T10:00:00+08:00")
        edit(survey, "\n批次: 2024", "\n批次: 2025")
        edit(survey, "截止日期: 2024-06-10", "截止日期: 2025-06-10")
        edit(survey, "摸底结束: 是", "摸底结束: 否")
        with surveyed(**yaml_values(survey.read_text(encoding="utf-8"))):
            assert main(["schema", "--root", str(root)]) == 0
            next_year(root)
            spoil(root)
            commit(root, "2025", "2025-05-01T10:00:00+08:00")
            assert build(Options(root, root / "dist"))
            assert main(["compare", "--root", str(root)]) == 0
            yield root


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def next_year(root: Path) -> None:
    """Two units are taken over, of which one has moved and mends a product; one is withdrawn, one comes, one does not answer."""
    units = root / "submissions"
    (units / "zibo").mkdir(exist_ok=True)
    (units / MOVES).rename(units / MOVED)
    edit(units / MOVED / "enterprise.yaml", "市: 青岛市", "市: 淄博市")
    text = (units / MOVED / "enterprise.yaml").read_text(encoding="utf-8")
    (units / MOVED / "enterprise.yaml").write_text(re.sub(r"(区县: ).*", r"\1张店区", text), encoding="utf-8")
    edit(units / MOVED / "products/hetong.yaml", "大模型产品所属种类: 场景级", "大模型产品所属种类: 基础级")
    text = (units / MOVED / "products/hetong.yaml").read_text(encoding="utf-8")
    (units / MOVED / "products/hetong.yaml").write_text(re.sub(r"应用所属场景: .*\n", "", text), encoding="utf-8")
    shutil.rmtree(units / GOES)
    shutil.copytree(ROOT / "submissions" / COMES, units / COMES)
    for path in (units / COMES).rglob("*.yaml"):
        path.write_text("批次: 2025\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    paths = [f"submissions/{unit}" for unit in (STAYS, MOVED)]
    assert main(["renew", *(str(root / path) for path in paths), "--pledged", "--root", str(root)]) == 0


def spoil(root: Path) -> None:
    """A product that waits bore a hostile name in 2024."""
    kept = read_round(root / "rounds/2024")
    products = tuple(
        entry | {"大模型产品名称": "<script>alert(1)</script>"} if entry["统一社会信用代码"] == WAITS[-18:] else entry
        for entry in kept.products
    )
    contents = archive.files(replace(kept, products=products))
    for name, content in (contents | {archive.DIGEST: archive.digest(contents)}).items():
        (root / "rounds/2024" / name).write_bytes(content)


def page(root: Path, name: str) -> str:
    return (root / "dist/site" / name / "index.html").read_text(encoding="utf-8")


def rows(root: Path, name: str, sheet: str = "") -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(root / "dist/bureau" / f"{name}.xlsx")
    return list((book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True))


def name_of(unit: str) -> str:
    text = (ROOT / "submissions" / unit / "enterprise.yaml").read_text(encoding="utf-8")
    return re.findall(r"^企业名称: (\S+)$", text, re.M)[0]


def test_every_command_of_the_readme_was_run() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## A second round")[1].split("\n## ")[0]
    assert set(re.findall(r"`catalogue (\w+)", section)) <= RAN
    assert "git rm" not in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "git rm" not in (ROOT / "README.zh.md").read_text(encoding="utf-8")


def test_all_entries_are_valid(root: Path) -> None:
    found = check(DiskTree(root)).findings
    assert [finding.path for finding in found if finding.rule == "round-earlier"] == [
        f"submissions/{WAITS}/enterprise.yaml"
    ]
    assert {finding.rule for finding in found} <= {
        "round-earlier",
        "revenue-threshold",
        "industry-unknown",
        "uscc-region",
    }


def test_the_sheets_hold_who_is_of_2025(root: Path) -> None:
    text = str(rows(root, "全省/附件3 大模型企业汇总表"))
    assert [name_of(unit) in text for unit in (STAYS, MOVES, COMES, WAITS, GOES)] == [True, True, True, False, False]
    assert "填报日期：2025年" in text
    assert name_of(MOVES) in str(rows(root, "zibo/附件4 大模型产品汇总表"))
    assert name_of(WAITS) not in str(rows(root, "yantai/材料核对表"))


def test_the_site_keeps_who_waits_and_forgets_who_went(root: Path) -> None:
    assert "2024 年报送，本轮尚未确认" in page(root, f"enterprises/{WAITS[-18:]}")
    assert "尚未确认" not in page(root, f"enterprises/{STAYS[-18:]}")
    gone = (GOES[-18:], name_of(GOES))
    for path in (root / "dist/site").rglob("*"):
        if path.suffix in (".html", ".json", ".csv", ".jsonld"):
            text = path.read_text(encoding="utf-8")
            assert not any(word in text for word in gone), path
    entries = json.loads((root / "dist/site/data/enterprises.json").read_text(encoding="utf-8"))
    assert entries["批次"] == 2025
    assert {entry["批次"] for entry in entries["条目"]} == {2024, 2025}
    first = {entry["统一社会信用代码"]: entry["首次公布"] for entry in entries["条目"]}
    described = json.loads((root / "dist/site/data/catalogue.jsonld").read_text(encoding="utf-8"))["dcat:dataset"]
    spans = {
        one["dct:identifier"]: [one["dct:temporal"][f"dcat:{at}Date"]["@value"] for at in ("start", "end")]
        for one in described
    }
    assert spans["2025/products"] == ["2024", "2025"] and spans["2025/stats-cities"] == ["2025", "2025"]
    assert spans["2024/round-2024-products"] == ["2024", "2024"]
    assert first[MOVES[-18:]] == first[STAYS[-18:]] < first[COMES[-18:]]


def test_the_closed_round_has_its_page_its_sums_and_its_data(root: Path) -> None:
    kept, text = read_round(root / "rounds/2024"), page(root, "rounds/2024")
    assert kept.sums and f"{kept.sums.total.total:,}" in text
    assert name_of(WAITS) in text and name_of(MOVES) in text
    assert "&lt;script&gt;alert(1)" in text and "<script>alert" not in text
    shown = json.loads((root / "dist/site/rounds/2024/enterprises.json").read_text(encoding="utf-8"))["条目"]
    assert len(shown) == 3 and len(kept.enterprises) == 4
    counted = json.loads((root / "dist/site/rounds/2024/counts.json").read_text(encoding="utf-8"))
    assert counted["数量"]["全省"]["企业"] == 4
    assert "大模型相关收入</h2>" not in page(root, "stats") and not list(
        (root / "dist/site/data/stats").glob("revenue*")
    )


def test_the_figures_lead_to_what_they_count(root: Path) -> None:
    """Lists show who waits too; the statistics do not count them."""
    links = re.findall(
        r'href="\.\./((?:products|enterprises)/[^"]*)"', page(root, "stats").split('<div class="wrap stats">')[1]
    )
    filtered = [link for link in links if "?" in link]
    assert len(filtered) > 10 and all(link.endswith("round=2025") for link in filtered)


def test_its_pages_are_html_without_an_error(root: Path) -> None:
    for name in ("rounds", "rounds/2024", "stats", f"enterprises/{WAITS[-18:]}"):
        parser = html5lib.HTMLParser()
        parser.parse(page(root, name))
        assert parser.errors == [], name


def test_both_rounds_stand_side_by_side(root: Path) -> None:
    text = re.sub(r"<[^>]+>", " ", page(root, "rounds"))
    assert "2025 年与 2024 年" in text
    assert name_of(COMES) in text.split("新增")[1].split("级别提高")[0]
    assert re.search(r"示例海纳·合同评审大模型.*场景级\s+基础级", text.split("级别提高")[1], re.S)
    province = next(line for line in re.findall(r"全省[\d\s]+", text) if len(line.split()) == 11)
    assert [int(word) for word in province.split()[1:3]] == [4, 3]


def test_the_workbook_tells_what_became_of_each(root: Path) -> None:
    book = openpyxl.load_workbook(root / "dist/bureau/全省/批次对比.xlsx")
    assert book.sheetnames[0] == "全省" and len(book.sheetnames) == 17
    told = {
        (str(row[1]), str(row[2]).split("》")[0]): (row[3], row[4])
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows(values_only=True)
        if isinstance(row[0], int)
    }
    assert told[name_of(STAYS), "附件1"] == ("沿用", None)
    assert told[name_of(COMES), "附件1"] == ("新增", None)
    assert told[name_of(WAITS), "附件1"] == ("尚未确认", None)
    assert told[name_of(GOES), "附件1"] == ("撤下", None)
    assert told[name_of(MOVES), "附件1"] == ("更新、迁市", "改了单位注册地；原在青岛市")
    kinds, changes = told[name_of(MOVES), "附件2《示例海纳·合同评审大模型"]
    assert kinds == "更新、迁市、级别变化" and str(changes).endswith("原在青岛市；原为场景级")
    total = next(row for row in book["全省"].iter_rows(values_only=True) if row[1] == "全省")
    assert total[2:4] == (4, 3) and total[6] == sum(kinds == "新增" for kinds, _ in told.values())
