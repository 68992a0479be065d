"""Findings as the texts that a format prints: with values for whoever has the files, with shapes for everybody else.

A format sees these lines alone, never a finding, so that what it prints cannot hold more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import groupby

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.halves import private_paths
from schema.forms.registry import FORMS
from schema.layout.paths import PRIVATE_ROOT
from schema.layout.told_paths import ToldPaths
from schema.reading.absent import kin, together
from schema.reading.decoding import decode
from schema.text.hidden import hidden_characters, without
from schema.text.personal import names_person
from schema.vocabulary.survey import constants
from scripts.check.pipeline import Checked, Summary
from scripts.tree.private import TwoTrees, private_name


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words. ``path`` is the true one; ``place`` is how people are told it. ``source`` is the line of the file, or
    empty. ``count`` is of the findings that it stands for.
    """

    rule: str
    severity: Severity
    path: str
    place: str
    line: int | None
    column: int | None
    field: str | None
    message: str
    hint: str
    source: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What a format prints. ``veiled`` says that shapes stand for values in it; ``marks`` are lines that are about no mistake."""

    summary: Summary
    lines: list[Line] = field(default_factory=list)
    veiled: bool = False
    marks: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether there is an error."""
        return self.summary.errors > 0


def report(checked: Checked, *, values: bool, each: bool = False) -> Report:
    """The findings of a check in words, with values and source lines, or with shapes.

    Fields that are absent at one place are one line, unless ``each`` finding is wanted.
    """
    name = private_name(checked.tree)
    findings = [(found, 1) for found in checked.findings] if each else list(_joined(checked.findings))
    if values:
        source = _Sources(checked).line
        lines = [_line(found, found.path, source(found), name, count, values=True) for found, count in findings]
        return Report(checked.summary, _sorted(lines, name), marks=checked.marks)
    tell = ToldPaths(lambda: _paths(checked)).tell
    lines = [_line(found, tell(found.path), "", name, count, values=False) for found, count in findings]
    veiled = any(found.content.holds_seen for found in checked.findings)
    return Report(checked.summary, _sorted(lines, name), veiled, checked.marks)


def _joined(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Ordered findings, those of fields that are absent at one place as one; and how many each stands for."""
    for _, group in groupby(findings, key=lambda f: (f.path, f.line, f.column, f.rule, kin(f.content))):
        first, *others = group
        if others:
            first = replace(first, content=together([first.content, *(other.content for other in others)]))
        yield first, 1 + len(others)


def _line(found: Finding, place: str, source: str, private: str, count: int, *, values: bool) -> Line:
    words = found.content.render(values=values)
    in_git = constants().separate and not found.path.startswith(PRIVATE_ROOT)
    if in_git and names_person("".join(words)):  # what must not stand there is repeated to nobody
        words = found.content.render(values=False)
    path, place = (_named(text, private) for text in (found.path, place))
    return Line(
        found.rule, found.severity, path, place, found.line, found.column, found.field,
        words.text, words.hint, source, count,
    )  # fmt: skip


def _named(path: str, private: str) -> str:
    """A path with the folder of the private halves as the user named it."""
    return private + path.removeprefix(PRIVATE_ROOT) if path.startswith(PRIVATE_ROOT) else path


@cache
def _private_labels() -> tuple[str, ...]:
    return tuple({path[-1] for kind in FORMS.values() for path in private_paths(kind.cls)})


def _sorted(lines: list[Line], private: str) -> list[Line]:
    """In the order of the paths as they are shown."""
    return sorted(lines, key=lambda line: line.path) if private else lines


def _paths(checked: Checked) -> Iterator[str]:
    if checked.tree:
        yield from (entry.path for entry in checked.tree.entries())
    if isinstance(checked.tree, TwoTrees):
        yield from (entry.path for entry in checked.tree.private_entries())
    yield from (found.path for found in checked.findings)


class _Sources:
    """The lines of the files that findings are about, without hidden characters; the last file is kept.

    A line where something private stands that must not be there is shown to nobody.
    """

    def __init__(self, checked: Checked) -> None:
        self._tree = checked.tree
        self._veiled = {(found.path, found.line) for found in checked.findings if found.rule == "private-here"}
        self._lines = lru_cache(maxsize=1)(self._read)

    def line(self, finding: Finding) -> str:
        """The line that a finding is about, empty where there is none, or only a comment where a field should be."""
        lines = self._lines(finding.path) if finding.line else []
        line = lines[finding.line - 1] if finding.line and finding.line <= len(lines) else ""
        source = "" if finding.field and line.lstrip().startswith("#") else line
        in_git = constants().separate and not finding.path.startswith(PRIVATE_ROOT)
        private = in_git and (names_person(source) or source.strip(" \t\u3000-\"'").startswith(_private_labels()))
        return "" if private or (finding.path, finding.line) in self._veiled else source

    def _read(self, path: str) -> list[str]:
        try:
            decoded = decode(path, self._tree.read(path)) if self._tree else None
        except (OSError, KeyError):  # gone since, or not there, as a removed file of a proposal
            return []
        if not isinstance(decoded, tuple):
            return []
        text, _ = decoded
        return without(text, hidden_characters(text)).split("\n")
