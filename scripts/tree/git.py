"""Git as this folder uses it: one command at a time, and the tree of a commit read from its objects.

Nothing is ever checked out: an untrusted tree stays in the object database.
"""

from __future__ import annotations

from pathlib import Path

from git import GitError as GitError
from git import Repo as Repo

from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT

_KINDS = {"120000": EntryKind.LINK, "160000": EntryKind.SUBMODULE, "040000": EntryKind.OTHER}


def open_repository(root: Path) -> Repo:
    """The repository whose top folder is ``root``. Raises ``GitError``."""
    return Repo(root, search_parent_directories=False)


def git(repo: Repo, *arguments: str) -> str:
    """The output of a Git command, local dates in Asia/Shanghai. Raises ``GitError``."""
    return str(repo.git.execute(["git", *arguments], env={"TZ": "Asia/Shanghai"}))


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

    def read(self, path: str) -> bytes:
        """A file's bytes, by one lasting ``git cat-file``."""
        _, _, _, data = self.repo.git.get_object_data(self._objects[path])
        return bytes(data)
