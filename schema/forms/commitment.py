"""The commitment that binds a public half to its private one (contract: the same bytes in Python and in the form page's script).

It hides: without the salt, a guess at a name or a number cannot be tried. It binds: place, round and each private value.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import b32encode
from collections.abc import Mapping

_BYTES = 20  # of the hash: 160 bits
_SALT_BYTES = 16


def new_salt() -> str:
    """128 random bits in base32, without padding."""
    return b32encode(secrets.token_bytes(_SALT_BYTES)).decode().rstrip("=")


def commit(year: int, city: str, code: str, form: str, salt: str, values: Mapping[str, str]) -> str:
    """The commitment in eight groups of four; ``form`` is ``enterprise`` or a product's slug, ``values`` as ``private_values`` gives."""
    hashed = json.dumps([str(year), city, code, form, salt, dict(values)], ensure_ascii=False, separators=(",", ":"))
    text = b32encode(hashlib.sha256(hashed.encode()).digest()[:_BYTES]).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
