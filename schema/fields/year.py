"""批次: the year of a round of the survey."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schema.book.wording import Seen, cure, phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.width import halfwidth
from schema.vocabulary.survey import constants

_YEAR = re.compile(r"20\d{2}", re.ASCII)


@dataclass(frozen=True)
class Year(Scalar):
    """The year of a round, in four digits, not later than the survey's."""

    json_types = ("string", "integer")

    def read(self, raw: Any) -> int:
        """The year; problems of rule ``round-unknown``."""
        text = typed(raw)
        if not _YEAR.fullmatch(text):
            advice = phrase("round.write")
            better = halfwidth(text).removesuffix("年").strip()
            if not _YEAR.fullmatch(better):
                raise refuse("round.no-year", value=quoted(text[:40]), advice=advice)
            raise refuse("round.no-year", corrected=better, value=quoted(text), advice=cure(better, advice))
        if int(text) > constants().round:
            raise refuse("round.later", year=Seen(text), round=constants().round)
        return int(text)

    def json_schema(self) -> dict[str, Any]:
        """Four digits, or the number."""
        return {"type": list(self.json_types), "pattern": f"^{_YEAR.pattern}$", "maximum": constants().round}
