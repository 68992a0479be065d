"""Findings as people and programs read them: one small module a format, chosen from a dict."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from scripts.check.pipeline import Checked
from scripts.report import as_github, as_json, as_markdown, as_text
from scripts.report.lines import Report, report
from scripts.report.style import Style, on_github, shows_values

FORMATS: dict[str, Callable[[Report, Style], str]] = {
    "text": as_text.render,
    "json": as_json.render,
    "github": as_github.render,
    "markdown": as_markdown.render,
}


def format_of(name: str | None) -> str:
    """The format of that name; without one, that of whoever reads it."""
    return name or ("github" if on_github() else "text")


def write(checked: Checked, name: str, stream: TextIO, site: str = "", *, values: bool | None = None) -> None:
    """Print a check in the format of that name. Rules link to ``site``.

    Only ``text`` can show values: where ``values`` says so, or if that is None, on a terminal.
    """
    shown = name == "text" and (shows_values(stream) if values is None else values)
    text = FORMATS[name](report(checked, values=shown, each=name == "json"), Style.of(stream, site))
    if name == "json" and (stream.encoding or "").lower().replace("-", "") != "utf8":
        text = re.sub(r"[^\x00-\x7f]+", lambda found: json.dumps(found.group())[1:-1], text)
    stream.write(text)


def write_job_summary(checked: Checked, site: str = "") -> None:
    """On GitHub, add the full report to the job's summary, since annotations are cut at ten."""
    target = os.environ.get("GITHUB_STEP_SUMMARY") if on_github() else None
    if target:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(as_markdown.render(report(checked, values=False), Style(site=site)))
