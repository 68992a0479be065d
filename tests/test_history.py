"""Dates from Git: first and last change by the main line, in Shanghai's days; none where the history cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.tree.history import read_history
from tests import gitbox
from tests.gitbox import git

FILE = "submissions/jinan/91370102EXAMPLE031/products/名 字.yaml"


def commit(root: Path, text: str, when: str) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    gitbox.commit(root, text, when)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-b", "main")
    commit(tmp_path, "one", "2024-05-01T10:00:00+08:00")
    commit(tmp_path, "two", "2024-05-09T23:30:00Z")  # already the tenth in Shanghai
    return tmp_path


def test_first_and_last_day(repository: Path) -> None:
    history = read_history(repository)
    assert history.dates[FILE] == ("2024-05-01", "2024-05-10")
    assert history.date == "2024-05-10"
    assert history.commit and len(history.commit) >= 10
    assert history.reason is None


def test_a_change_counts_from_its_merge(repository: Path) -> None:
    git(repository, "checkout", "-b", "fork")
    commit(repository, "three", "2024-05-12T10:00:00+08:00")
    git(repository, "checkout", "main")
    git(repository, "merge", "--no-ff", "-m", "merge", "fork", when="2024-05-20T10:00:00+08:00")
    assert read_history(repository).dates[FILE] == ("2024-05-01", "2024-05-20")


def test_a_shallow_clone_gives_no_dates(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("shallow")
    git(target, "clone", "--depth", "1", f"file://{repository}", "clone")
    history = read_history(target / "clone")
    assert history.dates == {}
    assert history.commit
    assert history.reason and "浅克隆" in history.reason


def test_no_repository_and_no_commit(tmp_path: Path) -> None:
    assert read_history(tmp_path).reason
    git(tmp_path, "init")
    history = read_history(tmp_path)
    assert history.dates == {}
    assert history.commit is None
    assert history.reason
