"""The parts of the charts of ``/stats/`` and of the tables for download."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from scripts.site.vocabulary import Level

Value: TypeAlias = "str | int | None"


@dataclass(frozen=True, slots=True)
class Table:
    """A table for download, named as its file is; None is a cell without a value."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart: ``count``, and the count ``of`` which fills the full width."""

    label: str
    count: int
    of: int

    @property
    def width(self) -> float:
        """Per cent of the full width."""
        return round(100 * self.count / self.of, 2) if self.of else 0

    @property
    def share(self) -> int | None:
        """Whole per cent; None of nothing."""
        return round(100 * self.count / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Shares:
    """A level's products with a test report, and those with a patent for invention."""

    level: Level
    tested: Bar
    patented: Bar


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The scenarios of 场景级 products: their number, those that several products share, examples of the others."""

    count: int
    shared: tuple[Bar, ...]
    more_shared: int
    single: int
    examples: tuple[str, ...]


def bars(pairs: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """One bar for each pair; the largest has the full width."""
    known = list(pairs)
    most = max((n for _, n in known), default=0)
    return tuple(Bar(label, n, most) for label, n in known)
