"""``catalogue close``: what is kept of a round, that its sums never move again, and what may be taken out of it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from schema.public.aggregate import aggregate
from schema.vocabulary.survey import constants
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.rounds import close as closing
from scripts.site.archive import ArchiveError, read_round, read_rounds
from scripts.site.catalogue import SiteInput
from scripts.site.input import read_input
from scripts.tree.disk import DiskTree
from scripts.writing.digest import digest
from scripts.writing.values import whole_form
from tests.separate import part, surveyed
from tests.surveys import ROOT, mark_private

pytestmark = pytest.mark.usefixtures("one_sandbox")
SURVEY = "schema/survey.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the samples, whose survey.yaml is the one of the installed code."""
    shutil.copytree(ROOT / "submissions", tmp_path / "submissions")
    (tmp_path / "schema").mkdir()
    shutil.copy(ROOT / SURVEY, tmp_path / SURVEY)
    monkeypatch.setattr(closing, "_installed", lambda: tmp_path / SURVEY)
    return tmp_path


def run(root: Path, *arguments: str) -> int:
    return main(["close", *arguments, "--root", str(root)])


def test_what_is_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root) == 0
    folder = root / "rounds/2024"
    names = ["counts.json", "digest", "enterprises.json", "products.json", "sums.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert sorted(Path(line).name for line in capsys.readouterr().out.split()) == names
    for line in (folder / "digest").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    before, after = (ROOT / SURVEY).read_text(encoding="utf-8"), (root / SURVEY).read_text(encoding="utf-8")
    assert after == before.replace("摸底结束: 否", "摸底结束: 是")
    counts = json.loads((folder / "counts.json").read_text(encoding="utf-8"))
    assert counts["数量"]["全省"] == {"单位": 24, "企业": 21, "基础级": 5, "行业级": 17, "场景级": 11, "产品": 33}
    assert sum(row["产品"] for city, row in counts["数量"].items() if city != "全省") == 33
    assert read_round(folder).sums == aggregate(check(DiskTree(root), keep=True).units)


def test_nothing_private_is_kept(root: Path) -> None:
    from tests.surveys import CANARIES, GROWTH

    mark_private(root)
    assert run(root) == 0
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "rounds/2024").iterdir())
    assert "示例泉智" in text
    for value in (*CANARIES.values(), GROWTH, "yin-wu-cailiao", "87.65"):
        assert value not in text


def test_what_waited_for_its_paper_is_not_kept_and_not_published_later(root: Path) -> None:
    path = "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"
    form = whole_form(path, (root / path).read_bytes())
    assert form
    (root / "submissions/jinan/received.yaml").write_text(
        f"收件:\n  - 文件: {path}\n    摘要: '{digest(form)}'\n    状态: 收到\n    日期: 2024-06-03\n", "utf-8"
    )
    with surveyed(公布条件="收到"):
        assert run(root) == 0
    kept = read_round(root / "rounds/2024")
    assert len(kept.enterprises) == 1 and not kept.products and kept.counts["全省"]["单位"] == 1
    with surveyed(公布条件="收到", 批次="2025", 截止日期="2025-06-10"):
        (unit,) = read_input(root).survey.units
    assert unit.enterprise and unit.enterprise.round == 2024 and not unit.products


def sums(root: Path) -> SiteInput:
    with surveyed(摸底结束="是"):
        return read_input(root)


def test_no_withdrawal_tells_an_amount(root: Path) -> None:
    """Once the difference of two builds, 46038 and 45070, told the withdrawn firm's revenue."""
    assert read_input(root).aggregates is None
    assert run(root) == 0
    before = sums(root)
    assert before.aggregates and before.aggregates.total.total
    shutil.rmtree(root / "submissions/qingdao/91370211EXAMPLE46L")
    after = sums(root)
    assert after.aggregates == before.aggregates and len(after.survey.units) == len(before.survey.units) - 1
    with surveyed(摸底结束="是"):
        assert run(root) == 0  # nor does closing again
    assert sums(root).aggregates == before.aggregates


def test_what_is_invalid_or_nothing_is_not_closed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = root / "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text + "不认识: 1\n", encoding="utf-8")
    assert run(root) == 1
    assert "没有结束" in capsys.readouterr().err
    shutil.rmtree(root / "submissions")
    (root / "submissions").mkdir()
    assert run(root) == 1
    assert "没有 2024 年的条目" in capsys.readouterr().err
    assert not (root / "rounds").exists() and "摸底结束: 否" in (root / SURVEY).read_text(encoding="utf-8")


def test_another_repository_is_not_closed_by_this_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "submissions").mkdir()
    assert run(tmp_path) == 2
    (tmp_path / "schema").mkdir()
    shutil.copy(ROOT / SURVEY, tmp_path / SURVEY)
    assert run(tmp_path) == 2
    assert "不是装好的程序所用的那一份" in capsys.readouterr().err


def test_a_unit_is_taken_out_and_the_figures_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root) == 0
    before = read_round(root / "rounds/2024")
    code = "91370211EXAMPLE46L"
    assert run(root, "--redact", code) == 0
    after = read_round(root / "rounds/2024")
    assert code not in (root / "rounds/2024/products.json").read_text(encoding="utf-8")
    assert code not in (root / "rounds/2024/enterprises.json").read_text(encoding="utf-8")
    assert (after.counts, after.sums) == (before.counts, before.sums)
    assert len(after.enterprises) == len(before.enterprises) - 1
    capsys.readouterr()
    assert run(root, "--redact", code) == 1
    assert "没有 91370211EXAMPLE46L" in capsys.readouterr().err


def test_a_figure_that_was_mended_by_hand_is_noticed(root: Path) -> None:
    assert run(root) == 0
    path = root / "rounds/2024/sums.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"企业数": 21', '"企业数": 20'), encoding="utf-8")
    with pytest.raises(ArchiveError, match="与 digest 不符"):
        read_rounds(root)
    path.unlink()
    with pytest.raises(ArchiveError, match=r"缺 sums\.json"):
        read_rounds(root)


def test_a_closed_round_that_is_lost_is_not_computed_anew(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with surveyed(摸底结束="是"):
        assert run(root) == 1
    assert "从 Git 历史里恢复" in capsys.readouterr().err and not (root / "rounds").exists()


def test_in_two_halves_every_private_half_is_needed(
    root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = aggregate(check(DiskTree(root), keep=True).units)
    private = tmp_path_factory.mktemp("private")
    with surveyed(联系信息="另交"):
        part(root, private)
        assert run(root) == 2
        assert "--private" in capsys.readouterr().err
        half = private / "jinan/91370102EXAMPLE031/enterprise.yaml"
        text = half.read_bytes()
        half.unlink()
        assert run(root, "--private", str(private)) == 1
        assert "没有收到不公开部分" in capsys.readouterr().err
        half.write_bytes(text)
        assert run(root, "--private", str(private)) == 0
    assert read_round(root / "rounds/2024").sums == expected
    assert constants().round == 2024
