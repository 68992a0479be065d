"""What of a check's units may be published and stand on the bureaus' sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schema.reading.unit import FormFile, Unit
from scripts.check.pipeline import Checked


def valid_units(checked: Checked) -> list[Unit]:
    """The units without the forms that have an error."""
    wrong = checked.wrong_paths
    return [_without(unit, wrong) for unit in checked.units if unit.folder not in wrong]


def left_out(checked: Checked) -> set[str]:
    """The paths of forms that are among no valid unit's, and of other YAML files that have an error."""
    forms, valid = (
        {filed.path for unit in units for filed in unit.forms()} for units in (checked.units, valid_units(checked))
    )
    return (forms - valid) | {path for path in checked.wrong_paths if path.endswith(".yaml")}


def _without(unit: Unit, wrong: set[str]) -> Unit:
    """A unit without the forms that have an error, or that name a material that has one."""

    def valid(filed: FormFile[Any] | None) -> bool:
        if filed is None or filed.path in wrong or not filed.whole:
            return False
        files = (item.file for item in filed.form.materials if item.file)
        return not any(f"{unit.folder}/{name}" in wrong for name in files)

    return replace(
        unit,
        enterprise=unit.enterprise if valid(unit.enterprise) else None,
        products=[filed for filed in unit.products if valid(filed)],
    )
