"""Where a form from outside belongs: its city, its unit, its file. What cannot be decided is refused, with what would decide it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from schema.fields.problem import Unreadable
from schema.fields.uscc import Uscc, is_valid
from schema.fields.uscc import normalise as normalise_code
from schema.forms.registry import ENTERPRISE, PRODUCT
from schema.layout.arrange import SLUG, arrange
from schema.layout.paths import FormPath
from schema.reading.unit import read_unit
from schema.text.names import fold_name
from schema.text.width import halfwidth
from schema.vocabulary.survey import constants
from scripts.intake.draft import Draft
from scripts.tree.disk import DiskTree
from scripts.writing.values import Values, typed_values


class Misplaced(Exception):
    """A form whose place cannot be decided; the message says in Chinese what would decide it."""

    def __init__(self, words: str, veiled: str = "") -> None:
        """``veiled`` says it without what was read, where ``words`` hold some outside quotation marks."""
        super().__init__(words)
        self.veiled = veiled or words


@dataclass(slots=True)
class KnownUnits:
    """The units of a repository, and those that this import adds."""

    cities: dict[str, str] = field(default_factory=dict)  # code → city
    codes: dict[str, set[str]] = field(default_factory=dict)  # plain name → codes
    products: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # code → slug → (name, version)
    values: dict[tuple[str, str], Values] = field(default_factory=dict)  # of products without a name, by code and slug

    @classmethod
    def of(cls, root: Path) -> KnownUnits:
        """The units of the working tree under ``root``."""
        tree, known = DiskTree(root), cls()
        for files in arrange(tree.entries()).units.values():
            unit = read_unit(files, tree.read)[0]
            known.cities[unit.code] = unit.city
            if unit.enterprise:
                known._name(unit.enterprise.form.name, unit.code)
            for product in unit.products:
                known._name(product.form.unit, unit.code)
                slugs = known.products.setdefault(unit.code, {})
                slugs[product.slug] = (product.form.name or "", product.form.version or "")
                if not product.form.name:
                    values = typed_values(type(product.form), product.document.root or {})
                    known.values[unit.code, product.slug] = values
        return known

    def add(self, draft: Draft, place: FormPath) -> None:
        """Add a form that was just written."""
        code = place.code or ""
        self.cities.setdefault(code, place.city)
        self._name(draft.unit_name, code)
        if place.slug:
            self.products.setdefault(code, {})[place.slug] = draft.product_name
            if not draft.product_name[0]:
                self.values[code, place.slug] = draft.values

    def codes_named(self, name: str) -> set[str]:
        """The codes of the units of a name."""
        return self.codes.get(fold_name(name), set())

    def _name(self, name: str | None, code: str) -> None:
        if name:
            self.codes.setdefault(fold_name(name), set()).add(code)


def place(draft: Draft, known: KnownUnits, unit: str | None, chosen: str | None = None) -> FormPath:
    """The place of a form. ``unit`` and ``chosen`` are the code and the city from the command line. Raises ``Misplaced``."""
    code = _code(draft, known, unit)
    city = _city(draft, known, code, chosen)
    return FormPath(city, code, _slug(draft, known, code) if draft.kind is PRODUCT else None)


def _code(draft: Draft, known: KnownUnits, unit: str | None) -> str:
    code = normalise_code(draft.code)
    if unit:
        if draft.code and code != unit:
            draft.receipt.notes.append("表里的信用代码与 --unit 不同，文件夹按 --unit，请核对")
        return unit
    if is_valid(code):
        return code
    if code:
        advice = "改正后再导入，或用 --unit 信用代码 指明"
        shown, veiled = (f"{_why_invalid(code, values=values)}。{advice}" for values in (True, False))
        raise Misplaced(shown, veiled)
    return _code_by_name(draft, known)


def _why_invalid(code: str, *, values: bool) -> str:
    """What is wrong with a code and how to mend it, in the words of the check."""
    try:
        Uscc().read(code)
    except Unreadable as error:
        return "。".join(error.content.render(values=values))
    raise ValueError(code)


def _code_by_name(draft: Draft, known: KnownUnits) -> str:
    if draft.kind is ENTERPRISE:
        raise Misplaced("表里没有统一社会信用代码；请补填，或用 --unit 信用代码 指明")
    advice = "请在补充页写明信用代码，或用 --unit 信用代码 指明"
    if not draft.unit_name:
        raise Misplaced(f"表里没有报送单位，也没有信用代码；{advice}")
    codes = known.codes_named(draft.unit_name)
    if len(codes) > 1:
        raise Misplaced(f"名为“{draft.unit_name}”的单位有 {len(codes)} 个；{advice}")
    if codes:
        (code,) = codes
        draft.receipt.notes.append(f"信用代码 {code} 由报送单位的名称在已有单位里查到，请核对")
        return code
    raise Misplaced(
        f"已有单位里没有“{draft.unit_name}”，不知道它的信用代码；请先导入它的附件1（名称要一致），或用 --unit 信用代码 指明"
    )


def _city(draft: Draft, known: KnownUnits, code: str, chosen: str | None) -> str:
    """The city where the unit already is, else the chosen one, the one named in the form, the printed path's, the code's."""
    if code in known.cities:
        if chosen not in (None, known.cities[code]):
            city = constants().cities[known.cities[code]]
            draft.receipt.notes.append(f"这个单位已在{city.name}的文件夹里，没有按 --city 另放，请核对")
        return known.cities[code]
    if chosen:
        return chosen
    location = draft.values.get("单位注册地")
    named = constants().city_named(location.get("市", "")) if isinstance(location, dict) else None
    if named:
        return named.slug
    if draft.printed_path and draft.printed_path.city in constants().cities:
        return draft.printed_path.city
    if registered := constants().city_registering(code):
        draft.receipt.notes.append(f"城市按信用代码的登记机关定为{registered.name}，请核对")
        return registered.slug
    advice = "请在“单位注册地”写明市，" if draft.kind is ENTERPRISE else "请先导入这个单位的附件1，"
    raise Misplaced(f"看不出是哪个市的单位：{advice}或用 --city 城市 指明")


def _slug(draft: Draft, known: KnownUnits, code: str) -> str:
    """The product's file name: the one it already has, else the one it asks for, else one from Latin letters in its name."""
    if draft.printed_path and draft.printed_path.code == code and draft.printed_path.slug:
        return draft.printed_path.slug
    taken = known.products.get(code, {})
    name, version = draft.product_name
    if not name:  # the product is known by all else that the form says
        same = [slug for slug in taken if draft.values.items() <= known.values.get((code, slug), {}).items()]
        if same:
            return same[0]
    if name:
        same_name = [slug for slug, product in taken.items() if product[0] == name]
        same = [slug for slug in same_name if taken[slug] == (name, version)] or same_name
        if len(same) == 1:
            return same[0]
    if draft.slug and SLUG.fullmatch(draft.slug):
        return draft.slug
    letters = re.sub(r"[^a-z0-9]+", "-", halfwidth(name).lower()).strip("-")[:40]
    if not re.search(r"[a-z]{2}", letters):
        letters = ""
    numbered = (f"{letters or 'chanpin'}-{number}" for number in count(1))
    slug = letters if letters and letters not in taken else next(slug for slug in numbered if slug not in taken)
    draft.receipt.notes.append(f"文件名 {slug}.yaml 是程序起的，可以改成自己的（小写字母、数字、连字符）")
    return slug
