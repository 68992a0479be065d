"""Identity-card numbers in a submission: looked for in the whole text, comments too, since Git keeps a file for ever."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding
from schema.book.messages import said
from schema.fields.uscc import is_valid
from schema.reading.document import Document
from schema.text.personal import id_cards


def identity_cards(document: Document) -> Iterator[Finding]:
    """``text-personal``: an identity-card number anywhere in a file, comments too. It is never echoed."""
    for match in id_cards(document.text):
        line, column = document.position(match.start())
        if not is_valid(match.group()):
            rule, message, hint, _ = said("text.identity")
            yield document.finding_at(rule, line, column, message, hint, at=document.field_at(line, column))
