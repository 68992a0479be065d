"""This round against the last: what is new, and what only looks so because it was taken out of the last round's list."""

from __future__ import annotations

from dataclasses import replace

from schema.public.projection import PublicSurvey
from scripts.site import archive
from scripts.site.archive import ClosedRound
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.comparison import KEPT, NEW, UNLISTED, compare
from tools.site_fixture import site_input, survey

GONE = "91370211EXAMPLE46L"


def now() -> Catalogue:
    """The entries of 2024, of which those of ``last`` are confirmed without a change."""
    return catalogue(site_input())


def last(version: str | None) -> ClosedRound:
    closed = archive.closing(catalogue(site_input(PublicSurvey(2024, survey().units[:-1]))), None)
    return replace(closed, year=2023, version=version).only(lambda entry: entry[archive.CODE] != GONE)


def kinds(version: str | None) -> dict[str, set[str]]:
    """Code → kinds of its entries."""
    out: dict[str, set[str]] = {}
    for item in compare(last(version), now()):
        out.setdefault(item.entry[archive.CODE], set()).update(item.kinds)
    return out


def test_a_unit_that_was_taken_out_is_not_new() -> None:
    assert kinds("2024-06-30 abc1234")[GONE] == {UNLISTED}


def test_what_came_after_the_last_round_is_new() -> None:
    told = kinds("2024-04-30 abc1234")  # every entry was first published in May
    assert told[GONE] == told[survey().units[-1].code] == {NEW}
    assert told[survey().units[0].code] == {KEPT}


def test_without_the_day_of_the_end_it_cannot_be_known() -> None:
    assert kinds(None)[GONE] == {NEW}
