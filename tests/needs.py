"""Programs that some tests need: where they are missing the test is skipped, but in CI it fails."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

_OFFICE = ("soffice", "pdfinfo", "pdftotext")
_INSTALL = "apt-get install libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils fonts-noto-cjk"


def missing(what: str) -> NoReturn:
    """Skip at a desk; fail in CI, where a test that never runs would go unnoticed."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def needs_office(test: Callable[..., Any]) -> Callable[..., Any]:
    """A test that prints with LibreOffice and reads the pages with poppler."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> Any:
        absent = [program for program in _OFFICE if not shutil.which(program)]
        if absent:
            missing(f"{', '.join(absent)} not found: {_INSTALL}")
        return test(*args, **kwargs)

    return run
