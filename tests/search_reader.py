"""Reads the search index as its format says, in plain Python: the measure for the browser's reader, and a test without one."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from scripts.site.search import SearchDocument, fold


def numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0


class Reader:
    """An index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.manifest: dict[str, Any] = json.loads((folder / "index.json").read_bytes())
        self.files: Mapping[str, bytes] = {
            path.relative_to(folder / self.manifest["folder"]).as_posix(): path.read_bytes()
            for path in (folder / self.manifest["folder"]).rglob("*.*")
        }
        count = self.manifest["documents"]
        self.starts = [0]
        for length in numbers(self.files["docs.bin"][4 * count :]):
            self.starts.append(self.starts[-1] + length)

    def find(self, query: str) -> set[int]:
        """The documents in whose texts each word stands."""
        found = [self.documents(word) for word in fold(query).split()]
        return set.intersection(*found) if found else set()

    def documents(self, word: str) -> set[int]:
        places = [bisect_right(self.starts, place) - 1 for place in self.places(word)]
        return {place % self.manifest["documents"] for place in places}

    def places(self, word: str) -> set[int]:
        if len(word) == 1:
            return {place for places in self.lists(word).values() for place in places}
        pairs = [(at, set(self.lists(word[at]).get(word[at + 1], ()))) for at in range(len(word) - 1)]
        return set.intersection(*({place - at for place in places} for at, places in pairs))

    def lists(self, char: str) -> dict[str, list[int]]:
        parts = self.manifest["split"].get(char)
        names = (
            [f"{ord(char):x}-{part}.bin" for part in range(parts)]
            if parts
            else [f"{ord(char) % self.manifest['shards']}.bin"]
        )
        return {
            following: places for name in names for following, places in self._block(self.files[name], char).items()
        }

    def _block(self, data: bytes, wanted: str) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        while data:
            head, data = self._head(data)
            char, following = head[0], 0
            for step, size in zip(head[2::2], head[3::2], strict=True):
                following += step
                packed, data = data[:size], data[size:]
                if chr(char) == wanted:
                    out[chr(following)] = _sums(packed)
        return out

    @staticmethod
    def _head(data: bytes) -> tuple[list[int], bytes]:
        head: list[int] = []
        start = at = 0
        while len(head) < 2 or len(head) < 2 + 2 * head[1]:
            at += 1
            if data[at - 1] < 128:
                head += numbers(data[start:at])
                start = at
        return head, data[at:]


def _sums(packed: bytes) -> list[int]:
    total, out = 0, []
    for step in numbers(packed):
        total += step
        out.append(total)
    return out


def scan(documents: Sequence[SearchDocument], query: str) -> set[int]:
    """The plain truth: fold each field by itself and look whether each word is in one."""
    words = fold(query).split()
    return {
        number
        for number, texts in enumerate(map(_fields, documents))
        if words and all(any(word in text for text in texts) for word in words)
    }


@cache
def _fields(document: SearchDocument) -> list[str]:
    return [fold(field) for text in document.ranks for field in text.split("\n")]


def sounds(lines: Sequence[str], word: str) -> set[int]:
    """The documents whose name sounds so: from the start of a syllable, or by initials."""
    if not re.fullmatch("[a-z][a-z0-9]+", word):
        return set()
    found = set()
    for number, line in enumerate(lines):
        syllables = line.split()
        tails = ("".join(syllables[at:]) for at in range(len(syllables)))
        if word in "".join(syllable[0] for syllable in syllables) or any(tail.startswith(word) for tail in tails):
            found.add(number)
    return found
