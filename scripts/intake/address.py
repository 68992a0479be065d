"""单位注册地 written as one line → 市, 区县 and 地址."""

from __future__ import annotations

import re

from schema.vocabulary.divisions import divisions, find
from schema.vocabulary.survey import constants
from scripts.writing.values import Values


def split_place(text: str) -> Values | None:
    """市, 区县 and 地址 of a line without 山东省, by the known names; None when no city is told."""
    compact = re.sub(r"\s+", "", text)
    for city in constants().cities.values():
        for name in (city.name, city.short):
            if compact.startswith(name) and not (name == city.short and _is_county(city.slug, compact)):
                rest = compact[len(name) :].removeprefix("市" if name == city.short else "")
                return {"市": city.name} | _split_district(city.slug, rest)
    for division in divisions():  # a county-level city written without its city
        if division.kind == "县级市" and compact.startswith(division.name):
            city = constants().cities[division.city]
            return {"市": city.name} | _split_district(division.city, compact)
    return None


def _is_county(city: str, text: str) -> bool:
    """Whether a text begins with a division that only begins like a city."""
    return any(division.city != city and text.startswith(division.name) for division in divisions())


def _split_district(city: str, rest: str) -> Values:
    for length in range(min(len(rest), 20), 1, -1):
        if find(city, rest[:length]):
            tail = rest[length:]
            return {"区县": rest[:length]} | ({"地址": tail} if tail else {})
    named = re.match(r".{1,12}?(?:新区|开发区|区|县|市)", rest)
    if named:
        tail = rest[named.end() :]
        return {"区县": named.group()} | ({"地址": tail} if tail else {})
    return {"地址": rest} if rest else {}
