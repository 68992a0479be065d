"""Git as this folder uses it: one command at a time, and the tree of a commit read from its objects.

Nothing is ever checked out: an untrusted tree stays in the object database.
"""

from __future__ import annotations

import re
from pathlib import Path

from git import GitError as GitError
from git import Repo as Repo

from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT

_KINDS = {"120000": EntryKind.LINK, "160000": EntryKind.SUBMODULE, "040000": EntryKind.OTHER}


def open_repository(root: Path) -> Repo:
    """The repository whose top folder is ``root``. Raises ``GitError``."""
    return Repo(root, search_parent_directories=False)


def open_above(path: Path) -> Repo:
    """The repository in whose work tree a path lies, which need not exist. Raises ``GitError``."""
    return Repo(next(folder for folder in path.parents if folder.is_dir()), search_parent_directories=True)


class GitFailed(GitError):
    """A command of Git that failed: its exit status and output, and why in Git's own words where they are not plain."""

    def __init__(self, status: int, output: str, errors: str) -> None:
        self.status, self.output = status, output
        self.reason = _reason(errors)
        super().__init__(self.reason)


def git(repo: Repo, *arguments: str) -> str:
    """The output of a Git command, local dates in Asia/Shanghai. Raises ``GitFailed``."""
    status, output, errors = repo.git.execute(
        ["git", *arguments],
        with_extended_output=True,
        with_exceptions=False,
        env={"TZ": "Asia/Shanghai", "LC_ALL": "C"},
    )
    if status:
        raise GitFailed(status, str(output), str(errors))
    return str(output)


def has_commit(repo: Repo) -> bool:
    """Whether there is a commit yet. Raises ``GitFailed`` where Git cannot tell."""
    try:
        git(repo, "rev-parse", "--verify", "--quiet", "HEAD")
    except GitFailed as error:
        if error.status == 1:
            return False
        raise
    return True


def _reason(errors: str) -> str:
    """What Git says of a failure, in one line; its commonest one in Chinese, with the cure."""
    if owned := re.search(r"dubious ownership in repository at '(.+)'", errors):
        return f"Git 不读这个仓库，因为文件夹属于别的用户；确认来源可靠后运行 git config --global --add safe.directory {owned[1]}"
    lines = [line.removeprefix("fatal: ") for line in errors.splitlines() if line.strip()]
    return f"Git 说“{lines[0]}”" if lines else "Git 没有说明原因"


class GitTree:
    """The tree of a commit."""

    def __init__(self, repo: Repo, commit: str) -> None:
        self.repo, self.commit = repo, commit
        self._objects: dict[str, str] = {}

    def entries(self) -> list[TreeEntry]:
        """Every path under ``submissions/`` in the commit."""
        listing = git(self.repo, "ls-tree", "-r", "-l", "-z", "--full-tree", self.commit, "--", ROOT)
        out = []
        for line in filter(None, listing.split("\0")):
            head, _, path = line.partition("\t")
            mode, _, sha, size = head.split()
            self._objects[path] = sha
            out.append(TreeEntry(path, _KINDS.get(mode, EntryKind.FILE), int(size) if size.isdigit() else 0))
        return out

    def blob(self, path: str) -> str:
        """The name of a file's object, once the entries were asked for."""
        return self._objects[path]

    def read(self, path: str) -> bytes:
        """A file's bytes, by one lasting ``git cat-file``."""
        _, _, _, data = self.repo.git.get_object_data(self._objects[path])
        return bytes(data)
