"""Which questions a form asks, in its order, given the answers so far. After each answer they are worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from schema.fields.choice import Choice, YesNo
from schema.fields.text import Text
from schema.forms.form import Form, Spec, asked, specs
from schema.forms.parts import Pledged
from schema.reading.document import KeyPath
from schema.vocabulary.divisions import divisions
from scripts.new.judging import Judge, with_answer
from scripts.new.scans import Scans
from scripts.new.talk import Question, by_number, listed, one_of, yes_or_no
from scripts.new.template import help_of, is_long, needed, proofs
from scripts.writing.values import MATERIALS, Values, tidied

_SEVERAL_LINES = frozenset(("经营范围", "团队能力"))  # beside those that are counted in 字
_MAX_ITEMS = 19  # of a list
_LIST = "材料"
_SKIP = "选填，回车跳过"
_PAPER, _FILE = "线下交盖章纸件", "随文件提交扫描件"


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the conversation: what it is about, as a path in the form; what takes the answer, None for one taken back."""

    at: KeyPath
    question: Question
    store: Callable[[Any], None]


class Answers:
    """The answers to one form; ``given`` are fields that nobody is asked for, since the place says them."""

    def __init__(self, judge: Judge, values: Values, scans: Scans, given: frozenset[KeyPath]) -> None:
        self.judge, self.values, self.scans, self.given = judge, values, scans, given

    def steps(self) -> list[Step]:
        """The questions, those already answered included."""
        self.values[_LIST] = self._listed()
        return list(self._form(self.judge.cls, self.values, ()))

    def proofs(self) -> dict[str, bytes]:
        """The bytes of the scans to copy, by name."""
        return self.scans.read(item["文件"] for item in self.values.get(_LIST, ()) if item.get("文件"))

    def _form(self, cls: type[Form], values: Values, at: KeyPath) -> Iterator[Step]:
        for spec in asked(cls):
            here, wanted = (*at, spec.label), needed(cls, spec, values)
            begun = wanted is None and spec.entry.when and not spec.entry.when.only and values
            if here in self.given or not (wanted or begun):
                continue
            if spec.label == _LIST:
                yield from self._materials(values[_LIST])
            elif spec.part and spec.many:
                yield from self._items(spec.part, values.get(spec.label, []), here)
            elif spec.part:
                yield from self._form(spec.part, values.get(spec.label, {}), here)
            else:
                yield self._scalar(
                    spec,
                    here,
                    values.get(spec.label, ""),
                    free="" if spec.entry.required or (wanted and spec.entry.when) else _SKIP,
                )

    # ---------- single fields ----------

    def _scalar(self, spec: Spec, at: KeyPath, now: str, *, free: str) -> Step:
        def read(text: str) -> str:
            return self.judge.accept(self.values, at, tidied(text) if long else text)

        long = isinstance(spec.scalar, Text) and (is_long(spec) or spec.label in _SEVERAL_LINES)
        reader: Callable[[str], Any] = read
        help = help_of(spec) + "\n可以分几行；↑ 找回写过的一行" * long
        if isinstance(spec.scalar, Pledged | YesNo):
            help, reader = f"{spec.entry.help}\n{listed(('是', '否'))}", yes_or_no(read)
        elif options := self._options(spec):
            ours = [] if isinstance(spec.scalar, Choice) else [spec.entry.help]
            help, reader = "\n".join([*ours, listed(options)]), by_number(options, read)
        question = Question(_label(at), help, reader, now=now, free=free, long=long)
        return Step(at, question, partial(self._store, at))

    def _options(self, spec: Spec) -> tuple[str, ...]:
        if isinstance(spec.scalar, Choice):
            return spec.scalar.options
        city = self.judge.place.city
        return tuple(one.name for one in divisions() if one.city == city) if spec.label == "区县" else ()

    def _store(self, at: KeyPath, text: str | None) -> None:
        self.values = with_answer(self.values, at, text or "")

    # ---------- lists ----------

    def _items(self, part: type[Form], items: list[Values], here: KeyPath) -> Iterator[Step]:
        """The fields of each item, then the first field of one more, which may be left out once there is one."""
        for position, item in enumerate(items, 1):
            first, *rest = self._form(part, item, (*here, position))
            yield Step(first.at, first.question, partial(self._store_first, first.at))
            yield from rest
        if len(items) < _MAX_ITEMS:
            spec = specs(part)[0]
            more = self._scalar(spec, (*here, len(items) + 1, spec.label), "", free="没有了就回车" if items else "")
            yield Step(more.at, more.question, partial(self._store_first, more.at))

    def _store_first(self, at: KeyPath, text: str | None) -> None:
        """The first field of an item; the item goes with it when it is taken back."""
        label, position, _ = at
        if text is None:
            self.values[str(label)] = [*self.values.get(str(label), ())]
            del self.values[str(label)][int(position) - 1 : int(position)]
        else:
            self._store(at, text)

    # ---------- materials ----------

    def _listed(self) -> list[Values]:
        """The lines of 材料: those that are demanded, in their order, then any more that were added."""
        kinds = [kind for kind in proofs(self.judge.cls, self.values) if kind]
        have = [item for item in self.values.get(_LIST, ()) if item.get("类别") in self._kinds()]
        demanded = []
        for kind in kinds:
            same = next((item for item in have if item.get("类别") == kind), None)
            demanded.append(same or {"类别": kind})
            have = [item for item in have if item is not same]
        self._demanded = len(demanded)
        return demanded + [item for item in have if item.get("线下提交") or "文件" in item]

    def _materials(self, items: list[Values]) -> Iterator[Step]:
        for position, item in enumerate(items, 1):
            yield self._way(position, item)
            if "文件" in item:
                yield self._scan(position, item)
        kinds = self._kinds()
        question = Question(
            f"{_LIST}，还要交的", f"还有别的材料就选类别\n{listed(kinds)}", one_of(kinds), free="没有了就回车"
        )
        if len(items) < _MAX_ITEMS:
            yield Step((_LIST, len(items) + 1, "类别"), question, self._add)

    def _way(self, position: int, item: Values) -> Step:
        ways = (_PAPER, _FILE)
        help = f"怎样交；含印章、个人或客户信息的宜交纸件\n{listed(ways)}"
        now = _PAPER if item.get("线下提交") else _FILE if "文件" in item else ""
        more = position > self._demanded

        def store(way: str | None) -> None:
            if way is None and more:
                del self.values[_LIST][position - 1]
            elif way != now:
                said = {_PAPER: {"线下提交": "是"}, _FILE: {"文件": ""}}.get(way or "", {})
                self.values[_LIST][position - 1] = {"类别": item["类别"], **said}

        question = Question(f"{_LIST}：{item['类别']}", help, one_of(ways), now=now)
        return Step((_LIST, position, "方式"), question, store)

    def _scan(self, position: int, item: Values) -> Step:
        help = f"写扫描件的路径，可以把文件拖到窗口里；PDF、PNG 或 JPEG，不超过 10 MiB。写入时抄一份到 {MATERIALS}"

        def store(name: str | None) -> None:
            self.values[_LIST][position - 1] = {"类别": item["类别"], "文件": name or ""}

        question = Question(f"{_LIST}：{item['类别']}，扫描件", help, self.scans.take, now=item["文件"])
        return Step((_LIST, position, "文件"), question, store)

    def _kinds(self) -> tuple[str, ...]:
        part = next(spec.part for spec in specs(self.judge.cls) if spec.label == _LIST)
        kind = specs(part)[0].scalar if part else None
        return kind.options if isinstance(kind, Choice) else ()

    def _add(self, kind: str | None) -> None:
        if kind:
            self.values[_LIST].append({"类别": kind, "线下提交": "是"})


def _label(at: KeyPath) -> str:
    return "，".join(f"第 {step} 项" if isinstance(step, int) else step for step in at)
