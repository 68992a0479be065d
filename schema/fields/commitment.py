"""What binds a form's two halves: the public one holds a commitment, the private one the salt that opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar

_COMMITMENT = re.compile(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}")
_SALT = re.compile(r"[A-Z2-7]{26}")


@dataclass(frozen=True)
class Commitment(Scalar):
    """不公开部分: 160 bits in base32, eight groups of four."""

    def read(self, raw: Any) -> str:
        """The commitment; problems of rule ``private-form``."""
        text = typed(raw)
        if _COMMITMENT.fullmatch(text):
            return text
        raise refuse("private.form")

    def json_schema(self) -> dict[str, Any]:
        """The eight groups."""
        return {"type": "string", "pattern": f"^{_COMMITMENT.pattern}$"}


@dataclass(frozen=True)
class Salt(Scalar):
    """盐: 128 random bits in base32, without padding."""

    def read(self, raw: Any) -> str:
        """The salt; problems of rule ``private-form``."""
        text = typed(raw)
        if _SALT.fullmatch(text):
            return text
        raise refuse("private.salt")

    def json_schema(self) -> dict[str, Any]:
        """The characters."""
        return {"type": "string", "pattern": f"^{_SALT.pattern}$"}


@dataclass(frozen=True)
class Withheld(Scalar):
    """A private field in the public half: it has no place there, and what it says is repeated to nobody."""

    def read(self, raw: Any) -> Any:
        """Nothing: any value is a problem of rule ``private-here``."""
        raise refuse("private.here")
