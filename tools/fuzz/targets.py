"""What is fuzzed: each target takes any bytes and may not raise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schema.fields.amount import Amount, Count
from schema.fields.date import DateText
from schema.fields.phone import Mobile, Phones
from schema.fields.problem import Unreadable
from schema.fields.scalar import Scalar
from schema.fields.url import Url
from schema.fields.uscc import Uscc
from schema.layout.arrange import EntryKind, TreeEntry, UnitFiles
from schema.reading.read import read
from schema.reading.unit import read_unit
from schema.rules import judge
from schema.text.personal import emails, id_cards, mobiles
from schema.text.words import count_words, tidy
from schema.vocabulary.industries import classify

FOLDER = "submissions/jinan/91370102EXAMPLE031"
_TYPES: tuple[Scalar, ...] = (
    Uscc(),
    Mobile(),
    Phones(),
    Amount(),
    Amount(private=True),
    Count(),
    DateText(month=True),
    Url(),
)


def reader(data: bytes) -> None:
    """Bytes as a form: read, judged, every finding with its place inside the file."""
    files = UnitFiles("jinan", "91370102EXAMPLE031")
    files.enterprise = TreeEntry(f"{FOLDER}/enterprise.yaml", EntryKind.FILE, len(data))
    files.products = [TreeEntry(f"{FOLDER}/products/a.yaml", EntryKind.FILE, len(data))]
    unit, findings = read_unit(files, lambda _: data)
    findings += judge(unit, None)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for finding in findings:
        assert finding.line is None or 1 <= finding.line <= lines, finding


def documents(data: bytes) -> None:
    """Bytes as YAML: a document, or findings that say why not."""
    reading = read("x.yaml", data)
    assert reading.parsed or reading.findings


def fields(data: bytes) -> None:
    """Text as each field type: a value, or a problem of a rule."""
    text = data.decode("utf-8", "replace")
    for kind in _TYPES:
        try:
            kind.read(text)
        except Unreadable as error:
            assert error.content.text and error.content.render(values=False).text
    assert all(tidy(part) == part.strip() for part in tidy(text).split("\n"))
    count_words(text), id_cards(text), mobiles(text), emails(text), classify("工业", text[:200])


TARGETS: dict[str, Callable[[bytes], Any]] = {
    "reader": reader,
    "documents": documents,
    "fields": fields,
}
