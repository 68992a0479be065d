"""Related entries, for the foot of an entry's page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, UnitEntry

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Related products under a heading."""

    title: str
    products: tuple[ProductEntry, ...]


class Neighbours:
    """Finds related entries: those that follow an entry in its group, so that not every page names the same ones."""

    def __init__(self, cat: Catalogue) -> None:
        self._groups: dict[_Key, list[ProductEntry]] = defaultdict(list)
        self._place: dict[tuple[_Key, str], int] = {}
        for product in cat.products:
            for group in _groups(product):
                self._place[group, product.key] = len(self._groups[group])
                self._groups[group].append(product)
        self._cities: dict[str, list[UnitEntry]] = defaultdict(list)
        for unit in cat.units:
            self._place[("city", unit.city.slug), unit.code] = len(self._cities[unit.city.slug])
            self._cities[unit.city.slug].append(unit)

    def products(self, product: ProductEntry, count: int = 2) -> Near:
        """Products of the same industry, then of the same 门类; else others of the same level."""
        *close, level = _groups(product)
        near = tuple(self._take(product, close, count))
        if near:
            return Near("相近产品", near)
        return Near(f"其他{product.level.name}产品", tuple(self._take(product, [level], count)))

    def units(self, unit: UnitEntry, count: int = 3) -> tuple[UnitEntry, ...]:
        """Units of the same city."""
        group = self._cities[unit.city.slug]
        start = self._place[("city", unit.city.slug), unit.code]
        return tuple(group[(start + step) % len(group)] for step in range(1, min(count, len(group) - 1) + 1))

    def _take(self, product: ProductEntry, groups: Iterable[_Key], count: int) -> Iterable[ProductEntry]:
        seen = {product.key}
        for key in groups:
            group, start = self._groups[key], self._place[key, product.key]
            for step in range(1, min(len(group), 2 * count + 2)):
                other = group[(start + step) % len(group)]
                if other.key not in seen and len(seen) <= count:
                    seen.add(other.key)
                    yield other


def _groups(product: ProductEntry) -> list[_Key]:
    """The groups of a product from the narrowest to the widest, its level."""
    industry = product.data.industry
    groups: list[_Key] = []
    if industry is not None:
        groups = [("industry", industry.code or industry.text), ("sector", industry.sector)]
    return [*groups, ("level", product.level.slug)]
