"""The forms of the survey, each with its class, its paper, its file and its names: the one table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schema.forms.bureau import Bureau
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, every_spec
from schema.forms.halves import public_half
from schema.forms.product import Product
from schema.forms.received import Received
from schema.vocabulary.survey import constants


@dataclass(frozen=True, slots=True)
class FormKind:
    """One kind of form.

    ``name`` is its English name in commands, addresses and schema files; ``paper`` the annex of the notice that it is printed as
    (empty for the bureau's header); ``title`` what stands on that paper; ``words`` what people call the file; ``file`` its place
    below the unit's or city's folder, with ``{slug}`` where a product's own name goes.
    """

    name: str
    cls: type[Form]
    paper: str
    title: str
    words: str
    file: str

    @property
    def filed(self) -> type[Form]:
        """The class that its file in Git is read by: that of the public half where contacts are kept apart."""
        return public_half(self.cls) if constants().separate else self.cls

    @property
    def full_title(self) -> str:
        """The title with the annex before it."""
        return f"{self.paper} {self.title}".lstrip()

    @property
    def schema_comment(self) -> str:
        """The first line of its files, which tells an editor where the JSON Schema is."""
        depth = self.file.count("/") + (3 if self.paper else 2)
        return f"# yaml-language-server: $schema={'../' * depth}schema/{self.name}.schema.json"


ENTERPRISE = FormKind("enterprise", Enterprise, "附件1", "山东省大模型企业摸底调研表", "企业表", "enterprise.yaml")
PRODUCT = FormKind("product", Product, "附件2", "山东省大模型产品摸底调研表", "产品表", "products/{slug}.yaml")
BUREAU = FormKind("bureau", Bureau, "", "附件3、附件4 的表头", "市局信息", "bureau.yaml")
RECEIVED = FormKind("received", Received, "", "收件登记", "收件登记", "received.yaml")

UNIT_FORMS = (ENTERPRISE, PRODUCT)
FORMS: Mapping[str, FormKind] = {kind.name: kind for kind in (*UNIT_FORMS, BUREAU)}  # what people fill in
_KINDS = (*FORMS.values(), RECEIVED)


def kind_of(cls: type[Form]) -> FormKind:
    """The kind whose class is ``cls``; KeyError for a part of a form."""
    return _BY_CLASS[cls]


_BY_CLASS = {kind.cls: kind for kind in _KINDS}


def _labels(cls: type[Form]) -> Iterator[str]:
    for spec in every_spec(cls):
        yield spec.label
        if spec.part:
            yield from _labels(spec.part)


LABELS = frozenset(("盐", *(label for kind in _KINDS for label in _labels(kind.cls))))  # every key of every form
