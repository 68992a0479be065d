"""The only user of git: what the history says of each file, in one pass over the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from schema.layout.paths import ROOT

_MARK = "\x01"
_TIME_ZONE = {"TZ": "Asia/Shanghai"}


@dataclass(frozen=True, slots=True)
class History:
    """First and last ISO date of each path, and the commit that HEAD names. All empty where there is no usable history."""

    dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    commit: str | None = None
    date: str | None = None
    reason: str | None = None  # why there are no dates, in words


def read_history(root: Path) -> History:
    """Dates of every file under ``submissions/`` by committer date in Asia/Shanghai; merges and renames count as changes."""
    from git import GitError, Repo

    try:
        repo = Repo(root, search_parent_directories=False)
    except GitError:
        return History(reason="不是 Git 仓库，页面上不显示日期")
    try:
        if not repo.head.is_valid():
            return History(reason="Git 仓库里还没有提交，页面上不显示日期")
        commit, _, day = repo.git.execute(
            ["git", "log", "-1", "--format=%h %cd", "--date=short-local", "--abbrev=10"], env=_TIME_ZONE
        ).partition(" ")  # fmt: skip
        if repo.git.rev_parse("--is-shallow-repository") == "true":
            return History(commit=commit, date=day, reason="Git 历史不完整（浅克隆），页面上不显示日期")
        return History(_dates(_log(repo)), commit, day)
    except GitError:
        return History(reason="读不出 Git 历史，页面上不显示日期")
    finally:
        repo.close()


def _log(repo: object) -> str:
    command = [
        "git",
        "log",
        "--no-renames",
        "-m",
        "--first-parent",
        "-z",
        "--name-only",
        f"--format={_MARK}%cd",
        "--date=short-local",
        "--",
        ROOT,
    ]
    return str(repo.git.execute(command, env=_TIME_ZONE))  # type: ignore[attr-defined]


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
