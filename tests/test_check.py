"""Reading and judging a tree, in one process or in several."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree
from tests.surveys import copy_samples

TODAY = date(2024, 6, 1)


def test_in_parts_as_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes, each with a part of the tree, say what one says of the whole: strays, links and duplicates too."""
    root = copy_samples(tmp_path)
    unit = root / "submissions/jinan/91370102EXAMPLE031"
    shutil.copytree(unit, root / "submissions/heze/91370102EXAMPLE031")
    (root / "submissions/qingdao/link").symlink_to("/etc")
    for name in "abc":
        (root / f"submissions/nowhere/{name}").mkdir(parents=True)
        (root / f"submissions/nowhere/{name}/enterprise.yaml").write_text("a: b", encoding="utf-8")
    (unit / "enterprise.yaml").write_text("企业名称: 示例\n材料: 有\n多余: 1\n", encoding="utf-8")
    (root / "submissions/jinan/bureau.yaml").write_text("填报单位: 示例局\n联系人: ''\n", encoding="utf-8")
    whole = check(DiskTree(root), today=TODAY, keep=True)
    monkeypatch.setattr("scripts.check.pipeline.PARALLEL_FROM", 2)
    monkeypatch.setattr("scripts.check.pipeline.CHUNK", 2)
    monkeypatch.setattr("scripts.check.pipeline.processors", lambda: 2)
    told: list[tuple[int, int]] = []
    parts = check(DiskTree(root), today=TODAY, keep=True, progress=lambda done, total: told.append((done, total)))
    monkeypatch.setattr("scripts.check.pipeline.BATCH", 1)
    assert parts == whole == check(DiskTree(root), today=TODAY, keep=True)
    assert len(parts.units) > 10
    assert parts.bureaus.keys() >= {"jinan"}
    without = check(DiskTree(root), today=TODAY)
    assert (without.findings, without.summary, without.units) == (whole.findings, whole.summary, [])
    assert len(told) > 10 and told[-1][0] == told[-1][1]
    assert {"unit-duplicate", "file-link", "path-unknown"} <= {finding.rule for finding in whole.findings}
