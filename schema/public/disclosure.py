"""Disclosure control: which sums of a table may be published without revealing any single unit's amount.

A sum may be published when it is of at least three units, none of them holds over 70 % of it, and the second largest, who knows
its own amount, cannot estimate the largest to within 15 % (``publishable``: dominance and the p % rule). A hidden cell
of a table with a known total could still be found by subtraction, so ``protect`` hides further cells until the hidden ones,
taken together, may themselves be published, and until public knowledge (a band's limits) does not pin a hidden cell down.
Which further cells are hidden depends on counts and order only, which are public, so the choice reveals nothing about amounts.
``audit`` checks several tables of the same units together: it derives by linear algebra what follows from all published sums.

Two publications of changing amounts can be subtracted from each other, which no rule over one table prevents. So the sums of a
round are computed once, when it is closed (``scripts.rounds.close``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from heapq import nlargest
from itertools import combinations

LEAST_UNITS = 3
LARGEST_SHARE = Decimal("0.7")
CLOSEST = Decimal("0.15")  # what is left without the two largest, as a share of the largest
SPREAD = Decimal(
    "0.5"
)  # least width of the range to which a hidden cell can be narrowed down, as a share of its amount
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Group:
    """One cell's amounts by unit. It is public that each amount is at least ``least`` and, if set, at most ``most``."""

    label: str
    amounts: tuple[tuple[str, Decimal], ...]
    least: Decimal = _ZERO
    most: Decimal | None = None

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The amounts alone."""
        return tuple(amount for _, amount in self.amounts)

    @property
    def total(self) -> Decimal:
        """The sum."""
        return sum(self.values, _ZERO)


@dataclass(frozen=True, slots=True)
class Cell:
    """The published part of a group: number of units, and their sum in 万元, None where it is hidden."""

    label: str
    count: int
    total: int | None


def publishable(amounts: Collection[Decimal]) -> bool:
    """Whether a sum may be published: of three units at least, none with over 70 % of it, and the rest beside the two largest
    wide enough to hide the largest from the second. An empty group is no secret; a sum of zero would reveal each amount."""
    if not amounts:
        return True
    total, largest = sum(amounts, _ZERO), nlargest(2, amounts)
    dominated = largest[0] > LARGEST_SHARE * total or total - sum(largest) < CLOSEST * largest[0]
    return len(amounts) >= LEAST_UNITS and total > 0 and not dominated


def _sound(group: Group) -> bool:
    """Whether a cell's sum may be published: ``publishable``, and not so near its limits that it reveals each amount."""
    others = len(group.amounts) - 1
    if others < 0:
        return True
    low, high = group.least, group.total - group.least * others
    if group.most is not None:
        low, high = max(low, group.total - group.most * others), min(high, group.most)
    return publishable(group.values) and high - low >= SPREAD * group.least


def hidden(groups: Sequence[Group]) -> frozenset[str] | None:
    """The labels whose sums must be hidden while the total is published; None when no choice of them protects enough."""
    chosen = [group for group in groups if not _sound(group)]
    left = sorted((g for g in groups if g.amounts and g not in chosen), key=lambda group: len(group.amounts))
    if not publishable([amount for group in groups for amount in group.values]):
        return None
    while not _safe(chosen):
        if not left:
            return None
        chosen.append(left.pop(0))
    return frozenset(group.label for group in chosen)


def protect(groups: Sequence[Group]) -> tuple[Cell, ...] | None:
    """A table's cells, without the sums that must be hidden; None when the table may not be published at all."""
    concealed = hidden(groups)
    if concealed is None:
        return None
    return tuple(Cell(g.label, len(g.amounts), None if g.label in concealed else rounded(g.total)) for g in groups)


def rounded(amount: Decimal) -> int:
    """A sum in whole 万元."""
    return int(amount.to_integral_value())


def _safe(chosen: Sequence[Group]) -> bool:
    """Whether hidden cells stay hidden although their sum, the total less the published cells, is known."""
    together = [amount for group in chosen for amount in group.values]
    return publishable(together) and all(_wide(group, chosen, sum(together, _ZERO)) for group in chosen)


def _wide(group: Group, chosen: Sequence[Group], known: Decimal) -> bool:
    """Whether the sum of all hidden cells and the public limits leave a hidden cell's amount open enough."""
    low, high = bounds(group, [other for other in chosen if other is not group], known)
    return high - low >= SPREAD * group.total


def bounds(group: Group, others: Iterable[Group], known: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest amount of a cell that makes up ``known`` together with ``others``."""
    low, high = group.least * len(group.amounts), known
    if group.most is not None:
        high = min(high, group.most * len(group.amounts))
    below, above = _ZERO, _ZERO
    for other in others:
        below += other.least * len(other.amounts)
        above = above + other.most * len(other.amounts) if other.most is not None else known
        above = min(above, known)
    return max(low, known - above), min(high, known - below)


def audit(tables: Sequence[Sequence[Group]], concealed: Sequence[Collection[str]]) -> bool:
    """Whether the published sums of all tables together imply no sum that may not be published.

    ``concealed`` holds each table's hidden labels. The attacker is assumed to know which units are in which cell. Units in
    the same cells of every table are indistinguishable, so the sum of each such class and of any two classes is tried.
    """
    classes: dict[tuple[str, ...], list[Decimal]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    amounts = {unit: amount for table in tables for group in table for unit, amount in group.amounts}
    for table in tables:
        for group in table:
            for unit, _ in group.amounts:
                places[unit].append(group.label)
    for unit, where in places.items():
        classes[tuple(where)].append(amounts[unit])
    keys = list(classes)
    rows = [[Fraction(1)] * len(keys)]
    for number, table in enumerate(tables):
        published = (group.label for group in table if group.label not in concealed[number])
        rows += [[Fraction(key[number] == label) for key in keys] for label in published]
    basis = _reduced(rows)
    sets = [*((at,) for at in range(len(keys))), *combinations(range(len(keys)), 2)]
    risky = (chosen for chosen in sets if not publishable([amount for at in chosen for amount in classes[keys[at]]]))
    return not any(_follows(basis, chosen) for chosen in risky)


def _reduced(rows: Iterable[list[Fraction]]) -> list[list[Fraction]]:
    """Reduced row echelon form, without empty rows."""
    left, done = [list(row) for row in rows], list[list[Fraction]]()
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        left = [_less(row, pivot, column) for row in left]
        done = [*(_less(row, pivot, column) for row in done), pivot]
    return done


def _less(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else row


def _follows(basis: Sequence[Sequence[Fraction]], chosen: Collection[int]) -> bool:
    """Whether the sum of the chosen unknowns is a combination of the rows: in reduced form, of those whose pivot is chosen."""
    rows = [row for row in basis if next(at for at, value in enumerate(row) if value) in chosen]
    total = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)]
    return {at for at, value in enumerate(total) if value} == set(chosen) and all(total[at] == 1 for at in chosen)
