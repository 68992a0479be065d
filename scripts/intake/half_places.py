"""Private halves on their way: how they are known, and where their names and folders say that they belong."""

from __future__ import annotations

import re
import unicodedata

from schema.fields.uscc import is_valid
from schema.forms.registry import BUREAU
from schema.layout.paths import PRIVATE_ENDING, ROOT, FormPath
from schema.vocabulary.survey import constants
from scripts.intake.incoming import Incoming

FOLDER = "不公开部分"  # of the private halves in a package that holds both
_SALT = re.compile(rb"^\xef\xbb\xbf?\xe7\x9b\x90\s*:|^\xe7\x9b\x90\s*:", re.MULTILINE)  # 盐:


def is_half(item: Incoming, data: bytes) -> bool:
    """Whether a .yaml file is a private half, by its name, its folder or its salt."""
    name = unicodedata.normalize("NFC", item.name)
    return name.endswith(PRIVATE_ENDING) or FOLDER in item.origin.split("/")[:-1] or _SALT.search(data) is not None


def header_of(source: Incoming) -> FormPath | None:
    """The place of a bureau's header, by the folders that its private half lay in."""
    match source.origin.split("/"):
        case [*_, folder, city, BUREAU.file] if folder == FOLDER and city in constants().cities:
            return FormPath(city)
    return None


def told_place(source: Incoming) -> FormPath | None:
    """The place that a half's name or folders say; its city may be empty. None where they say nothing."""
    steps = unicodedata.normalize("NFC", source.origin).split("/")
    name = steps[-1].removesuffix(PRIVATE_ENDING)
    code, _, form = name.partition("-")
    if name != steps[-1] and is_valid(code) and form:
        return FormPath("", code, None if form == "enterprise" else form)
    for start in range(len(steps) - 1):
        place = FormPath.parse("/".join([ROOT, *steps[start:]]))
        if place and place.code and is_valid(place.code) and place.city in constants().cities:
            return place
    return None
