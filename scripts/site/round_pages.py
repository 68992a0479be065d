"""``/rounds/``: the closed rounds, and this round against the last, in public terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.site.archive import PROVINCE, ClosedRound, Counts, counts
from scripts.site.catalogue import Catalogue
from scripts.site.comparison import NEW, Compared, compare
from scripts.site.shell import Head

_COLUMNS = ("单位", "基础级", "行业级", "场景级", "产品")


@dataclass(frozen=True, slots=True)
class Versus:
    """This round against the last: counts side by side by city, new entries, products that went up a level."""

    last: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    new: tuple[Compared, ...]
    risen: tuple[Compared, ...]


class RoundPages:
    """The pages of closed rounds, the last first. Listed of each is only what is still published; the figures stay as they were."""

    def __init__(self, rounds: Sequence[ClosedRound], cat: Catalogue, counted: Catalogue) -> None:
        published = {unit.url for unit in cat.units if unit.enterprise} | {product.url for product in cat.products}
        self._cat, self._counted = cat, counted
        self._whole = rounds
        self.rounds = {closed.year: closed.only(lambda entry: entry["页面"] in published) for closed in rounds}

    def index(self) -> dict[str, Any]:
        """The variables of ``/rounds/``."""
        return {"rounds": self.rounds.values(), "versus": self._versus(), "columns": _COLUMNS, "province": PROVINCE}

    def of_year(self, year: int) -> dict[str, Any]:
        """The variables of a closed round's page."""
        closed = self.rounds[year]
        about = f"{year} 年山东省大模型企业与产品摸底结束时的数字和清单，数据可下载。"
        return {
            "head": Head(f"{year} 年摸底", about, closed.url),
            "closed": closed,
            "columns": (*_COLUMNS[:1], "企业", *_COLUMNS[1:]),
            "province": PROVINCE,
        }

    def urls(self) -> Iterator[str]:
        """The address of each closed round's page."""
        return (closed.url for closed in self.rounds.values())

    def _versus(self) -> Versus | None:
        last = next((closed for closed in self._whole if closed.year < self._cat.round), None)
        if last is None:
            return None
        compared, now = compare(last, self._cat), counts(self._counted)
        return Versus(
            last=last.year,
            columns=_COLUMNS,
            rows=tuple((name, tuple(_pair(last.counts, now, name, column) for column in _COLUMNS)) for name in now),
            new=tuple(item for item in compared if NEW in item.kinds),
            risen=tuple(item for item in compared if item.rose),
        )


def _pair(last: Counts, now: Counts, name: str, column: str) -> tuple[int, int]:
    return last.get(name, {}).get(column, 0), now[name][column]
