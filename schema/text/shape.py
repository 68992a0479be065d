"""The shape of a text: how much of it there is, and of what, but not what it says."""

from __future__ import annotations

import re

_IDEOGRAPH = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def kind_of(char: str) -> str:
    """``han``, ``digits``, ``letters``, ``blank``, or ``signs`` for everything else."""
    if char.isspace():
        return "blank"
    if _IDEOGRAPH.match(char):
        return "han"
    return "digits" if char.isdigit() else "letters" if char.isalpha() else "signs"


def shape_of(text: str) -> tuple[str, int]:
    """The kind of all its characters, ``signs`` where they differ and ``none`` where there are none, and their number.

    Blanks do not count.
    """
    kinds = [kind for kind in map(kind_of, text) if kind != "blank"]
    if not kinds:
        return "none", 0
    return kinds[0] if len(set(kinds)) == 1 else "signs", len(kinds)
