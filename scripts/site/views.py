"""The entries of the site: city, product and unit. Every ``url`` is relative to the site's root and ends with a slash."""

from __future__ import annotations

from dataclasses import dataclass

from schema.public.projection import NOWHERE, PublicBureau, PublicEnterprise, PublicProduct
from schema.vocabulary.industries import industries
from scripts.site.vocabulary import UNCLASSED, Level


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an entry's first and last change, as ISO dates."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class CityEntry:
    """A city with its place on the cartogram."""

    slug: str
    name: str
    short: str
    code: str
    row: int
    col: int
    units: int
    by_level: tuple[int, ...]
    bureau: str = ""
    contact: PublicBureau = NOWHERE

    @property
    def url(self) -> str:
        """The city's page."""
        return f"cities/{self.slug}/"

    @property
    def products(self) -> int:
        """Number of products of its units."""
        return sum(self.by_level)


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """A product's public form with its unit and city."""

    data: PublicProduct
    code: str
    unit: str
    nature: str
    city: CityEntry
    level: Level
    dates: Dates | None

    @property
    def round(self) -> int:
        """Its 批次."""
        return self.data.round

    @property
    def key(self) -> str:
        """``<code>/<slug>``."""
        return f"{self.code}/{self.data.slug}"

    @property
    def url(self) -> str:
        """The entry's page."""
        return f"products/{self.key}/"

    @property
    def unit_url(self) -> str:
        """The page of its unit."""
        return f"enterprises/{self.code}/"

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.data.name} {self.data.version}"

    @property
    def field(self) -> str | None:
        """Its industry or scenario as written in the form; None for 基础级."""
        return self.data.industry.text if self.data.industry else self.data.scenario

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of its 知识产权, each once, in the form's order."""
        return tuple(dict.fromkeys(patent.kind for patent in self.data.patents))


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit with its products. ``enterprise`` is None where it reports products only."""

    code: str
    name: str
    nature: str
    city: CityEntry
    enterprise: PublicEnterprise | None
    products: tuple[ProductEntry, ...]
    dates: Dates | None

    @property
    def url(self) -> str:
        """The entry's page."""
        return f"enterprises/{self.code}/"

    @property
    def round(self) -> int:
        """批次 of its 附件1, else of its newest product."""
        return self.enterprise.round if self.enterprise else max(product.round for product in self.products)

    @property
    def place(self) -> str:
        """City and, where known, district; the city is not repeated before a zone named after it (青岛西海岸新区)."""
        return self.city.name + (self.enterprise.district.removeprefix(self.city.short) if self.enterprise else "")

    @property
    def levels(self) -> tuple[tuple[Level, int, tuple[str, ...]], ...]:
        """The levels of its products from 基础级 on, with their number and, each once, their industries or scenarios."""
        groups: dict[Level, list[ProductEntry]] = {}
        for product in sorted(self.products, key=lambda product: product.level.rank):
            groups.setdefault(product.level, []).append(product)
        return tuple(
            (level, len(own), tuple(dict.fromkeys(product.field for product in own if product.field)))
            for level, own in groups.items()
        )


def industry_key(product: ProductEntry) -> tuple[str, str]:
    """The 门类 in the form and the row of the 建议行业目录 that its industry falls under, else 未归类."""
    industry = product.data.industry
    if industry is None:
        return "", UNCLASSED
    own = next((row for row in industries() if row.code == industry.code and row.name == industry.name), None)
    return (own.sector, own.name) if own else (industry.sector, UNCLASSED)
