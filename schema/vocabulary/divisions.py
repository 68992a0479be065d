"""单位注册地: the cities, districts and functional zones of Shandong, matched by name within the city.

Zones are told by name, never by code, since their codes change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from schema.text.similar import nearest
from schema.vocabulary.tables import rows, words

_SUFFIXES = ("区", "县", "市")


@dataclass(frozen=True, slots=True)
class Division:
    """A 区, 县, 县级市 or 功能区 of a city."""

    city: str
    name: str
    kind: str


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """Every division of the province, in the table's order."""
    return tuple(division for division, _ in _table())


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[Division, tuple[str, ...]], ...]:
    return tuple(
        (Division(row["city_slug"], row["division_name"], row["kind"]), words(row["aliases"]))
        for row in rows("divisions.csv")
    )


@lru_cache(maxsize=1)
def spellings() -> dict[tuple[str, str], Division]:
    """(city, any accepted spelling) → division: full names first, then aliases, then names without suffix where clear."""
    out: dict[tuple[str, str], Division] = {}
    for division, _ in _table():
        out.setdefault((division.city, division.name), division)
    for division, aliases in _table():
        for alias in aliases:
            out.setdefault((division.city, alias), division)
    short: dict[tuple[str, str], set[Division]] = {}
    for division, _ in _table():
        if division.name.endswith(_SUFFIXES) and division.kind != "功能区" and len(division.name) > 2:
            short.setdefault((division.city, division.name[:-1]), set()).add(division)
    for key, found in short.items():
        if len(found) == 1:
            out.setdefault(key, next(iter(found)))
    return out


def find(city: str, text: str) -> Division | None:
    """The division that a text names within a city, with or without the city's name before it."""
    return spellings().get((city, text))


def cities_with(text: str) -> list[str]:
    """The cities that have a division of this name."""
    return sorted({city for city, name in spellings() if name == text})


def nearest_name(city: str, text: str) -> str | None:
    """The official name in a city that is most like a text."""
    near = nearest(text, [name for slug, name in spellings() if slug == city], cutoff=0.6)
    return spellings()[city, near].name if near else None
