"""Which entries are of this round: the one place that decides it. Those of earlier rounds stay valid, but count in nothing of this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from schema.reading.unit import FormFile, Unit
from schema.vocabulary.survey import constants


def is_earlier(filed: FormFile[Any]) -> bool:
    """Whether a form is of an earlier round, not yet confirmed. One whose 批次 cannot be read is not: it has to be corrected now."""
    unread = filed.form.round is None and "批次" in (filed.document.root or {})
    return not unread and filed.form.year < constants().round


def this_round(units: Iterable[Unit]) -> list[Unit]:
    """The units with their forms of this round alone, without those that have nothing but forms of earlier ones."""
    out = []
    for unit in units:
        own = replace(
            unit,
            enterprise=None if unit.enterprise and is_earlier(unit.enterprise) else unit.enterprise,
            products=[filed for filed in unit.products if not is_earlier(filed)],
        )
        if any(own.forms()) or unit.unread or not any(unit.forms()):
            out.append(own)
    return out
