"""``catalogue pack``: a city's folder as one zip, which ``import`` takes as it is at the province, materials included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from schema.layout.arrange import Arrangement, TreeEntry, arrange
from schema.layout.paths import ROOT
from scripts.tree.disk import DiskTree
from scripts.writing.zipping import write_zip


def pack(root: Path, city: str, path: Path) -> tuple[int, list[str]]:
    """Write the zip; the number of files in it, and the paths that were left out since the layout has no place for them.

    The same folder gives the same bytes. Without a file there is no zip.
    """
    tree = DiskTree(root)
    entries = [entry for entry in tree.entries() if entry.path.startswith(f"{ROOT}/{city}/")]
    files = sorted(entry.path for entry in _placed(arrange(entries)))
    if files:
        write_zip(path, ((name, tree.read(name)) for name in files))
    return len(files), sorted({entry.path for entry in entries} - set(files))


def _placed(arrangement: Arrangement) -> Iterator[TreeEntry]:
    """The files that stand where they belong."""
    yield from arrangement.bureaus.values()
    yield from arrangement.received.values()
    for unit in arrangement.units.values():
        yield from (*unit.forms(), *unit.materials)
