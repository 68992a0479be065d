"""The check of a proposal: what it changed and what it broke elsewhere, but not what was wrong before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schema.book.finding import Finding
from schema.layout.arrange import Arrangement
from schema.layout.paths import UnitPath, public_path
from schema.rules.pull_request import judge_changes
from schema.rules.units import UnitFacts, over_all, reporting
from scripts.check.city_files import read_bureaus, read_registers
from scripts.check.pipeline import (
    Checked,
    UnitResult,
    check_units,
    findings_of,
    ordered,
    read_facts,
    summarise,
    touched,
)
from scripts.check.suppress import suppress, without_old
from scripts.tree.disk import Tree
from scripts.tree.private import arranged
from scripts.tree.revision import Proposal


def check_proposal(proposal: Proposal, today: date, paths: Sequence[str] = (), *, batch: bool = False) -> Checked:
    """The findings of a proposal, with the rules over pull requests. Rules over several files see everything.

    ``batch`` lets it remove entries of several units.
    """
    changed = {change.path for change in proposal.changes}
    units = {unit for path in changed if (unit := UnitPath.holding(path))}
    before, after = arranged(proposal.before), arranged(proposal.after)
    rest = {key: read_facts(proposal.after, files) for key, files in after.units.items() if key not in units}
    old, _ = _findings(proposal.before, before, units, rest, today)
    new, results = _findings(proposal.after, after, units, rest, today)
    over_changes = judge_changes(proposal.changes, today, conflicts=proposal.conflicts, batch=batch)
    findings = [*over_changes, *without_old(new, old, changed)]
    reported = ordered(finding for finding in findings if touched(public_path(finding.path), paths))
    files = sum(change.inside and not change.removed for change in proposal.changes)
    return Checked(reported, summarise(files, results, reported), tree=proposal.after)


def _findings(
    tree: Tree, arrangement: Arrangement, units: set[UnitPath], rest: dict[tuple[str, str], UnitFacts], today: date
) -> tuple[list[Finding], list[UnitResult]]:
    """What is wrong with a tree in these ``units``, its bureaus' headers and across all units."""
    results = check_units(tree, [files for key, files in arrangement.units.items() if key in units], today)
    facts = rest | {(result.facts.city, result.facts.code): result.facts for result in results}
    every = [facts[key] for key in arrangement.units if key in facts]
    across = over_all(every)
    _, bureaus = read_bureaus(tree, arrangement.bureaus, reporting(every), arrangement.private)
    _, registers = read_registers(tree, arrangement, today, arrangement.received)
    return suppress([*arrangement.findings, *bureaus, *registers, *findings_of(results), *across]), results
