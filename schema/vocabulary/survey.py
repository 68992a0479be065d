"""The round's constants, typed: what ``survey.yaml`` and ``bureaus.csv`` say. Next year's round is an edit to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from schema.vocabulary.tables import rows, yaml_values


@dataclass(frozen=True, slots=True)
class City:
    """One of the sixteen cities: folder name, official name with 市, division code, and its bureau's name."""

    slug: str
    name: str
    code: str
    bureau: str

    @property
    def short(self) -> str:
        """The name without 市."""
        return self.name.removesuffix("市")


@dataclass(frozen=True, slots=True)
class TextRange:
    """How many 字 a text may have; below ``least`` is only a warning where the range is ``advised``."""

    least: int
    most: int | None
    advised: bool


@dataclass(frozen=True, slots=True)
class Constants:
    """One round. ``first_round`` is that of the forms that name none; ``threshold`` is in 万元; ``texts`` are the ranges of 字数 by
    field label.

    ``closed`` says that the round is over, ``keeps_earlier`` that entries of earlier rounds stay on the site. ``separate`` says that Git holds the public half of a form only, and that contacts and amounts travel apart from it. ``published_on`` is what has to be known of a form's
    stamped paper before the site shows it: 收到 or 已核对, or 不限 for nothing.
    """

    round: int
    first_round: int
    deadline: date
    threshold: Decimal
    closed: bool
    keeps_earlier: bool
    separate: bool
    published_on: str
    texts: Mapping[str, TextRange]
    cities: Mapping[str, City]
    province_bureau: str
    licence: str  # of the open data

    def city_named(self, text: str) -> City | None:
        """The city of a name, with or without 市."""
        return next((city for city in self.cities.values() if text in (city.name, city.short)), None)

    def city_registering(self, code: str) -> City | None:
        """The city whose authority issued a 统一社会信用代码: likely the unit's, never certain, since units move."""
        return next((city for city in self.cities.values() if city.code[:4] == code[2:6]), None)


@lru_cache(maxsize=1)
def constants() -> Constants:
    """The round that is installed with the code. Raises ``ValueError`` where a line says none of its words."""
    root = yaml_values(files("schema").joinpath("survey.yaml").read_text(encoding="utf-8"))
    bureaus = _bureaus()
    return Constants(
        round=int(root["批次"]),
        first_round=int(root["首批"]),
        deadline=date.fromisoformat(root["截止日期"]),
        threshold=Decimal(root["收入门槛"]),
        closed=_switch(root, "摸底结束", on="是", off="否"),
        keeps_earlier=_switch(root, "往批条目", on="公布", off="不公布"),
        separate=_switch(root, "联系信息", on="另交", off="明文"),
        published_on=_one_of(root, "公布条件", ("不限", "收到", "已核对")),
        texts={label: _text(bounds) for label, bounds in root["字数范围"].items()},
        cities={slug: City(slug, row["名称"], row["代码"], bureaus[slug]) for slug, row in root["城市"].items()},
        province_bureau=bureaus["shandong"],
        licence=root["数据许可"],
    )


def range_words(label: str) -> str:
    """The range of a field's 字数 as the paper says it: 不少于 100 字，300 字以内."""
    text = constants().texts[label]
    least = f"{'建议' if text.advised else ''}不少于 {text.least} 字"
    return f"{least}，{text.most} 字以内" if text.most is not None else least


def _switch(root: Mapping[str, str], label: str, *, on: str, off: str) -> bool:
    return _one_of(root, label, (on, off)) == on


def _one_of(root: Mapping[str, str], label: str, words: tuple[str, ...]) -> str:
    if root[label] not in words:
        raise ValueError(f"survey.yaml: {label} is {root[label]!r}, none of {', '.join(words)}")
    return root[label]


def _bureaus() -> dict[str, str]:
    return {row["city_slug"]: row["bureau_name"] for row in rows("bureaus.csv")}


def _text(bounds: Mapping[str, str]) -> TextRange:
    advised = "建议最少" in bounds
    most = bounds.get("最多")
    return TextRange(
        int(bounds["建议最少"] if advised else bounds.get("最少", 1)), int(most) if most else None, advised
    )
