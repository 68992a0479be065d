"""Shades of “how many”: five steps by the quantiles of the counts shown, and one for none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = 5
_SPREAD = {
    1: (3,),
    2: (2, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 4, 5),
}  # fewer kinds of counts, still told apart


@dataclass(frozen=True, slots=True)
class Shades:
    """The largest count of each step in use, in rising order."""

    limits: tuple[int, ...]

    def of(self, count: int) -> int:
        """The step, 0 to 5, of one of the counts."""
        place = min(bisect_left(self.limits, count), len(self.limits) - 1)
        return _SPREAD[len(self.limits)][place] if count and self.limits else 0

    @property
    def legend(self) -> tuple[tuple[int, str], ...]:
        """Each step in use with its counts in words: 0, 1–3, 4."""
        low, out = 1, [(0, "0")]
        for step, high in zip(_SPREAD.get(len(self.limits), ()), self.limits, strict=True):
            out.append((step, f"{low:,}" if low == high else f"{low:,}–{high:,}"))
            low = high + 1
        return tuple(out)


def shades(counts: Iterable[int]) -> Shades:
    """The steps for these counts: each takes about a fifth of those above zero, so that one large count does not pale the others."""
    known = sorted(count for count in counts if count)
    kinds = sorted(set(known))
    if len(kinds) <= STEPS:
        return Shades(tuple(kinds))
    return Shades(tuple(sorted({known[-(-len(known) * part // STEPS) - 1] for part in range(1, STEPS + 1)})))
