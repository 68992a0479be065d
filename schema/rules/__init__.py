"""Every rule's function, listed by hand and in order. What each rule means to people stands in ``rules.yaml``.

A form rule sees one file, a unit rule one unit; rules over all units are in ``units.over_all``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from schema.book.finding import Finding
from schema.forms.enterprise import Enterprise
from schema.reading.unit import Context, FormFile, Unit
from schema.rules import forms, materials, units, values

FormRule = Callable[[FormFile[Any], Context], Iterator[Finding]]
UnitRule = Callable[[Unit], Iterator[Finding]]

_BOTH: tuple[FormRule, ...] = (
    values.text_rules,
    values.websites,
    materials.required,
    materials.lines,
    materials.named,
)
ENTERPRISE_RULES: tuple[FormRule, ...] = (*_BOTH, values.codes, values.places, forms.revenues, forms.magnitudes)
PRODUCT_RULES: tuple[FormRule, ...] = (*_BOTH, values.future_dates, forms.rights, forms.industries)
UNIT_RULES: tuple[UnitRule, ...] = (
    units.names,
    units.earlier,
    units.same_product,
    materials.shared,
    materials.unlisted,
)


def judge(unit: Unit, today: date | None) -> Iterator[Finding]:
    """Everything that the rules say of one unit, its files' order kept."""
    context = Context.of(unit, today)
    for file in unit.forms():
        rules = ENTERPRISE_RULES if isinstance(file.form, Enterprise) else PRODUCT_RULES
        for rule in rules:
            yield from rule(file, context)
    for unit_rule in UNIT_RULES:
        yield from unit_rule(unit)
