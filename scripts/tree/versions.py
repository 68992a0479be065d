"""Every version of every unit's form that Git's history holds, and which of them stood beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from schema.layout.paths import ROOT, FormPath
from scripts.tree.git import GitError, GitFailed, GitTree, Repo, git, has_commit, open_repository


class NoHistoryError(Exception):
    """There is no history to read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file's bytes as a commit left them; ``day`` is the commit's in Asia/Shanghai."""

    path: str
    data: bytes
    commit: str
    day: str


@dataclass(frozen=True, slots=True)
class State:
    """Forms of units and registers as a commit of the main line left them: each path's blob, to be ``read``, until the next state is asked for.

    ``cities`` are those in which the commit changed something.
    """

    commit: str
    day: str
    blobs: Mapping[str, str]
    cities: frozenset[str]
    read: Callable[[str], bytes]


def form_versions(root: Path) -> Iterator[FileVersion]:
    """Every version of 附件1 and 附件2 files, newest first, each content of a file once. Raises ``NoHistoryError``."""
    seen: set[tuple[str, str]] = set()
    with _repository(root) as repo:
        for commit, day, changes in _commits(_log(repo)):
            for path, _, blob in changes:
                if blob and (path, blob) not in seen and not _is_register(path):
                    seen.add((path, blob))
                    yield FileVersion(path, _read(repo, blob), commit, day)


def form_states(root: Path) -> Iterator[State]:
    """Every state of the units' forms and the registers, newest first, along the first parents. Raises ``NoHistoryError``."""
    with _repository(root) as repo:
        log, tree = _log(repo, "--first-parent"), GitTree(repo, "HEAD")
        blobs = {entry.path: tree.blob(entry.path) for entry in tree.entries() if _counts(entry.path)}
        for commit, day, changes in _commits(log):
            if changes:
                cities = frozenset(path.split("/")[1] for path, _, _ in changes)
                yield State(commit, day, blobs, cities, partial(_read, repo))
            for path, before, _ in changes:
                blobs.pop(path, None)
                blobs |= {path: before} if before else {}


def _repository(root: Path) -> Repo:
    try:
        return open_repository(root)
    except GitError as error:
        raise NoHistoryError("不是 Git 仓库") from error


def _read(repo: Repo, blob: str) -> bytes:
    return bytes(repo.git.get_object_data(blob)[3])


def _log(repo: Repo, *more: str) -> str:
    """Every change under ``submissions/`` as ``git log --raw -z`` prints it."""
    options = ["--format=%x01%H %cd", "--date=short-local", "--raw", "--no-abbrev", "--no-renames", "-m", "-z", *more]
    try:
        if not has_commit(repo):
            raise NoHistoryError("Git 仓库里还没有提交")
        return git(repo, "log", *options, "--", ROOT)
    except GitFailed as error:
        raise NoHistoryError(f"读不出 Git 历史：{error.reason}") from error


def _commits(log: str) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """(commit, day, changes) of each commit; a change is the path of a form or register, its blob before and after, '' where there was none."""
    commit = day = change = ""
    changes: list[tuple[str, str, str]] = []
    for token in log.split("\0"):
        text = token.strip("\n")
        if text.startswith("\x01"):  # a commit; its first change follows on the next line
            if commit:
                yield commit, day, changes
            head, _, text = text[1:].partition("\n")
            commit, _, day = head.partition(" ")
            text, changes = text.strip("\n"), []
        if text.startswith(":"):  # modes, blobs and status of a change; the next token is its path
            change = text
        elif change and _counts(text):
            before, after = (blob if blob.strip("0") else "" for blob in change.split()[2:4])
            changes.append((text, before, after))
    if commit:
        yield commit, day, changes


def _is_register(path: str) -> bool:
    place = FormPath.parse(path)
    return place is not None and place.register


def _counts(path: str) -> bool:
    """Whether a file is a unit's form, or a city's register of what it received."""
    place = FormPath.parse(path)
    return place is not None and (place.code is not None or place.register)
