"""Which finding hides which: the only place where findings are dropped, so that one mistake is reported once.

A rule that cannot run because its input is missing reports nothing of itself, and needs no entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from schema.book.finding import Finding
from schema.layout.paths import UnitPath


def _field(finding: Finding) -> Hashable:
    return finding.field and (finding.path, finding.field)


def _line(finding: Finding) -> Hashable:
    return finding.line and (finding.path, finding.line)


def _unit(finding: Finding) -> Hashable:
    return UnitPath.holding(finding.path)


class Hiding(NamedTuple):
    """Findings ``by`` some rules or messages hide those ``of`` others where both have the same, not empty ``place``."""

    by: frozenset[str]
    of: frozenset[str]
    place: Callable[[Finding], Hashable]


def _hiding(by: str, of: str, place: Callable[[Finding], Hashable]) -> Hiding:
    return Hiding(frozenset(by.split()), frozenset(of.split()), place)


# In this order; what is hidden hides nothing itself. Names with a dot are messages, all others rules.
TABLE = (
    # An identity card in the place of a code is reported as a wrong code.
    _hiding("uscc-format", "text.identity", _line),
    # In the place of another value it is the one mistake: that it is no telephone number either need not be said.
    _hiding(
        "text.identity private.number",
        "phone-format amount-format date-format url-format field-choice field-type",
        _line,
    ),
    # The name that leads nowhere may be meant for the file that no form names.
    _hiding("material-file", "material-unlisted", _unit),
    # What is wrong with a value as it is written comes before what it says.
    _hiding(
        "text-hidden yaml-feature yaml-duplicate-key text.identity unneeded file-size material-type",
        "text-placeholder text-suspect text-garbled text-lookalike text-length text-lost text.own-number text.mobile text.mail"
        " date-future division-unknown"
        " division-city uscc-folder uscc-region uscc-kind revenue.over revenue-threshold industry-unknown unit-name"
        " same.product material-missing material.neither material-file material-shared",
        _field,
    ),
    # Filler has no length and is no place; a contact's number is no place either.
    _hiding("text-placeholder", "text-suspect text-garbled text-lookalike text-length division-unknown", _field),
    _hiding("text.own-number", "division-unknown", _field),
    # That something private must not be there is said once.
    _hiding("private-here", "text-personal", _field),
    _hiding("private.here", "private.number", _line),
    _hiding("private.here", "private.number", _field),
    # A short name that is not the other form's: that they differ says enough.
    _hiding("unit-name", "text-suspect", _field),
    # No place holds a number or an address, so that it is none says enough.
    _hiding("division-unknown", "text.mobile text.mail", _field),
)


def suppress(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are reported, each once, in their order."""
    kept = list(dict.fromkeys(findings))
    for hiding in TABLE:
        places = {hiding.place(finding) for finding in kept if _is_of(finding, hiding.by)} - {None, ""}
        if places:
            kept = [finding for finding in kept if not (_is_of(finding, hiding.of) and hiding.place(finding) in places)]
    return kept


def _is_of(finding: Finding, names: frozenset[str]) -> bool:
    return finding.rule in names or finding.content.name in names


def without_old(new: Iterable[Finding], old: Iterable[Finding], changed: set[str]) -> list[Finding]:
    """The findings of a proposal: those about what it ``changed``, and of the others those that are not ``old``."""
    known = set(map(_identity, old))
    return [finding for finding in new if _is_about(finding, changed) or _identity(finding) not in known]


def _identity(finding: Finding) -> Hashable:
    """What a finding has in common before and after: all but its line, which moves."""
    return finding.rule, finding.path, finding.field, finding.message


def _is_about(finding: Finding, changed: set[str]) -> bool:
    """Whether a finding is about a changed file, or about a unit's folder in which something changed."""
    if finding.path in changed:
        return True
    inside = finding.line is None and UnitPath.holding(finding.path)
    return bool(inside) and any(path.startswith(f"{finding.path}/") for path in changed)
