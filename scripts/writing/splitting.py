"""``catalogue split``: a tree of whole forms → public halves for a new repository, and private ones with their materials beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT, FormPath
from scripts.tree.disk import DiskTree
from scripts.writing.editor import Unchangeable
from scripts.writing.parting import part


@dataclass(slots=True)
class Split:
    """The files of both folders by their paths in them, and (path, reason) of what could not be parted."""

    public: dict[str, bytes] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)
    forms: int = 0
    proofs: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def split(root: Path) -> Split:
    """Both halves of every form under ``root``; nothing is written."""
    tree, out = DiskTree(root), Split()
    for entry in sorted(tree.entries(), key=lambda entry: entry.path):
        try:
            _add(out, tree, entry)
        except Unchangeable as reason:
            out.refused.append((entry.path, str(reason)))
    return out


def _add(out: Split, tree: DiskTree, entry: TreeEntry) -> None:
    below, place = entry.path.removeprefix(f"{ROOT}/"), FormPath.parse(entry.path)
    if entry.kind is not EntryKind.FILE:
        raise Unchangeable("不是普通的文件")
    if place and place.register:  # its digests are of whole forms, and tell something of what is private in them
        out.private[below] = tree.read(entry.path)
    elif place:
        folder = place.folder
        halves = part(place, tree.read(entry.path), lambda name: _proof(tree, f"{folder}/{name}"))
        out.public[entry.path] = halves.public
        if halves.private is not None:
            out.private[below] = halves.private
        out.forms += place.code is not None
    elif len(parts := below.split("/")) == 4 and parts[2] == "materials":
        out.private[below] = tree.read(entry.path)
        out.proofs += 1
    else:
        raise Unchangeable("这个位置不放文件")


def _proof(tree: DiskTree, path: str) -> bytes:
    try:
        return tree.read(path)
    except OSError as error:
        raise Unchangeable("表里写的材料文件读不出来") from error
