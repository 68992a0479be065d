"""The vocabularies that lie beside the code as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``schema/<name>``, by column name."""
    text = files("schema").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def words(cell: str) -> tuple[str, ...]:
    """The words of a cell, parted by ``|``."""
    return tuple(filter(None, cell.split("|")))
