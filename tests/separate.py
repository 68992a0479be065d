"""Tests under 联系信息: 另交: the switch, in this process or for another one, and the samples in two halves."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schema.layout.paths import ROOT as SUBMISSIONS
from schema.layout.paths import FormPath
from schema.vocabulary import survey
from schema.vocabulary.tables import yaml_values
from tests.surveys import ROOT


@contextmanager
def surveyed(**lines: str) -> Iterator[None]:
    """This process with other lines in survey.yaml, such as ``联系信息="另交"``; afterwards as before."""
    survey.yaml_values = lambda text: yaml_values(text) | lines  # type: ignore[attr-defined]
    _forget()
    try:
        yield
    finally:
        survey.yaml_values = yaml_values  # type: ignore[attr-defined]
        _forget()


def _forget() -> None:
    """Empty every cache of the project: what it holds may come from the constants."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("schema", "scripts"):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


def installed_copy(folder: Path, edits: dict[str, str]) -> dict[str, str]:
    """The environment in which ``python -m scripts.cli`` runs a copy of the code with edits of survey.yaml, each of a text that is there once."""
    for name in ("schema", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "schema/survey.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(folder)}


SEPARATE = {"联系信息: 明文": "联系信息: 另交"}


def part(root: Path, private: Path) -> None:
    """Put the forms under ``root`` in two halves: the public ones stay, the private ones and their files go below ``private``.

    Only within ``surveyed(联系信息="另交")``.
    """
    from schema.forms.commitment import new_salt
    from schema.forms.registry import BUREAU
    from schema.reading.read import read
    from scripts.writing.halves import bind, parted
    from scripts.writing.yaml_writer import write_form, write_private

    for path in sorted((root / SUBMISSIONS).rglob("*.yaml")):
        place = FormPath.parse(path.relative_to(root).as_posix())
        assert place, path
        document = read(place.path, path.read_bytes()).document
        assert document, path
        values = document.root or {}
        there = private / place.path.removeprefix(f"{SUBMISSIONS}/")
        there.parent.mkdir(parents=True, exist_ok=True)
        ours, theirs = parted(place.kind.cls, values)
        salt = "" if place.kind is BUREAU else new_salt()
        written = write_private(place.kind.cls, ({"盐": salt} if salt else {}) | theirs)
        if salt:
            lines = [position for position, item in enumerate(ours["材料"], 1) if item.get("另交")]
            year = int(values.get("批次") or survey.constants().first_round)
            proofs = {f"materials/{file.name}": file.read_bytes() for file in (root / place.folder).glob("materials/*")}
            ours["不公开部分"] = bind(place, year, salt, written, lines, proofs.__getitem__)
        path.write_text(write_form(place.kind.cls, ours), encoding="utf-8")
        there.write_text(written, encoding="utf-8")
    for folder in sorted((root / SUBMISSIONS).glob("*/*/materials")):
        folder.rename(private / folder.relative_to(root / SUBMISSIONS))
