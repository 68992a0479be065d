"""``/landscape/``: every product on one screen, by 级别, within it by 门类 and 行业 or by scenario; and its small picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from scripts.site.catalogue import Catalogue
from scripts.site.industry_pages import IndustryRow, Sector, sectors
from scripts.site.search import fold
from scripts.site.views import ProductEntry
from scripts.site.vocabulary import Level

MOST_SCENES = 10  # scenarios with a box of their own
MOST_NAMED = (
    120  # of more products only squares fit on a screen; a name then shows on hover, on focus and in an opened box
)
_ACROSS = 12  # least number of squares on a line of the small picture


@dataclass(frozen=True, slots=True)
class Box:
    """Products side by side: those of an industry or of a scenario. ``name`` is empty where a row is not parted.

    ``more`` is the address of the same products elsewhere on the site.
    """

    anchor: str
    name: str
    products: tuple[ProductEntry, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Row:
    """A 门类 of 行业级, or a whole other level."""

    name: str
    level: Level
    boxes: tuple[Box, ...]

    @property
    def count(self) -> int:
        """Number of products."""
        return sum(len(box.products) for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Landscape:
    """The rows from 场景级 down to 基础级. ``named`` says that there is room for the products' names."""

    rows: tuple[Row, ...]

    @property
    def strata(self) -> tuple[tuple[Level, tuple[Row, ...]], ...]:
        """The rows of each level, from the top layer down."""
        levels = dict.fromkeys(row.level for row in self.rows)
        return tuple((level, tuple(row for row in self.rows if row.level == level)) for level in levels)

    @property
    def named(self) -> bool:
        """Whether there is room for the products' names."""
        return sum(row.count for row in self.rows) <= MOST_NAMED

    @property
    def across(self) -> int:
        """Squares on a line of the small picture: the longest row takes four lines at most."""
        return max(_ACROSS, -(-max(row.count for row in self.rows) // 4))


def landscape(cat: Catalogue) -> Landscape:
    """The landscape of a catalogue."""
    base, industry, scene = cat.levels
    whole = Box("base", "", _ordered(cat.products_of(base)), f"products/?level={base.slug}")
    return Landscape(
        (
            Row(scene.name, scene, tuple(_scenes(cat, scene))),
            *(Row(sector.name, industry, _industries(sector)) for sector in sectors(cat)),
            Row(base.name, base, (whole,) if whole.products else ()),
        )
    )


def _industries(sector: Sector) -> tuple[Box, ...]:
    return tuple(Box(row.anchor, row.name, _ordered(row.products), _listed(sector, row)) for row in sector.rows)


def _listed(sector: Sector, row: IndustryRow) -> str:
    """The list of an industry's products; of what fits no industry, that of the 门类."""
    named = row.anchor.startswith("i-")
    return f"products/?industry={quote(row.name)}" + ("" if named else f"&sector={quote(sector.name)}")


def _scenes(cat: Catalogue, level: Level) -> Iterable[Box]:
    """A box for each of the scenarios that most products share, and one for all others, scenario by scenario."""
    groups: dict[str, list[ProductEntry]] = defaultdict(list)
    for product in cat.products_of(level):
        groups[fold(product.data.scenario or "")].append(product)
    shared = sorted((key for key in groups if len(groups[key]) > 1), key=lambda key: (-len(groups[key]), key))
    for key in shared[:MOST_SCENES]:
        name = groups[key][0].data.scenario or ""
        yield Box(f"s-{''.join(key.split())}", name, _ordered(groups.pop(key)), f"search/?q={quote(name)}")
    others = tuple(product for key in sorted(groups) for product in _ordered(groups[key]))
    if others:
        yield Box("scenes", "其余场景" if shared else "", others, f"products/?level={level.slug}")


def _ordered(products: Iterable[ProductEntry]) -> tuple[ProductEntry, ...]:
    """By city, so that neighbours stand together."""
    return tuple(sorted(products, key=lambda product: (product.city.code, product.data.name, product.key)))
