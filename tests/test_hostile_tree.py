"""Trees that nobody means well with: far too many files, far too large ones, and what is no file at all."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from schema.layout.arrange import EntryKind, TreeEntry
from scripts.check.pipeline import Checked, check
from scripts.check.proposal import check_proposal
from scripts.tree.disk import DiskTree
from scripts.tree.git import GitTree
from scripts.tree.revision import read_proposal
from tests.cases import BASE, TODAY, UNIT
from tests.gitbox import commit, git

GIB = 2**30
MANY = 20_000
BUREAU = "submissions/jinan/bureau.yaml"
FORMS = (f"{UNIT}/enterprise.yaml", f"{UNIT}/products/hetong.yaml", BUREAU)
MATERIAL = f"{UNIT}/materials/pingce.png"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(BASE, root)
    return root


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The paths whose bytes are asked for."""
    paths: set[str] = set()
    for tree in (DiskTree, GitTree):
        of_tree = tree.read

        def noted(self: DiskTree, path: str, of_tree: object = of_tree) -> bytes:
            paths.add(path)
            return of_tree(self, path)  # type: ignore[operator, no-any-return]

        monkeypatch.setattr(tree, "read", noted)
    yield paths


def told(checked: Checked) -> set[tuple[str, str]]:
    return {(finding.rule, finding.path) for finding in checked.findings}


# ---------- too many ----------


class Crowd:
    """A tree of so many files of one size, none of which may be read unless it is empty."""

    def __init__(self, name: str, size: int, count: int = MANY) -> None:
        self.name, self.size, self.count = name, size, count

    def entries(self) -> list[TreeEntry]:
        return [TreeEntry(self.name.format(number), EntryKind.FILE, self.size) for number in range(self.count)]

    def read(self, path: str) -> bytes:
        assert self.size == 0, path
        return b""


@pytest.mark.parametrize(
    ("name", "size", "rules"),
    [
        (f"{UNIT}/materials/{{}}.pdf", 0, {"material-type": MANY, "material-unlisted": MANY}),
        (f"{UNIT}/materials/{{}}.pdf", GIB, {"file-size": MANY + 1, "material-unlisted": MANY}),
        (f"{UNIT}/products/p{{}}.yaml", 0, {"field-missing": MANY}),
        (f"{UNIT}/products/p{{}}.yaml", GIB, {"file-size": MANY}),
        (f"{UNIT}/{{}}.txt", GIB, {"path-unknown": MANY}),
        ("submissions/jinan/{}.txt", GIB, {"path-unknown": MANY}),
        ("submissions/{}.txt", GIB, {"path-unknown": MANY}),
        ("submissions/beijing/{}.txt", GIB, {"path-unknown": 1}),
    ],
)
def test_far_too_many_files_in_a_folder(name: str, size: int, rules: dict[str, int]) -> None:
    checked = check(Crowd(name, size), today=TODAY)
    found: dict[str, int] = {}
    for finding in checked.findings:
        found[finding.rule] = found.get(finding.rule, 0) + 1
    assert found == rules and checked.summary.files == MANY


# ---------- too large ----------


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_a_gibibyte_is_not_read(repository: Path, read: set[str], path: str) -> None:
    os.truncate(repository / path, GIB)
    checked = check(DiskTree(repository), today=TODAY)
    assert ("file-size", path) in told(checked) and path not in read and len(checked.findings) == 1


def test_a_material_of_a_gibibyte_is_not_read(repository: Path, read: set[str]) -> None:
    os.truncate(repository / MATERIAL, GIB)
    checked = check(DiskTree(repository), today=TODAY)
    assert [(f.rule, f.path, f.field) for f in checked.findings] == [
        ("file-size", UNIT, None),
        ("file-size", FORMS[0], "材料.2.文件"),
    ]
    assert MATERIAL not in read and FORMS[0] in read


def test_a_large_blob_in_a_revision_is_not_read(repository: Path, read: set[str]) -> None:
    git(repository, "init", "-b", "main")
    git(repository, "config", "core.looseCompression", "1")
    commit(repository, "base")
    git(repository, "checkout", "-b", "fork")
    for path, size in ((FORMS[0], 80), (FORMS[1], 1), (BUREAU, 1), (MATERIAL, 60)):
        os.truncate(repository / path, size * 2**20)
    commit(repository, "large")
    git(repository, "checkout", "-f", "main")
    proposal = read_proposal(repository, "main", "fork")
    found = told(check(proposal.after, today=TODAY))
    assert {("file-size", path) for path in (*FORMS, UNIT, MATERIAL)} <= found
    assert read and not read & {*FORMS, MATERIAL}
    assert {("file-size", path) for path in (*FORMS, UNIT, MATERIAL)} <= told(check_proposal(proposal, TODAY))


# ---------- no files at all ----------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("path", [*FORMS, MATERIAL, "submissions/jinan/pipe", "submissions/pipe"])
@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_a_pipe_or_a_socket_is_told_and_not_opened(repository: Path, path: str, kind: str) -> None:
    target = repository / path
    target.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(target)
    else:
        with chdir(target.parent), socket.socket(socket.AF_UNIX) as made:  # a socket's address is short
            made.bind(target.name)
    checked = check(DiskTree(repository), today=TODAY)
    assert [(finding.rule, finding.path, finding.message) for finding in checked.findings] == [
        ("path-unknown", path, "这不是普通文件")
    ]
