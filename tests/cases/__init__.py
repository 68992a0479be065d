"""Golden cases: a small edit of the valid unit under ``base/`` and, after ``---``, every finding that it should give.

A case file holds, in this order: lines of ``# `` saying what is wrong, one or more edits, ``---``, the findings.

    @ path              a hunk: ``- `` lines are taken out, ``+ `` put in, lines of two blanks stand around them
    @+ path             a new file of ``+ `` lines, or an existing one replaced
    @bytes path         the same, from ``+ `` lines that hold a Python literal each, of bytes or of text in UTF-8
    @- path             a file removed, or a folder
    @> path -> path     a file or folder renamed, or copied with ``@= path -> path``
    @link path -> to    a symbolic link
    @as path codec      a file written in another encoding, or with the line ends of crlf or cr
    @size path bytes    a file stretched to a size

Paths are relative to the unit's folder, those that begin with ``submissions`` to the root. In paths and lines ``⟦U+200B⟧``
stands for a character that the eye would miss, ``⟦示×100⟧`` for a hundred of one.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schema.book.finding import Finding
from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree

FOLDER = Path(__file__).parent
BASE = FOLDER / "base"
UNIT = "submissions/jinan/91370102EXAMPLE031"
TODAY = date(2024, 6, 10)
SEPARATOR = "---\n"
PRIVATE = (
    "示例甲", "示例乙", "示例丙", "示例丁", "15400000001", "15400000002", "00000003", "00000004", "00000101", "8612", "3207",
    "示例路17号", "zhizhao", "pingce", "ruanzhu", "jiance",
)  # fmt: skip
_FINDING = re.compile(r"(\w+) (\S+) (.+?)(?::\d+:\d+)?(?: (\S+))?")
_MARK = re.compile(r"⟦(?:U\+([0-9A-F]{4,6})|([^⟧×]))(?:×(\d+))?⟧")


@dataclass(frozen=True)
class Edit:
    """One edit: its verb, the path or paths it works on, and the lines below it."""

    verb: str
    target: str
    lines: tuple[str, ...]


def cases() -> list[Path]:
    """Every case file, in order."""
    return sorted(FOLDER.rglob("*.case"))


def parts(text: str) -> tuple[str, str]:
    """The edits' and the findings' text of a case."""
    told, separator, expected = text.partition("\n" + SEPARATOR)
    if not separator:
        raise ValueError("a case has a line --- before its findings")
    return told + "\n", expected


def edits(told: str) -> list[Edit]:
    """The edits of a case."""
    found: list[tuple[str, str, list[str]]] = []
    for number, line in enumerate(told.splitlines(), 1):
        if line.startswith("@"):
            verb, _, target = line.partition(" ")
            found.append((verb, expand(target), []))
        elif found and line[:2] in ("- ", "+ ", "  ", "-", "+", ""):
            found[-1][2].append(line)
        elif not line.startswith("# "):
            raise ValueError(f"line {number} of the case is neither a comment, an edit nor a line of one: {line}")
    if not found:
        raise ValueError("a case edits something")
    return [Edit(verb, target, tuple(lines)) for verb, target, lines in found]


def expand(text: str) -> str:
    """A text with its marks ⟦…⟧ replaced by the characters that they stand for."""
    return _MARK.sub(lambda m: (chr(int(m[1], 16)) if m[1] else m[2]) * int(m[3] or 1), text)


def apply(edit: Edit, root: Path) -> None:
    """Do one edit under ``root``."""
    first, _, second = edit.target.partition(" -> ")
    path = _place(root, first)
    if edit.verb == "@":
        _change(path, edit.lines)
    elif edit.verb in ("@+", "@bytes"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_content(edit))
    elif edit.verb == "@-":
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif edit.verb == "@>":
        _place(root, second).parent.mkdir(parents=True, exist_ok=True)
        path.rename(_place(root, second))
    elif edit.verb == "@=":
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, _place(root, second))
    elif edit.verb == "@link":
        path.unlink(missing_ok=True)
        path.symlink_to(second)
    elif edit.verb == "@size":
        name, _, size = edit.target.rpartition(" ")
        _stretch(_place(root, name), int(size))
    elif edit.verb == "@as":
        name, _, codec = edit.target.rpartition(" ")
        _recode(_place(root, name), codec)
    else:
        raise ValueError(f"no such edit: {edit.verb}")


def _place(root: Path, path: str) -> Path:
    return root / path if path.startswith("submissions") else root / UNIT / path


def _stretch(path: Path, size: int) -> None:
    """A PNG with a chunk that nobody reads, which stays a picture; other files with NULs at the end."""
    if path.suffix != ".png":
        os.truncate(path, size)
        return
    data = path.read_bytes()
    body = b"juNk" + bytes(size - len(data) - 12)
    path.write_bytes(
        data[:-12] + struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + data[-12:]
    )


def _recode(path: Path, codec: str) -> None:
    data = path.read_bytes()
    end = {"crlf": b"\r\n", "cr": b"\r"}.get(codec)
    path.write_bytes(data.replace(b"\n", end) if end else data.decode("utf-8").encode(codec))


def _content(edit: Edit) -> bytes:
    added = [line[2:] for line in edit.lines if line]
    if edit.verb == "@bytes":
        literals = [ast.literal_eval(line) for line in added]
        return b"".join(value if isinstance(value, bytes) else value.encode("utf-8") for value in literals)
    return "".join(expand(line) + "\n" for line in added).encode("utf-8", "surrogateescape")


def _change(path: Path, lines: tuple[str, ...]) -> None:
    """Apply a hunk: its old lines must stand in the file once, whole and together."""
    shown = [line for line in lines if line]
    old = "".join(line[2:] + "\n" for line in shown if line[0] in "- ")
    new = "".join(expand(line[2:]) + "\n" for line in shown if line[0] in "+ ")
    text = "\n" + path.read_text(encoding="utf-8")
    if text.count("\n" + old) != 1:
        raise ValueError(f"the old lines stand {text.count(chr(10) + old)} times in {path.name}")
    path.write_bytes(text.replace("\n" + old, "\n" + new)[1:].encode("utf-8", "surrogatepass"))


def lay_out(told: str, root: Path) -> None:
    """The base with a case's edits, under an empty folder ``root``."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for edit in edits(told):
        apply(edit, root)


