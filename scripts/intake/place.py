"""Where a form from outside belongs: its city, its unit, its file. What cannot be told is refused with the ways to tell it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from pydantic_core import PydanticCustomError

from schema.fields.problem import refusal
from schema.fields.uscc import Uscc, is_valid
from schema.fields.uscc import normalise as normalise_code
from schema.layout.arrange import SLUG, arrange
from schema.layout.paths import ROOT
from schema.reading.unit import Unit, read_unit
from schema.text.width import halfwidth
from schema.vocabulary.survey import constants
from scripts.intake.draft import Draft
from scripts.tree.disk import DiskTree


class Misplaced(Exception):
    """A form whose place cannot be told; the message says how to tell it."""


@dataclass(slots=True)
class Known:
    """The units that are there, and those that this import adds."""

    cities: dict[str, str] = field(default_factory=dict)  # code → city
    codes: dict[str, set[str]] = field(default_factory=dict)  # plain name → codes
    products: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # code → slug → (name, version)

    @classmethod
    def of(cls, root: Path) -> Known:
        """From the tree on disk."""
        tree, known = DiskTree(root), cls()
        for files in arrange(tree.entries()).units.values():
            known._take(read_unit(files, tree.read)[0])
        return known

    def _take(self, unit: Unit) -> None:
        self.cities[unit.code] = unit.city
        slugs = self.products.setdefault(unit.code, {})
        if unit.enterprise and unit.enterprise.form.name:
            self.name(unit.enterprise.form.name, unit.code)
        for product in unit.products:
            slugs[product.slug] = (product.form.name or "", product.form.version or "")
            if product.form.unit:
                self.name(product.form.unit, unit.code)

    def name(self, name: str, code: str) -> None:
        """A unit's name."""
        self.codes.setdefault(plain_name(name), set()).add(code)

    def add(self, draft: Draft, path: str) -> None:
        """A form that was just written."""
        _, city, code, *rest = path.split("/")
        self.cities.setdefault(code, city)
        if draft.unit_name:
            self.name(draft.unit_name, code)
        if len(rest) == 2:
            slug = rest[1].removesuffix(".yaml")
            self.products.setdefault(code, {})[slug] = (
                str(draft.values.get("大模型产品名称", "")),
                str(draft.values.get("版本号", "")),
            )


def plain_name(name: str) -> str:
    """A unit's name as it is compared: half width, without blanks."""
    return re.sub(r"\s", "", halfwidth(name))


def place(draft: Draft, known: Known, unit: str | None) -> str:
    """The path of the form's file, from the repository's root."""
    code = _code(draft, known, unit)
    city = _city(draft, known, code)
    folder = f"{ROOT}/{city}/{code}"
    if draft.kind == "附件1":
        return f"{folder}/enterprise.yaml"
    return f"{folder}/products/{_slug(draft, known, code)}.yaml"


def _code(draft: Draft, known: Known, unit: str | None) -> str:
    if unit:
        if draft.code and normalise_code(draft.code) != unit:
            draft.receipt.notes.append("表里的信用代码与 --unit 不同，文件夹按 --unit，请核对")
        return unit
    code = normalise_code(draft.code)
    if is_valid(code):
        return code
    if code:
        raise Misplaced(f"{_trouble(code)}。改正后再导入，或用 --unit 信用代码 指明")
    return _code_by_name(draft, known)


def _trouble(code: str) -> str:
    """What is wrong with a code and how to mend it, in the words of the check."""
    try:
        Uscc().read(code)
    except PydanticCustomError as error:
        content = refusal(error)
        return f"{content.text}。{content.hint}"
    raise ValueError(code)


def _code_by_name(draft: Draft, known: Known) -> str:
    ways = "请在补充页写明信用代码，或用 --unit 信用代码 指明"
    if draft.kind == "附件1":
        raise Misplaced(f"表里没有统一社会信用代码；{ways.replace('在补充页写明信用代码', '补填')}")
    if not draft.unit_name:
        raise Misplaced(f"表里没有报送单位，也没有信用代码；{ways}")
    found = known.codes.get(plain_name(draft.unit_name), set())
    if len(found) == 1:
        code = next(iter(found))
        draft.receipt.notes.append(f"信用代码 {code} 由报送单位的名称在已有单位里查到，请核对")
        return code
    if found:
        raise Misplaced(f"名为“{draft.unit_name}”的单位有 {len(found)} 个；{ways}")
    raise Misplaced(
        f"已有单位里没有“{draft.unit_name}”，不知道它的信用代码；请先导入它的附件1（名称要一致），或用 --unit 信用代码 指明"
    )


def _city(draft: Draft, known: Known, code: str) -> str:
    if code in known.cities:
        return known.cities[code]
    location = draft.values.get("单位注册地")
    named = constants().city_named(location.get("市", "")) if isinstance(location, dict) else None
    if named:
        return named.slug
    if draft.path and draft.path.split("/")[1] in constants().cities:
        return draft.path.split("/")[1]
    if draft.kind == "附件2":
        by_code = [city for city in constants().cities.values() if city.code[:4] == code[2:6]]
        if by_code:
            draft.receipt.notes.append(f"城市按信用代码的登记机关定为{by_code[0].name}，请核对")
            return by_code[0].slug
    raise Misplaced("看不出是哪个市的单位：请在“单位注册地”写明市，或先导入这个单位的附件1")


def _slug(draft: Draft, known: Known, code: str) -> str:
    """The product's file name: the one it has already, else one made from Latin letters in its name, else chanpin-N."""
    taken = known.products.get(code, {})
    name, version = str(draft.values.get("大模型产品名称", "")), str(draft.values.get("版本号", ""))
    if draft.path and draft.path.split("/")[2] == code:
        return draft.path.rsplit("/", 1)[-1].removesuffix(".yaml")
    same = [slug for slug, known_as in taken.items() if name and known_as == (name, version)]
    alike = same or [slug for slug, known_as in taken.items() if name and known_as[0] == name]
    if len(alike) == 1:
        return alike[0]
    if draft.slug and SLUG.fullmatch(draft.slug):
        return draft.slug
    letters = re.sub(r"[^a-z0-9]+", "-", halfwidth(name).lower()).strip("-")[:40]
    base = letters if re.search(r"[a-z]{2}", letters) else "chanpin"
    choices = [base] if base != "chanpin" else []
    slug = next(
        choice for choice in [*choices, *(f"{base}-{number}" for number in range(1, 10_000))] if choice not in taken
    )
    draft.receipt.notes.append(f"文件名 {slug}.yaml 是程序起的，可以改成自己的（小写字母、数字、连字符）")
    return slug
