"""The XML namespaces of a .docx that its readers look for, and how its switches are written."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def is_true(element: Any) -> bool:
    """Whether a switch that is there is on."""
    return element.get(W + "val", "1").lower() not in ("0", "false", "off", "none")


def number(element: Any, default: int) -> int:
    """The whole number that an element holds; ``default`` where there is no element, or none up to four digits in it."""
    text = element.get(W + "val", "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def value(parent: Any, path: str) -> str:
    """The value of the element at a path such as ``pPr/pStyle``; "" where it is absent."""
    element = parent.find("/".join(W + step for step in path.split("/"))) if parent is not None else None
    return str(element.get(W + "val", "")) if element is not None else ""


def named_styles(part: Any) -> dict[str, Any]:
    """The styles of a styles part by their ids."""
    return {style.get(W + "styleId", ""): style for style in part.iterfind(W + "style")}
