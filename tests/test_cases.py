"""Every case under ``tests/cases``: one mistake, exactly the findings written beside it, and nothing private told."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import scripts.check.pipeline
from scripts.check.pipeline import check
from scripts.sandbox.client import Sandbox
from scripts.tree.disk import DiskTree
from tests.cases import BASE, FOLDER, PRIVATE, TODAY, cases, parts, render, run


@pytest.fixture(scope="module", autouse=True)
def _one_worker_for_all() -> Iterator[None]:
    """Materials are opened by one process for all cases: to start it takes longer than a case."""
    with Sandbox() as shared, pytest.MonkeyPatch.context() as patch:
        patch.setattr(scripts.check.pipeline, "Sandbox", lambda: contextlib.nullcontext(shared))
        yield


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix())
def test_case(path: Path) -> None:
    told, expected = parts(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as root:
        findings = run(told, Path(root))
    assert render(findings) == expected
    shown = "\n".join(f"{finding.field}\n{finding.message}\n{finding.hint}\n{finding.excerpt}" for finding in findings)
    assert [value for value in PRIVATE if value in shown] == []


def test_base_is_valid() -> None:
    checked = check(DiskTree(BASE), today=TODAY)
    assert checked.findings == []
    assert (checked.summary.units, checked.summary.enterprises, checked.summary.products) == (1, 1, 2)
