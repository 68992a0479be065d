"""What is no form at all, and is said to be none in one finding."""

from __future__ import annotations

import json
import re

from schema.forms.registry import LABELS
from schema.reading.faults import first_key
from schema.reading.syntax import Trouble

_BRACE = re.compile(r"\s*[{\[]")


def is_no_form(text: str, trouble: Trouble | None) -> bool:
    """Whether a text is JSON, or cannot be read and has no label at the beginning of a line, as a pasted table or a web page."""
    if _BRACE.match(text):
        return trouble is not None or _is_json(text)
    return trouble is not None and trouble.content.name != "yaml.conflict" and not has_labels(text)


def has_labels(text: str) -> bool:
    """Whether a line begins with a label and a colon of any kind."""
    return any(first_key(line) in LABELS for line in text.split("\n"))


def _is_json(text: str) -> bool:
    try:
        return bool(json.loads(text))
    except (ValueError, RecursionError):
        return False
