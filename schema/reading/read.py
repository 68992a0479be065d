"""Bytes → a document with its values and their places, and findings for whatever is wrong. The only way to read YAML.

Every scalar is the text that was typed (是, 0531, 1.0, 2024-05-20 stay text); an empty value, ``~`` and a plain ``null`` are None.
A blank line of a folded text stays one, for ``tidy`` to part paragraphs there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schema.book.finding import Finding
from schema.book.wording import message, phrase
from schema.reading.decoding import decode
from schema.reading.document import Document
from schema.reading.events import read_events
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
    document = Document(path, without(text, hidden) if hidden else text)
    trouble = read_events(document, findings)
    if trouble:
        document.parsed = False
        findings.append(document.finding_at(trouble.content, trouble.line, trouble.column))
    if hidden:
        findings += _hidden_findings(document, text, hidden)
    return Reading(document, findings)


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
