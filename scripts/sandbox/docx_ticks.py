"""Every kind of tick in a .docx as ☑ or □: symbol fonts, content controls, old check boxes, and a √ laid over a □ by a field."""

from __future__ import annotations

import re
from typing import Any

from scripts.sandbox.docx_names import W14, W, is_true
from scripts.sandbox.signs import EMPTY, TICKED, TICKS, UNTICKED, without_styles

# Symbol fonts: the code of a sign → whether it is ticked.
_SIGNS = {
    "wingdings": dict.fromkeys((0xFE, 0xFD, 0xFC, 0x6E), True) | dict.fromkeys((0xA8, 0x6F, 0x71, 0x72), False),
    "wingdings 2": dict.fromkeys((0x50, 0x51, 0x52, 0x53, 0x54, 0xA2), True) | dict.fromkeys((0xA3, 0x2A, 0x30), False),
    "webdings": {0x61: True, 0x63: False},
}


def box(ticked: bool) -> str:
    """The sign of a box."""
    return TICKED if ticked else UNTICKED


def with_boxes(text: str, font: str) -> str:
    """Text in a symbol font with its check boxes as ☑ and □; text in any other font as it is."""
    signs = _SIGNS.get(font)
    if signs is None:
        return without_styles(text)
    codes = ((char, ord(char)) for char in text)
    return "".join(
        box(signs[code & 0xFF]) if (code < 0x100 or 0xF000 <= code <= 0xF0FF) and code & 0xFF in signs else char
        for char, code in codes
    )


def symbol(font: str, code: str) -> str:
    """An inserted symbol (w:sym), given by its font and hexadecimal code; U+FFFD for what has no character."""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    signs = _SIGNS.get(font.lower(), {})
    if number & 0xFF in signs:
        return box(signs[number & 0xFF])
    return "\ufffd" if 0xE000 <= number <= 0xF8FF or number > 0xFFFF else chr(number)


def content_control(control: Any) -> bool | None:
    """Whether a content control is a ticked check box; None when it is no check box."""
    found = control.find(f"{W}sdtPr/{W14}checkbox")
    if found is None:
        return None
    checked = found.find(W14 + "checked")
    return checked is not None and checked.get(W14 + "val", "1") not in ("0", "false")


def form_field(field: Any) -> bool | None:
    """Whether a legacy form field is a ticked check box; None when it is no check box."""
    found = field.find(f"{W}ffData/{W}checkBox")
    if found is None:
        return None
    state = found.find(W + "checked")
    if state is None:
        state = found.find(W + "default")
    return state is not None and is_true(state)


def equation(instruction: str) -> str:
    """What an EQ field shows, which has no text of its own: ``EQ \\o\\ac(□,√)`` is ☑; its parts joined otherwise; "" for other fields."""
    match = re.match(r"\s*EQ\b(.*)", instruction, re.DOTALL | re.IGNORECASE)
    if match is None:
        return ""
    plain = re.sub(r"\\[A-Za-z]+\d*", "", match[1])
    parts = [part.strip() for part in re.split(r"[(),;，；（）]", plain) if part.strip()]
    inside = [part for part in parts if part not in EMPTY]
    if len(inside) == len(parts):
        return "".join(parts)
    return TICKED if any(part in TICKS for part in inside) else "".join(inside) or UNTICKED
