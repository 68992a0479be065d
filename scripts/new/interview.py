"""The questions of ``catalogue new``: where the form goes, then its short fields, in the paper's order.

Each answer is judged at once by the validator. Enter skips a field, which stays blank in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from schema.fields.choice import Choice, YesNo
from schema.forms.form import Form, Spec, specs
from schema.forms.parts import Pledged
from schema.reading.document import Path
from schema.vocabulary.divisions import divisions
from schema.vocabulary.survey import City, constants
from scripts.new.judging import Judge
from scripts.new.place import (
    Given,
    Known,
    Place,
    Refused,
    Unfit,
    city_by_code,
    city_of,
    code_of,
    slug_of,
    suggested_slug,
)
from scripts.new.talk import Talk, by_number, listed
from scripts.new.template import help_of, is_long, needed, proofs
from scripts.writing.values import Values

# Texts of several lines are pasted, and on a terminal each further line would answer the next question: left to the editor.
_FOR_THE_EDITOR = frozenset(("经营范围", "团队能力"))
_MOST_ITEMS = 20
_PAPER, _FILE = "线下交盖章纸件", "随文件提交扫描件"


def ask_kind(talk: Talk) -> str:
    """``enterprise`` or ``product``."""
    options = {"企业（附件1）": "enterprise", "产品（附件2）": "product"}
    return options[talk.must("要报什么", listed(list(options)), by_number(list(options), _one_of(list(options))))]


def ask_place(talk: Talk, known: Known, given: Given) -> Place:
    """The unit's place: what the options gave, else what is answered."""
    code = given.code or talk.must("统一社会信用代码", "营业执照上的 18 位代码", code_of)
    return Place(given.city or _ask_city(talk, known, code), code)


def _ask_city(talk: Talk, known: Known, code: str) -> City:
    if there := known.cities(code):
        talk.say(f"\n这家单位已在{there[0].name}，这次也放在那里。")
        return there[0]
    names = [city.short for city in constants().cities.values()]
    likely = city_by_code(code)
    told = "单位在哪个市注册，可写序号、市名或拼音"
    return talk.must(
        "所在城市", f"{told}\n  {listed(names)}", by_number(names, city_of), default=likely.short if likely else ""
    )


def ask_slug(talk: Talk, known: Known, place: Place, name: str) -> Place:
    """The product's place, under a file name that is free."""

    def free(text: str) -> Place:
        try:
            return known.settle(Place(place.city, place.code, slug_of(text)))
        except Refused as error:
            raise Unfit(str(error)) from error

    return talk.must("产品文件名", "小写英文字母、数字和连字符，以后是网址的一部分", free, default=suggested_slug(name))


def ask_name(talk: Talk, judge: Judge) -> str:
    """大模型产品名称, by which a file name is suggested; empty when it is skipped."""
    at = ("大模型产品名称",)
    told = help_of(next(spec for spec in specs(judge.cls) if (spec.label,) == at))
    return talk.may(at[0], told, lambda text: judge.take({}, at, text)) or ""


def ask_fields(talk: Talk, judge: Judge, values: Values) -> Values:
    """The values with the short fields that were answered."""
    _Fields(talk, judge, values).form(judge.cls, values, ())
    return values


class _Fields:
    """Goes through a form; ``values`` grows with each answer, so that later ones are judged beside it."""

    def __init__(self, talk: Talk, judge: Judge, values: Values) -> None:
        self.talk, self.judge, self.values = talk, judge, values

    def form(self, cls: type[Form], values: Values, at: Path) -> None:
        for spec in specs(cls):
            here = (*at, spec.label)
            known = spec.part is None and values.get(spec.label)
            if known or is_long(spec) or spec.label in _FOR_THE_EDITOR or needed(cls, spec, values) is not True:
                continue
            if spec.label == "材料":
                values[spec.label] = [self._material(kind) for kind in proofs(cls, values)]
            elif spec.part and spec.many:
                self._items(spec.part, values.setdefault(spec.label, []), here)
            elif spec.part:
                self.form(spec.part, values.setdefault(spec.label, {}), here)
            elif (answer := self._scalar(spec, here)) is not None:
                values[spec.label] = answer

    def _items(self, part: type[Form], items: list[Values], here: Path) -> None:
        """A list's items, until the first question of one is skipped."""
        first, *others = specs(part)
        for position in range(1, _MOST_ITEMS):
            item: Values = {}
            items.append(item)
            answer = self._scalar(first, (*here, position, first.label))
            if answer is None:
                items.pop()
                return
            item[first.label] = answer
            for spec in others:
                if (more := self._scalar(spec, (*here, position, spec.label))) is not None:
                    item[spec.label] = more

    def _material(self, kind: str) -> Values:
        if not kind:
            return {}
        ways = (_PAPER, _FILE)
        told = f"怎样交；含印章、个人或客户信息的宜交纸件\n  {listed(ways)}"
        how = self.talk.may(f"材料：{kind}", told, by_number(ways, _one_of(ways)))
        return {"类别": kind, **({"线下提交": "是"} if how == _PAPER else {})}

    def _scalar(self, spec: Spec, at: Path) -> str | None:
        def read(text: str) -> str:
            return self.judge.take(self.values, at, text)

        label = "，".join(f"第 {step} 项" if isinstance(step, int) else step for step in at)
        options = self._options(spec)
        if not options:
            return self.talk.may(label, help_of(spec), read)
        told = [] if isinstance(spec.scalar, Choice) else [spec.entry.help]
        return self.talk.may(label, "\n  ".join([*told, listed(options)]), by_number(options, read))

    def _options(self, spec: Spec) -> Sequence[str]:
        if isinstance(spec.scalar, Choice):
            return spec.scalar.options
        if isinstance(spec.scalar, YesNo | Pledged):
            return ("是",) if isinstance(spec.scalar, Pledged) else ("是", "否")
        city = self.judge.place.city.slug
        return [division.name for division in divisions() if division.city == city] if spec.label == "区县" else ()


def _one_of(options: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        found = [option for option in options if option.startswith(text)]
        if len(found) != 1:
            raise Unfit(f"请输入 1 至 {len(options)} 的序号")
        return found[0]

    return read
