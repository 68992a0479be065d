"""Texts, with bounds in 字 or in characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from schema.fields.problem import typed
from schema.fields.scalar import Scalar
from schema.text.words import count_words, tidy


@dataclass(frozen=True)
class Text(Scalar):
    """A text field. Bounds are inclusive (民法典 1259) and in 字 when ``words``, else in characters.

    The type only tidies; the rule ``text-length`` judges the bounds, so that one run reports everything that is wrong with a text.
    With ``advised`` the bounds only advise. A ``verbatim`` text is not tidied: the name of a file is what it is. ``names`` says that
    the text is the name of a person or of the unit.
    """

    least: int = 0
    most: int | None = None
    words: bool = False
    advised: bool = False
    verbatim: bool = False
    names: Literal["", "person", "unit"] = ""
    json_types = ("string", "number")

    @property
    def bounded(self) -> bool:
        """Whether the bounds can refuse a text that is there."""
        return self.most is not None or self.least > 1

    def holds(self, count: int) -> bool:
        """Whether a measured length lies within the bounds."""
        return count >= self.least and (self.most is None or count <= self.most)

    def measure(self, text: str) -> int:
        """The text's length in this field's own unit."""
        return count_words(text) if self.words else len(text)

    def read(self, raw: Any) -> str:
        """Tidied text; maps, lists and empty values are refused."""
        text = typed(raw)
        return text if self.verbatim or text.isalnum() else tidy(text)

    def json_schema(self) -> dict[str, Any]:
        """Lengths in characters only: an editor cannot count 字."""
        out: dict[str, Any] = {"type": list(self.json_types), "minLength": 1}
        if not self.words and not self.advised:
            out["minLength"] = max(self.least, 1)
            if self.most is not None:
                out["maxLength"] = self.most
        return out
