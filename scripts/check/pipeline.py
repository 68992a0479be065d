"""The check: arrange → read → judge → judge across units → suppress → order.

Each stage is a function over data; which finding hides which is decided in ``suppress`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.bureau import Bureau
from schema.forms.form import position
from schema.layout.arrange import UnitFiles
from schema.layout.paths import ROOT, FormPath, public_path
from schema.reading.received import Register
from schema.reading.unit import FormFile, Unit, read_unit
from schema.rules import judge
from schema.rules.units import UnitFacts, facts, over_all
from schema.rules.units import reporting as reporting_cities
from schema.vocabulary.survey import constants
from scripts.check.city_files import read_bureaus, read_registers
from scripts.check.materials import judge_materials
from scripts.check.suppress import suppress
from scripts.sandbox.client import Sandbox
from scripts.tree.disk import DiskTree, Tree
from scripts.tree.private import arranged

POOL_FROM = 400  # units; below, starting processes costs more than it saves
CHUNK = 100  # units that a process reads at a time


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was checked, and the number of findings of each severity."""

    files: int
    units: int
    enterprises: int
    products: int
    errors: int
    warnings: int
    infos: int


@dataclass(slots=True)
class Checked:
    """The outcome of a check: findings in order; where asked for, the units as far as they could be read; the bureaus' headers, and
    what they received.

    ``tree`` is what was checked, for reports that quote it; ``marks`` are lines to say of it besides.
    """

    findings: list[Finding]
    summary: Summary
    units: list[Unit] = field(default_factory=list)
    bureaus: dict[str, FormFile[Bureau]] = field(default_factory=dict)
    received: Register = field(default_factory=Register)
    tree: Tree | None = field(default=None, compare=False)
    marks: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether there is an error."""
        return self.summary.errors > 0

    @property
    def wrong_paths(self) -> set[str]:
        """The files and folders that have an error; that of a private half is its public one's."""
        return {public_path(finding.path) for finding in self.findings if finding.severity is Severity.ERROR}


class UnitResult(NamedTuple):
    """One unit read and judged by itself; its forms only where asked for."""

    facts: UnitFacts
    findings: list[Finding]
    enterprises: int
    products: int
    unit: Unit | None = None


def today_in_shanghai() -> date:
    """The day by which ``validate`` judges dates."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def check(tree: Tree, *, paths: Sequence[str] = (), today: date | None = None, keep: bool = False) -> Checked:
    """Check everything under ``submissions/``, or only the units that ``paths`` touch; ``keep`` keeps the units.

    ``paths`` are relative to the repository's root. With them, names are not compared with those of other units.
    """
    arrangement = arranged(tree)
    units = [files for files in arrangement.units.values() if touched(files.folder, paths)]
    headers = {city: entry for city, entry in arrangement.bureaus.items() if touched(entry.path, paths)}

    results = check_units(tree, units, today, keep=keep)
    reporting = reporting_cities(result.facts for result in results)
    bureaus, found = read_bureaus(tree, headers, reporting, arrangement.private)
    received, told = read_registers(
        tree, arrangement, today, [city for city in constants().cities if touched(f"{ROOT}/{city}", paths)]
    )
    across = over_all(result.facts for result in results)

    findings = suppress([*arrangement.findings, *found, *told, *findings_of(results), *across])
    reported = ordered(finding for finding in findings if touched(public_path(finding.path), paths))
    files = sum(map(_count_files, units)) + len(headers) if paths else arrangement.files
    kept = [result.unit for result in results if result.unit]
    return Checked(reported, summarise(files, results, reported), kept, bureaus, received, tree)


# ---------- units ----------


def check_units(tree: Tree, units: Sequence[UnitFiles], today: date | None, *, keep: bool = False) -> list[UnitResult]:
    """Each unit read and judged by itself, in order; many units by several processes."""
    work = partial(_check_chunk, tree, today, keep)
    if len(units) < POOL_FROM or not isinstance(tree, DiskTree):
        return work(units)
    from concurrent.futures import ProcessPoolExecutor  # few checks are large enough

    chunks = [units[start : start + CHUNK] for start in range(0, len(units), CHUNK)]
    with ProcessPoolExecutor() as pool:
        return [result for results in pool.map(work, chunks) for result in results]


def _check_chunk(tree: Tree, today: date | None, keep: bool, units: Sequence[UnitFiles]) -> list[UnitResult]:
    with Sandbox() as sandbox:
        return [_check_unit(tree, files, today, sandbox, keep=keep) for files in units]


def _check_unit(tree: Tree, files: UnitFiles, today: date | None, sandbox: Sandbox, *, keep: bool) -> UnitResult:
    unit, findings = read_unit(files, tree.read)
    findings += judge_materials(unit, tree, sandbox)
    findings += judge(unit, today)
    kept = unit.without_source() if keep else None
    return UnitResult(facts(unit), findings, int(unit.enterprise is not None), len(unit.products), kept)


def read_facts(tree: Tree, files: UnitFiles) -> UnitFacts:
    """What rules over all units need of one that is not judged itself."""
    return facts(read_unit(files, tree.read)[0])


# ---------- findings ----------


def findings_of(results: Iterable[UnitResult]) -> Iterator[Finding]:
    """The findings of all units."""
    return (finding for result in results for finding in result.findings)


def touched(path: str, paths: Sequence[str]) -> bool:
    """Whether a path lies under one of ``paths``, or one of them under it; everything does when there are none."""
    return not paths or any(_within(path, chosen) or _within(chosen, path) for chosen in paths)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by path and line, those of one line in the form's order. Values have no say in it, since everybody sees the order."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[str, int, tuple[int, ...], int, str, str]:
    place = FormPath.parse(finding.path)
    rank = position(place.kind.cls, finding.field) if place and finding.field else ()
    return finding.path, finding.line or 0, rank, finding.column or 0, finding.rule, finding.content.name


def strict(checked: Checked) -> Checked:
    """The same check with warnings as errors."""
    findings = [
        finding.with_severity(Severity.ERROR) if finding.severity is Severity.WARNING else finding
        for finding in checked.findings
    ]
    summary = replace(checked.summary, errors=checked.summary.errors + checked.summary.warnings, warnings=0)
    return replace(checked, findings=findings, summary=summary)


def summarise(files: int, results: Sequence[UnitResult], findings: Iterable[Finding]) -> Summary:
    """The figures of a check."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    enterprises, products = sum(result.enterprises for result in results), sum(result.products for result in results)
    return Summary(files, len(results), enterprises, products, *(counts[severity] for severity in Severity))


def _count_files(unit: UnitFiles) -> int:
    return len(unit.forms()) + len(unit.materials)
