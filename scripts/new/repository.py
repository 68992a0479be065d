"""What the repository already holds of a unit: where it is, what its forms say, and whether a new one may be written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from schema.forms.enterprise import Enterprise
from schema.forms.parts import LICENCE
from schema.forms.product import Product
from schema.layout.arrange import TreeEntry
from schema.layout.paths import PRIVATE_ROOT, FormPath, UnitPath
from schema.reading.unit import Unit, read_unit
from schema.vocabulary.survey import City, constants
from scripts.new.place import NotWritten
from scripts.tree.disk import DiskTree
from scripts.tree.private import PrivateFolder, TwoTrees, arranged, beside
from scripts.writing.values import Values


class Repository:
    """What the working tree under ``root`` already holds, with the private halves where they are at hand."""

    def __init__(self, root: Path, private: PrivateFolder | None = None) -> None:
        self.root, self.private = root, private
        self.tree = beside(DiskTree(root), private)
        self._units = arranged(self.tree).units
        self._entries = self.tree.entries()
        if isinstance(self.tree, TwoTrees):
            self._entries += self.tree.private_entries()

    def cities(self, code: str) -> list[City]:
        """The cities whose folders hold a unit of this code."""
        return [constants().cities[city] for city, unit_code in self._units if unit_code == code]

    def entries(self, place: FormPath) -> list[TreeEntry]:
        """The unit's files, its private ones too."""
        folders = (f"{place.folder}/", f"{PRIVATE_ROOT}/{place.city}/{place.code}/")
        return [one for one in self._entries if one.path.startswith(folders)]

    def unit(self, place: FormPath) -> Unit:
        """The unit as far as it can be read; an empty one where there is none yet."""
        files = self._units.get((place.city, place.code or ""))
        return read_unit(files, self.tree.read)[0] if files else Unit(place.city, place.code or "", place.folder)

    def known(self, place: FormPath) -> Values:
        """What a new form at a place says before anybody is asked: the unit, its code and city, a product's contact as before."""
        unit = self.unit(place)
        forms = [file.form for file in unit.forms()]
        name = _first(getattr(form, "unit" if isinstance(form, Product) else "name") for form in forms)
        if place.slug:
            phones = (_contact(form) for form in forms)
            contact, number = next((pair for pair in phones if all(pair)), ("", ""))
            return _filled(报送单位=name, 联系人=contact, 联系方式=number)
        city = constants().cities[place.city].name
        return _filled(企业名称=name, 统一社会信用代码=place.code or "", 单位注册地={"市": city})

    def licence(self, place: FormPath) -> list[Values]:
        """How 营业执照 comes by another form of the unit, as lines of 材料: one paper does for all."""
        items = [item for file in self.unit(place).forms() for item in file.form.materials or () if item]
        ways = [
            {"文件": item.file} if item.file else {"线下提交": "是"}
            for item in items
            if item.kind == LICENCE and (item.file or item.offline)
        ]
        return [{"类别": LICENCE, **way} for way in ways[:1]]

    def target(self, path: str) -> Path:
        """Where a file of a form, or of its private half, stands on the disk."""
        return self.private.at(path) if self.private and path.startswith(f"{PRIVATE_ROOT}/") else self.root / path

    def shown(self, path: str) -> str:
        """A path as the user knows it."""
        if self.private and path.startswith(f"{PRIVATE_ROOT}/"):
            return self.private.name.rstrip("/") + path.removeprefix(PRIVATE_ROOT)
        return path

    def check_free(self, place: FormPath) -> FormPath:
        """The place, once it is certain that a new form may be written there; raises ``NotWritten``."""
        for city in self.cities(place.code or ""):
            if city.slug != place.city:
                raise NotWritten(
                    f"{place.code} 已在{city.name}（{UnitPath(city.slug, place.code or '').folder}），同一单位只能在一个市。"
                    f"请把城市写成 {city.slug}，或核对代码"
                )
        for path in (place.path, *([place.private_path] if self.private else [])):
            self._check_free(path, "；要报另一个产品，请换一个文件名" if place.slug else "")
        return place

    def _check_free(self, path: str, advice: str) -> None:
        """That a file may be written: each folder above it is one, or is not there, and nothing stands in its place."""
        target = self.target(path)
        for step in map(str, (*reversed(PurePosixPath(path).parents[:-1]), PurePosixPath(path))):
            if step == PRIVATE_ROOT:
                continue
            on_disk, name = self.target(step), self.shown(step)
            if on_disk.is_symlink():
                raise NotWritten(f"{name} 是链接，不往里写。请先移开它")
            if on_disk.exists() and on_disk.is_dir() is (on_disk == target):
                raise NotWritten(f"{name} 不是{'文件' if on_disk == target else '文件夹'}。请先移开它")
        if target.exists():
            raise NotWritten(f"已有 {self.shown(path)}，没有改动。要修改请直接编辑它{advice}")


def _contact(form: Enterprise | Product) -> tuple[str, str]:
    """A form's contact and numbers, "" for what cannot be read or printed."""
    if isinstance(form, Product):
        return _first([form.contact]), _first(["、".join(form.phones or ())])
    return _first([form.contact]), _first([form.mobile])


def _first(texts: Iterable[str | None]) -> str:
    return next((text for text in texts if text and text.isprintable()), "")


def _filled(**values: Any) -> Values:
    return {label: value for label, value in values.items() if value}
