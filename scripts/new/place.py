"""Where a new form goes: the unit's city and code, the product's file name, and what the repository already holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from schema.fields.problem import Unreadable
from schema.fields.uscc import Uscc
from schema.layout.arrange import SLUG, arrange
from schema.layout.paths import FormPath, UnitPath
from schema.reading.unit import read_unit
from schema.text.pinyin import syllables
from schema.text.width import halfwidth
from schema.vocabulary.survey import City, constants
from scripts.tree.disk import DiskTree

T = TypeVar("T")


class NotWritten(Exception):
    """Nothing was written; the message says in Chinese why, and how to go on."""


class InvalidAnswer(Exception):
    """An answer or option is not accepted; the message says in Chinese what is wrong, and what to give instead."""


@dataclass(frozen=True, slots=True)
class NewOptions:
    """What the options of ``catalogue new`` say; ``kind`` is ``enterprise`` or ``product``."""

    kind: str | None = None
    code: str | None = None
    city: City | None = None
    slug: str | None = None

    @classmethod
    def of(cls, kind: str | None, code: str | None, city: str | None, slug: str | None) -> NewOptions:
        """From the options as typed; ``InvalidAnswer`` names the option that is not accepted."""
        if slug and kind == "enterprise":
            raise InvalidAnswer("--slug 只用于产品；企业表的文件名总是 enterprise.yaml")
        return cls(
            kind, _option("--code", code, code_of), _option("--city", city, city_of), _option("--slug", slug, slug_of)
        )


def _option(name: str, text: str | None, read: Callable[[str], T]) -> T | None:
    try:
        return None if text is None else read(text)
    except InvalidAnswer as error:
        raise InvalidAnswer(f"{name}：{error}") from error


def code_of(text: str) -> str:
    """A 统一社会信用代码 as typed."""
    try:
        return Uscc().read(text)
    except Unreadable as error:
        content = error.content
        raise InvalidAnswer(f"{content.text}。{content.hint}") from error


def city_of(text: str) -> City:
    """A city by its folder's name or its own, with or without 市."""
    cities, text = constants().cities, text.strip()
    city = cities.get(halfwidth(text).lower()) or constants().city_named(text)
    if city is None:
        choices = "、".join(f"{city.short} {slug}" for slug, city in cities.items())
        raise InvalidAnswer(f"山东省十六市里没有“{text[:20]}”。可写：{choices}")
    return city


def slug_of(text: str) -> str:
    """A product's file name as typed, with or without .yaml."""
    name = text.strip().removesuffix(".yaml")
    if not SLUG.fullmatch(name):
        raise InvalidAnswer(
            f"“{text.strip()[:40]}”不能作文件名。请用小写英文字母、数字和连字符，以字母或数字开头，不超过 64 个，如 hetong"
        )
    return name


def suggested_slug(name: str) -> str:
    """A file name from a product's name: the part after its last ·, in pinyin, without 大模型."""
    core = re.split("[·・]", halfwidth(name).lower())[-1].replace("大模型", "")
    parts = ("".join(syllables(run)) for run in re.split(r"[^a-z0-9\u4e00-\u9fff]+", core))
    return "-".join(filter(None, parts))[:64].strip("-") or "chanpin"


class Repository:
    """What the working tree under ``root`` already holds."""

    def __init__(self, root: Path) -> None:
        self.root, self.tree = root, DiskTree(root)
        self.entries = self.tree.entries()
        self._units = arrange(self.entries).units

    def cities(self, code: str) -> list[City]:
        """The cities whose folders hold a unit of this code."""
        return [constants().cities[city] for city, unit_code in self._units if unit_code == code]

    def unit_name(self, place: FormPath) -> str:
        """The unit's name as its forms give it; "" where none of them gives one that can be printed."""
        files = self._units.get((place.city, place.code or ""))
        if files is None:
            return ""
        unit, _ = read_unit(files, self.tree.read)
        names = [unit.enterprise.form.name] if unit.enterprise else []
        names += [product.form.unit for product in unit.products]
        return next((name for name in names if name and name.isprintable()), "")

    def check_free(self, place: FormPath) -> FormPath:
        """The place, once it is certain that a new form may be written there; raises ``NotWritten``."""
        for city in self.cities(place.code or ""):
            if city.slug != place.city:
                raise NotWritten(
                    f"{place.code} 已在{city.name}（{UnitPath(city.slug, place.code or '').folder}），同一单位只能在一个市。"
                    f"请把城市写成 {city.slug}，或核对代码"
                )
        target = self.root / place.path
        for step in (*reversed(target.relative_to(self.root).parents[:-1]), Path(place.path)):
            path, name = self.root / step, step.as_posix()
            if path.is_symlink():
                raise NotWritten(f"{name} 是链接，不往里写。请先移开它")
            if path.exists() and path.is_dir() is (path == target):
                raise NotWritten(f"{name} 不是{'文件' if path == target else '文件夹'}。请先移开它")
        if target.exists():
            advice = "；要报另一个产品，请换一个文件名" if place.slug else ""
            raise NotWritten(f"已有 {place.path}，没有改动。要修改请直接编辑它{advice}")
        return place
