"""What several test modules stand on.

Hypothesis runs without a deadline, since a busy machine is no fault; on CI the same examples at every run, new ones at every desk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all browser tests."""
    from tools.browser import chromium

    with chromium() as running:
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
