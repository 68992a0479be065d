"""The project's own data beside the code: vocabularies in CSV, constants and wording in YAML."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``schema/<name>``, by column name."""
    text = files("schema").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def yaml_values(text: str) -> dict[str, Any]:
    """The values of a YAML text of the project's own, every scalar as the text that was typed."""
    return dict(yaml.load(text, yaml.CBaseLoader))  # noqa: S506 - makes texts, lists and maps only


def words(cell: str) -> tuple[str, ...]:
    """The words of a cell, parted by ``|``."""
    return tuple(filter(None, cell.split("|")))
