"""Full-width and half-width forms."""

from __future__ import annotations

import unicodedata


def halfwidth(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones (Unicode NFKC), as typed by a Chinese input method."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
