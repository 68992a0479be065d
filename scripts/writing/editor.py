"""Edits of one YAML file by source position: what is edited is replaced, and every other byte stays, comments too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from schema.reading.document import Document, KeyPath
from scripts.writing.values import path_text
from scripts.writing.yaml_writer import scalar

_BOM = b"\xef\xbb\xbf"


class Unchangeable(Exception):
    """A file that cannot be edited safely; the message says why, in Chinese."""


class _Mark(NamedTuple):
    """A position in the file, 0-based."""

    line: int
    column: int


class _Edit(NamedTuple):
    """Lines ``start`` to ``end`` replaced by ``lines``; ``order`` keeps insertions at one place in the order they were made."""

    start: int
    end: int
    order: int
    lines: list[str]


class Editor:
    """Collects edits of a file that was read without findings, and applies them all at once.

    Every method raises ``Unchangeable`` where the file is not written in a way that can be edited by position.
    """

    def __init__(self, document: Document, data: bytes) -> None:
        if b"\r" in data.replace(b"\r\n", b""):
            raise Unchangeable("已有的文件用了不常见的换行，不能按位置修改；请用编辑器另存")
        self._places = document.places
        self._bom = data.startswith(_BOM)
        self._crlf = b"\r\n" in data
        self._raw_lines = data.decode("utf-8-sig").split("\n")
        self._lines = [line.removesuffix("\r") for line in self._raw_lines]
        self._edits: list[_Edit] = []

    def result(self) -> bytes:
        """The file with every edit applied."""
        lines = list(self._raw_lines)
        for edit in sorted(self._edits, reverse=True):
            lines[edit.start : edit.end] = [line + "\r" for line in edit.lines] if self._crlf else edit.lines
        return (_BOM if self._bom else b"") + "\n".join(lines).encode()

    # ---------- edits ----------

    def replace_scalar(self, at: KeyPath, text: str) -> None:
        """Replace the value behind a key; a comment behind a value on one line stays."""
        key, content = self._marks(at)
        self._check_block_style(at)
        if content.line != key.line:
            raise Unchangeable(f"已有文件里“{path_text(at)}”的值另起一行，不能按位置修改；请手工改")
        line, end = self._lines[key.line], self._end(at)
        one_line = end == key.line + 1 or line[content.column] in "|>"
        comment = self._comment_behind(content) if one_line else ""
        first, *rest = scalar(text, " " * (key.column + 2))
        self._edit(key.line, end, [f"{line[: content.column]}{first}{comment}", *rest])

    def fill_scalar(self, at: KeyPath, text: str) -> None:
        """Put a value behind a key that has none."""
        key, _ = self._marks(at)
        self._check_block_style(at)
        line = self._lines[key.line]
        head = re.match(r"[^#]*?:(?=\s|$)", line[key.column :])
        if head is None or self._end(at) != key.line + 1:
            raise Unchangeable(f"已有文件里“{path_text(at)}”的空值不能按位置填入；请手工改")
        place = key.column + head.end()
        first, *rest = scalar(text, " " * (key.column + 2))
        self._edit(key.line, key.line + 1, [f"{line[:place]} {first}{line[place:]}".rstrip(), *rest])

    def take(self, at: KeyPath) -> str:
        """Remove a key and its value, and return the comments that go along: those directly above it, and the one behind it.

        What begins on the first line is the file's own comment, and stays.
        """
        key, content = self._marks(at)
        self._check_block_style(at)
        if self._lines[key.line][: key.column].strip():
            raise Unchangeable(f"已有文件里“{path_text(at)}”写在“-”的后面，不能按位置删去；请手工改")
        start = key.line
        while start and _is_comment(self._lines[start - 1], key.column):
            start -= 1
        start = start or key.line
        self._edit(start, self._end(at), [])
        comments = [*self._lines[start : key.line], self._comment_behind(content) if content.line == key.line else ""]
        return "\n".join(line.strip().removeprefix("#").strip() for line in comments if line.strip())

    def replace_entry(self, at: KeyPath, text: str) -> None:
        """Replace a key and its value by one line."""
        key, _ = self._marks(at)
        self._check_block_style(at)
        self._edit(key.line, self._end(at), [self._lines[key.line][: key.column] + text])

    def remove(self, at: KeyPath) -> None:
        """Remove a key with its value; comments before it and before the next key stay."""
        self._check_block_style(at)
        self._edit(self._marks(at)[0].line, self._end(at), [])

    def insert_before(self, at: KeyPath, lines: Iterable[str]) -> None:
        """Insert lines before a key, behind the comments above it."""
        self._check_block_style(at)
        line = self._marks(at)[0].line
        self._edit(line, line, lines)

    def insert_after(self, at: KeyPath, lines: Iterable[str]) -> None:
        """Insert lines behind the value at a path, before any comment that belongs to the next key."""
        self._check_block_style(at)
        end = self._end(at)
        self._edit(end, end, lines)

    def insert_below(self, at: KeyPath, lines: Iterable[str]) -> None:
        """Insert lines below a key that has no value."""
        self._check_block_style(at)
        line = self._marks(at)[0].line
        self._edit(line + 1, line + 1, lines)

    def append_items(self, last: KeyPath, lines: Iterable[str]) -> None:
        """Insert lines behind the last item of a list."""
        end = self._end(last, len(self.dash_indent(last)))
        self._edit(end, end, lines)

    def _edit(self, start: int, end: int, lines: Iterable[str]) -> None:
        self._edits.append(_Edit(start, end, len(self._edits), list(lines)))

    # ---------- places ----------

    def indent(self, at: KeyPath) -> str:
        """The blanks before a key."""
        return " " * self._marks(at)[0].column

    def dash_indent(self, item: KeyPath) -> str:
        """The blanks before the dash of a list item."""
        found = re.match(r" *(?=- )", self._lines[self._marks(item)[0].line])
        if found is None:
            raise Unchangeable(f"已有文件里“{path_text(item[:-1])}”写在一行里，不能按位置修改；请手工改")
        return found.group()

    def _marks(self, at: KeyPath) -> tuple[_Mark, _Mark]:
        """Where the key at a path begins, and where its content begins."""
        key_line, key_column, line, column = self._places[at]
        return _Mark(key_line - 1, key_column - 1), _Mark(line - 1, column - 1)

    def _check_block_style(self, at: KeyPath) -> None:
        """Refuse a key within braces."""
        key, _ = self._marks(at)
        before = self._lines[key.line][: key.column]
        if before.strip(" -\"'") and not re.fullmatch(r" *(?:- +)+[\"']?", before):
            name = f"“{path_text(at[:-1])}”" if at[1:] else "表"
            raise Unchangeable(f"已有文件里{name}写在一行里，不能按位置修改；请手工改")

    def _end(self, at: KeyPath, indent: int | None = None) -> int:
        """The line where the value at a path ends, exclusive.

        It reaches to the next key or item outside the value, less the blank lines and comments before that: a comment belongs to
        what follows unless it is indented deeper than ``indent``, by default the column of the key.
        """
        key, _ = self._marks(at)
        outside = (place[0] - 1 for path, place in self._places.items() if path[: len(at)] != at)
        end = min((line for line in outside if line > key.line), default=len(self._lines))
        deepest = key.column if indent is None else indent
        while end > key.line + 1 and _belongs_to_next(self._lines[end - 1], deepest):
            end -= 1
        return end

    def _comment_behind(self, content: _Mark) -> str:
        """The comment behind a value on its own line, with the blanks before it."""
        line = self._lines[content.line]
        start = content.column + 1
        if (quote := line[content.column]) in "\"'":
            closing = re.compile(r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'").match(line, start)
            start = closing.end() if closing else len(line)
        comment = re.compile(r"[ \t]+#.*").search(line, start)
        return comment.group() if comment else ""


def _belongs_to_next(line: str, indent: int) -> bool:
    return line.strip() in ("", "...", "---") or _is_comment(line, indent)


def _is_comment(line: str, indent: int) -> bool:
    """Whether a line is a comment at most this deep; deeper, it may be text."""
    return line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) <= indent
