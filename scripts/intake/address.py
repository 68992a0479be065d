"""单位注册地 written as one line → 市, 区县 and 地址."""

from __future__ import annotations

import re

from schema.vocabulary.divisions import divisions, find
from schema.vocabulary.survey import constants
from scripts.writing.values import Values


def split_place(text: str) -> Values | None:
    """市, 区县 and 地址 of a line without 山东省, by the known names; None when it names no city."""
    compact = re.sub(r"\s+", "", text)
    for city in constants().cities.values():
        for name in (city.name, city.short):
            if compact.startswith(name) and not (name == city.short and _is_elsewhere(city.slug, compact)):
                rest = compact[len(name) :].removeprefix("市" if name == city.short else "")
                return {"市": city.name} | _split_district(city.slug, rest)
    named = {division.city for division in divisions() if compact.startswith(division.name)}
    if len(named) == 1:  # a district written without its city, where no other city has one of this name
        (slug,) = named
        return {"市": constants().cities[slug].name} | _split_district(slug, compact)
    return None


def _is_elsewhere(city: str, text: str) -> bool:
    """Whether a text that begins like the city's short name begins with a division of another city."""
    return any(division.city != city and text.startswith(division.name) for division in divisions())


def _split_district(city: str, rest: str) -> Values:
    """区县 by the longest known name, else by its last character; what follows is the 地址."""
    heads = (rest[:length] for length in range(min(len(rest), 20), 1, -1))
    district = next((head for head in heads if find(city, head)), "")
    if not district and (named := re.match(r".{1,12}?(?:新区|开发区|区|县|市)", rest)):
        district = named.group()
    parts = {"区县": district, "地址": rest[len(district) :]}
    return {label: text for label, text in parts.items() if text}
