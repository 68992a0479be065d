"""Dates as text: YYYY-MM-DD, and where a month is enough YYYY-MM."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schema.book.wording import cure, phrase, quoted
from schema.fields.problem import refuse, typed
from schema.fields.scalar import Scalar
from schema.text.width import halfwidth

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DASH = r"[./\-—–−‐―]{1,2}"
_LOOSE = re.compile(rf"((?:19|20)\d{{2}})(?:年|{_DASH})?(\d{{1,2}})(?:(?:月|{_DASH})?(?:(\d{{1,2}})[日号]?)?)?")
_PARTED = re.compile(rf"\d{{4}}\s*(?:年|{_DASH})")  # what is not may be read in several ways
_SERIAL = re.compile(r"[34]\d{4}", re.ASCII)  # 1982 to 2036 as Excel counts days
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?$")
PATTERNS = {"day": _DAY, "month": _MONTH, "loose": _LOOSE, "serial": _SERIAL, "time": _TIME}

_EXCEL_EPOCH = date(1899, 12, 30)


def first_day(text: str) -> date | None:
    """The day of YYYY-MM-DD, the first of the month of YYYY-MM, None for what is no date."""
    match = _DAY.fullmatch(text) or _MONTH.fullmatch(text)
    if match is None:
        return None
    year, month, day = (*(int(part) for part in match.groups()), 1)[:3]
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


@dataclass(frozen=True)
class DateText(Scalar):
    """A date kept as it was written. ``month`` allows YYYY-MM too."""

    month: bool = False

    def read(self, raw: Any) -> str:
        """The date's text; problems of rule ``date-format``. A rule judges whether it lies in the future."""
        text = typed(raw)
        if first_day(text) is not None and (self.month or len(text) == 10):
            return text
        raise self._explain(text)

    def json_schema(self) -> dict[str, Any]:
        """The form of the date."""
        return {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$" if self.month else r"^\d{4}-\d{2}-\d{2}$"}

    def _explain(self, text: str) -> Exception:
        form = phrase("date.month" if self.month else "date.day")
        if _SERIAL.fullmatch(text):
            day = (_EXCEL_EPOCH + timedelta(int(text))).isoformat()
            return refuse("date.serial", value=quoted(text), advice=cure(day, phrase("date.write", form=form)))
        loose = _LOOSE.fullmatch(re.sub(r"\s", "", _TIME.sub("", halfwidth(text))))
        if loose is not None:
            year, month, day = loose.groups()
            better = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
            if first_day(better) is not None and better != text and (day or self.month):
                advice = cure(better, phrase("date.write", form=form))
                certain = better if _PARTED.search(halfwidth(text)) or len(loose.group()) == 8 else ""
                return refuse("date.loose", corrected=certain, value=quoted(text[:40]), advice=advice)
        if _DAY.fullmatch(text) or _MONTH.fullmatch(text):
            reason = "date.no-day" if _DAY.fullmatch(text) else "date.no-month"
            reason = reason if first_day(text) is None else "date.lacks-day"
            return refuse("date.wrong", value=quoted(text[:40]), reason=phrase(reason), form=form)
        return refuse("date.other", value=quoted(text[:40]), form=form)
