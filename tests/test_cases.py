"""Every case under ``tests/cases``: one mistake, exactly the findings written beside it, and nothing private told."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check import check
from scripts.repository import DiskTree
from tests.cases import BASE, FOLDER, PRIVATE, TODAY, cases, parts, render, run


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix())
def test_case(path: Path, tmp_path: Path) -> None:
    told, expected = parts(path.read_text(encoding="utf-8"))
    findings = run(told, tmp_path)
    assert render(findings) == expected
    shown = "\n".join(f"{finding.field}\n{finding.message}\n{finding.hint}\n{finding.excerpt}" for finding in findings)
    assert [value for value in PRIVATE if value in shown] == []


def test_base_is_valid() -> None:
    checked = check(DiskTree(BASE), today=TODAY)
    assert checked.findings == []
    assert (checked.summary.units, checked.summary.enterprises, checked.summary.products) == (1, 1, 2)
