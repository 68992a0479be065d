"""A form as somebody would type it into a workbook of rows."""

from __future__ import annotations

from schema.forms.form import Form
from schema.text.words import tidy
from scripts.writing.values import Values, leaves, path_text, spread


def to_row(cls: type[Form], values: Values) -> dict[str, str]:
    """A form as texts by column head."""
    return {path_text(leaf.at): leaf.text for leaf in leaves(cls, values)}


def cell_text(text: str) -> str:
    """A value as it is typed into a cell, its paragraphs as lines."""
    return text if tidy(spread(text)) == text else spread(text)
