"""摘要: the short digest in the foot of a printed form, by which a stamped paper names the version that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar

LENGTH = 10  # hex digits of SHA-256
DIGEST = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


@dataclass(frozen=True)
class Stamp(Scalar):
    """A digest as it is printed."""

    def read(self, raw: Any) -> str:
        """The digest; problems of rule ``received-form``."""
        text = typed(raw)
        if DIGEST.fullmatch(text):
            return text
        raise refuse("received.digest", most=LENGTH)
