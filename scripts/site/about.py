"""The open data as a whole: their name and terms, who stands behind them, since when, and which datasets there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.vocabulary.survey import constants
from scripts.site.archive import ClosedRound
from scripts.site.catalogue import Catalogue
from scripts.site.figures import Table

NAME = "山东大模型名录"
RIGHTS = "条目由报送单位自行提供并承诺可公开、真实合法；引用请注明名录、批次与数据版本。收录不构成评价、认证或推荐。"
KEYWORDS = ("大模型", "人工智能", "产品目录", "企业名录", "山东省")
# Licences with an address of their own; any other is named by its words.
_LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of the data, by survey.yaml's 数据许可. ``url`` is None where we know no address of it."""

    words: str
    url: str | None


def licence() -> Licence:
    """The licence of the data."""
    words = constants().licence
    return Licence(words, _LICENCES.get(words))


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: 主办 and 联系 of mkdocs.yml's ``extra.publisher``. The catalogue's own name stands where nobody is named."""

    name: str = NAME
    contact: str = ""

    @classmethod
    def of(cls, named: Mapping[str, str]) -> Publisher:
        """The publisher by the lines of ``extra.publisher``."""
        return cls(named.get("主办") or NAME, named.get("联系", ""))

    @property
    def named(self) -> bool:
        """Whether an authority is named."""
        return self.name != NAME


def publisher_lines(extra: Mapping[str, Any]) -> dict[str, str]:
    """The lines of ``publisher`` under mkdocs.yml's ``extra``, as texts. Raises ValueError, in Chinese, where it has none."""
    named = extra.get("publisher") or {}
    if not isinstance(named, Mapping) or any(isinstance(value, list | Mapping) for value in named.values()):
        raise ValueError("mkdocs.yml 的 extra.publisher 要一行写一项，如“主办: 单位名称”")
    return {str(label): str(value) for label, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of a round, in one or more files that say the same, by their addresses from the site's root.

    ``closed`` is set for a table of a round that has ended; ``earlier`` says that entries not yet confirmed in this round are in it, too.
    """

    name: str
    title: str
    text: str
    files: tuple[str, ...]
    closed: ClosedRound | None = None
    earlier: bool = False


def datasets(tables: Iterable[Table], rounds: Sequence[ClosedRound] = ()) -> list[Dataset]:
    """Every dataset of the site; each of the statistics' ``tables`` is one, and so is each table of a closed round."""
    return [
        Dataset("products", "大模型产品", "各单位报送的大模型产品的公开内容，一行一个产品；批次早于本轮的，本轮尚未确认。", ("data/products.csv", "data/products.json"), earlier=True),
        Dataset("enterprises", "大模型企业", "报送企业调研表的单位的公开内容，一行一家；批次早于本轮的，本轮尚未确认。", ("data/enterprises.csv", "data/enterprises.json"), earlier=True),
        Dataset("rights", "大模型产品的知识产权", "各产品的知识产权，一行一项。", ("data/intellectual-property.csv",), earlier=True),
        Dataset("all", "大模型产品与企业", "产品、企业、知识产权三张表和各栏的含义，在一个工作簿里。", ("data/catalogue.xlsx",), earlier=True),
        *(Dataset(f"stats-{table.name}", f"摸底统计：{table.heads[0]}", f"由公开条目算出：{'、'.join(table.heads)}。", (f"data/stats/{table.name}.csv",)) for table in tables),
        *(dataset for closed in rounds for dataset in _of_round(closed)),
    ]  # fmt: skip


def _of_round(closed: ClosedRound) -> Iterable[Dataset]:
    for name, title in (("products", "大模型产品"), ("enterprises", "大模型企业")):
        files = tuple(f"{closed.url}{name}.{ending}" for ending in ("csv", "json"))
        text = f"{closed.year} 年摸底结束时的{title}，只有现在仍公开的，一行一条。"
        yield Dataset(f"round-{closed.year}-{name}", f"已结束的一轮：{title}", text, files, closed)


def days(cat: Catalogue) -> tuple[str, str] | None:
    """The day of the first entry, and of the last change: the version's, since an entry may have been withdrawn. None without history."""
    dates = [unit.dates for unit in cat.units if unit.dates]  # a unit's span those of its products
    if not dates:
        return None
    return min(d.first for d in dates), max(day_of(cat.version) or "", *(d.last for d in dates))


def day_of(version: str | None) -> str | None:
    """The day (ISO) that a version of the data begins with; None without one."""
    found = _DAY.match(version or "")
    return found[0] if found else None
