"""一图读懂: what the figures say, in sentences computed from them, each with the address of the entries it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from scripts.site.catalogue import Catalogue
from scripts.site.shades import Shades, shades
from scripts.site.statistics import leaders
from scripts.site.views import industry_key
from scripts.site.vocabulary import UNCLASSED

FEW = 10  # of fewer products shares say nothing: counts do
MOST_NAMED = 3
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding: its subject, what is said of it, and the address of the entries meant."""

    about: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The findings, the shades of the heat table, and the largest number of products of a city."""

    sentences: tuple[Sentence, ...]
    shades: Shades
    most: int


def brief(cat: Catalogue) -> Brief:
    """The brief of a catalogue; without a sentence where there is no product."""
    return Brief(
        tuple(_sentences(cat)) if cat.products else (),
        shades(count for city in cat.cities for count in city.by_level),
        max((city.products for city in cat.cities), default=0),
    )


def share(part: int, whole: int) -> str:
    """A share in tenths, as speech has it; of few products, the count."""
    if part == whole:
        return "全部"
    if whole < FEW or not part:
        return f"{part} 个" if part else "没有"
    tenths = round(10 * part / whole)
    if tenths == 0:
        return "不到一成"
    if tenths == 10:
        return "九成以上"
    if tenths == 5:
        return "半数" if 2 * part == whole else "约半数"
    return f"{'' if 10 * part == tenths * whole else '约'}{_DIGITS[tenths]}成"


def _sentences(cat: Catalogue) -> Iterator[Sentence]:
    total = len(cat.products)
    units, products = f"{len(cat.units):,}", f"{total:,}"
    yield Sentence(
        "总量", f"{units} 家单位报送，公开 {products} 个大模型产品，覆盖 {len(cat.covered)} 个市。", "products/"
    )
    yield from _cities(cat, total)
    yield from _levels(cat, total)
    yield from _industries(cat)
    tested = sum(product.data.testing.tested for product in cat.products)
    yield Sentence("检测", f"{share(tested, total)}产品已出具检测报告。", "products/?test=1")
    patented = sum("发明专利" in product.kinds for product in cat.products)
    yield Sentence("发明专利", f"{share(patented, total)}产品拥有发明专利。", f"products/?ip={quote('发明专利')}")


def _cities(cat: Catalogue, total: int) -> Iterator[Sentence]:
    ranked = sorted(cat.cities, key=lambda city: -city.products)
    counts = [(city.short, city.products) for city in ranked]
    front = ranked[: _front(counts)]
    names = "、".join(city.short for city in front)
    none = [city.short for city in cat.cities if not city.products]
    rest = (
        f"{'、'.join(none)}尚无产品。" if 0 < len(none) <= MOST_NAMED else f"{len(none)} 个市尚无产品。" if none else ""
    )
    if front:
        url = "products/?" + "&".join(f"city={city.slug}" for city in front)
        held = sum(city.products for city in front)
        yield Sentence("城市", f"{names}{'共' if len(front) > 1 else ''}占{share(held, total)}。{rest}", url)
    elif rest:
        yield Sentence("城市", rest, "cities/")


def _front(ranked: Sequence[tuple[str, int]]) -> int:
    """How many of those in front to name: the first that hold half of all, else those that stand out; none in a tie."""
    half, held = sum(count for _, count in ranked) / 2, 0
    for place, (_, count) in enumerate(ranked[:MOST_NAMED], 1):
        held += count
        if held >= half and (place == len(ranked) or count > ranked[place][1]):
            return place
    return leaders(ranked, MOST_NAMED).split("居")[0].count("、") + 1 if leaders(ranked, MOST_NAMED) else 0


def _levels(cat: Catalogue, total: int) -> Iterator[Sentence]:
    ranked = sorted(cat.levels, key=lambda level: -cat.level_count(level))
    first, second, *_ = ((level, cat.level_count(level)) for level in ranked)
    if first[1] > second[1]:
        yield Sentence("级别", f"{first[0].name}最多，占{share(first[1], total)}。", first[0].url)
    else:
        said = "、".join(f"{level.name} {cat.level_count(level):,} 个" for level in cat.levels)
        yield Sentence("级别", f"{said}。", "products/")


def _industries(cat: Catalogue) -> Iterator[Sentence]:
    """The 门类 and the row of the 建议行业目录 that most 行业级 products belong to, where one stands out."""
    keys = [industry_key(product) for product in cat.products if product.data.industry]
    if not keys:
        return
    sectors = Counter(sector for sector, _ in keys).most_common(2)
    rows = Counter(name for _, name in keys if name != UNCLASSED)
    named = rows.most_common(2)
    said = f"行业级产品分布在 {len(rows)} 个行业" if rows else "行业级产品都还没有归入建议行业目录"
    if len(sectors) == 1 or sectors[0][1] > sectors[1][1]:
        said += f"，{sectors[0][0]}最多，占{share(sectors[0][1], len(keys))}"
    if len(named) == 1 or (named and named[0][1] > named[1][1]):
        said += f"；单个行业以{named[0][0]}居首，{named[0][1]:,} 个"
    yield Sentence("行业", f"{said}。", "industries/")
