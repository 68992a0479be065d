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
def _sandbox() -> Iterator[Any]:
    from scripts.sandbox.client import Sandbox

    with Sandbox() as running:
        yield running


@pytest.fixture
def one_sandbox(_sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check of the test has its materials opened by one process: to start it takes longer than a small check."""
    monkeypatch.setattr("scripts.check.pipeline.Sandbox", lambda: contextlib.nullcontext(_sandbox))


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
    from tools.site_fixture import site_input

    out = tmp_path_factory.mktemp("site")
    build_site(ROOT, out, site_input())
    return out


@pytest.fixture(scope="session")
def addressed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site built for the address ``https://example.org/catalogue/``."""
    from scripts.site.build import build_site
    from tools.site_fixture import site_input

    out = tmp_path_factory.mktemp("addressed")
    build_site(ROOT, out, site_input(), "https://example.org/catalogue/")
    return out


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of two units whose every text is hostile, for tests that only read it."""
    from scripts.site.build import build_site
    from tools.site_fixture import hostile, site_input

    out = tmp_path_factory.mktemp("hostile")
    build_site(ROOT, out, site_input(hostile()))
    return out


@pytest.fixture(scope="session")
def base(browser: Any, site: Path, hostile_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site's address, under a sub-path; the hostile one is served beside it."""
    from tools.browser import served

    out = tmp_path_factory.mktemp("served")
    (out / "sub").mkdir()
    (out / "sub" / "catalogue").symlink_to(site)
    (out / "sub" / "hostile").symlink_to(hostile_site)
    with served(out) as address:
        yield f"{address}sub/catalogue/"
