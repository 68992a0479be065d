"""The signs of boxes and ticks, however they were typed."""

from __future__ import annotations

import re

TICKED, UNTICKED = "☑", "□"
TICKS = "☑■√✓✔✅●◉▣🗹◆"
WEAK = "☒⊠"  # a cross in a box: a tick where there is no other
EMPTY = "□☐▢○◯◻⬜◇"
CROSSES = "×✕✖✗✘❌╳"
MARKS = TICKS + WEAK + EMPTY + CROSSES
_AS_EMOJI = re.compile(rf"(?<=[{MARKS}])[\ufe0e\ufe0f]")


def without_styles(text: str) -> str:
    """A text whose marks have lost the selector that shows them as emoji: ☑️ is ☑."""
    return _AS_EMOJI.sub("", text)
