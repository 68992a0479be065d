"""Reading and judging a tree: which units, which rules, in which order, in how many processes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schema.book.finding import Finding, Severity, path_finding
from schema.book.wording import Message, message
from schema.forms.bureau import Bureau
from schema.layout.arrange import Arrangement, TreeEntry, UnitFiles, arrange
from schema.reading.document import Document
from schema.reading.unit import F, Filed, Unit, read_filed, read_unit, read_units
from schema.rules import judge
from schema.rules.material_files import MAX_BYTES, MAX_UNIT_BYTES, judge_facts, wrong_type
from schema.rules.materials import at_name
from schema.rules.units import UnitFacts, facts, over_all
from scripts.beside import processors
from scripts.sandbox.materials import Inspector, inspector
from scripts.tree.disk import DiskPart, DiskTree, Tree
from scripts.uncollected import uncollected

BATCH = 50  # files read together: read one by one, each takes a tenth longer
CHUNK = 200  # units a part: long enough that sending what came of it costs little
PARALLEL_FROM = 600  # units; below, starting processes costs more than it saves

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was looked at, and how many findings of each severity came of it."""

    files: int
    units: int
    enterprises: int
    products: int
    errors: int
    warnings: int
    infos: int


@dataclass(slots=True)
class Checked:
    """What a check found: findings in order; where asked for, the units as far as they could be read, and the bureaus' headers."""

    findings: list[Finding]
    summary: Summary
    units: list[Unit] = field(default_factory=list)
    bureaus: dict[str, Filed[Bureau]] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether an error was found."""
        return self.summary.errors > 0


class UnitResult(NamedTuple):
    """One unit read and judged, small enough to come from a worker; its forms are kept only where asked for."""

    facts: UnitFacts
    findings: list[Finding]
    enterprises: int
    products: int
    unit: Unit | None = None


def today_in_shanghai() -> date:
    """The day by which ``validate`` judges dates."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


