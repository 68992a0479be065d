"""LibreOffice and poppler: documents printed to PDF, and what stands on the pages."""

from __future__ import annotations

import functools
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


@functools.cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """LibreOffice's settings, apart from the user's; one for the whole process, since to set them up takes as long as to print."""
    return tempfile.TemporaryDirectory(prefix="office-")


def to_pdf(document: Path, folder: Path) -> Path:
    """Print the document with LibreOffice: the path of ``<its name>.pdf`` in ``folder``."""
    return to_pdfs([document], folder)[0]


def to_pdfs(documents: Sequence[Path], folder: Path) -> list[Path]:
    """The same of several documents, whose names differ, by one start of LibreOffice, which takes longer than to print one."""
    command = [
        "soffice",
        f"-env:UserInstallation={Path(_profile().name).as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
    ]
    subprocess.run([*command, *documents], check=True, capture_output=True, timeout=180)
    return [folder / f"{document.stem}.pdf" for document in documents]


def page_sizes(pdf: Path) -> list[str]:
    """Each page's size as pdfinfo gives it, such as ``595.304 x 841.89 pts (A4)``."""
    info = subprocess.run(["pdfinfo", "-l", "-1", pdf], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^Page +\d+ size: +(.+)$", info, re.MULTILINE)


def page_text(pdf: Path, page: int) -> str:
    """The text of one page, counted from 1."""
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", pdf, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
