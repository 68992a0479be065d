"""Sums of amounts: what is hidden, and attacks that try to compute it from everything that is published."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, cast

import pytest

from schema.public import aggregate as module
from schema.public.aggregate import Aggregates, aggregate
from schema.public.disclosure import Cell, Group, audit, bounds, hidden, protect, publishable
from schema.reading.unit import Unit
from schema.vocabulary.survey import constants


def group(label: str, *amounts: int, least: int = 0, most: int | None = None) -> Group:
    named = tuple((f"{label}{place}", Decimal(amount)) for place, amount in enumerate(amounts))
    return Group(label, named, Decimal(least), None if most is None else Decimal(most))


@pytest.mark.parametrize(
    ("amounts", "may"),
    [
        ((), True),
        ((5,), False),
        ((5, 5), False),
        ((5, 5, 5), True),
        ((70, 15, 15), True),
        ((71, 15, 14), False),
        ((50, 45, 5), False),  # the second largest would know the largest to within a tenth
        ((50, 45, 7, 1), True),
        ((100, 100, 15), True),
        ((100, 100, 14), False),
        ((0, 0, 0), False),
        ((9, 0, 0), False),
    ],
)
def test_which_sums_may_be_published(amounts: tuple[int, ...], may: bool) -> None:
    assert publishable([Decimal(amount) for amount in amounts]) is may


@pytest.mark.parametrize(
    ("groups", "away"),
    [
        ([group("a", 1, 1, 1), group("b", 2, 2, 2)], set()),
        ([group("a", 5, 5, 5), group("b", 4), group("c", 9, 9, 9, 9)], {"a", "b"}),  # never one cell alone
        ([group("a", 5, 5), group("b", 4, 4), group("c", 9, 9, 9)], {"a", "b"}),  # two that protect each other
        ([group("a", 90, 1, 1), group("b", 4, 4, 4), group("c", 99, 40, 90)], {"a", "b", "c"}),  # one holds 90 of 104
        ([group("a"), group("b", 4, 4, 4)], set()),  # nothing is no secret
        # three at their band's lower limit: each would be known
        (
            [group("a", 500, 500, 501, least=500, most=1000), group("b", 900, 800, 700), group("c", 9, 9, 9, 9)],
            {"a", "b"},
        ),
        # the other hidden cell is at most 3: 997 to 1000 would be known
        ([group("a", 1000, least=500), group("b", 1, 1, 1, most=1), group("c", 400, 400, 400)], {"a", "b", "c"}),
    ],
)
def test_what_is_hidden_beside(groups: list[Group], away: set[str]) -> None:
    assert hidden(groups) == frozenset(away)


@pytest.mark.parametrize(
    "groups", [[group("a", 1)], [group("a", 1), group("b", 1)], [group("a", 97, 1), group("b", 2)]]
)
def test_a_table_whose_total_is_a_secret_is_not_published(groups: list[Group]) -> None:
    assert protect(groups) is None


def test_the_choice_depends_on_counts_only() -> None:
    shape = (1, 3, 4, 5)
    seen = set()
    for factor in range(1, 6):
        groups = [group(str(n), *[10 * factor + (n * factor) % 7] * n) for n in shape]
        seen.add(hidden(groups))
    assert seen == {frozenset({"1", "3"})}


def test_tables_together_may_tell_what_each_hides() -> None:
    """City {1,2,3} beside kind {1,2,3,4}: the difference is unit 4."""
    cities = [
        Group("x", (("1", Decimal(5)), ("2", Decimal(5)), ("3", Decimal(5)))),
        Group("y", (("4", Decimal(6)), ("5", Decimal(6)), ("6", Decimal(7)))),
    ]
    kinds = [
        Group("k", (*cities[0].amounts, ("4", Decimal(6)))),
        Group("l", (("5", Decimal(6)), ("6", Decimal(7)), ("7", Decimal(7)))),
    ]
    cities.append(Group("z", (("7", Decimal(7)), ("8", Decimal(8)), ("9", Decimal(8)))))
    kinds.append(Group("m", (("8", Decimal(8)), ("9", Decimal(8)))))
    assert not audit([cities, kinds], [(), ("m", "l")])
    assert audit([cities], [()])


# ---------- the attack ----------


def random_tables(seed: int) -> tuple[list[tuple[str, str, Decimal]], Aggregates | None]:
    """Units of a few cities with amounts as skewed as revenues are, and what is published of them."""
    pick = random.Random(seed)
    cities = pick.sample(list(constants().cities), pick.randint(1, 6))
    units = []
    for number in range(pick.randint(1, 30)):
        amount = Decimal(round(pick.lognormvariate(6.5, pick.choice((0.3, 1.5))), 2)).quantize(Decimal("0.01"))
        units.append((pick.choice(cities), f"9137010{number:03d}", amount))
    return units, aggregate(fake(units))


@dataclass
class _Form:
    llm_revenue: Decimal


@dataclass
class _Filed:
    form: _Form


@dataclass
class _Unit:
    city: str
    code: str
    enterprise: _Filed | None


def fake(units: list[tuple[str, str, Decimal]]) -> list[Unit]:
    return cast("list[Unit]", [_Unit(city, code, _Filed(_Form(amount))) for city, code, amount in units])


def solve(rows: list[list[int]]) -> list[list[Fraction]]:
    """Gauss and Jordan, written apart from the code under attack."""
    table = [[Fraction(value) for value in row] for row in rows]
    at = 0
    for column in range(len(table[0])):
        found = next((place for place in range(at, len(table)) if table[place][column]), None)
        if found is None:
            continue
        table[at], table[found] = table[found], table[at]
        table[at] = [value / table[at][column] for value in table[at]]
        for place, row in enumerate(table):
            if place != at and row[column]:
                table[place] = [a - row[column] * b for a, b in zip(row, table[at], strict=True)]
        at += 1
    return table[:at]


def in_span(basis: list[list[Fraction]], wanted: list[int]) -> bool:
    """Whether adding the row leaves the rank as it was."""
    rest = [Fraction(value) for value in wanted]
    for row in basis:
        pivot = next(at for at, value in enumerate(row) if value)
        factor = rest[pivot]
        rest = [a - factor * b for a, b in zip(rest, row, strict=True)]
    return not any(rest)


@pytest.mark.parametrize("seed", range(120))
def test_nobody_is_computed_from_what_is_published(seed: int) -> None:
    """The attacker knows who is in which city and, more than he could, in which band; he is given every published sum."""
    units, told = random_tables(seed)
    if told is None:
        return
    rows, names = [[1] * len(units)], {city.name: slug for slug, city in constants().cities.items()}
    for cell in told.by_city or ():
        if cell.total is not None and cell.count:
            rows.append([int(city == names[cell.label]) for city, _, _ in units])
    bands = module._bands([(code, amount) for _, code, amount in units])
    for band, cell in zip(bands, told.by_band or (), strict=False):
        if cell.total is not None and cell.count:
            inside = {code for code, _ in band.amounts}
            rows.append([int(code in inside) for _, code, _ in units])
    basis = solve(rows)
    for place in range(len(units)):
        assert not in_span(basis, [int(place == other) for other in range(len(units))])
    if len(units) <= 12:
        for pair in combinations(range(len(units)), 2):
            assert not in_span(basis, [int(other in pair) for other in range(len(units))])


@pytest.mark.parametrize("seed", range(120))
def test_hidden_cells_stay_open(seed: int) -> None:
    """With the total, the published cells and the bands' limits, each hidden cell stays unknown by half its amount."""
    units, told = random_tables(seed)
    if told is None or told.by_band is None:
        return
    groups = module._bands([(code, amount) for _, code, amount in units])
    away = [g for g, cell in zip(groups, told.by_band, strict=True) if cell.total is None]
    known = sum((g.total for g in away), Decimal(0))
    for g in away:
        low, high = bounds(g, [other for other in away if other is not g], known)
        assert low <= g.total <= high
        assert high - low >= g.total / 2
    assert len(away) != 1


def test_counts_and_sums_add_up() -> None:
    for seed in range(40):
        units, told = random_tables(seed)
        for table in (told.by_band, told.by_city) if told else ():
            if table is None:
                continue
            assert told and sum(cell.count for cell in table) == told.total.count == len(units)
            shown = [cell.total for cell in table]
            if None not in shown:
                assert abs(sum(cast("list[int]", shown)) - (told.total.total or 0)) <= len(shown)


def test_of_nobody_there_is_no_sum() -> None:
    assert aggregate([]) is None
    assert aggregate(fake([("jinan", "91", Decimal(5)), ("jinan", "92", Decimal(5))])) is None


def test_samples_beside_real_units_do_not_count() -> None:
    real = [("jinan", f"9137010{n}", Decimal(600)) for n in range(3)]
    told = aggregate(fake([*real, ("jinan", "91370102EXAMPLE031", Decimal(9000))]))
    assert told is not None and told.total == Cell("合计", 3, 1800)


def test_bands_are_as_wide_as_they_are_high() -> None:
    limits: list[Any] = [Decimal(0), *module.limits()]
    assert all(high - low >= low for low, high in pairwise(limits))