def run(told: str, root: Path) -> list[Finding]:
    """Every finding of the base with a case's edits, done under an empty folder ``root``."""
    lay_out(told, root)
    return check(DiskTree(root), today=TODAY).findings


def render(findings: list[Finding]) -> str:
    """Findings as a case shows them; a file with nothing wrong shows nothing."""
    return "".join(_finding(finding) for finding in findings)


@dataclass(frozen=True)
class Expected:
    """A finding as a case has it. ``tests/test_cases.py`` holds that the validator says just that, so others need not ask it."""

    severity: str
    rule: str
    path: str
    field: str
    message: str


def expected(text: str) -> Iterator[Expected]:
    """The findings of a case's second part: what ``render`` wrote."""
    lines = text.splitlines()
    for head, message in zip(lines[::3], lines[1::3], strict=True):
        found = _FINDING.fullmatch(head)
        if not found:
            raise ValueError(f"not the first line of a finding: {head}")
        severity, rule, place, field = found.groups()
        path = place if place.startswith("submissions") else f"{UNIT}/{place}"
        yield Expected(severity, rule, expand(path), expand(field or ""), expand(message.strip()))


def _finding(finding: Finding) -> str:
    place = finding.path.removeprefix(UNIT + "/")
    place += f":{finding.line}:{finding.column}" if finding.line else ""
    told = f"{finding.severity} {finding.rule} {place}" + (f" {finding.field}" if finding.field else "")
    lines = [told, f"  {finding.message}", f"  → {finding.hint}"]
    return "".join(_visible(line) + "\n" for line in lines)


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else f"⟦U+{ord(char):04X}⟧" for char in text)
