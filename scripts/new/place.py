"""Where a new form goes: the unit's city and folder, the product's file name, and what is already there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic_core import PydanticCustomError

from schema.fields.problem import refusal
from schema.fields.uscc import Uscc
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form
from schema.forms.product import Product
from schema.layout.arrange import SLUG, arrange
from schema.layout.paths import ROOT
from schema.reading.unit import Unit, read_unit
from schema.text.pinyin import syllables
from schema.text.width import halfwidth
from schema.vocabulary.survey import City, constants
from scripts.tree.disk import DiskTree

T = TypeVar("T")

KINDS: dict[str, type[Form]] = {"enterprise": Enterprise, "product": Product}


class Refused(Exception):
    """Nothing was written; the message says why and how to go on."""


class Unfit(Exception):
    """An answer or option cannot be taken; the message says what is wrong and what to give instead."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the options say, read."""

    kind: str | None = None
    code: str | None = None
    city: City | None = None
    slug: str | None = None

    @classmethod
    def of(cls, kind: str | None, code: str | None, city: str | None, slug: str | None) -> Given:
        """From the options as typed; ``Unfit`` names the one that cannot be taken."""
        if slug and kind == "enterprise":
            raise Unfit("--slug 只用于产品；企业表的文件名总是 enterprise.yaml")
        return cls(
            kind, _option("--code", code, code_of), _option("--city", city, city_of), _option("--slug", slug, slug_of)
        )


def _option(name: str, text: str | None, read: Callable[[str], T]) -> T | None:
    try:
        return None if text is None else read(text)
    except Unfit as error:
        raise Unfit(f"{name}：{error}") from error


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a form; ``unit`` is what the repository knows of its unit."""

    city: City
    code: str
    slug: str | None = None
    unit: Unit | None = field(default=None, compare=False)

    @property
    def folder(self) -> str:
        """The unit's folder, from the repository's root."""
        return f"{ROOT}/{self.city.slug}/{self.code}"

    @property
    def path(self) -> str:
        """The file, from the repository's root."""
        return f"{self.folder}/" + (f"products/{self.slug}.yaml" if self.slug else "enterprise.yaml")

    @property
    def unit_name(self) -> str:
        """The unit's name as its other forms give it; empty where there is none that could be a name."""
        if self.unit is None:
            return ""
        named = [self.unit.enterprise.form.name] if self.unit.enterprise else []
        named += [product.form.unit for product in self.unit.products]
        return next((name for name in named if name and name.isprintable()), "")


def code_of(text: str) -> str:
    """A code as typed, if it is right."""
    try:
        return Uscc().read(text)
    except PydanticCustomError as error:
        content = refusal(error)
        raise Unfit(f"{content.text}。{content.hint}") from error


def city_of(text: str) -> City:
    """A city by its folder's name or its own, with or without 市."""
    cities, text = constants().cities, text.strip()
    found = cities.get(halfwidth(text).lower()) or constants().city_named(text)
    if found is None:
        listed = "、".join(f"{city.short} {slug}" for slug, city in cities.items())
        raise Unfit(f"山东省十六市里没有“{text[:20]}”。可写：{listed}")
    return found


def slug_of(text: str) -> str:
    """A product's file name as typed, without .yaml."""
    name = text.strip().removesuffix(".yaml")
    if not SLUG.fullmatch(name):
        raise Unfit(
            f"“{text.strip()[:40]}”不能作文件名。请用小写英文字母、数字和连字符，以字母或数字开头，不超过 64 个，如 hetong"
        )
    return name


def suggested_slug(name: str) -> str:
    """A file name from a product's name: the part after its last ·, in pinyin, without 大模型."""
    core = re.split("[·・]", halfwidth(name).lower())[-1].replace("大模型", "")
    parts = ("".join(syllables(run)) for run in re.split(r"[^a-z0-9\u4e00-\u9fff]+", core))
    return "-".join(filter(None, parts))[:64].strip("-") or "chanpin"


def city_by_code(code: str) -> City | None:
    """The city that registered a code: likely, never certain, since units move."""
    return next((city for city in constants().cities.values() if city.code[:4] == code[2:6]), None)


class Known:
    """What a repository holds already."""

    def __init__(self, root: Path) -> None:
        self.root, self.tree = root, DiskTree(root)
        self.entries = self.tree.entries()
        self._units = arrange(self.entries).units

    def cities(self, code: str) -> list[City]:
        """The cities in whose folder a unit of this code stands."""
        return [constants().cities[city] for city, known in self._units if known == code]

    def unit(self, city: City, code: str) -> Unit | None:
        """A unit's forms as far as they can be read."""
        files = self._units.get((city.slug, code))
        return read_unit(files, self.tree.read)[0] if files else None

    def settle(self, place: Place) -> Place:
        """The place with its unit, once it is sure that the file may be written there."""
        for there in self.cities(place.code):
            if there != place.city:
                raise Refused(
                    f"{place.code} 已在{there.name}（{ROOT}/{there.slug}/{place.code}），同一单位只能在一个市。"
                    f"请把城市写成 {there.slug}，或核对代码"
                )
        self._refuse_taken(place)
        return replace(place, unit=self.unit(place.city, place.code))

    def _refuse_taken(self, place: Place) -> None:
        *folders, target = _ways(self.root, place.path)
        for at in (*folders, target):
            name = at.relative_to(self.root).as_posix()
            if at.is_symlink():
                raise Refused(f"{name} 是链接，不往里写。请先移开它")
            if at.exists() and at.is_dir() is (at == target):
                raise Refused(f"{name} 不是{'文件' if at == target else '文件夹'}。请先移开它")
        if target.exists():
            other = "；要报另一个产品，请换一个文件名" if place.slug else ""
            raise Refused(f"已有 {place.path}，没有改动。要修改请直接编辑它{other}")


def _ways(root: Path, path: str) -> list[Path]:
    """Every step from the root to a file, the file last."""
    steps = path.split("/")
    return [root.joinpath(*steps[:count]) for count in range(1, len(steps) + 1)]
