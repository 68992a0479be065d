"""The first and last day of every file under ``submissions/``, from one pass over Git's log."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from schema.layout.paths import ROOT
from scripts.tree.git import GitError, GitFailed, Repo, git, has_commit, open_repository

_MARK = "\x01"


@dataclass(frozen=True, slots=True)
class History:
    """First and last ISO date of each path, and the commit that HEAD names. All empty where there is no usable history."""

    dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    commit: str | None = None
    date: str | None = None
    reason: str | None = None  # why there are no dates, in words


def read_history(root: Path) -> History:
    """Dates of every file under ``submissions/`` by committer date in Asia/Shanghai; merges and renames count as changes."""
    try:
        repo = open_repository(root)
    except GitError:
        return History(reason="不是 Git 仓库，页面上不显示日期")
    with repo:
        try:
            return _read(repo)
        except GitFailed as error:
            return History(reason=f"读不出 Git 历史，页面上不显示日期：{error.reason}")


def _read(repo: Repo) -> History:
    if not has_commit(repo):
        return History(reason="Git 仓库里还没有提交，页面上不显示日期")
    head = git(repo, "log", "-1", "--format=%h %cd", "--date=short-local", "--abbrev=10")
    commit, _, day = head.partition(" ")
    if git(repo, "rev-parse", "--is-shallow-repository") == "true":
        return History(commit=commit, date=day, reason="Git 历史不完整（浅克隆），页面上不显示日期")
    options = ["--no-renames", "-m", "--first-parent", "-z", "--name-only", "--date=short-local"]
    return History(_dates(git(repo, "log", *options, f"--format={_MARK}%cd", "--", ROOT)), commit, day)


def _dates(log: str) -> dict[str, tuple[str, str]]:
    """Newest first: a path's first appearance is its last change."""
    dates: dict[str, tuple[str, str]] = {}
    day = ""
    for token in log.split("\0"):
        text = token.lstrip("\n")
        if text.startswith(_MARK):
            day = text[1:]
        elif text:
            dates[text] = (day, dates[text][1] if text in dates else day)
    return dates
