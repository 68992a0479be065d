"""Bytes → a document with its values and their places, and findings for whatever is wrong. The only way to read YAML.

Every scalar is the text that was typed (是, 0531, 1.0, 2024-05-20 stay text); an empty value, ``~`` and a plain ``null`` are None.
A blank line of a folded text stays one, for ``tidy`` to part paragraphs there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from schema.book.finding import Finding
from schema.book.wording import message, phrase
from schema.reading.decoding import decode
from schema.reading.document import Document
from schema.reading.events import read_events
from schema.reading.faults import Mend, mended, typed_column
from schema.reading.mending import find_mends
from schema.reading.no_form import is_no_form
from schema.reading.syntax import Trouble, conflict_mark
from schema.text.hidden import hidden_characters, name_hidden, without

MAX_BYTES = 256 * 1024


@dataclass(slots=True)
class Reading:
    """The outcome of reading a file: its document if it is text, and the findings."""

    document: Document | None
    findings: list[Finding]

    @property
    def parsed(self) -> bool:
        """Whether the file is text that could be parsed."""
        return self.document is not None and self.document.parsed


def read(path: str, data: bytes) -> Reading:
    """Read one YAML file. Whatever is wrong becomes findings with their places; nothing raises for bad data."""
    decoded = decode(path, data)
    if isinstance(decoded, Finding):
        return Reading(None, [decoded])
    text, findings = decoded
    hidden = hidden_characters(text)
    document, found = _read_text(path, without(text, hidden) if hidden else text)
    findings += found
    if hidden:
        findings += _hidden_findings(document, text, hidden)
    return Reading(document, findings)


def _read_text(path: str, text: str) -> tuple[Document, list[Finding]]:
    """The document of a text, and what is wrong with its YAML: all mechanical faults, and what is wrong with the rest once they are mended."""
    document, findings = Document(path, text), list[Finding]()
    conflict = conflict_mark(text)
    trouble = conflict or read_events(document, findings)
    if is_no_form(text, trouble):
        return document.unparsed(), [document.finding_at(message("yaml.no-form"), 1, 1)]
    mends = find_mends(text) if (trouble or document.odd) and not conflict else []
    if trouble is None:
        mends = [mend for mend in mends if mend.certain]
    if mends:
        document, findings, trouble = _read_mended(document, findings, trouble, mends)
    if trouble:
        document = document.unparsed()
        findings.append(document.finding_at(trouble.content, trouble.line, trouble.column))
    return document, findings


def _read_mended(
    document: Document, findings: list[Finding], trouble: Trouble | None, mends: list[Mend]
) -> tuple[Document, list[Finding], Trouble | None]:
    """What a text is when it is mended, at the places where it was typed; what could be read must not be worse for it."""
    again, found = Document(document.path, mended(document.text, mends)), list[Finding]()
    still = read_events(again, found)
    if still and not trouble:
        return document, findings, trouble
    column = typed_column(mends)
    out = replace(again, text=document.text, places={at: place.moved(column) for at, place in again.places.items()})
    found = [replace(one, column=column(one.line or 1, one.column or 1)) for one in found]
    found += _of_mends(out, mends)
    return out, found, still and still._replace(column=column(still.line, still.column))


def _of_mends(document: Document, mends: list[Mend]) -> list[Finding]:
    """One finding a fault; what has to follow its repair is a part of it."""
    found: list[Finding] = []
    for fix, column, content, certain in mends:
        if content:
            at = document.field_at(fix.line, fix.column + len(fix.old))
            fixes = (fix,) if certain else ()
            found.append(document.finding_at(content, fix.line, column, at=at, fixes=fixes))
        elif found and found[-1].fixes:
            found[-1] = replace(found[-1], fixes=(*found[-1].fixes, fix))
    return found


def _hidden_findings(document: Document, text: str, hidden: list[re.Match[str]]) -> Iterator[Finding]:
    """One finding a line, at its first hidden character."""
    typed = Document(document.path, text)
    lines: dict[int, list[re.Match[str]]] = {}
    for match in hidden:
        lines.setdefault(typed.position(match.start())[0], []).append(match)
    for line, found in lines.items():
        column = typed.position(found[0].start())[1]
        count = phrase("hidden.count", count=len(found)) if len(found) > 1 else ""
        content = message("text.hidden-line", name=name_hidden(found[0].group()), count=count)
        yield document.finding_at(content, line, column, at=document.field_at(line, column))
