"""LibreOffice and poppler for the tests that look at printed pages."""

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("soffice", "pdfinfo", "pdftotext")
INSTALL = "apt-get install libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils fonts-noto-cjk"


def needs_office(test: Callable[..., Any]) -> Callable[..., Any]:
    """Skip where the tools are missing, but fail in CI, where they must be there."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> Any:
        missing = [tool for tool in TOOLS if not shutil.which(tool)]
        if missing:
            stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            stop(f"{', '.join(missing)} not found: {INSTALL}")
        return test(*args, **kwargs)

    return run


def to_pdf(document: Path, folder: Path) -> Path:
    """The document as LibreOffice prints it, with a profile of its own inside `folder`."""
    profile = (folder / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, document], check=True, capture_output=True, timeout=180)
    return folder / f"{document.stem}.pdf"


def page_sizes(pdf: Path) -> list[str]:
    """A page's size as pdfinfo says it, such as 595.304 x 841.89 pts (A4), for each page."""
    info = subprocess.run(["pdfinfo", "-l", "-1", pdf], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^Page +\d+ size: +(.+)$", info, re.MULTILINE)


def page_text(pdf: Path, page: int) -> str:
    """The text of one page, counted from 1."""
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", pdf, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
