"""This round against a closed one, entry by entry, in public terms: the same for the site's page and the desk's workbook."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from schema.forms.enterprise import Enterprise
from schema.forms.form import labels
from schema.forms.product import Product
from schema.text.names import fold_name
from scripts.site import data
from scripts.site.about import day_of
from scripts.site.archive import CODE, ClosedRound, Entry
from scripts.site.catalogue import Catalogue
from scripts.site.vocabulary import LEVELS

NEW, UPDATED, KEPT, UNCONFIRMED, WITHDRAWN = "新增", "更新", "沿用", "尚未确认", "撤下"
UNLISTED = "上轮未列"  # of a unit that was taken out of the last round's list: there is nothing to compare with
RENAMED, MOVED, RELEVELLED = "更名", "迁市", "级别变化"
KINDS = (NEW, UPDATED, KEPT, UNLISTED, UNCONFIRMED, WITHDRAWN, RENAMED, MOVED, RELEVELLED)

_ROUND, _LEVEL, _PRODUCT = "批次", "大模型产品所属种类", "大模型产品名称"
_RANK = {level.name: level.rank for level in LEVELS}


@dataclass(frozen=True, slots=True)
class Compared:
    """An entry with its state in both rounds; ``before`` or ``after`` is None where it is not there. ``fields`` are those that changed."""

    before: Entry | None
    after: Entry | None
    kinds: tuple[str, ...]
    fields: tuple[str, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry as it is now, else as it was."""
        return self.after or self.before or {}

    @property
    def unit(self) -> str:
        """Its unit's name."""
        return unit_of(self.entry)

    @property
    def product(self) -> str | None:
        """The product's name; None of 附件1."""
        return self.entry.get(_PRODUCT)

    @property
    def city(self) -> str:
        """Its city's name."""
        return city_of(self.entry)

    @property
    def level(self) -> str | None:
        """The product's level; None of 附件1."""
        return self.entry.get(_LEVEL)

    @property
    def rose(self) -> bool:
        """Whether the product went up a level: from 场景级 towards 基础级."""
        if RELEVELLED not in self.kinds or self.before is None or self.after is None:
            return False
        return _RANK[self.after[_LEVEL]] < _RANK[self.before[_LEVEL]]


def unit_of(entry: Entry) -> str:
    """The unit's name in an entry of either form."""
    return str(entry.get("企业名称") or entry.get("报送单位") or "")


def city_of(entry: Entry) -> str:
    """The city's name in an entry of either form."""
    return str(entry.get("市") or entry.get("单位注册地", {}).get("市") or "")


def compare(last: ClosedRound, cat: Catalogue) -> list[Compared]:
    """Every 附件1 and 附件2 of either, of the catalogue's order, then what was withdrawn."""
    enterprises, products = data.entries(cat)
    ended = day_of(last.version) or ""
    listed = {entry[CODE] for entry in (*last.enterprises, *last.products)}
    redacted = {
        entry[CODE]
        for entry in (*enterprises, *products)
        if entry[CODE] not in listed and (entry["首次公布"] or "9") <= ended
    }
    return [
        *_compared(last.enterprises, enterprises, cat.round, redacted),
        *_compared(last.products, products, cat.round, redacted),
    ]


def _compared(last: Iterable[Entry], now: Iterable[Entry], round: int, redacted: Container[str]) -> Iterator[Compared]:
    """``redacted`` are the codes of units that were published when the last round ended and are no longer in its list."""
    old = {entry["页面"]: entry for entry in last}
    entries = list(now)
    pairs = {entry["页面"]: old.pop(entry["页面"], None) for entry in entries}
    by_name = {_name(entry): page for page, entry in old.items()}
    for entry in entries:
        before = pairs[entry["页面"]] or old.pop(by_name.get(_name(entry), ""), None)  # its file has another name now
        yield _judged(before, entry, round, redacted)
    yield from (Compared(entry, None, (WITHDRAWN,)) for entry in old.values())


def _name(entry: Entry) -> tuple[str, str]:
    return entry[CODE], fold_name(entry.get(_PRODUCT, ""))


def _judged(before: Entry | None, after: Entry, round: int, redacted: Container[str]) -> Compared:
    unconfirmed = after[_ROUND] < round
    if before is None:
        fresh = UNLISTED if after[CODE] in redacted else NEW
        return Compared(None, after, (UNCONFIRMED if unconfirmed else fresh,))
    filled_in = labels(Product if _PRODUCT in after else Enterprise) - {_ROUND}
    fields = tuple(key for key in after if key in filled_in and before.get(key) != after[key])
    kinds = [UNCONFIRMED if unconfirmed else UPDATED if fields else KEPT]
    names = (unit_of(before), before.get(_PRODUCT)) != (unit_of(after), after.get(_PRODUCT))
    kinds += [RENAMED] if names else []
    kinds += [MOVED] if city_of(before) != city_of(after) else []
    kinds += [RELEVELLED] if before.get(_LEVEL) != after.get(_LEVEL) else []
    return Compared(before, after, tuple(kinds), fields)


def tally(compared: Iterable[Compared]) -> Mapping[str, Mapping[str, int]]:
    """How many entries of each kind, by city."""
    out: dict[str, dict[str, int]] = {}
    for item in compared:
        row = out.setdefault(item.city, dict.fromkeys(KINDS, 0))
        for kind in item.kinds:
            row[kind] += 1
    return out
