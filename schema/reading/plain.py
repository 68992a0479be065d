"""The quick way through a file written as the templates are: a key and its value on a line, long texts as ``>-`` and ``|-`` blocks.

It knows a small part of YAML and takes nothing else. At the first line that it does not know for sure it gives up, and ``document``
reads the file with libyaml from the start; so it finds no faults, and what it does take has the very values and places that
libyaml gives, in a third of the time. Tests and the fuzzer hold both against each other.
"""

from __future__ import annotations

import re
from typing import Any

Value = Any  # dict[str, Value] | list[Value] | str | None
Path = tuple[str | int, ...]
Places = dict[
    Path, tuple[int, int, int, int]
]  # line and column of the key, then of the content, from 1; of an item twice its own
_Level = tuple[int, Any, Path]

DEEPEST = 6  # open levels; no form has more
LONGEST = 1000  # columns up to a value; libyaml takes no key of more than 1,024 characters
NULLS = frozenset(("null", "Null", "NULL"))
_BREAKS = re.compile(r"\n+")


class _Unsure(Exception):
    """The file has something that only libyaml reads."""


# A key or item as it was met: the path around it, its name, and its place; a dict of paths is made of them when asked for.
Spot = tuple[Path, str | int, int, int, int, int]


def read_plain(text: str) -> tuple[dict[str, Value], list[Spot]] | None:
    """Values and places of a file; None where it holds anything but the plainest YAML, and where it is empty."""
    if not text.replace("\n", "").isprintable():  # controls, tabs, what can't be seen, blanks other than the space
        return None
    reader = _Reader(text)
    try:
        reader.run()
    except _Unsure:
        return None
    return (reader.root, reader.spots) if reader.root else None


class _Reader:
    """One pass over the lines, with the levels that are open: the column of a level's keys or dashes, its map or list, and its path."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.root: dict[str, Value] = {}
        self.spots: list[Spot] = []
        self.levels: list[_Level] = [(0, self.root, ())]

    def run(self) -> None:
        """Reads all lines; raises ``_Unsure``. One loop with few calls, since here reading spends its time."""
        lines, spots, last, number = self.lines, self.spots, len(self.lines), 0
        here, held, path = self.levels[0]
        opened = False  # whether the key on the line above has no value: the next line may go deeper
        while number < last:
            line = lines[number]
            number += 1
            bare = line.lstrip(" ")
            column = len(line) - len(bare)
            dash = bare[:2] == "- "
            if dash:
                bare = bare[2:]
            key, colon, value = bare.partition(": ")
            if not key.isalnum():
                if not dash and (not bare or bare[0] == "#"):
                    continue
                key = key[:-1]  # without the colon that ends the line
                if colon or bare[-1:] != ":" or not key.isalnum():
                    raise _Unsure
            elif not value:
                raise _Unsure
            if column != here or dash:
                here, held, path = self._level(number, column, opened=opened, dash=dash)
            after = here + len(key) + 2
            if key in held or held.__class__ is not dict or after > LONGEST:
                raise _Unsure
            if not value:
                opened, held[key] = True, None
                spots.append((path, key, number, here + 1, number, after))
                continue
            opened = False
            spots.append((path, key, number, here + 1, number, after + 1))
            first = value[0]
            if first > "\x7f" or first.isalnum():
                if ": " in value or " #" in value or value[-1] in " :":
                    raise _Unsure
                held[key] = None if value in NULLS else value
            elif value == ">-" or value == "|-":
                held[key], number = self._block(first, number, here)
            else:
                held[key] = _quoted(value, first)

    def _level(self, number: int, column: int, *, opened: bool, dash: bool) -> _Level:
        """The level whose keys stand at a column, opened where it is new; a dash there begins an item's map."""
        levels = self.levels
        if column > levels[-1][0]:
            if not opened or len(levels) > DEEPEST:
                raise _Unsure
            self._open(number, column, [] if dash else {})
        while column < levels[-1][0]:
            levels.pop()
        here, held, path = levels[-1]
        if column != here or (dash and held.__class__ is not list):
            raise _Unsure
        if dash:
            made: dict[str, Value] = {}
            held.append(made)
            levels.append((column + 2, made, (*path, len(held))))
            self.spots.append((path, len(held), number, column + 3, number, column + 3))
        return levels[-1]

    def _open(self, number: int, column: int, made: Any) -> None:
        """The content of the key above begins here."""
        path, key, key_line, key_column, _, _ = self.spots[-1]
        self.levels[-1][1][key] = made
        self.spots[-1] = (path, key, key_line, key_column, number, column + 1)
        self.levels.append((column, made, (*path, key)))

    def _block(self, sign: str, number: int, column: int) -> tuple[str, int]:
        """The text of the lines that are indented below a key, and the number of the last."""
        line = self.lines[number] if number < len(self.lines) else ""
        width = len(line) - len(line.lstrip(" "))
        if width <= column or width == len(line):
            raise _Unsure
        lead, parts, lines, last = " " * width, [], self.lines, len(self.lines)
        while number < last:
            line = lines[number]
            if line.startswith(lead):
                parts.append(line[width:])
            elif not line:
                parts.append(line)
            elif line.isspace():
                raise _Unsure  # it may part paragraphs
            else:
                break
            number += 1
        text = "\n".join(parts).rstrip("\n")
        return text if sign == "|" else _folded(text), number


def _folded(text: str) -> str:
    """Lines as one; a blank line stays one, for ``tidy`` to part paragraphs there."""
    if "\n " in text:
        raise _Unsure  # a deeper line is not folded
    if "\n\n" not in text:
        return text.replace("\n", " ")
    return _BREAKS.sub(lambda found: " " if len(found[0]) == 1 else "\n" * max(2, len(found[0]) - 1), text)


def _quoted(value: str, sign: str) -> str:
    """A text in quotes on its line, with none and no escape within."""
    inner = value[1:-1]
    if sign not in "\"'" or len(value) < 2 or value[-1] != sign or sign in inner or "\\" in inner:
        raise _Unsure
    return inner
