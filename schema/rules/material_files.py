"""证明材料: PDF, PNG or JPEG, recognised by content."""

from __future__ import annotations

from schema.book.wording import Message, message, phrase

MAX_UNIT_BYTES = 50 * 2**20


_BY_ENDING = {".pdf": "PDF", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_ENDINGS = {"PDF": ".pdf", "PNG": ".png", "JPEG": ".jpg"}
_SIGNATURES = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
_BLANKS = b"\xef\xbb\xbf\0\r\n\t "  # before a PDF's first line, where every viewer passes over them
OTHERS = (
    (b"PK\x03\x04", "kind.zip"),
    (b"\xd0\xcf\x11\xe0", "kind.old-office"),
    (b"Rar!", "kind.archive"),
    (b"GIF8", "kind.gif"),
    (b"BM", "kind.bmp"),
    (b"II*\0", "kind.tiff"),
    (b"MM\0*", "kind.tiff"),
    (b"MZ", "kind.program"),
    (b"\x7fELF", "kind.program"),
    (b"<", "kind.page"),
    (b"version https://git-lfs", "kind.pointer"),
)
AVIF = {b"avif", b"avis"}
HEIF = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
CURES = {
    "kind.heic": "cure.heic",
    "kind.webp": "cure.picture",
    "kind.avif": "cure.picture",
    "kind.tiff": "cure.picture",
    "kind.gif": "cure.picture",
    "kind.bmp": "cure.picture",
    "kind.ofd": "cure.ofd",
}


def sniff(data: bytes) -> str | None:
    """PDF, PNG or JPEG by the first bytes, None for anything else."""
    if data[:1024].lstrip(_BLANKS).startswith(b"%PDF-"):
        return "PDF"
    return next((name for name, signature in _SIGNATURES.items() if data.startswith(signature)), None)


def right_ending(data: bytes) -> str | None:
    """The ending that a file's name should have by its content, None where it is of no accepted type."""
    return _ENDINGS.get(sniff(data) or "")


def ending_type(path: str) -> str | None:
    """The type that a name's ending claims."""
    return next((name for ending, name in _BY_ENDING.items() if path.lower().endswith(ending)), None)


def wrong_type(path: str, data: bytes) -> Message | None:
    """What is wrong when content and name are not of one accepted type."""
    claimed, real = ending_type(path), sniff(data)
    if claimed == real:
        return None if claimed else _of_other_type(data)
    if real is None:
        kind = _kind(data)
        return message(
            "material.other", claimed=claimed or "", kind=phrase(kind), cure=phrase(CURES.get(kind, "cure.scan"))
        )
    return message(
        "material.mixed" if claimed else "material.name", claimed=claimed or "", kind=real, ending=_ENDINGS[real]
    )


def _of_other_type(data: bytes) -> Message:
    """Neither name nor content is of an accepted type: told apart where the type has a cure of its own."""
    kind = _kind(data)
    if kind in CURES:
        return message("material.kind", kind=phrase(kind), cure=phrase(CURES[kind]))
    return message("material.ending")


def _kind(data: bytes) -> str:
    """The phrase for what a file is that is not accepted."""
    if not data:
        return "kind.empty"
    if data.startswith(b"PK\x03\x04") and b"OFD.xml" in data:
        return "kind.ofd"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "kind.webp"
    if data[4:8] == b"ftyp":
        brands = {data[at : at + 4] for at in range(8, min(int.from_bytes(data[:4], "big"), 64), 4)}
        return "kind.avif" if brands & AVIF else "kind.heic" if brands & HEIF else "kind.video"
    if b"%PDF-" in data[:1024]:
        return "kind.late-pdf"
    return next((name for signature, name in OTHERS if data.startswith(signature)), "kind.other")


# Each fact of the worker and its message, the graver first; one of the first part says enough.
_GRAVE = ("javascript", "launch", "remote", "embedded", "encrypted", "foreign", "tail", "huge")
_DAMAGE = {"broken": "material.broken", "unclear": "material.unclear"}
_WARNED = {"locked": "licence.locked", "licence-data": "licence.data", "located": "material.located"}


def judge_facts(facts: list[str]) -> list[Message]:
    """What is wrong with a file of an accepted type, by the facts that the worker found in it."""
    wrong = [message(f"unsafe.{fact}") for fact in facts if fact in _GRAVE]
    wrong = wrong or [message(name) for fact, name in _DAMAGE.items() if fact in facts][:1]
    return wrong or [message(name) for fact, name in _WARNED.items() if fact in facts]
