"""Forms with errors, made fit to be shown: what could not be read is a visible gap."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from schema.fields.choice import YesNo
from schema.forms.form import Form, Spec, Visibility, specs
from schema.forms.product import Product
from schema.reading.unit import FormFile, Unit

GAP = "〔待改正〕"
F = TypeVar("F", bound=Form)


def showable(unit: Unit) -> Unit:
    """The unit with gaps in its public fields, without the products whose 种类 or 是否检测 is unknown: both decide what a page says."""
    products = [gapped(product) for product in unit.products]
    return replace(
        unit,
        enterprise=gapped(unit.enterprise) if unit.enterprise else None,
        products=[product for product in products if _is_told(product.form)],
    )


def gapped(filed: FormFile[F]) -> FormFile[F]:
    """The same form with ``GAP`` for each public text that it needs and that could not be read; a yes or no stays unknown."""
    return replace(filed, form=_gapped(filed.form))


def _is_told(form: Product) -> bool:
    return form.level is not None and form.testing.tested is not None


def _gapped(form: F) -> F:
    public = (spec for spec in specs(type(form)) if spec.entry.visibility is Visibility.PUBLIC)
    return form.model_copy(update={spec.attribute: _value(form, spec) for spec in public})


def _value(form: Form, spec: Spec) -> Any:
    value, when = getattr(form, spec.attribute), spec.entry.when
    needed = spec.entry.required or (when is not None and when.holds(form) is True)
    if spec.many:
        return tuple(_gapped(item) for item in value or () if item)
    if spec.part:
        return _gapped(value or _empty(spec.part)) if value or needed else None
    is_text = not isinstance(spec.scalar, YesNo) and spec.attribute != "level"
    return GAP if value is None and needed and is_text else value


def _empty(part: type[Form]) -> Form:
    return part.model_construct(**dict.fromkeys(part.model_fields))
