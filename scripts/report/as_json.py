"""Findings for programs: the JSON that other tools depend on, one line a finding."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from scripts.report.lines import Report
from scripts.report.style import Style

_KEYS = ("rule", "severity", "path", "line", "column", "field", "message", "hint")


def render(report: Report, style: Style) -> str:
    """``{"findings": […], "summary": {…}}``."""
    findings = ",\n".join(_dump({key: getattr(finding, key) for key in _KEYS}) for finding in report.lines)
    body = f"\n{findings}\n" if findings else ""
    return f'{{"findings": [{body}],\n"summary": {_dump(asdict(report.summary))}}}\n'


def _dump(value: Any) -> str:
    """JSON in which what a terminal would not show stands as its escape; the values are the same."""
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
    return text.replace("##[", "#\\u0023[")  # the same value, but no command to a GitHub runner
