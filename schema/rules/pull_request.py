"""Rules over a pull request as a whole: what it touches, what it takes away, when it comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schema.book.finding import Finding, path_finding
from schema.book.wording import Argument, Either, Seen, message, phrase
from schema.forms.registry import BUREAU, RECEIVED
from schema.layout.paths import ROOT
from schema.layout.told_paths import ToldPaths
from schema.vocabulary.survey import constants


@dataclass(frozen=True, slots=True)
class Change:
    """One path that a proposal adds, modifies or removes (a rename is a removal and an addition)."""

    path: str
    removed: bool

    @property
    def inside(self) -> bool:
        """Whether it lies under ``submissions/``."""
        return self.path == ROOT or self.path.startswith(f"{ROOT}/")

    @property
    def parts(self) -> list[str]:
        """The names below ``submissions/``."""
        return self.path.split("/")[1:]


def judge_changes(
    changes: Sequence[Change], today: date, *, conflicts: Sequence[str] = (), batch: bool = False
) -> Iterator[Finding]:
    """``pr-scope``, ``pr-removal``, ``pr-conflict`` and ``pr-deadline``; a proposal without submissions gets none.

    ``conflicts`` are the paths where Git cannot merge it; ``batch`` says that a maintainer lets it remove entries of several units.
    """
    inside = [change for change in changes if change.inside]
    if not inside:
        return
    yield from _scope(changes, inside)
    yield from _removals(inside, batch)
    yield from (path_finding(path, message("pr.conflict")) for path in conflicts if Change(path, False).inside)
    deadline = constants().deadline
    if today > deadline:
        yield path_finding(ROOT, message("pr.deadline", deadline=deadline.isoformat(), today=today.isoformat()))


def _scope(changes: Sequence[Change], inside: Sequence[Change]) -> Iterator[Finding]:
    outside = sorted(change.path for change in changes if not change.inside)
    if outside:
        tell = ToldPaths(lambda: outside).tell
        paths: Argument = tuple(Either(Seen(path), tell(path)) for path in outside[:3])
        if len(outside) > 3:
            paths = phrase("pr.more", paths=paths, count=len(outside))
        yield path_finding(outside[0], message("pr.outside", paths=paths))
    cities = sorted({change.parts[0] for change in inside if len(change.parts) > 1})
    if len(cities) > 1:
        known = constants().cities
        names = tuple(city if city in known else Seen(city) for city in cities)
        content = message("pr.cities", count=len(cities), cities=names)
        yield path_finding(f"{ROOT}/{cities[1]}", content)
        return
    units = sorted({change.parts[1] for change in inside if len(change.parts) > 2})
    others = {change.parts[1] for change in inside if len(change.parts) == 2}
    if RECEIVED.file in others:  # by itself too: who claims a paper or hides a decision is seen
        yield path_finding(f"{ROOT}/{cities[0]}/{RECEIVED.file}", message("pr.register"))
    if len(units) > 1 or (units and BUREAU.file in others):
        content = message("pr.units-and-bureau" if BUREAU.file in others else "pr.units", count=len(units))
        yield path_finding(f"{ROOT}/{cities[0]}", content)


def _removals(inside: Sequence[Change], batch: bool) -> Iterator[Finding]:
    """One finding for each entry that is taken away: an error where the proposal touches other units too, save in a batch."""
    units = {tuple(change.parts[:2]) for change in inside if len(change.parts) > 2}
    name = "pr.removal" if batch or len(units) < 2 else "pr.removal-among-others"
    for change in inside:
        parts = change.parts
        entry = len(parts) >= 3 and (parts[2:] == ["enterprise.yaml"] or (len(parts) == 4 and parts[2] == "products"))
        if change.removed and entry:
            yield path_finding(change.path, message(name))
