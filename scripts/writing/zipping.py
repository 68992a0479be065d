"""Zips that are the same to the byte for the same files: no clock, no user, one order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name


def write_zip(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write a zip of these names and contents, in their order, with the folders above it.

    Names beyond ASCII are marked as UTF-8, so that Windows shows them right.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w") as archive:
        for name, content in files:
            entry = ZipInfo(name, _DAY)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)
    return path
