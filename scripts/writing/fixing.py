"""Mistakes mended in the file itself, by position: those with exactly one right answer, and nothing else.

What is to be written comes with the findings, as ``Fix``; nothing is worked out here a second time. Beside them stand the faults
of a file as a whole: GBK, a byte order mark, line ends other than LF, blanks at line ends. Every other byte stays.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from schema.book.finding import Finding, fixed
from schema.book.wording import Phrase
from schema.forms.form import Form
from schema.layout.arrange import Arrangement, EntryKind, TreeEntry, arrange
from schema.layout.paths import PRIVATE_ROOT, FormPath
from schema.reading.decoding import decode
from schema.reading.read import MAX_BYTES
from schema.reading.unit import read_form_file
from schema.text.hidden import hidden_characters
from schema.text.words import tidy
from scripts.check.pipeline import ordered, touched
from scripts.check.suppress import suppress
from scripts.report.style import visible
from scripts.tree.disk import DiskTree

_BOM = b"\xef\xbb\xbf"
_BLANKS = re.compile(r"[ \t]+")
_BLANKS_AT_END = re.compile(r"(?<![ \t])[ \t]+(?=\n|\Z)")


class Change(NamedTuple):
    """One thing that was mended: what was found, or for the file as a whole what was done."""

    finding: Finding | None
    words: str = ""

    def render(self, path: str, *, values: bool) -> str:
        """The change in one line, with values or with shapes."""
        if self.finding is None:
            return f"{visible(path)}　{self.words}"
        place, content = f"{visible(path)}:{self.finding.line}", self.finding.content
        if not content.corrected:
            return f"{place}　{visible(content.render(values=values).text)}，已改正"
        value = dict(content.arguments)["value"]
        before = visible(value.render(values=values)) if isinstance(value, Phrase) else ""
        return f"{place}　{self.finding.field}　{before}" + (f" → {content.corrected}" if values else "已改正")


@dataclass(slots=True)
class Mended:
    """A file with what was mended in it. ``doubtful`` says that it was left alone, since mending changed more than it should."""

    data: bytes
    changes: list[Change] = field(default_factory=list)
    doubtful: bool = False


def is_mendable(finding: Finding) -> bool:
    """Whether a finding is of what ``mend`` mends; private halves are none of its business."""
    mends = bool(finding.fixes) or finding.content.name in ("encoding.gbk", "encoding.bom")
    return mends and not finding.path.startswith(PRIVATE_ROOT)


def mend(cls: type[Form], path: str, data: bytes) -> Mended:
    """A form file with everything mended that has exactly one right answer. Doing it twice is doing it once."""
    changes: list[Change] = []
    text = _text(path, data, changes)
    if text is None:
        return Mended(data)
    reading = _Reading.of(cls, path, text)
    mended, done = _faults(text, reading)
    if done:
        after = _Reading.of(cls, path, mended)
        if not _is_as_good(reading, after, done):
            return Mended(data, doubtful=True)
        text, reading = mended, after
        changes += map(Change, done)
    stripped, count = _BLANKS_AT_END.subn("", text)
    if count and _is_as_good(reading, _Reading.of(cls, path, stripped), []):
        text = stripped
        changes.append(Change(None, f"去掉了 {count} 行末尾的空格"))
    return Mended(text.encode("utf-8"), changes)


def mend_files(tree: DiskTree, paths: Sequence[str]) -> Iterator[tuple[str, Mended]]:
    """Mend the form files under ``paths``, all where there are none, and write those that change. No link is followed."""
    for entry in _forms(arrange(tree.entries())):
        place = FormPath.parse(entry.path)
        if place and entry.kind is EntryKind.FILE and entry.size <= MAX_BYTES and touched(entry.path, paths):
            outcome = mend(place.kind.cls, entry.path, tree.read(entry.path))
            if outcome.changes:
                _write(tree.root / entry.path, outcome.data)
            yield entry.path, outcome


def _forms(arrangement: Arrangement) -> Iterator[TreeEntry]:
    units = (entry for unit in arrangement.units.values() for entry in unit.forms())
    yield from sorted([*arrangement.bureaus.values(), *arrangement.received.values(), *units])


def _write(path: Path, data: bytes) -> None:
    """Replace a file at once, with its permissions."""
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "", str(path))
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix="~", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(data)
            file.close()
            new.chmod(path.stat().st_mode)
            new.replace(path)
        except BaseException:
            new.unlink()
            raise


# ---------- the file as a whole ----------


def _text(path: str, data: bytes, changes: list[Change]) -> str | None:
    """The file's text in UTF-8 with LF alone, None where that is not certain."""
    decoded = decode(path, data)
    if isinstance(decoded, Finding):
        if decoded.content.name != "encoding.gbk":
            return None
        text = data.decode("gb18030")
        changes.append(Change(None, "编码由 GBK 改为 UTF-8"))
    else:
        if data.startswith(_BOM):
            changes.append(Change(None, "去掉了开头的字节序标记（BOM）"))
        text = data.removeprefix(_BOM).decode("utf-8")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        changes.append(Change(None, "换行统一为 LF"))
    return text


# ---------- mistakes in it ----------


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text is read as: its values by field, whether it could be parsed, and what is wrong."""

    values: dict[str, Any]
    findings: list[Finding]

    @classmethod
    def of(cls, form: type[Form], path: str, text: str) -> _Reading:
        data = text.encode("utf-8")
        file, findings = read_form_file(form, TreeEntry(path, EntryKind.FILE, 0), lambda _: data)
        return cls(dict(_leaves(file.document.root, ())) if file else {}, suppress(findings))

    @property
    def faults(self) -> set[tuple[str, int | None]]:
        """What is wrong with the file as YAML: the message and the line."""
        return {(one.content.name, one.line) for one in self.findings if one.rule.startswith(("yaml-", "text-hidden"))}


def _leaves(value: Any, at: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*at, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value, 1):
            yield from _leaves(inner, (*at, str(position)))
    else:
        yield ".".join(at), tidy(_BLANKS.sub(" ", _BLANKS_AT_END.sub("", value))) if isinstance(value, str) else value


def _faults(text: str, reading: _Reading) -> tuple[str, list[Finding]]:
    """The text with every mistake mended that can be, and these. A line with hidden characters is left, since they shift its columns."""
    veiled = {number for number, line in enumerate(text.split("\n"), 1) if hidden_characters(line)}
    done = [one for one in ordered(reading.findings) if one.fixes and veiled.isdisjoint(fix.line for fix in one.fixes)]
    return fixed(text, (fix for finding in done for fix in finding.fixes)), done


def _is_as_good(before: _Reading, after: _Reading, done: list[Finding]) -> bool:
    """Whether a text reads as before, but for what was mended: the same values, the corrected ones, and no new finding."""
    corrected = {finding.field: finding.content.corrected for finding in done if finding.content.corrected}
    wanted = {key: corrected.get(key, value) for key, value in before.values.items()}
    mended = {(one.content.name, one.line) for one in done}
    return after.values == wanted and after.faults <= before.faults - mended
