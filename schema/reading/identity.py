"""Identity-card numbers in a submission: looked for in the whole text, comments too, since Git keeps a file for ever."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding
from schema.book.wording import message
from schema.fields.uscc import is_valid
from schema.reading.document import Document
from schema.text.personal import id_cards


def identity_cards(document: Document) -> Iterator[Finding]:
    """``text-personal`` for every identity-card number anywhere in a file. The number is never echoed."""
    for match in id_cards(document.text):
        if not is_valid(match.group()):
            line, column = document.position(match.start())
            yield document.finding_at(message("text.identity"), line, column, at=document.field_at(line, column))
