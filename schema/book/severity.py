"""How serious a finding is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """Errors block a merge, warnings are for the bureau to judge, infos are for the record."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def word(self) -> str:
        """错误, 提醒 or 说明."""
        return _WORDS[self]

    @classmethod
    def of(cls, word: str) -> Severity:
        """The severity of a word; KeyError where there is none."""
        return {known: severity for severity, known in _WORDS.items()}[word]


_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
