"""The signs of boxes and ticks."""

from __future__ import annotations

import re

TICKED, UNTICKED = "☑", "□"
BOXES, TICKS = "□☐▢◻⬜○◯", "√✓✔☑"
_AS_EMOJI = re.compile(rf"(?<=[{BOXES}{TICKS}☒✅✖])[\ufe0e\ufe0f]")


def without_styles(text: str) -> str:
    """A text whose ticks have lost the selector that shows them as emoji: ☑️ is ☑."""
    return _AS_EMOJI.sub("", text)
