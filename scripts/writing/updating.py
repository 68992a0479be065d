"""Changes a form's file by source position: the scalars that differ are put in place, every other byte stays, comments too.

Nothing is taken out: what the file has and the paper has not is kept and told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from schema.forms.form import Form, specs
from schema.reading.document import Document, Path
from schema.reading.form_reading import read_form
from schema.reading.read import read
from schema.text.words import tidy
from scripts.writing.values import Values, path_text, text_of
from scripts.writing.yaml_writer import block, list_item, scalar


class Unchangeable(Exception):
    """A file that cannot be changed safely; the message says why."""


class _Mark(NamedTuple):
    """Where a key or its content begins: index of the line and of the character in it."""

    line: int
    column: int


@dataclass(slots=True)
class Change:
    """The file's new bytes, and what of it the paper does not have."""

    data: bytes
    kept: list[str] = field(default_factory=list)


def update(cls: type[Form], path: str, data: bytes, values: Values) -> Change:
    """The file with ``values`` put in. Raises ``Unchangeable`` where the outcome would not be exactly that."""
    document = _readable(path, data)
    editor = _Editor(document, data)
    editor.map(cls, document.root or {}, values, ())
    made = editor.bytes()
    _prove(cls, path, document.root or {}, made, values)
    return Change(made, editor.kept)


def _readable(path: str, data: bytes) -> Document:
    reading = read(path, data)
    document = reading.document
    if document is None or not reading.parsed or not document.root or reading.findings:
        raise Unchangeable("已有的文件本身有错误，不能按位置修改；请先用 catalogue validate 改好")
    if b"\r" in data.replace(b"\r\n", b""):
        raise Unchangeable("已有的文件用了不常见的换行，不能按位置修改；请用编辑器另存")
    return document


def _same(cls: type[Form], label: str, old: Any, new: str) -> bool:
    """Whether a scalar as typed has the value that ``new`` has: 4,200 is 4200."""
    if not isinstance(old, str):
        return False
    spec = next(spec for spec in specs(cls) if spec.label == label)
    if tidy(old) == new:
        return True
    try:
        return spec.scalar is not None and text_of(spec.scalar.read(old)) == text_of(spec.scalar.read(new))
    except Exception:
        return False


