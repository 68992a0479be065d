"""Facts about an untrusted PDF or picture: what is dangerous or broken in it. Judges nothing; runs inside the worker."""

from __future__ import annotations

import io
import re
import warnings

import pikepdf
from PIL import Image

Image.MAX_IMAGE_PIXELS = 64_000_000  # A4 at 600 dpi has 35 million
MAX_OBJECTS = 2_000_000  # of a PDF, direct ones included
_FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf|%PDF-\d|<html|<script|<!doctype html|<\?php|\x7fELF|MZ\x90\x00",
    re.IGNORECASE,
)


def facts(data: bytes) -> list[str]:
    """Some of javascript, launch, embedded, encrypted, broken, foreign, huge; empty for a file without any of them."""
    try:
        return sorted(_pdf(data) if data.startswith(b"%PDF-") else _image(data))
    except MemoryError:
        return ["huge"]


# ---------- PDF ----------


def _pdf(data: bytes) -> set[str]:
    found = _around_pdf(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                found.add("encrypted")
            if any("damaged" in str(warning) or "recover" in str(warning) for warning in pdf.get_warnings()):
                found.add("broken")
            if not len(pdf.pages):
                found.add("broken")
            _walk(pdf, found)
    except pikepdf.PasswordError:
        found.add("encrypted")
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError, RecursionError):
        found.add("broken")
    return found


def _around_pdf(data: bytes) -> set[str]:
    """Facts about the bytes before the first object and after the last ``%%EOF``, where another format can hide."""
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    foreign = _FOREIGN.search(data[8:1024]) or _FOREIGN.search(tail) or b"PK\x05\x06" in data[-66_000:]
    return ({"foreign"} if foreign or tail.strip(b"\0\r\n\t \x1a") else set()) | ({"broken"} if end < 0 else set())


def _walk(pdf: pikepdf.Pdf, found: set[str]) -> None:
    """Visit every object and the trailer, with the direct objects inside them; content streams are never inflated."""
    stack: list[pikepdf.Object] = [*pdf.objects, pdf.trailer]
    seen = 0
    while stack:
        item = stack.pop()
        seen += 1
        if seen > MAX_OBJECTS:
            found.add("huge")
            return
        if isinstance(item, pikepdf.Array):
            stack.extend(child for child in item if isinstance(child, pikepdf.Object) and not child.is_indirect)
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in item.keys():  # noqa: SIM118 - pikepdf iterates keys only so
                value = item.get(key)
                _note_key(key, value, found)
                if isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect:
                    stack.append(value)


_BY_KEY = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/XFA": "javascript",
    "/EF": "embedded",
    "/EmbeddedFiles": "embedded",
    "/RichMedia": "embedded",
}
_BY_VALUE = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/EmbeddedFile": "embedded",
    "/RichMedia": "embedded",
    "/Rendition": "javascript",
}


def _note_key(key: str, value: object, found: set[str]) -> None:
    if key in _BY_KEY:
        found.add(_BY_KEY[key])
    if key in ("/S", "/Type", "/Subtype") and isinstance(value, pikepdf.Name) and str(value) in _BY_VALUE:
        found.add(_BY_VALUE[str(value)])


# ---------- images ----------


def _image(data: bytes) -> set[str]:
    found: set[str] = set()
    if _FOREIGN.search(data, _image_end(data)) or b"PK\x05\x06" in data[-66_000:]:
        found.add("foreign")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        found.add("huge")
    except (OSError, SyntaxError, ValueError, EOFError, Warning, KeyError, IndexError, TypeError):
        found.add("broken")
    return found


def _image_end(data: bytes) -> int:
    """Where the picture itself ends: its last end marker, 0 without one."""
    mark = data.rfind(b"IEND") if data.startswith(b"\x89PNG") else data.rfind(b"\xff\xd9")
    return max(mark, 0)
