"""The folder of the private halves (``--private DIR``): ``<city>/<code>/…`` as under ``submissions/``, outside what Git keeps."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from schema.layout.arrange import Arrangement, TreeEntry, arrange
from schema.layout.joining import join
from schema.layout.paths import PRIVATE_ROOT
from scripts.tree.disk import Tree, scan


class PrivateFolder(NamedTuple):
    """The folder of the private halves: its absolute path, and its name as the user typed it, for reports."""

    path: Path
    name: str

    def at(self, path: str) -> Path:
        """Where a file stands whose path begins with ``PRIVATE_ROOT``."""
        return self.path / path.removeprefix(f"{PRIVATE_ROOT}/")


class TwoTrees:
    """A tree of public halves with the folder of the private ones beside it, whose paths begin with ``PRIVATE_ROOT``."""

    def __init__(self, public: Tree, folder: Path, name: str) -> None:
        self.public, self.folder, self.name = public, folder, name

    def entries(self) -> list[TreeEntry]:
        """Every file of the public halves."""
        return self.public.entries()

    def private_entries(self) -> list[TreeEntry]:
        """Every file of the private halves; no link is followed."""
        return list(scan(self.folder, PRIVATE_ROOT))

    def read(self, path: str) -> bytes:
        """The bytes of a file of either."""
        if path.startswith(f"{PRIVATE_ROOT}/"):
            return (self.folder / path.removeprefix(f"{PRIVATE_ROOT}/")).read_bytes()
        return self.public.read(path)


def beside(tree: Tree, private: PrivateFolder | None) -> Tree:
    """A tree with the private halves beside it, where their folder is known."""
    return TwoTrees(tree, *private) if private else tree


def arranged(tree: Tree) -> Arrangement:
    """A tree's paths sorted into units, with the private halves where they are at hand."""
    public = arrange(tree.entries())
    return join(public, arrange(tree.private_entries())) if isinstance(tree, TwoTrees) else public


def private_name(tree: Tree | None) -> str:
    """The folder of the private halves as the user typed it, empty without one."""
    return tree.name if isinstance(tree, TwoTrees) else ""
