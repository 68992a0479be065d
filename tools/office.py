"""LibreOffice and poppler: documents printed to PDF, and what stands on the pages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


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
