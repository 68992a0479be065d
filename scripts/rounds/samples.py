"""``catalogue samples --remove``: a repository without the shipped fictional units."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from schema.fields.uscc import is_sample
from schema.forms.registry import BUREAU
from schema.layout.paths import ROOT, FormPath
from schema.reading.read import read
from schema.vocabulary.survey import constants

_MARK = "虚构示例"  # in the first comment of each shipped bureau.yaml
_CONTACTS = ("联系人", "联系方式", "报送邮箱", "报送电话", "报送地址")
_FICTIONAL = re.compile(r"示例|1540000\d{4}|[-)）]0\d{6,7}")  # names, mobiles, local numbers that nobody has


class Removed(NamedTuple):
    """The folders of the units that were removed, and the headers that were emptied."""

    units: list[str]
    bureaus: list[str]


def remove_samples(root: Path) -> Removed:
    """Remove the units whose code has EXAMPLE, and empty each bureau.yaml that still speaks of a fictional bureau. No link is followed."""
    units, bureaus = [], []
    for city in constants().cities:
        place = FormPath(city)
        folder = root / place.folder
        if not folder.is_dir() or (root / ROOT).is_symlink() or folder.is_symlink():
            continue
        for unit in sorted(folder.iterdir()):
            if is_sample(unit.name) and unit.is_dir() and not unit.is_symlink():
                shutil.rmtree(unit)
                units.append(f"{place.folder}/{unit.name}")
        header = root / place.path
        if header.is_file() and not header.is_symlink() and _is_fictional(header.read_bytes()):
            header.write_text(f"{BUREAU.schema_comment}\n", encoding="utf-8")
            bureaus.append(place.path)
    return Removed(units, bureaus)


def _is_fictional(data: bytes) -> bool:
    """Whether a header is a shipped one: its contacts are fictional, or it has none and says that it is a sample."""
    document = read("", data).document
    root = (document and document.root) or {}
    contacts = [str(root[label]) for label in _CONTACTS if root.get(label)]
    if contacts:
        return all(_FICTIONAL.search(text) for text in contacts)
    return _MARK in data.decode("utf-8", "replace")
