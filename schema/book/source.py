"""The book's YAML files as values, with the round's constants filled in."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from schema.vocabulary.survey import constants, range_words
from schema.vocabulary.tables import yaml_values


@cache
def read_book(name: str) -> dict[str, Any]:
    """A file of the book by its name, every scalar as the text that was typed."""
    return yaml_values(_filled(files("schema.book").joinpath(name).read_text("utf-8")))


def _filled(text: str) -> str:
    """``{{门槛}}`` and the like replaced by the round's constants; ``{{企业简介.最少-26}}`` is the bound less 26."""
    survey = constants()
    day = survey.deadline
    known: dict[str, Any] = {
        "批次": survey.round, "门槛": survey.threshold, "截止日期": day, "截止次日": day + timedelta(days=1), "截止月日": f"{day.month} 月 {day.day} 日",
    }  # fmt: skip
    for label, bounds in survey.texts.items():
        known |= {label: range_words(label), f"{label}.最少": bounds.least, f"{label}.最多": bounds.most}

    def fill(place: re.Match[str]) -> str:
        return str(known[place[1]] if place[2] is None else known[place[1]] - int(place[2]))

    return re.sub(r"\{\{(.+?)(?:-(\d+))?\}\}", fill, text)
