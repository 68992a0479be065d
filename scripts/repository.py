"""The tree on disk: every path under ``submissions/`` with its kind and size, and the bytes of a file. Follows no link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from schema.layout import ROOT, EntryKind, TreeEntry


class Tree(Protocol):
    """Where submissions are read from: a working tree, or a Git revision."""

    def entries(self) -> list[TreeEntry]:
        """Every file under ``submissions/``."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file, by its path from the repository's root."""
        ...


class DiskTree:
    """The working tree under ``root``. Small enough to be sent to a worker process."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self) -> list[TreeEntry]:
        """Every path under ``submissions/`` that is not a folder; nothing when there is no such folder."""
        top = self.root / ROOT
        if top.is_symlink():
            return [TreeEntry(ROOT, EntryKind.LINK, 0)]
        return list(_scan(str(top), ROOT)) if top.is_dir() else []

    def read(self, path: str) -> bytes:
        """The file's bytes."""
        with open(f"{self.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - unbuffered: one read of a small file
            return file.readall()


def _scan(folder: str, name: str) -> Iterator[TreeEntry]:
    with os.scandir(folder) as found:
        for item in found:
            path = f"{name}/{item.name}"
            if item.is_symlink():
                yield TreeEntry(path, EntryKind.LINK, 0)
            elif item.is_dir(follow_symlinks=False):
                yield from _scan(item.path, path)
            else:
                status = item.stat(follow_symlinks=False)
                kind = EntryKind.FILE if stat.S_ISREG(status.st_mode) else EntryKind.OTHER
                yield TreeEntry(path, kind, status.st_size)
