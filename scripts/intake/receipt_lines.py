"""The receipt of an import on the terminal: totals first, then by unit what the clerk has to look at, what was refused again at the end.

It is short: what was read as it stands is in the workbook alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schema.layout.paths import FormPath, UnitPath
from schema.layout.told_paths import ToldPaths
from schema.vocabulary.survey import constants
from scripts.intake.receipt import Mark, Row, without_quotes
from scripts.intake.storing import Item, Outcome, State
from scripts.writing.values import shorten

ROOM = 60  # characters of a passage


def receipt_lines(outcome: Outcome, *, values: bool) -> Iterator[str]:
    """The lines, with what was read or with its shapes, and the names of files likewise."""
    writer = _Writer(outcome, values=values)
    yield totals(outcome)
    for head, items in by_unit(outcome.items).items():
        items = [item for item in items if item.target or item.draft]
        if not items:
            continue  # no form: among the failures
        yield ""
        yield f"■ {writer.unit(head, items)}"
        for item in items:
            yield from writer.item(item)
    told = outcome.targets(*set(State) - {State.REFUSED})
    for path, rows in outcome.findings.items():
        yield from (f"{path}：{_line(row)}" for row in rows if path not in told)
    if outcome.outside:
        yield ""
        yield "不属于任何一栏、没有写入的内容："
        for origin, where, text in outcome.outside:
            row = writer.row(Row(Mark.UNREAD, text=text, where=where))
            yield f"  {writer.origin(origin)} {row.where}：{row.text}"
    if outcome.notes:
        yield ""
        yield from (writer.note(*note) for note in outcome.notes)
    if outcome.refused:
        yield ""
        yield f"没有导入的 {len(outcome.refused)} 份："
        yield from (f"  ✗ {writer.origin(item.origin)}：{writer.reason(item)}" for item in outcome.rejected)


def totals(outcome: Outcome) -> str:
    """One line of figures."""
    forms = [item for item in outcome.items if item.target not in outcome.proofs]
    counts = [(state, sum(item.state is state for item in forms)) for state in State]
    parts = [f"{state.removeprefix('已')} {count} 份" for state, count in counts if count or state is not State.CHANGED]
    proofs = f"，材料 {len(outcome.proofs)} 个" if outcome.proofs else ""
    checked = [item for item in outcome.items if item.state is not State.REFUSED]
    marks = [row.mark for found in outcome.findings.values() for row in found]
    found = f"{marks.count(Mark.ERROR)} 个错误，{marks.count(Mark.WARNING)} 个提醒" if marks else "没有问题"
    return f"合计：{'，'.join(parts)}{proofs}" + (f"；检查：{found}" if checked else "")


def unit_of(item: Item) -> str:
    """The code of the unit that an item belongs to, the city of a bureau's header, "" where neither is known."""
    unit, place = UnitPath.holding(item.target), FormPath.parse(item.target)
    if unit:
        return unit.code
    return place.city if place else item.draft.code if item.draft else ""


def by_unit(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items of each unit, in the order in which the units came; at "" those of none."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(unit_of(item), []).append(item)
    return groups


class _Writer:
    def __init__(self, outcome: Outcome, *, values: bool) -> None:
        self.outcome, self.values = outcome, values
        origins = [
            *(item.origin for item in outcome.items),
            *(origin for origin, *_ in [*outcome.outside, *outcome.notes]),
        ]
        self._told = ToldPaths(lambda: origins)
        self._checked: set[str] = set()  # the paths whose findings stand there already

    def origin(self, text: str) -> str:
        """Where something came from; its name is a submitter's own."""
        return text if self.values else self._told.tell(text)

    def unit(self, head: str, items: Sequence[Item]) -> str:
        """A unit's name, code and city, as far as they are known."""
        if head in constants().cities:
            return constants().cities[head].bureau
        names = (item.draft.unit_name for item in items if item.draft)
        name = next(filter(None, names), "") if self.values else ""
        place = next((unit for item in items if (unit := UnitPath.holding(item.target))), None)
        if place is None:
            return name or "不知道是哪个单位"
        city = constants().cities.get(place.city)
        return f"{name} {place.code}（{city.name if city else place.city}）".strip()

    def item(self, item: Item) -> Iterator[str]:
        """One file: where it went, then what has to be looked at."""
        target = f" → {item.where}" if item.target else ""
        reason = f"：{self.reason(item)}" if item.reason else ""
        yield f"  {self.origin(item.origin)}{target}　{item.state}{reason}"
        rows = [self.row(row) for row in item.rows() if row.mark is not Mark.REFUSED]
        yield from (f"    {line}" for row in rows if (line := _line(row)))
        if item.state is State.REFUSED:
            blank = "、".join(row.label for row in rows if row.mark is Mark.BLANK)
            yield from [f"    没有填的必填栏：{blank}"] if blank else []
        elif item.target not in self._checked:  # whose findings say what is not filled in
            self._checked.add(item.target)
            yield from (f"    {_line(row)}" for row in self.outcome.findings.get(item.target, ()))

    def row(self, row: Row) -> Row:
        """A row as it may be shown."""
        return row.without_cards().without_strangers() if self.values else row.veiled()

    def note(self, origin: str, words: str) -> str:
        """A note on a file as a whole."""
        words = words if self.values else without_quotes(words)
        return f"注意：{self.origin(origin)} {words}" if origin else words

    def reason(self, item: Item) -> str:
        """Why something was not imported."""
        return item.reason if self.values else without_quotes(item.veiled or item.reason)


def _line(row: Row) -> str:
    """A row on one line; "" for what stands in the workbook alone."""
    before, text = (shorten(part, ROOM) for part in (row.before, row.text))
    match row.mark:
        case Mark.READ:
            changed = f"{before} → {text}" if before else text
            return f"{row.label}：{changed}　【{row.remark}】" if row.remark else ""
        case Mark.CHANGED:
            return f"改 {row.label}：{before or '（空）'} → {text or '（空）'}"
        case Mark.UNREAD:
            return f"没有看懂、没有写入：{row.where}：{text}"
        case Mark.NOTE:
            return f"注意：{row.remark}"
        case Mark.ERROR | Mark.WARNING:
            return f"{row.mark} {row.where}：{row.remark}"
    return ""
