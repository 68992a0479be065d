"""Judging a proposal: what it changed, and what it broke elsewhere, but not what was wrong before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from schema.book.finding import Finding
from schema.layout.arrange import Arrangement, UnitFiles, arrange
from schema.rules.pull_request import judge_changes
from schema.rules.units import UnitFacts, over_all
from scripts.check.pipeline import (
    Checked,
    UnitResult,
    check_bureaus,
    check_units,
    ordered,
    read_facts,
    summarise,
    touched,
)
from scripts.tree.disk import Tree
from scripts.tree.revision import Proposal
from scripts.uncollected import uncollected

_Key = tuple[str, str]


@uncollected()
def check_proposal(proposal: Proposal, today: date, paths: Sequence[str] = ()) -> Checked:
    """The findings of a proposal, with the rules over pull requests. Rules over several files see everything."""
    changed = {change.path for change in proposal.changes}
    keys = {(parts[1], parts[2]) for path in changed if len(parts := path.split("/")) > 3 and parts[0] == "submissions"}
    before, after = arrange(proposal.before.entries()), arrange(proposal.after.entries())
    rest = {key: read_facts(proposal.after, files) for key, files in after.units.items() if key not in keys}
    old, _ = _findings(proposal.before, before, keys, rest, today)
    new, results = _findings(proposal.after, after, keys, rest, today)
    known = Counter(map(_identity, old))
    found = [*judge_changes(proposal.changes, today), *(f for f in new if _own(f, changed) or not known[_identity(f)])]
    shown = ordered(finding for finding in found if touched(finding.path, paths))
    files = sum(change.inside and not change.removed for change in proposal.changes)
    return Checked(shown, summarise(files, results, shown))


def _findings(
    tree: Tree, arrangement: Arrangement, keys: set[_Key], rest: dict[_Key, UnitFacts], today: date
) -> tuple[list[Finding], list[UnitResult]]:
    """All findings of a tree in the units of ``keys``, and of the rules over all units."""
    chosen: list[UnitFiles] = [files for key, files in arrangement.units.items() if key in keys]
    results = list(check_units(tree, chosen, today))
    facts = {(result.facts.city, result.facts.code): result.facts for result in results}
    everything = [known for key in arrangement.units if (known := facts.get(key) or rest.get(key))]
    _, bureaus = check_bureaus(arrangement, tree)
    own: Iterable[Finding] = (finding for result in results for finding in result.findings)
    return [*arrangement.findings, *bureaus, *own, *over_all(everything)], results


def _identity(finding: Finding) -> tuple[str, str, str | None, str]:
    """What makes a finding the same one before and after: all but its line, which moves."""
    return (finding.rule, finding.path, finding.field, finding.message)


def _own(finding: Finding, changed: set[str]) -> bool:
    """Whether a finding is about a changed file, or about a folder in which something changed."""
    return finding.path in changed or (
        finding.line is None and any(path.startswith(f"{finding.path}/") for path in changed)
    )