@uncollected()
def check(
    tree: Tree,
    *,
    paths: Sequence[str] = (),
    today: date | None = None,
    keep: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Read and judge everything under ``submissions/``, or only the units that ``paths`` touch; ``keep`` keeps the units.

    ``paths`` are relative to the repository's root. With them, names are not compared with units that are not read.
    """
    parts = list(_parts(tree, paths, today, keep, progress))
    results = [result for part in parts for result in part.results]
    findings = [
        *dict.fromkeys(finding for part in parts for finding in part.findings)
    ]  # parts may tell of one folder each
    findings += over_all(result.facts for result in results)
    shown = ordered(finding for finding in findings if touched(finding.path, paths))
    bureaus = {city: filed for part in parts for city, filed in part.bureaus.items()}
    units = [result.unit for result in results if result.unit]
    return Checked(shown, summarise(sum(part.files for part in parts), results, shown), units, bureaus)


class Part(NamedTuple):
    """What came of a tree, or of a part of it: its units in path order, and all findings but those of rules over all units."""

    files: int
    results: list[UnitResult]
    bureaus: dict[str, Filed[Bureau]]
    findings: list[Finding]


def check_part(
    tree: Tree, paths: Sequence[str], today: date | None, keep: bool = False, progress: Progress | None = None
) -> Part:
    """Arrange, read and judge a tree by itself."""
    arrangement = arrange(tree.entries())
    chosen = [unit for unit in arrangement.units.values() if touched(unit.folder, paths)]
    results = list(check_units(tree, chosen, today, keep=keep, progress=progress))
    bureaus, found = check_bureaus(arrangement, tree, paths)
    findings = [*arrangement.findings, *found, *(finding for result in results for finding in result.findings)]
    files = arrangement.files if not paths else sum(map(_count_files, chosen))
    return Part(files, results, bureaus, findings)


def _parts(
    tree: Tree, paths: Sequence[str], today: date | None, keep: bool, progress: Progress | None
) -> Iterator[Part]:
    """The tree as a whole; in several parts, each by a process, where there are enough units for that to win."""
    places = [place for place in tree.places() if touched(place, paths)] if isinstance(tree, DiskTree) else []
    if isinstance(tree, DiskTree) and len(places) >= PARALLEL_FROM and processors() > 1:
        yield from _parallel(tree.root, places, paths, today, keep, progress)
    elif isinstance(tree, DiskTree) and paths:
        yield check_part(DiskPart(tree.root, places), paths, today, keep, progress)
    else:
        yield check_part(tree, paths, today, keep, progress)


def _parallel(
    root: Path, places: Sequence[str], paths: Sequence[str], today: date | None, keep: bool, progress: Progress | None
) -> Iterator[Part]:
    from concurrent.futures import ProcessPoolExecutor  # imported here: few checks are large enough
    from multiprocessing import get_context

    trees = [DiskPart(root, places[start : start + CHUNK]) for start in range(0, len(places), CHUNK)]
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(processors(), context, gc.disable) as pool:
        for number, part in enumerate(pool.map(check_part, trees, repeat(paths), repeat(today), repeat(keep)), 1):
            yield part
            if progress:
                progress(number, len(trees))


def strict(checked: Checked) -> Checked:
    """The same check with warnings weighed as errors."""
    findings = [f.weighed(Severity.ERROR) if f.severity is Severity.WARNING else f for f in checked.findings]
    summary = replace(checked.summary, errors=checked.summary.errors + checked.summary.warnings, warnings=0)
    return replace(checked, findings=findings, summary=summary)


def touched(path: str, paths: Sequence[str]) -> bool:
    """Whether a path lies under one of ``paths``, or one of them under it; everything does when there are none."""
    return not paths or any(_within(path, chosen) or _within(chosen, path) for chosen in paths)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by path and place."""
    return sorted(findings, key=lambda finding: finding.order)


def summarise(files: int, results: Sequence[UnitResult], findings: Iterable[Finding]) -> Summary:
    """The figures of a check."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    enterprises, products = sum(result.enterprises for result in results), sum(result.products for result in results)
    return Summary(files, len(results), enterprises, products, *(counts[severity] for severity in Severity))


def _count_files(unit: UnitFiles) -> int:
    return bool(unit.enterprise) + len(unit.products) + len(unit.materials)


# ---------- units ----------


def check_units(
    tree: Tree, units: Sequence[UnitFiles], today: date | None, *, keep: bool = False, progress: Progress | None = None
) -> Iterator[UnitResult]:
    """Each unit read and judged by itself, in order."""
    done = 0
    with inspector() as opened:
        for batch in _batches(units):
            for unit, findings in read_units(batch, tree.read):
                yield _judged(tree, unit, findings, today, opened, keep=keep)
            done += len(batch)
            if progress:
                progress(done, len(units))


def _batches(units: Iterable[UnitFiles]) -> Iterator[list[UnitFiles]]:
    """The units in runs of about ``BATCH`` files."""
    batch: list[UnitFiles] = []
    files = 0
    for unit in units:
        batch.append(unit)
        files += len(unit.products) + 1
        if files >= BATCH:
            yield batch
            batch, files = [], 0
    if batch:
        yield batch


def _judged(
    tree: Tree, unit: Unit, findings: list[Finding], today: date | None, opened: Inspector, *, keep: bool
) -> UnitResult:
    """Run every rule that concerns a unit alone."""
    findings += _materials(unit, tree, opened)
    told = {(finding.path, finding.field) for finding in findings}
    findings += [
        finding for finding in judge(unit, today) if finding.field is None or (finding.path, finding.field) not in told
    ]
    kept = _light_unit(unit) if keep else None
    return UnitResult(facts(unit), findings, int(unit.enterprise is not None), len(unit.products), kept)


def _light_unit(unit: Unit) -> Unit:
    return replace(
        unit,
        enterprise=_light(unit.enterprise) if unit.enterprise else None,
        products=[_light(filed) for filed in unit.products],
    )


def _light(filed: Filed[F]) -> Filed[F]:
    """A form without its file's text and places, which only the rules ask for; the values stay where the form lacks some."""
    return replace(filed, document=Document(filed.path, "", None if filed.whole else filed.document.root))


def read_facts(tree: Tree, files: UnitFiles) -> UnitFacts:
    """What rules over all units need of one that is not judged itself."""
    return facts(read_unit(files, tree.read)[0])


def _materials(unit: Unit, tree: Tree, opened: Inspector) -> Iterator[Finding]:
    """``file-size``, ``material-type`` and ``material-unsafe``, at the line that names the file."""
    for name, entry in unit.materials.items():
        for trouble in _trouble(entry, tree, opened):
            yield at_name(unit, name, trouble)
    total = sum(entry.size for entry in unit.materials.values())
    if total > MAX_UNIT_BYTES:
        size = str(-(-total * 10 // 2**20) / 10)
        yield path_finding(unit.folder, message("size.unit", size=size, most=MAX_UNIT_BYTES // 2**20))


def _trouble(entry: TreeEntry, tree: Tree, opened: Inspector) -> list[Message]:
    """What is wrong with one material file."""
    if entry.size > MAX_BYTES:
        size = str(-(-entry.size * 10 // 2**20) / 10)
        return [message("size.material", size=size, most=MAX_BYTES // 2**20)]
    data = tree.read(entry.path)
    mistyped = wrong_type(entry.path, data)
    return [mistyped] if mistyped else judge_facts(opened.facts(data))


# ---------- bureaus ----------


def check_bureaus(
    arrangement: Arrangement, tree: Tree, paths: Sequence[str] = ()
) -> tuple[dict[str, Filed[Bureau]], list[Finding]]:
    """Each city's bureau.yaml. An empty one is right: everything is left to the pen."""
    out: dict[str, Filed[Bureau]] = {}
    findings: list[Finding] = []
    for city, entry in arrangement.bureaus.items():
        if touched(entry.path, paths):
            filed, found = read_filed(Bureau, entry, tree.read)
            findings += [finding for finding in found if finding.rule != "field-missing"]
            if filed:
                out[city] = _light(filed)
    return out, findings
