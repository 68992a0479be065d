"""``catalogue close``: a round ends. What is published of it is written once to ``rounds/<year>/``, its sums of amounts too.

From then on sums come from that file alone: the difference of two sums over changing submissions would be one unit's amount.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from schema.public.aggregate import aggregate
from schema.public.projection import project
from schema.reading.rounds import this_round
from schema.reading.unit import Unit, without_samples
from schema.vocabulary.survey import constants
from scripts.check.pipeline import Checked, check
from scripts.site import archive
from scripts.site.archive import ClosedRound
from scripts.site.catalogue import catalogue
from scripts.site.input import print_errors, published, site_input
from scripts.tree.disk import Tree
from scripts.tree.history import read_history

_SWITCH = re.compile("^(摸底结束:[ \t]*)\\S+".encode(), re.MULTILINE)


class NotClosed(Exception):
    """The round cannot be closed; the message says why and what to do."""


def survey_file(root: Path) -> Path | None:
    """The survey.yaml of ``root``, where it is that of the installed code; else None, since another one would be judged by."""
    path = root / "schema/survey.yaml"
    return path if path.is_file() and path.samefile(str(_installed())) else None


def _installed() -> Path:
    return Path(str(files("schema").joinpath("survey.yaml")))


def close(root: Path, tree: Tree) -> ClosedRound:
    """End this round: write ``rounds/<year>/`` and set 摸底结束. Raises ``NotClosed`` and ``ArchiveError``.

    A round that was written already is not computed again; only what is left of closing it is done.
    """
    year = constants().round
    folder = root / archive.FOLDER / str(year)
    if not folder.exists():
        if constants().closed:
            raise NotClosed(
                f"schema/survey.yaml 已写着摸底结束，却没有 rounds/{year}；请从 Git 历史里恢复它，或先改回“否”"
            )
        _write(folder, _closed(root, tree))
    _set_closed(root)
    return archive.read_round(folder)


def redact(root: Path, code: str) -> list[int]:
    """Take a unit out of every closed round, whose figures stay; returns the years. Raises ``ArchiveError``."""
    years = []
    for closed in archive.read_rounds(root):
        left = closed.only(lambda entry: entry[archive.CODE] != code)
        if left != closed:
            _put(root / archive.FOLDER / str(closed.year), left)
            years.append(closed.year)
    return years


def _closed(root: Path, tree: Tree) -> ClosedRound:
    checked = check(tree, keep=True)
    if checked.blocked:
        print_errors(checked)
        raise NotClosed("有错误，没有结束。请先改正，或撤下有错的条目；结束之后合计不再改动")
    units = _counted(checked)
    if not any(unit.enterprise or unit.products for unit in units):
        raise NotClosed(f"没有 {constants().round} 年的条目，没有可以结束的")
    if missing := [finding.path for finding in checked.findings if finding.rule == "private-missing"]:
        raise NotClosed(
            f"还有 {len(missing)} 份没有收到不公开部分，收入合计只算这一次，不能缺：\n  " + "\n  ".join(missing)
        )
    source = site_input(units, read_history(root))
    return archive.closing(catalogue(replace(source, survey=project(units))), aggregate(units))


def _counted(checked: Checked) -> list[Unit]:
    """The units of this round as far as they are published, without samples where there are real ones."""
    return without_samples(published(this_round(checked.units), checked.received))


def _write(folder: Path, closed: ClosedRound) -> None:
    """A new folder of a round, all or nothing."""
    folder.parent.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        _put(fresh, closed)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(folder: Path, closed: ClosedRound) -> None:
    contents = archive.files(closed)
    for name, content in (contents | {archive.DIGEST: archive.digest(contents)}).items():
        (folder / name).write_bytes(content)


def _set_closed(root: Path) -> None:
    path = root / "schema/survey.yaml"
    text, count = _SWITCH.subn(r"\g<1>是".encode(), path.read_bytes())
    if count != 1:
        raise NotClosed("schema/survey.yaml 里没有一行“摸底结束: 否”；rounds 已写好，请手工补上“摸底结束: 是”")
    path.write_bytes(text)
