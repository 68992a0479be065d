"""Lists longer than a page: the part on each page, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

PER_PAGE = 48
_NEAR = 2  # pages linked on each side, besides the first and the last


@dataclass(frozen=True, slots=True)
class Paging:
    """Page ``number`` of the ``of`` pages of the list at ``base``; ``total`` is the list's number of entries."""

    base: str
    number: int
    of: int
    total: int

    def url(self, number: int) -> str:
        """The address of a page of this list."""
        return self.base if number == 1 else f"{self.base}page/{number}/"

    def part(self, items: Sequence[T]) -> Sequence[T]:
        """This page's part of a list."""
        return items[(self.number - 1) * PER_PAGE : self.number * PER_PAGE]

    def parts(self, groups: Iterable[Sequence[T]]) -> Iterator[Sequence[T]]:
        """This page's part of each of the groups that make up the list, in order."""
        first = (self.number - 1) * PER_PAGE
        for group in groups:
            yield group[max(0, first) : max(0, first + PER_PAGE)]
            first -= len(group)

    def begins(self, lengths: Iterable[int]) -> Iterator[str]:
        """The address of the page on which each of the groups that make up the list begins."""
        first = 0
        for length in lengths:
            yield self.url(min(first // PER_PAGE + 1, self.of))
            first += length

    @property
    def size(self) -> int:
        """Entries of a full page."""
        return PER_PAGE

    @property
    def shown(self) -> tuple[int | None, ...]:
        """The numbers to link, None for a gap."""
        near = range(self.number - _NEAR, self.number + _NEAR + 1)
        kept = sorted({1, self.of, *(number for number in near if 1 <= number <= self.of)})
        out: list[int | None] = []
        for number in kept:
            if out and out[-1] is not None and number - out[-1] > 1:
                out.append(None)
            out.append(number)
        return tuple(out)

    @property
    def said(self) -> str:
        """The ending of the title from the second page on; empty on the first."""
        return f"（第 {self.number} 页）" if self.number > 1 else ""


def paging(base: str, number: int, *lengths: int) -> Paging:
    """Page ``number`` of one list, or of several lists that share page numbers."""
    longest = max(lengths)
    return Paging(base, number, max(1, -(-longest // PER_PAGE)), longest)


def later(base: str, *lengths: int) -> Iterator[tuple[str, int]]:
    """Address and number of every page but the first."""
    first = paging(base, 1, *lengths)
    return ((first.url(number), number) for number in range(2, first.of + 1))
