"""Every version of every unit's form that Git's history holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schema.layout.paths import ROOT, FormPath
from scripts.tree.git import GitError, GitFailed, Repo, git, has_commit, open_repository


class NoHistoryError(Exception):
    """There is no history to read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file's bytes as a commit left them; ``day`` is the commit's in Asia/Shanghai."""

    path: str
    data: bytes
    commit: str
    day: str


def form_versions(root: Path) -> Iterator[FileVersion]:
    """Every version of 附件1 and 附件2 files, newest first, each content of a file once. Raises ``NoHistoryError``."""
    try:
        repo = open_repository(root)
    except GitError as error:
        raise NoHistoryError("不是 Git 仓库") from error
    with repo:
        for path, blob, commit, day in _changes(_log(repo)):
            yield FileVersion(path, bytes(repo.git.get_object_data(blob)[3]), commit, day)


def _log(repo: Repo) -> str:
    """Every change under ``submissions/`` as ``git log --raw -z`` prints it."""
    options = ["--format=%x01%H %cd", "--date=short-local", "--raw", "--no-abbrev", "--no-renames", "-m", "-z"]
    try:
        if not has_commit(repo):
            raise NoHistoryError("Git 仓库里还没有提交")
        return git(repo, "log", *options, "--", ROOT)
    except GitFailed as error:
        raise NoHistoryError(f"读不出 Git 历史：{error.reason}") from error


def _changes(log: str) -> Iterator[tuple[str, str, str, str]]:
    """(path, blob, commit, day) of each content that a form's file had."""
    commit = day = blob = ""
    seen: set[tuple[str, str]] = set()
    for token in log.split("\0"):
        text = token.strip("\n")
        if text.startswith("\x01"):  # a commit; its first change follows on the next line
            head, _, text = text[1:].partition("\n")
            commit, _, day = head.partition(" ")
            text = text.strip("\n")
        if text.startswith(":"):  # modes, blobs and status of a change; the next token is its path
            blob = text.split()[3]
        elif (place := FormPath.parse(text)) and place.code and blob.strip("0") and (text, blob) not in seen:
            seen.add((text, blob))
            yield text, blob, commit, day
