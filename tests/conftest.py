"""Fixtures that several test modules share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import profiles  # noqa: F401  # loads the profile of the suite

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def _inspector() -> Iterator[Any]:
    from scripts.sandbox.materials import inspector

    with inspector() as running:
        yield running


@pytest.fixture
def one_inspector(_inspector: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check of the test has its materials opened by one process: to start it takes longer than a small check."""
    monkeypatch.setattr("scripts.check.pipeline.inspector", lambda: contextlib.nullcontext(_inspector))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all browser tests."""
    from tests.needs import missing
    from tools.browser import chromium

    with contextlib.ExitStack() as stack:
        try:
            running = stack.enter_context(chromium())
        except FileNotFoundError as error:
            missing(str(error))
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixture's units, for tests that only read it."""
    from scripts.site.build import build_site
    from tests.site_fixture import site_input

    out = tmp_path_factory.mktemp("site")
    build_site(ROOT, out, site_input())
    return out


@pytest.fixture(scope="session")
def base(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served site's address, under a sub-path; a site of hostile values stands beside it."""
    from scripts.site.build import build_site
    from tests.site_fixture import hostile, site_input
    from tools.browser import served

    out = tmp_path_factory.mktemp("served")
    build_site(ROOT, out / "sub" / "catalogue", site_input())
    build_site(ROOT, out / "sub" / "hostile", site_input(hostile()))
    with served(out) as address:
        yield f"{address}sub/catalogue/"
