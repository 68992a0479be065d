"""Findings for programs: the JSON that other tools depend on, one line a finding."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from scripts.check.pipeline import Checked
from scripts.report.style import Style

_KEYS = ("rule", "severity", "path", "line", "column", "field", "message", "hint")


def render(checked: Checked, style: Style) -> str:
    """``{"findings": […], "summary": {…}}``."""
    findings = ",\n".join(_dump({key: getattr(finding, key) for key in _KEYS}) for finding in checked.findings)
    body = f"\n{findings}\n" if findings else ""
    return f'{{"findings": [{body}],\n"summary": {_dump(asdict(checked.summary))}}}\n'


def _dump(value: Any) -> str:
    """JSON in which what a terminal would not show stands as its escape; the values are the same."""
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
    return text.replace("##[", "#\\u0023[")  # the same value, but no command to a GitHub runner
