"""The questions of ``catalogue new``: where the form goes, then its short fields, in the form's order.

Each answer is checked at once by the validator. Enter skips a field, which stays blank in the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from schema.fields.choice import Choice, YesNo
from schema.forms.form import Form, Spec, asked, specs
from schema.forms.parts import Pledged
from schema.forms.registry import UNIT_FORMS
from schema.layout.paths import FormPath
from schema.reading.document import KeyPath
from schema.vocabulary.divisions import divisions
from schema.vocabulary.survey import City, constants
from scripts.new.judging import Judge
from scripts.new.place import (
    InvalidAnswer,
    NewOptions,
    NotWritten,
    Repository,
    city_of,
    code_of,
    slug_of,
    suggested_slug,
)
from scripts.new.talk import Talk, by_number, listed, one_of
from scripts.new.template import help_of, is_long, needed, proofs
from scripts.writing.values import Values

# Texts of several lines are pasted, and on a terminal each further line would answer the next question: left to the editor.
_FOR_THE_EDITOR = frozenset(("经营范围", "团队能力"))
_MAX_ITEMS = 19  # of a list
_PAPER, _FILE = "线下交盖章纸件", "随文件提交扫描件"


def ask_kind(talk: Talk) -> str:
    """``enterprise`` or ``product``."""
    options = {f"{kind.words.removesuffix('表')}（{kind.paper}）": kind.name for kind in UNIT_FORMS}
    return options[talk.must("要报什么", listed(list(options)), one_of(list(options)))]


def ask_place(talk: Talk, repository: Repository, options: NewOptions) -> FormPath:
    """The unit's place: from the options, else from the answers."""
    code = options.code or talk.must("统一社会信用代码", "营业执照上的 18 位代码", code_of)
    return FormPath((options.city or _ask_city(talk, repository, code)).slug, code)


def _ask_city(talk: Talk, repository: Repository, code: str) -> City:
    if cities := repository.cities(code):
        talk.say(f"\n这家单位已在{cities[0].name}，这次也放在那里。")
        return cities[0]
    names = [city.short for city in constants().cities.values()]
    likely = constants().city_registering(code)
    help = f"单位在哪个市注册，可写序号、市名或拼音\n  {listed(names)}"
    return talk.must("所在城市", help, by_number(names, city_of), default=likely.short if likely else "")


def ask_slug(talk: Talk, repository: Repository, unit: FormPath, name: str) -> FormPath:
    """The product's place, under a file name that is free."""

    def free(text: str) -> FormPath:
        try:
            return repository.check_free(unit._replace(slug=slug_of(text)))
        except NotWritten as error:
            raise InvalidAnswer(str(error)) from error

    return talk.must("产品文件名", "小写英文字母、数字和连字符，以后是网址的一部分", free, default=suggested_slug(name))


def ask_name(talk: Talk, judge: Judge) -> str:
    """大模型产品名称, by which a file name is suggested; "" when it is skipped."""
    label = "大模型产品名称"
    help = help_of(next(spec for spec in specs(judge.cls) if spec.label == label))
    return talk.may(label, help, lambda text: judge.accept({}, (label,), text)) or ""


def ask_fields(talk: Talk, judge: Judge, values: Values) -> Values:
    """The values with the short fields that were answered."""
    _FieldQuestions(talk, judge, values).ask(judge.cls, values, ())
    return values


class _FieldQuestions:
    """Goes through a form; ``values`` grows with each answer, so that later ones are checked beside it."""

    def __init__(self, talk: Talk, judge: Judge, values: Values) -> None:
        self.talk, self.judge, self.values = talk, judge, values

    def ask(self, cls: type[Form], values: Values, at: KeyPath) -> None:
        for spec in asked(cls):
            here = (*at, spec.label)
            known = spec.part is None and values.get(spec.label)
            if known or is_long(spec) or spec.label in _FOR_THE_EDITOR or needed(cls, spec, values) is not True:
                continue
            if spec.label == "材料":
                values[spec.label] = [self._ask_material(kind) for kind in proofs(cls, values)]
            elif spec.part and spec.many:
                self._ask_items(spec.part, values.setdefault(spec.label, []), here)
            elif spec.part:
                self.ask(spec.part, values.setdefault(spec.label, {}), here)
            elif (answer := self._ask_scalar(spec, here)) is not None:
                values[spec.label] = answer

    def _ask_items(self, part: type[Form], items: list[Values], here: KeyPath) -> None:
        """A list's items, until the first question of one is skipped."""
        for position in range(1, _MAX_ITEMS + 1):
            items.append({})
            for spec in specs(part):
                answer = self._ask_scalar(spec, (*here, position, spec.label))
                if answer is not None:
                    items[-1][spec.label] = answer
                elif not items[-1]:
                    items.pop()
                    return

    def _ask_material(self, kind: str) -> Values:
        if not kind:
            return {}
        ways = (_PAPER, _FILE)
        help = f"怎样交；含印章、个人或客户信息的宜交纸件\n  {listed(ways)}"
        way = self.talk.may(f"材料：{kind}", help, one_of(ways))
        if way == _FILE and constants().separate:
            return {"类别": kind, "另交": "是"}
        return {"类别": kind, **({"线下提交": "是"} if way == _PAPER else {})}

    def _ask_scalar(self, spec: Spec, at: KeyPath) -> str | None:
        def read(text: str) -> str:
            return self.judge.accept(self.values, at, text)

        label = "，".join(f"第 {step} 项" if isinstance(step, int) else step for step in at)
        options = self._options(spec)
        if not options:
            return self.talk.may(label, help_of(spec), read)
        help = [] if isinstance(spec.scalar, Choice) else [spec.entry.help]
        return self.talk.may(label, "\n  ".join([*help, listed(options)]), by_number(options, read))

    def _options(self, spec: Spec) -> Sequence[str]:
        if isinstance(spec.scalar, Choice):
            return spec.scalar.options
        if isinstance(spec.scalar, Pledged):
            return ("是",)
        if isinstance(spec.scalar, YesNo):
            return ("是", "否")
        city = self.judge.place.city
        return [division.name for division in divisions() if division.city == city] if spec.label == "区县" else ()
