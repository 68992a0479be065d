"""Every case under ``tests/cases``: one mistake, exactly the findings written beside it, and nothing private told."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree
from tests.cases import BASE, FOLDER, PRIVATE, TODAY, Expected, cases, expected, parts, render, run

pytestmark = pytest.mark.usefixtures("one_sandbox")


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix())
def test_case(path: Path) -> None:
    told, wanted = parts(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as root:
        findings = run(told, Path(root))
    assert render(findings) == wanted
    assert list(expected(wanted)) == [
        Expected(str(finding.severity), finding.rule, finding.path, finding.field or "", finding.message)
        for finding in findings
    ]
    shown = "\n".join(f"{f.field}\n{f.content.render(values=False)}" for f in findings)
    assert [value for value in PRIVATE if value in shown] == []


def test_base_is_valid() -> None:
    checked = check(DiskTree(BASE), today=TODAY)
    assert checked.findings == []
    assert (checked.summary.units, checked.summary.enterprises, checked.summary.products) == (1, 1, 2)
