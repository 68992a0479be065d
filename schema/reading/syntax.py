"""What libyaml's complaint means in a submitter's words, and where the true place of the mistake is.

libyaml names the place where it gave up; the mistake is often earlier (an unclosed quote, the line above). Which of its marks
to trust was decided by trying each common mistake.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from schema.book.wording import Message, Seen, message
from schema.forms.registry import LABELS
from schema.reading.naming import WIDE_BLANKS, indent_fault, name_key


class Trouble(NamedTuple):
    """Why a file cannot be parsed, at its true place (1-based)."""

    line: int
    column: int
    content: Message


_CONFLICT = re.compile(r"^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?|\|{7}(?: .*)?)$", re.MULTILINE)
_LEAD = r"^[ \t]*(?:- +)*"
_FULL_COLON = re.compile(_LEAD + r"-?([^\s:：#\"'][^:：#\"']{0,40})：")
_NO_BLANK = re.compile(_LEAD + r"-?([^\s:：#\"'{[][^:：#\"']{0,40}):(?=[^ \t\n])")
_RIGHT_KEY = re.compile(_LEAD + r"[^\s:：#]+:(?: |$)")
_VALUE = re.compile(_LEAD + r"[^\s:：#\"'][^:：#\"']{0,40}:[ ]+(?P<value>\S.*)$")
_SIGNS = frozenset("*&!@`%>|,}]?-{[\"'")


def conflict_mark(text: str) -> Trouble | None:
    """Git's conflict marks left in a file, at the first."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    match = _CONFLICT.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start()) + 1
    return Trouble(line, 1, message("yaml.conflict"))


