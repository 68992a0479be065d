"""The index that the browser searches: where each pair of characters stands, cut into files that are fetched when needed.

All texts stand one after another, rank by rank and document by document, each ending with a line break. A position is a
place in that row of characters. For each character the index knows what follows it where, so a word is found by taking
the lists of its pairs and keeping the places where they meet: exact for any word, and no file is large. White space is not
looked for: it ends a word, as a line break ends a field.

The files, under a folder named by their content: ``index.json`` (one level up) tells how to read the others; ``docs.bin``
holds kinds, levels, cities, industries, tests and lengths of texts; ``<number>.bin`` the lists of seldom characters by code point,
``<code point>-<part>.bin`` those of a frequent one by what follows it; ``pinyin.txt`` a line for each document; ``cards/`` and ``texts/`` what a hit shows;
``help.json`` what is needed where a word finds nothing.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter, sub
from pathlib import Path
from typing import Any

from schema.text.pinyin import syllables
from scripts.site.catalogue import Catalogue
from scripts.site.data import compact_json
from scripts.site.search import KINDS, NOWHERE, RANKS, SearchDocument, documents, fold
from scripts.site.search_help import help_of, terms

FORMAT = 2
SHARD = 40_000  # bytes that a file of lists is meant to have
ALONE = SHARD // 4  # bytes of lists that make a character frequent
CARDS, TEXTS = 16, 4  # documents in a file of cards, of texts
END = "\n"

_Lists = dict[str, bytes]  # what follows a character → where, packed


def write(folder: Path, cat: Catalogue) -> None:
    """Writes the index of a catalogue into ``folder``."""
    content, fresh = hashlib.sha256(), folder / "new"
    manifest: dict[str, Any] = {}
    for name, data in files(cat, manifest):
        content.update(name.encode() + data)
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    manifest["folder"] = content.hexdigest()[:12]
    fresh.rename(folder / manifest["folder"])
    (folder / "index.json").write_bytes(compact_json(manifest))


def files(cat: Catalogue, manifest: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file but ``index.json``, whose content is put into ``manifest``."""
    shelf = _Shelf()
    for number, part in enumerate(_parts(documents(cat), CARDS)):
        yield f"cards/{number}.json", compact_json([document.card for document in part])
        for place in range(0, len(part), TEXTS):
            texts = [document.texts for document in part[place : place + TEXTS]]
            yield f"texts/{(number * CARDS + place) // TEXTS}.json", compact_json(texts)
        for document in part:
            shelf.add(document)
    yield "pinyin.txt", ("\n".join(shelf.sounds) + "\n").encode()
    yield "docs.bin", shelf.table()
    yield "help.json", compact_json(help_of(terms(shelf.terms)))
    split: dict[str, int] = {}
    seldom: dict[str, bytes] = {}
    for char, lists in _lists(shelf.text()):
        size = sum(map(len, lists.values()))
        if size > ALONE:
            split[char] = -(-size // SHARD)
            yield from _split(char, lists, split[char])
        else:
            seldom[char] = _block(char, lists)
    shards = _shards(seldom)
    yield from ((f"{number}.bin", shard) for number, shard in enumerate(shards))
    manifest.update(_manifest(cat, len(shelf.sounds), len(shards), split), industries=list(shelf.industries))


def _manifest(cat: Catalogue, count: int, shards: int, split: dict[str, int]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "documents": count,
        "ranks": RANKS,
        "cards": CARDS,
        "texts": TEXTS,
        "shards": shards,
        "split": split,
        "kinds": [[kind, labels] for kind, labels in KINDS.items()],
        "levels": [[level.slug, level.name] for level in cat.levels],
        "cities": [[city.slug, city.short] for city in cat.cities],
    }


class _Shelf:
    """Takes documents one by one and keeps of each what the index needs."""

    def __init__(self) -> None:
        self.sounds: list[str] = []
        self.terms: set[str] = set()
        self.industries: dict[str, int] = {}
        self._kinds, self._cities, self._fields, self._tests = bytearray(), bytearray(), bytearray(), bytearray()
        self._texts: list[list[str]] = [[] for _ in range(RANKS)]
        self._place = {kind: place for place, kind in enumerate(KINDS)}

    def add(self, document: SearchDocument) -> None:
        """Folds a document's texts; every run of white space becomes a line break."""
        self._kinds.append(self._place[document.kind] | document.levels << 4)
        self._cities.append(document.city)
        industry = document.industry
        self._fields.append(self.industries.setdefault(industry, len(self.industries)) if industry else NOWHERE)
        self._tests.append(NOWHERE if document.tested is None else document.tested)
        self.terms.update(line for text in document.ranks[:-1] for line in text.split("\n"))
        for texts, text in zip(self._texts, document.ranks, strict=True):
            texts.append("\n".join(fold(text).split()) + END)
        self.sounds.append(" ".join(syllables(fold(document.name))))

    def table(self) -> bytes:
        """``docs.bin``: for each document a byte of kind and levels, of city, of industry, of test; then the lengths of texts."""
        lengths = (len(text) for texts in self._texts for text in texts)
        return bytes(self._kinds + self._cities + self._fields + self._tests) + _varints(lengths)

    def text(self) -> str:
        """All texts in a row. They are given away: the shelf is empty then."""
        texts, self._texts = self._texts, []
        return "".join("".join(part) for part in texts)


def _lists(text: str) -> Iterator[tuple[str, _Lists]]:
    """Each character with what follows it where. A character's positions are given up as soon as they are packed."""
    places: dict[str, array[int]] = defaultdict(partial(array, "I"))
    for place, char in enumerate(text):
        places[char].append(place)
    places.pop(END, None)
    after = text[1:] + END
    for char in sorted(places):
        found = _followed(after, places.pop(char).tolist())
        yield char, {following: _pack(found[following]) for following in sorted(found)}


def _followed(after: str, places: list[int]) -> dict[str, list[int]]:
    """The places by what stands at each in ``after``."""
    found: dict[str, list[int]] = defaultdict(list)
    for following, place in zip(itemgetter(*places, 0)(after), places, strict=False):  # a tuple even for one place
        found[following].append(place)
    return found


def _pack(places: Sequence[int]) -> bytes:
    """Rising numbers as the steps between them."""
    return _varints(map(sub, places, (0, *places)))


def _varints(numbers: Iterable[int]) -> bytes:
    """Seven bits a byte, the lowest first; the eighth bit says that more follow."""
    out = bytearray()
    put = out.append
    for number in numbers:
        while number > 127:
            put(number & 127 | 128)
            number >>= 7
        put(number)
    return bytes(out)


def _split(char: str, lists: _Lists, count: int) -> Iterator[tuple[str, bytes]]:
    """A frequent character's lists in ``count`` files, by what follows it."""
    parts: list[_Lists] = [{} for _ in range(count)]
    for following, packed in lists.items():
        parts[ord(following) % count][following] = packed
    yield from ((f"{ord(char):x}-{part}.bin", _block(char, lists)) for part, lists in enumerate(parts))


def _shards(seldom: dict[str, bytes]) -> list[bytes]:
    """Seldom characters' lists in as many files as they need, by code point."""
    shards = [bytearray() for _ in range(max(1, -(-sum(map(len, seldom.values())) // SHARD)))]
    for char, block in seldom.items():
        shards[ord(char) % len(shards)] += block
    return [bytes(shard) for shard in shards]


def _block(char: str, lists: _Lists) -> bytes:
    """A character's lists: its code point, their number, then for each the step to what follows and its size, then they."""
    head, before = [ord(char), len(lists)], 0
    for following, packed in lists.items():
        head += (ord(following) - before, len(packed))
        before = ord(following)
    return _varints(head) + b"".join(lists.values())


def _parts(items: Iterator[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    while part := list(islice(items, size)):
        yield part
