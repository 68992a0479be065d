"""证明材料: PDF, PNG or JPEG, recognised by content."""

from __future__ import annotations

from schema.book.wording import Message, message, phrase

MAX_BYTES = 10 * 2**20
MAX_UNIT_BYTES = 50 * 2**20


_SIGNATURES = {"PDF": b"%PDF-", "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
_BY_ENDING = {".pdf": "PDF", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_OTHERS = (
    (b"PK\x03\x04", "kind.zip"),
    (b"\xd0\xcf\x11\xe0", "kind.old-office"),
    (b"Rar!", "kind.archive"),
    (b"GIF8", "kind.gif"),
    (b"BM", "kind.bmp"),
    (b"MZ", "kind.program"),
    (b"\x7fELF", "kind.program"),
    (b"<", "kind.page"),
    (b"version https://git-lfs", "kind.pointer"),
)
_UNSAFE = ("javascript", "launch", "embedded", "encrypted", "foreign", "huge")


def sniff(head: bytes) -> str | None:
    """PDF, PNG or JPEG by the first bytes, None for anything else."""
    return next((name for name, signature in _SIGNATURES.items() if head.startswith(signature)), None)


def ending_type(path: str) -> str | None:
    """The type that a name's ending claims."""
    return next((name for ending, name in _BY_ENDING.items() if path.lower().endswith(ending)), None)


def wrong_type(path: str, head: bytes) -> Message | None:
    """What is wrong when content and name are not of one accepted type."""
    claimed, real = ending_type(path), sniff(head)
    if claimed is None:
        return message("material.ending")
    if real is None:
        kind = next((name for signature, name in _OTHERS if head.startswith(signature)), "kind.other")
        return message("material.other", claimed=claimed, kind=phrase(kind if head else "kind.empty"))
    if real != claimed:
        ending = {"PDF": ".pdf", "PNG": ".png", "JPEG": ".jpg"}[real]
        return message("material.mixed", claimed=claimed, kind=real, ending=ending)
    return None


def judge_facts(facts: list[str]) -> list[Message]:
    """What is wrong with a file of an accepted type, by the facts that the worker found in it."""
    unsafe = [message(f"unsafe.{fact}") for fact in facts if fact in _UNSAFE]
    return unsafe or [message("material.broken")] if facts else []
