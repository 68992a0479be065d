"""``catalogue pack``: a city's folder as one zip, which ``import`` takes as it is at the province, materials included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from schema.layout.arrange import Arrangement, TreeEntry, arrange
from schema.layout.paths import ROOT
from scripts.tree.disk import DiskTree


def pack(root: Path, city: str, path: Path) -> tuple[int, list[str]]:
    """Write the zip; the number of files in it, and the paths that were left out since the layout has no place for them.

    The same folder gives the same bytes. Without a file there is no zip.
    """
    tree = DiskTree(root)
    entries = [entry for entry in tree.entries() if entry.path.startswith(f"{ROOT}/{city}/")]
    files = sorted(entry.path for entry in _placed(arrange(entries)))
    if files:
        path.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(path, "w") as archive:
            for name in files:
                entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
                archive.writestr(entry, tree.read(name))
    return len(files), sorted({entry.path for entry in entries} - set(files))


def _placed(arrangement: Arrangement) -> Iterator[TreeEntry]:
    """The files that stand where they belong."""
    yield from arrangement.bureaus.values()
    yield from arrangement.received.values()
    for unit in arrangement.units.values():
        yield from (*unit.forms(), *unit.materials)
