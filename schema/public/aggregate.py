"""Publishable sums of 企业大模型相关收入: the only way from these amounts to the site.

``Aggregates`` holds sums from which no unit's amount can be derived (``schema.public.disclosure``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from schema.fields.uscc import is_sample
from schema.public.disclosure import Cell, Group, audit, hidden, protect, publishable, rounded
from schema.reading.unit import Unit
from schema.vocabulary.survey import constants

# Of the round's threshold. A band is at least as wide as its lower limit, so that it narrows no amount down.
_MULTIPLES = (1, 2, 4, 10)


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Sums of 企业大模型相关收入: in all, by band, by city. A table is None where none of it may be published."""

    total: Cell
    by_band: tuple[Cell, ...] | None
    by_city: tuple[Cell, ...] | None


def aggregate(units: Iterable[Unit]) -> Aggregates | None:
    """The publishable sums of a round, to be computed once, when it is closed; None when not even the total may be published.

    ``units`` are all units of the round: the difference of sums with and without a unit would be its amount.
    """
    filed = [(unit.city, unit.code, unit.enterprise.form.llm_revenue) for unit in units if unit.enterprise]
    real = [item for item in filed if not is_sample(item[1])] or filed
    amounts = [
        amount for _, _, amount in real if amount is not None
    ]  # none is known of a private half that is not here
    if not amounts or len(amounts) < len(real) or not publishable(amounts):
        return None
    bands = _bands([(code, amount) for _, code, amount in real])
    cities = [
        Group(city.name, tuple((code, amount) for slug, code, amount in real if slug == city.slug))
        for city in constants().cities.values()
    ]
    total = Cell("合计", len(amounts), rounded(sum(amounts, Decimal(0))))
    return Aggregates(total, protect(bands), protect(cities) if _together(bands, cities) else None)


def limits() -> tuple[Decimal, ...]:
    """The limits between bands, in 万元; each belongs to the band above."""
    return tuple(constants().threshold * times for times in _MULTIPLES)


def _together(bands: Sequence[Group], cities: Sequence[Group]) -> bool:
    """Whether the table by city may be published together with the one by band."""
    first, second = hidden(bands), hidden(cities)
    if second is None:
        return False
    return audit([bands, cities], [first, second]) if first is not None else audit([cities], [second])


def _bands(amounts: Sequence[tuple[str, Decimal]]) -> list[Group]:
    edges = [Decimal(0), *limits(), None]
    out = []
    for low, high in pairwise(edges):
        assert low is not None  # noqa: S101 - only the last limit is open
        inside = tuple((code, amount) for code, amount in amounts if low <= amount and (high is None or amount < high))
        out.append(Group(_band_name(low, high), inside, low, high))
    return out


def _band_name(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"{low} 万元及以上"
    return f"{low} 至 {high} 万元" if low else f"不足 {high} 万元"
