"""What the charts of ``/stats/`` and the tables beside them are made of."""

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
    """A line of a bar chart: how many, and how many of them at most, which is the bar's full width."""

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
    """Of a level's products, how many have a test report and how many a patent for invention."""

    level: Level
    tested: Bar
    patented: Bar


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What 场景级 products are for, in their own words: how many are named, those that several share, examples of the others."""

    count: int
    shared: tuple[Bar, ...]
    more_shared: int
    single: int
    examples: tuple[str, ...]


def bars(pairs: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """A bar a pair, the largest of them as long as can be."""
    known = list(pairs)
    most = max((n for _, n in known), default=0)
    return tuple(Bar(label, n, most) for label, n in known)
