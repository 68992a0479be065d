"""The tree on disk: every path under ``submissions/`` with its kind and size, and the bytes of a file. Follows no link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 14  # bytes read at once: a form is less, and takes one call


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

    def places(self) -> list[str]:
        """What stands two levels below ``submissions/``, mostly units' folders, and files above: parts that can be read apart."""
        top = self.root / ROOT
        return [] if top.is_symlink() or not top.is_dir() else sorted(_places(str(top), ROOT, 1))

    def read(self, path: str) -> bytes:
        """The file's bytes."""
        opened = os.open(f"{self.root}/{path}", _READ)
        try:
            parts = [os.read(opened, _PIECE)]
            while len(parts[-1]) == _PIECE:  # what is shorter is the end
                parts.append(os.read(opened, _PIECE))
        finally:
            os.close(opened)
        return b"".join(parts)


class DiskPart(DiskTree):
    """Some places of a working tree, as a tree by themselves."""

    def __init__(self, root: Path, held: Sequence[str]) -> None:
        super().__init__(root)
        self.held = held

    def entries(self) -> list[TreeEntry]:
        """Every path at or under these places that is not a folder."""
        return [entry for name in self.held for entry in _at(f"{self.root}/{name}", name)]


def _at(path: str, name: str) -> Iterator[TreeEntry]:
    status = os.lstat(path)
    if stat.S_ISDIR(status.st_mode):
        yield from _scan(path, name)
    else:
        yield _entry(name, status)


def _entry(name: str, status: os.stat_result) -> TreeEntry:
    if stat.S_ISLNK(status.st_mode):
        return TreeEntry(name, EntryKind.LINK, 0)
    return TreeEntry(name, EntryKind.FILE if stat.S_ISREG(status.st_mode) else EntryKind.OTHER, status.st_size)


def _scan(folder: str, name: str) -> Iterator[TreeEntry]:
    with os.scandir(folder) as found:
        for item in found:
            path = f"{name}/{item.name}"
            if item.is_dir(follow_symlinks=False):
                yield from _scan(item.path, path)
            else:
                yield _entry(path, item.stat(follow_symlinks=False))


def _places(folder: str, name: str, depth: int) -> Iterator[str]:
    with os.scandir(folder) as found:
        for item in found:
            path = f"{name}/{item.name}"
            if depth and item.is_dir(follow_symlinks=False):
                yield from _places(item.path, path, depth - 1)
            else:
                yield path