class _Editor:
    """Collects edits as (start line, end line, new lines), 0-based, and applies them from the end."""

    def __init__(self, document: Document, data: bytes) -> None:
        self.document = document
        self.bom = data.startswith(b"\xef\xbb\xbf")
        self.crlf = b"\r\n" in data
        self.lines = data.decode("utf-8-sig").split("\n")
        self.edits: list[tuple[int, int, list[str]]] = []
        self.kept: list[str] = []

    def bytes(self) -> bytes:
        """The file with every edit made."""
        lines = list(self.lines)
        for (start, end, new), _ in sorted(
            zip(self.edits, count()), key=lambda pair: (pair[0][0], pair[0][1], pair[1]), reverse=True
        ):
            lines[start:end] = [line + "\r" if self.crlf and not line.endswith("\r") else line for line in new]
        return (b"\xef\xbb\xbf" if self.bom else b"") + "\n".join(lines).encode()

    def map(self, cls: type[Form], old: dict[str, Any], new: Values, at: Path) -> None:
        """Put a map's values in."""
        for spec in specs(cls):
            here, value, before = (*at, spec.label), new.get(spec.label), old.get(spec.label)
            if value is None or value == "" or value == {} or value == []:
                if before not in (None, "", [], {}):
                    self.kept.append(path_text(here))
                continue
            if spec.label not in old:
                self._insert(cls, spec.label, value, old, at)
            elif spec.part is None:
                if not _same(cls, spec.label, before, value):
                    self._scalar(here, before, value)
            elif spec.many and isinstance(before, list):
                self._list(spec.part, before, value, here)
            elif not spec.many and isinstance(before, dict):
                self.map(spec.part, before, value, here)
            elif before is None:
                self._fill(cls, spec.label, value, here)
            else:
                raise Unchangeable(f"已有文件里“{path_text(here)}”的写法与表格不同，不能按位置修改；请手工改")

    def _list(self, part: type[Form], old: list[Any], new: list[Values], at: Path) -> None:
        for position, item in enumerate(new[: len(old)], 1):
            if not isinstance(old[position - 1], dict):
                raise Unchangeable(f"已有文件里“{path_text(at)}”的写法与表格不同，不能按位置修改；请手工改")
            self.map(part, old[position - 1], item, (*at, position))
        self.kept += [path_text((*at, position)) for position in range(len(new) + 1, len(old) + 1)]
        if len(new) > len(old) and old:
            last = (*at, len(old))
            dash = self._indent_of_dash(last)
            end = self._end(last, len(dash))
            extra = [
                line
                for position, item in enumerate(new[len(old) :], len(old) + 1)
                for line in list_item(part, item, dash, {}, (*at, position))
            ]
            self.edits.append((end, end, extra))

    # ---------- places ----------

    def _mark(self, at: Path) -> tuple[_Mark, _Mark]:
        key_line, key_column, line, column = self.document.places[at]
        return _Mark(key_line - 1, key_column - 1), _Mark(line - 1, column - 1)

    def _indent_of_dash(self, item: Path) -> str:
        line = self.lines[self._mark(item)[0].line]
        found = re.match(r" *(?=- )", line)
        if found is None:
            raise Unchangeable(f"已有文件里“{path_text(item[:-1])}”写在一行里，不能按位置修改；请手工改")
        return found.group()

    def _block_key(self, at: Path) -> int:
        """The line of a key in block style; raises for maps written in braces on one line."""
        mark = self._mark(at)[0]
        before = self.lines[mark.line][: mark.column]
        if before.strip(" -\"'") and not re.fullmatch(r" *(?:- +)+[\"']?", before):
            raise Unchangeable(f"已有文件里“{path_text(at[:-1])}”写在一行里，不能按位置修改；请手工改")
        return mark.line

    def _end(self, at: Path, indent: int | None = None) -> int:
        """The line behind a value: before the next key or item that does not belong to it, comments and blank lines left to that."""
        start = self._mark(at)[0].line
        lines = ((path, place[0] - 1) for path, place in self.document.places.items())
        later = [line for path, line in lines if path[: len(at)] != at and line > start]
        end = min(later, default=len(self.lines))
        indent = self._mark(at)[0].column if indent is None else indent
        while end > start + 1 and self._is_between(self.lines[end - 1], indent):
            end -= 1
        return end

    @staticmethod
    def _is_between(line: str, indent: int) -> bool:
        text = line.strip()
        return (
            not text or (text.startswith("#") and len(line) - len(line.lstrip(" ")) <= indent) or text in ("...", "---")
        )

    # ---------- edits ----------

    def _scalar(self, at: Path, before: Any, text: str) -> None:
        """Replace what stands behind a key; a comment behind a value on one line stays."""
        line = self._block_key(at)
        key, content = self._mark(at)
        indent = " " * (key.column + 2)
        first, *rest = scalar(text, indent)
        end = self._end(at)
        if before is None:
            head = re.match(r"[^#]*?:(?=\s|$)", self.lines[line][key.column :])
            if head is None or end != line + 1:
                raise Unchangeable(f"已有文件里“{path_text(at)}”的空值不能按位置填入；请手工改")
            place = key.column + head.end()
            tail = self.lines[line][place:].rstrip("\r")
            self.edits.append((line, line + 1, [f"{self.lines[line][:place]} {first}{tail}".rstrip(), *rest]))
            return
        if content.line != line:
            raise Unchangeable(f"已有文件里“{path_text(at)}”的值另起一行，不能按位置修改；请手工改")
        tail = (
            self._comment(line, content.column, before)
            if end == line + 1 or self.lines[line][content.column] in "|>"
            else ""
        )
        self.edits.append((line, end, [f"{self.lines[line][: content.column]}{first}{tail}", *rest]))

    def _comment(self, line: int, column: int, before: str) -> str:
        """The comment behind a value on its own line, with the blanks before it."""
        text = self.lines[line].rstrip("\r")
        quote = text[column] if text[column] in "\"'" else ""
        start = column + 1
        if quote:
            found = re.compile(r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'").match(text, start)
            start = found.end() if found else len(text)
        comment = re.compile(r"[ \t]+#.*").search(text, start)
        return comment.group() if comment else ""

    def _insert(self, cls: type[Form], label: str, value: Any, old: dict[str, Any], at: Path) -> None:
        """A key that the file does not have: behind the nearest key before it in the form's order, else before the first."""
        labels = [spec.label for spec in specs(cls)]
        before = [name for name in labels[: labels.index(label)] if name in old]
        anchor = (*at, before[-1]) if before else (*at, next(name for name in labels if name in old))
        self._block_key(anchor)
        lines = list(block(cls, {label: value}, " " * self._mark(anchor)[0].column, {}, at))
        if not before:
            raise Unchangeable(f"已有文件里“{path_text((*at, label))}”没有可以插入的位置；请手工改")
        place = self._end(anchor)
        self.edits.append((place, place, lines))

    def _fill(self, cls: type[Form], label: str, value: Any, at: Path) -> None:
        """A part whose key is there with nothing below it."""
        line = self._block_key(at)
        indent = " " * self._mark(at)[0].column
        lines = list(block(cls, {label: value}, indent, {}, at[:-1]))
        self.edits.append((line + 1, line + 1, lines[1:]))


def _prove(cls: type[Form], path: str, old: dict[str, Any], made: bytes, values: Values) -> None:
    """The new file must read without trouble, hold every new value, and all of the old that was to stay."""
    reading = read(path, made)
    root = reading.document.root if reading.document else None
    if reading.findings or root is None or not _holds(cls, root, values) or not _keeps(old, root, values):
        raise Unchangeable("已有的文件不能按位置安全修改；请手工改，或先删去它再导入")


def _holds(cls: type[Form], root: Any, values: Values) -> bool:
    for spec in specs(cls):
        value = values.get(spec.label)
        if value in (None, "", [], {}):
            continue
        found = root.get(spec.label) if isinstance(root, dict) else None
        if spec.part is None:
            if not _same(cls, spec.label, found, str(value)):
                return False
        elif spec.many:
            if (
                not isinstance(found, list)
                or not all(_holds(spec.part, *pair) for pair in zip(found, value, strict=False))
                or len(found) < len(value)
            ):
                return False
        elif not _holds(spec.part, found, value or {}):
            return False
    return True


def _keeps(old: Any, new: Any, values: Any) -> bool:
    """Whether everything of the old that the paper does not tell is there unchanged."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(
            _keeps(value, new.get(key), values.get(key) if isinstance(values, dict) else None)
            for key, value in old.items()
        )
    if isinstance(old, list):
        given = values if isinstance(values, list) else []
        return (
            isinstance(new, list)
            and all(
                _keeps(value, new[n], given[n] if n < len(given) else None)
                for n, value in enumerate(old)
                if n < len(new)
            )
            and len(new) >= len(old)
        )
    return values not in (None, "") or old == new


def unchanged(cls: type[Form], path: str, data: bytes, values: Values) -> bool:
    """Whether a file holds these values already, and no others."""
    from scripts.writing.values import values_of

    reading = read(path, data)
    if reading.document is None or not reading.document.root:
        return False
    form = read_form(cls, reading.document)
    return form.whole and values_of(form.form) == values
