"""Names for files under materials/."""

from __future__ import annotations

import re

from schema.layout.arrange import MAX_NAME_BYTES, EntryKind, TreeEntry, arrange
from schema.layout.paths import PRIVATE_ROOT
from schema.text.hidden import hidden_characters
from scripts.writing.values import MATERIALS


def valid_name(name: str) -> str:
    """A name that the layout takes, as near as it goes to the one that a file had, with the ending of a material."""
    visible = "".join(char for char in name if not hidden_characters(char) and char not in "\t\n\r\x7f")
    stem, dot, ending = re.sub(r'[<>:"|?*\\/]', "_", visible).rpartition(".")
    stem = stem.strip(" .-") or "材料"
    while len(f"{stem}{dot}{ending}".encode()) > MAX_NAME_BYTES:
        stem = stem[:-1]
    valid = f"{stem.rstrip(' .')}{dot}{ending}"
    # Below the private root, since it has materials in every round.
    path = f"{PRIVATE_ROOT}/jinan/91370102EXAMPLE031/{MATERIALS}{valid}"
    fits = not arrange([TreeEntry(path, EntryKind.FILE, 0)]).findings
    return valid if fits else f"材料-{valid}"  # a name of Windows' own
