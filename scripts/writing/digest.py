"""The short digest in a printed form's footer: of its values, not of its file, so that comments do not count.

Where forms are in two halves it is of the public values and the commitment: whoever knows it learns nothing of a phone or an amount.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from schema.fields.stamp import LENGTH
from schema.forms.form import Form
from schema.forms.registry import UNIT_FORMS
from schema.vocabulary.survey import constants
from scripts.writing.halves import parted
from scripts.writing.values import values_of

DIGEST_LENGTH = LENGTH


def digest(form: Form) -> str:
    """The digest of a unit's form; the same of a public half and of both halves joined."""
    cls = next(kind.cls for kind in UNIT_FORMS if isinstance(form, kind.cls))
    values = values_of(form)
    if constants().separate:
        values, _ = parted(cls, values)
    return shortened([cls.__name__, values])


def receipt(digests: Iterable[str]) -> str:
    """The code of a unit's forms as the form page packs them: of one form its digest, of several one that does not depend on their order."""
    stamps = sorted(digests)
    return shortened(stamps) if len(stamps) > 1 else stamps[0]


def shortened(content: list[Any]) -> str:
    """The first hexadecimal digits of the SHA-256 of what JSON can hold, written without blanks in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]
