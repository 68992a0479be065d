"""A city's register of what it received: read, and where a part of it lies with the private halves, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from schema.book.finding import Finding
from schema.forms.halves import public_half
from schema.forms.received import Half, Paper, Received
from schema.layout.arrange import TreeEntry
from schema.layout.paths import ROOT
from schema.reading.identity import identity_cards, numbers_here
from schema.reading.unit import FormFile, ReadBytes, read_file
from schema.vocabulary.survey import constants

E = TypeVar("E", Paper, Half)


@dataclass(frozen=True, slots=True)
class Register:
    """The last that is known of each form, by its path: its stamped paper, and its private half."""

    papers: Mapping[str, Paper] = field(default_factory=dict)
    halves: Mapping[str, Half] = field(default_factory=dict)


def is_public(entry: TreeEntry) -> bool:
    """Whether Git holds a register while forms are in two halves, so that nothing private may stand in it."""
    return constants().separate and entry.root == ROOT


def read_received(entry: TreeEntry, read_bytes: ReadBytes) -> tuple[FormFile[Received] | None, list[Finding]]:
    """A register as far as it can be read, with everything that is wrong with it by itself."""
    public = is_public(entry)
    cls = public_half(Received) if public else Received
    return read_file(cls, entry, read_bytes, numbers_here if public else identity_cards)


def register(files: Iterable[FormFile[Received]]) -> Register:
    """Registers as one. Of two entries on a form in one file the later day counts; of two files the later one, which lies with the
    private halves: what was decided there stands until it is changed there.
    """
    papers: dict[str, Paper] = {}
    halves: dict[str, Half] = {}
    for file in files:
        own: dict[str, Paper] = {}
        _add(own, map(_plain, _whole(file.form.papers)))
        papers |= own
        _add(halves, _whole(file.form.halves))
    return Register(papers, halves)


def _whole(entries: tuple[E, ...] | None) -> Iterator[E]:
    """The entries that could be read but for their reason, which may lie elsewhere."""
    for one in entries or ():
        if one and one.path and one.digest and one.date and getattr(one, "state", "") is not None:
            yield one


def _plain(one: Paper) -> Paper:
    """An entry as that of a whole register, which compares with others."""
    return Paper.model_construct(path=one.path, digest=one.digest, state=one.state, date=one.date, note=one.note)


def _add(known: dict[str, E], entries: Iterable[E]) -> None:
    for one in entries:
        before = known.get(one.path)
        if before is None or before.date <= one.date:
            known[one.path] = one
