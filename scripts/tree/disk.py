"""The tree on disk: every path under ``submissions/`` with its kind and size, and the bytes of a file. No link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT


class Tree(Protocol):
    """Where submissions are read from: a working tree, or a Git revision."""

    def entries(self) -> list[TreeEntry]:
        """Every file under ``submissions/``."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file, by its path from the repository's root."""
        ...


class DiskTree:
    """The working tree under ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self) -> list[TreeEntry]:
        """Every path under ``submissions/`` that is not a folder; nothing when there is no such folder."""
        top = self.root / ROOT
        if top.is_symlink():
            return [TreeEntry(ROOT, EntryKind.LINK, 0)]
        return list(scan(top, ROOT)) if top.is_dir() else []

    def read(self, path: str) -> bytes:
        """The file's bytes."""
        return (self.root / path).read_bytes()


def scan(top: Path, name: str) -> Iterator[TreeEntry]:
    """Every path under a folder that is not a folder itself, beginning with ``name``. No link is followed."""
    folders = [(str(top), name)]
    while folders:
        folder, above = folders.pop()
        with os.scandir(folder) as items:
            for item in items:
                path = f"{above}/{item.name}"
                if item.is_dir(follow_symlinks=False):
                    folders.append((item.path, path))
                else:
                    yield _entry(path, item.stat(follow_symlinks=False))


def _entry(name: str, status: os.stat_result) -> TreeEntry:
    if stat.S_ISLNK(status.st_mode):
        return TreeEntry(name, EntryKind.LINK, 0)
    return TreeEntry(name, EntryKind.FILE if stat.S_ISREG(status.st_mode) else EntryKind.OTHER, status.st_size)
