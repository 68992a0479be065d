"""Text with untrusted names and values on the terminal, or before a GitHub runner."""

from __future__ import annotations

from scripts.report.style import inert, on_github, visible


def say(text: str) -> None:
    """Print a text so that nothing in it controls a terminal or a GitHub runner."""
    safe = inert if on_github() else str
    print("\n".join(safe(visible(line)) for line in text.split("\n")))
