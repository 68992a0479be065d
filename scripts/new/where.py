"""The first questions: which form, for which unit, and under which file name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schema.forms.form import specs
from schema.forms.product import Product
from schema.forms.registry import UNIT_FORMS
from schema.layout.paths import FormPath
from schema.vocabulary.survey import City, constants
from scripts.new.fields import Step
from scripts.new.judging import Judge
from scripts.new.place import InvalidAnswer, NewOptions, NotWritten, city_of, code_of, slug_of, suggested_slug
from scripts.new.repository import Repository
from scripts.new.talk import Question, by_number, listed, one_of
from scripts.new.template import help_of

NAME = "大模型产品名称"


class Where:
    """What is known of the place, from options and answers; ``place`` once it is complete."""

    def __init__(self, repository: Repository, options: NewOptions, today: date) -> None:
        self.repository, self.options, self._today = repository, options, today
        self.kind, self.code, self.city, self.slug = options.kind, options.code, options.city, options.slug
        self.name = ""  # of the product, by which a file name is suggested

    @property
    def place(self) -> FormPath | None:
        """The form's place; None while something of it is open."""
        if not (self.kind and self.code and (city := self.known_city or self.city)):
            return None
        if self.kind == "enterprise":
            return FormPath(city.slug, self.code)
        return FormPath(city.slug, self.code, self.slug) if self.name and self.slug else None

    def steps(self) -> Iterator[Step]:
        """The questions that the options leave, up to the first one without an answer."""
        if not self.options.kind:
            yield Step(("种类",), self._ask_kind(), self._set_kind)
        if self.kind and not self.options.code:
            yield Step(("代码",), self._ask_code(), self._set_code)
        if self.code and not (self.options.city or self.known_city):
            yield Step(("城市",), self._ask_city(), self._set_city)
        if self.kind == "product" and self.code and (city := self.known_city or self.city):
            unit = FormPath(city.slug, self.code, "x")
            yield Step((NAME,), self._ask_name(unit), self._set_name)
            if self.name and not self.options.slug:
                yield Step(("文件名",), self._ask_slug(unit), self._set_slug)

    @property
    def known_city(self) -> City | None:
        """The city in which the unit is already, unless an option names one."""
        cities = self.repository.cities(self.code or "")
        return cities[0] if cities and not self.options.city else None

    def _ask_kind(self) -> Question:
        options = [f"{kind.words.removesuffix('表')}（{kind.paper}）" for kind in UNIT_FORMS]
        now = next((option for kind, option in zip(UNIT_FORMS, options, strict=True) if kind.name == self.kind), "")
        return Question("要报什么", listed(options), one_of(options), now=now, first=True)

    def _set_kind(self, option: str) -> None:
        self.kind = next(kind.name for kind in UNIT_FORMS if option.endswith(f"（{kind.paper}）"))

    def _ask_code(self) -> Question:
        def read(text: str) -> str:
            code = code_of(text)
            for city in self.repository.cities(code):
                self._free(FormPath(city.slug, code))
            return code

        return Question("统一社会信用代码", "营业执照上的 18 位代码", read, now=self.code or "", first=True)

    def _set_code(self, code: str) -> None:
        self.code = code

    def _ask_city(self) -> Question:
        names = [city.short for city in constants().cities.values()]
        likely = constants().city_registering(self.code or "")

        def read(text: str) -> City:
            city = city_of(text)
            self._free(FormPath(city.slug, self.code))
            return city

        help = f"单位在哪个市注册，可写序号、市名或拼音\n{listed(names)}"
        now, default = self.city.short if self.city else "", likely.short if likely else ""
        return Question("所在城市", help, by_number(names, read), now=now, default=default, first=True)

    def _set_city(self, city: City) -> None:
        self.city = city

    def _ask_name(self, unit: FormPath) -> Question:
        judge = Judge(self.repository, unit, self._today)
        help = help_of(next(spec for spec in specs(Product) if spec.label == NAME))
        return Question(NAME, help, lambda text: judge.accept({}, (NAME,), text), now=self.name, first=True)

    def _set_name(self, name: str) -> None:
        self.name = name

    def _ask_slug(self, unit: FormPath) -> Question:
        def read(text: str) -> str:
            slug = slug_of(text)
            self._free(unit._replace(slug=slug))
            return slug

        help = "小写英文字母、数字和连字符，以后是网址的一部分"
        default = suggested_slug(self.name)
        return Question("产品文件名", help, read, now=self.slug or "", default=default, first=True)

    def _set_slug(self, slug: str) -> None:
        self.slug = slug

    def _free(self, place: FormPath) -> None:
        """Refuse a place that is taken, or where nothing may be written; that of a product is judged with its file name."""
        if self.kind == "product" and not place.slug:
            return
        try:
            self.repository.check_free(place)
        except NotWritten as error:
            raise InvalidAnswer(str(error)) from error
