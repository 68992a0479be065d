"""A form in two halves (联系信息: 另交): joined and judged as one, bound to each other, and nothing private in Git."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.forms.commitment import commit, new_salt
from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees
from tests.cases import BASE, TODAY, UNIT
from tests.separate import part, surveyed

pytestmark = pytest.mark.usefixtures("one_sandbox", "separate")
HERE = UNIT.removeprefix("submissions/")


@pytest.fixture(scope="module")
def separate() -> Iterator[None]:
    with surveyed(联系信息="另交"):
        yield


class Survey:
    """The valid unit of the cases in two halves."""

    def __init__(self, folder: Path) -> None:
        self.root, self.private = folder / "repository", folder / "private"
        shutil.copytree(BASE, self.root)
        part(self.root, self.private)

    def told(self, *, alone: bool = False) -> list[Finding]:
        tree = DiskTree(self.root)
        return check(tree if alone else TwoTrees(tree, self.private, "DIR"), today=TODAY).findings

    def rules(self, *, alone: bool = False) -> list[tuple[str, str, str | None]]:
        return [(found.rule, found.path, found.field) for found in self.told(alone=alone)]

    def edit(self, path: str, old: str, new: str) -> None:
        file = (self.root if path.startswith("submissions") else self.private) / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def both(tmp_path: Path) -> Survey:
    return Survey(tmp_path)


def test_a_valid_form_in_two_halves(both: Survey) -> None:
    assert both.told() == []
    assert both.told(alone=True) == []


def test_the_vectors_hold() -> None:
    for vector in json.loads((Path(__file__).parent / "data/commitments.json").read_text(encoding="utf-8")):
        assert commit(**vector["of"]) == vector["commitment"], vector


def test_equal_values_commit_differently() -> None:
    made = {commit(2024, "jinan", "91370102EXAMPLE031", "hetong", new_salt(), {"联系人": "示例丙"}) for _ in range(20)}
    assert len(made) == 20
