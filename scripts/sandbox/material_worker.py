"""Opens strangers' PDFs and images in a process of its own, under limits of memory and time, and tells facts about them.

Run as a script by ``scripts.sandbox.materials``. It speaks over its standard streams: eight bytes of length and the file's bytes in, one line
of JSON out. Nothing of the project is imported, so that it can run isolated; it judges nothing.
"""

from __future__ import annotations

import io
import json
import re
import sys
import warnings
from typing import Any

MEMORY = 2**30
SECONDS = 10
MAX_PIXELS = 64_000_000  # A4 at 600 dpi has 35 million
_FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf|%PDF-\d|<html|<script|<!doctype html|<\?php|\x7fELF|MZ\x90\x00",
    re.IGNORECASE,
)


def limit() -> None:
    """Bound this process: address space, and no file may be written. Windows has no such limits; there only the time is bounded."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds() -> None:
    """Give the next file its own share of processor time; the kernel ends the process when it is used up."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))


def facts(data: bytes) -> list[str]:
    """What is dangerous or broken: javascript, launch, embedded, encrypted, broken, foreign, huge."""
    try:
        if data.startswith(b"%PDF-"):
            return sorted(_pdf(data))
        return sorted(_image(data))
    except MemoryError:
        return ["huge"]


# ---------- PDF ----------


def _pdf(data: bytes) -> set[str]:
    import pikepdf

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
    """What stands before the first object and after the last ``%%EOF``: another format hides there."""
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    foreign = _FOREIGN.search(data[8:1024]) or _FOREIGN.search(tail) or b"PK\x05\x06" in data[-66_000:]
    return ({"foreign"} if foreign or tail.strip(b"\0\r\n\t \x1a") else set()) | ({"broken"} if end < 0 else set())


def _walk(pdf: Any, found: set[str]) -> None:
    """Every object and the trailer, direct ones inside them too; content streams are never inflated."""
    import pikepdf

    stack = [*pdf.objects, pdf.trailer]
    seen = 0
    while stack:
        item = stack.pop()
        seen += 1
        if seen > 2_000_000:
            found.add("huge")
            return
        if isinstance(item, pikepdf.Array):
            stack.extend(child for child in item if isinstance(child, pikepdf.Object) and not child.is_indirect)
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in item.keys():  # noqa: SIM118 - pikepdf iterates keys only so
                value = item.get(key)
                _key(key, value, found)
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


def _key(key: str, value: Any, found: set[str]) -> None:
    import pikepdf

    if key in _BY_KEY:
        found.add(_BY_KEY[key])
    if key in ("/S", "/Type", "/Subtype") and (
        told := _BY_VALUE.get(str(value) if isinstance(value, pikepdf.Name) else "")
    ):
        found.add(told)


# ---------- images ----------


def _image(data: bytes) -> set[str]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
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
    """Where the picture itself ends, as far as it can be told cheaply."""
    mark = data.rfind(b"IEND") if data.startswith(b"\x89PNG") else data.rfind(b"\xff\xd9")
    return max(mark, 0)


# ---------- the loop ----------


def main() -> None:
    """Answer until the other side closes."""
    limit()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(8)) == 8:
        data = source.read(int.from_bytes(head, "big"))
        allow_seconds()
        sink.write(json.dumps(facts(data)).encode() + b"\n")
        sink.flush()


if __name__ == "__main__":
    main()
