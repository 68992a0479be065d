"""The documents of the search: every city, level, product and unit, with its texts by rank and its card in the list of hits.

Pure, and made from the catalogue only, so it holds nothing that the pages do not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from schema.text.pinyin import syllables
from scripts.site.catalogue import Catalogue
from scripts.site.facets import Facet, FacetOption
from scripts.site.views import CityEntry, ProductEntry, UnitEntry, industry_key
from scripts.site.vocabulary import Level

RANKS = 4  # name; unit and code; level, place and field; texts
NOWHERE = 255
_BETWEEN = re.compile("[^\u4e00-\u9fff]+")
_DOTS = re.compile("[·•・‧∙⋅]")  # 海纳·橡塑 is also typed 海纳橡塑
LEAD = 90  # characters of text in a hit whose text holds none of the words searched
# Kinds of documents in the order of the hits, with the titles of their texts.
KINDS: dict[str, tuple[str, ...]] = {
    "城市": (),
    "产品": ("介绍及应用情况", "应用领域及推广前景", "知识产权", "检测"),
    "企业": ("企业简介", "研发情况及发展规划", "团队能力", "经营范围"),
    "级别": ("定义",),
}


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A page to find. ``ranks`` holds its texts in falling order of weight; a line break ends a field.

    ``levels`` has bit ``rank - 1`` set for each level; ``city`` is the city's index in the catalogue, or NOWHERE; ``industry`` is the row
    of the 建议行业目录 and ``tested`` whether there is a test report, of products only. A hit shows
    ``name``, ``version``, ``facts``, and those of ``more`` that match. ``texts`` are in the order of KINDS.
    """

    kind: str
    url: str
    name: str
    version: str
    facts: tuple[str, ...]
    more: tuple[str, ...]
    texts: tuple[str, ...]
    ranks: tuple[str, ...]
    levels: int
    city: int
    industry: str = ""
    tested: bool | None = None

    @property
    def card(self) -> list[Any]:
        """The card in the list of hits."""
        lead = self.texts[0] if self.texts else ""
        return [
            self.url,
            self.name,
            self.version,
            self.facts,
            self.more,
            lead if len(lead) <= LEAD else lead[:LEAD] + "…",
        ]


def fold(text: str) -> str:
    """A text without differences of width, compatibility forms and case, and without interpuncts, exactly as the browser folds it.

    Common Chinese characters neither change nor combine, so only the runs between them are folded.
    """
    return _BETWEEN.sub(lambda run: _fold(run[0]), text)


@lru_cache(maxsize=1 << 15)
def _fold(text: str) -> str:
    return _DOTS.sub("", normalize("NFKC", text).lower().replace("ς", "σ").replace("ß", "ss"))


def documents(cat: Catalogue) -> Iterator[SearchDocument]:
    """Every document, in a fixed order."""
    places = {city.slug: place for place, city in enumerate(cat.cities)}
    for city in cat.cities:
        yield _city(city, places[city.slug])
    for product in cat.products:
        yield _product(product, places[product.city.slug])
    for unit in cat.units:
        yield _unit(unit, places[unit.city.slug])
    for level in cat.levels:
        yield _level(level, cat.level_count(level))


def facets(cat: Catalogue) -> tuple[Facet, ...]:
    """The facets of the hits; their counts are filled in by the browser."""
    return (
        Facet("kind", "类型", tuple(FacetOption(str(place), kind, 0) for place, kind in enumerate(KINDS))),
        Facet("level", "级别", tuple(FacetOption(level.slug, level.name, 0, level) for level in cat.levels)),
        Facet("city", "城市", tuple(FacetOption(city.slug, city.short, 0) for city in cat.cities)),
        Facet("test", "检测", (FacetOption("1", "已出具报告", 0), FacetOption("0", "未检测", 0))),
        Facet(
            "industry", "行业（建议目录）", tuple(FacetOption(name, name, 0) for name in _industries(cat)), long=True
        ),
    )


def _industries(cat: Catalogue) -> list[str]:
    return sorted({industry_key(product)[1] for product in cat.products if product.data.industry})


def _city(city: CityEntry, place: int) -> SearchDocument:
    facts = (f"{city.units} 家单位", f"{city.products} 个产品")
    levels = sum(1 << bit for bit, count in enumerate(city.by_level) if count)
    return SearchDocument(
        "城市", city.url, city.name, "", facts, (city.code,), (), (city.name, city.code, "", ""), levels, place
    )


def _level(level: Level, count: int) -> SearchDocument:
    ranks = (level.name, "", "", level.text)
    return SearchDocument(
        "级别", level.url, level.name, "", (f"{count} 个产品",), (), (level.text,), ranks, _bit(level), NOWHERE
    )


def _product(item: ProductEntry, place: int) -> SearchDocument:
    form, testing = item.data, item.data.testing
    industry = (form.industry.sector, form.industry.name or "") if form.industry else ()
    patents = "；".join(f"{patent.kind} {patent.note}" if patent.note else patent.kind for patent in form.patents)
    texts = (form.introduction, form.prospects, patents, "　".join(filter(None, (testing.lab, testing.date))))
    facts = tuple(filter(None, (item.unit, item.city.name, item.field)))
    more = tuple(filter(None, (item.code, item.level.name, *industry)))
    ranks = (
        _lines(form.name, form.version),
        _lines(item.unit, item.code),
        _lines(item.level.name, *facts[1:], *industry),
        _lines(*texts),
    )
    return SearchDocument(
        "产品", item.url, form.name, form.version, facts, more, texts, ranks, _bit(item.level), place,
        industry_key(item)[1] if form.industry else "", testing.tested,
    )  # fmt: skip


def _unit(unit: UnitEntry, place: int) -> SearchDocument:
    form = unit.enterprise
    texts = (form.profile, form.plans, form.team_skills, form.scope) if form else ()
    facts = (unit.place, f"{len(unit.products)} 个产品")
    levels = 0
    for product in unit.products:
        levels |= _bit(product.level)
    ranks = (unit.name, unit.code, _lines(unit.place, unit.nature), _lines(*texts))
    return SearchDocument("企业", unit.url, unit.name, "", facts, (unit.code, unit.nature), texts, ranks, levels, place)


def _bit(level: Level) -> int:
    return 1 << (level.rank - 1)


def _lines(*fields: str) -> str:
    return "\n".join(fields)


def examples(cat: Catalogue) -> Sequence[tuple[str, str]]:
    """Example searches, each with a remark where needed: fields of products, and the pinyin initials of a name."""
    fields = sorted({product.field for product in cat.products if product.field}, key=lambda field: (len(field), field))
    shortest = min(cat.products, key=lambda product: (len(product.data.name), product.key), default=None)
    if shortest is None:
        return ()
    name = fold(shortest.data.name).removesuffix("大模型")
    initials = "".join(syllable[0] for syllable in syllables(name))
    return (*((field, "") for field in fields[:2]), (initials, "拼音首字母"))