class _Complaint(NamedTuple):
    """libyaml's error, 0-based, with the lines that it speaks of."""

    lines: list[str]
    problem: str
    context: str
    line: int
    column: int
    start: tuple[int, int] | None

    def source(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""


def diagnose(text: str, error: yaml.MarkedYAMLError) -> Trouble:
    """The trouble that a libyaml error stands for."""
    spot, start = error.problem_mark, error.context_mark
    complaint = _Complaint(
        text.split("\n"), error.problem or "", error.context or "", spot.line if spot else 0, spot.column if spot else 0,
        (start.line, start.column) if start else None,
    )  # fmt: skip
    for explain in (_tab, _unclosed, _swallowed, _colon, _special, _indentation):
        trouble = explain(complaint)
        if trouble:
            last = len(complaint.lines)
            return trouble if trouble.line <= last else trouble._replace(line=last, column=1)
    line = min(complaint.line, len(complaint.lines) - 1)
    return Trouble(line + 1, complaint.column + 1, message("yaml.unknown"))


def _tab(complaint: _Complaint) -> Trouble | None:
    for at in (complaint.line, complaint.start[0] if complaint.start else complaint.line):
        source = complaint.source(at)
        indent = source[: len(source) - len(source.lstrip())]
        if "\t" in indent:
            return Trouble(at + 1, indent.index("\t") + 1, indent_fault("\t"))
    return None


def _unclosed(complaint: _Complaint) -> Trouble | None:
    if complaint.start is None:
        return None
    line, column = complaint.start
    if "quoted scalar" in complaint.context:
        if "escape" in complaint.problem:
            return Trouble(complaint.line + 1, complaint.column + 1, message("yaml.backslash"))
        return _open_quote(line, column, complaint.source(line)[column : column + 1])
    if "flow sequence" in complaint.context or "flow mapping" in complaint.context:
        return _open_bracket(line, column, "[" if "sequence" in complaint.context else "{")
    if "flow node" in complaint.context and not any(rest.strip() for rest in complaint.lines[complaint.line + 1 :]):
        return _last_bracket(complaint)
    return None


def _open_bracket(line: int, column: int, opener: str) -> Trouble:
    closer = {"[": "]", "{": "}"}[opener]
    return Trouble(line + 1, column + 1, message("yaml.bracket", opener=opener, closer=closer))


def _last_bracket(complaint: _Complaint) -> Trouble | None:
    """A bracket after which the file ends: libyaml names the end, not the bracket."""
    for line in range(len(complaint.lines) - 1, -1, -1):
        column = max(complaint.lines[line].rfind("["), complaint.lines[line].rfind("{"))
        if column >= 0:
            return _open_bracket(line, column, complaint.lines[line][column])
    return None


def _open_quote(line: int, column: int, opener: str) -> Trouble:
    return Trouble(line + 1, column + 1, message("yaml.quote", opener=opener))


def _swallowed(complaint: _Complaint) -> Trouble | None:
    """A quote left open ends at the next quote in the file, and libyaml stumbles over what follows there."""
    before = complaint.source(complaint.line)[: complaint.column].rstrip()
    sign = before[-1:]
    if sign not in ("'", '"') or before.count(sign) > 1:
        return None
    for at in range(complaint.line - 1, -1, -1):
        source = complaint.source(at)
        if sign in source:
            place = source.rindex(sign)
            return _open_quote(at, place, sign) if source[:place].endswith((": ", "- ")) else None
    return None


def _colon(complaint: _Complaint) -> Trouble | None:
    """A full-width colon or a missing blank makes the line a bare text; libyaml sees it at that line or at a later one."""
    known = (
        "could not find expected ':'",
        "mapping values are not allowed",
        "did not find expected key",
        "did not find expected '-'",
    )
    if not any(words in complaint.problem for words in known):
        return None
    at = complaint.start[0] if complaint.start and "simple key" in complaint.context else complaint.line
    if (
        trouble := _wrong_colon(complaint, at)
        or _wrong_colon(complaint, complaint.line)
        or _wrong_colon(complaint, complaint.line - 1)
    ):
        return trouble
    if "could not find expected" in complaint.problem and complaint.start:
        return Trouble(at + 1, complaint.start[1] + 1, message("yaml.no-colon"))
    return _bare_line(complaint) if "mapping values are not allowed" in complaint.problem else None


def _bare_line(complaint: _Complaint) -> Trouble | None:
    """A line without a colon that stands where a map begins, such as the form's title: libyaml sees it at the first key below it."""
    lead = _lead(complaint.source(complaint.line))
    at = complaint.line
    while at and (above := complaint.source(at - 1)).strip() and _lead(above) == lead and ":" not in above:
        at -= 1
    before = next(
        (line for line in reversed(complaint.lines[:at]) if line.strip() and not line.lstrip().startswith("#")), ":"
    )
    if (
        at == complaint.line
        or not before.rstrip().endswith(":")
        or complaint.source(at).lstrip().startswith(("#", "-"))
    ):
        return None
    return Trouble(at + 1, lead + 1, message("yaml.title"))


def _lead(source: str) -> int:
    return len(source) - len(source.lstrip(" "))


def _wrong_colon(complaint: _Complaint, at: int) -> Trouble | None:
    source = complaint.source(at)
    if match := _NO_BLANK.match(source):
        key, blank = name_key(match.group(1)), WIDE_BLANKS.get(source[match.end()])
        content = message("yaml.colon-blank", key=key, blank=blank) if blank else message("yaml.colon-tight", key=key)
        return Trouble(at + 1, match.end() + 1, content)
    if match := _FULL_COLON.match(source):
        is_text = match.group(1).strip() not in LABELS and _follows_text(complaint, at)
        name = "yaml.colon-wide-or-text" if is_text else "yaml.colon-wide"
        return Trouble(at + 1, match.end(), message(name, key=name_key(match.group(1))))
    return None


def _follows_text(complaint: _Complaint, at: int) -> bool:
    """Whether the line above is a deeper line of text, so that this one may have lost its indentation."""
    above, here = complaint.source(at - 1), complaint.source(at)
    return len(above) - len(above.lstrip()) > len(here) - len(here.lstrip()) and not _RIGHT_KEY.match(above)


def _special(complaint: _Complaint) -> Trouble | None:
    """A value that begins with a sign of YAML's own, or holds one."""
    at, column = (
        (complaint.line, complaint.column)
        if complaint.start is None or "while scanning" not in complaint.context
        else complaint.start
    )
    source = complaint.source(at)
    value = _VALUE.match(source)
    if value and complaint.line == at and value["value"][0] in _SIGNS and value.start("value") <= complaint.column:
        column = value.start("value")
        if source[column] in "\"'" and complaint.column > column:
            return Trouble(at + 1, column + 1, message("yaml.half-quoted"))
        return _sign(at, column, source)
    scanned = any(words in complaint.context for words in ("alias", "anchor", "tag", "directive", "block scalar"))
    if scanned or "cannot start any token" in complaint.problem:
        return _sign(at, column, source)
    if "mapping values are not allowed" in complaint.problem and value and ": " in value["value"] + " ":
        return Trouble(at + 1, complaint.column + 1, message("yaml.second-colon"))
    return None


def _sign(line: int, column: int, source: str) -> Trouble:
    sign = source[column : column + 1]
    content = (
        message("yaml.sign", sign=sign if sign in _SIGNS else Seen(sign))
        if sign.strip()
        else message("yaml.blank-sign")
    )
    return Trouble(line + 1, column + 1, content)


def _indentation(complaint: _Complaint) -> Trouble | None:
    if any(
        words in complaint.problem
        for words in ("did not find expected", "mapping values are not allowed", "block sequence entries")
    ):
        return Trouble(complaint.line + 1, complaint.column + 1, message("yaml.indent"))
    return None
