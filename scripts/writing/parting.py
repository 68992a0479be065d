"""A whole form's file → its two halves: the public one by edits of the file, so that every other byte and comment stays.

A private value goes with the comments on its line and directly above it, which stand above it in the private half too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from schema.book.severity import Severity
from schema.forms.commitment import new_salt
from schema.forms.form import Form, specs
from schema.forms.halves import holds_private
from schema.layout.paths import FormPath
from schema.reading.document import KeyPath
from schema.reading.identity import numbers_here
from schema.reading.read import Reading, read
from schema.vocabulary.survey import constants
from scripts.writing.editor import Editor, Unchangeable
from scripts.writing.halves import bind, parted
from scripts.writing.values import Values, leaves
from scripts.writing.yaml_writer import write_private

_FEWEST = (
    2  # characters of a private text that is looked for in comments; of a number more, since a year or a limit is none
)
_FEWEST_DIGITS = 4


class Parted(NamedTuple):
    """The two files of a form; ``private`` is None where nothing of it is private."""

    public: bytes
    private: bytes | None


def part(place: FormPath, data: bytes, read_proof: Callable[[str], bytes]) -> Parted:
    """Both halves of a whole form's file; ``read_proof`` gives the bytes of a file that a line of 材料 names.

    Raises ``Unchangeable`` where the file cannot be read, is not written in a way that can be parted, or would still tell something
    private.
    """
    reading = read(place.path, data)
    if _is_wrong(reading) or reading.document is None:
        raise Unchangeable("文件本身有错误；请先用 catalogue validate 改好")
    cls, root = place.kind.cls, reading.document.root or {}
    cut = _Cut(Editor(reading.document, data))
    rest, (_, private) = cut.of(cls, root, ()), parted(cls, root)
    written = None
    if place.code is not None:
        salt = new_salt()
        written = write_private(cls, {"盐": salt} | private, remarks=cut.remarks)
        year = int(root.get("批次") or constants().first_round)
        rest["不公开部分"] = bind(place, year, salt, written, cut.lines, read_proof)
        last = (list(root)[-1],)
        cut.editor.insert_after(last, [f"{cut.editor.indent(last)}不公开部分: {rest['不公开部分']}"])
    elif private:
        written = write_private(cls, private, remarks=cut.remarks)
    public = cut.editor.result()
    _check(place, public, rest, [leaf.text for leaf in leaves(cls, private)])
    return Parted(public, written.encode() if written is not None else None)


class _Cut:
    """Takes the private values out of a file: each with its line, a proof's name by saying that the file travels apart."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.remarks: dict[KeyPath, str] = {}  # the comments that go along, by the paths of the private half
        self.lines: list[int] = []  # positions in 材料 of what travels

    def of(self, cls: type[Form], root: Values, at: KeyPath) -> Values:
        """Edit a form or a part of one; returns what stays of it."""
        known = {spec.label: spec for spec in specs(cls)}
        rest: Values = {}
        for label, value in root.items():
            spec, here = known.get(label), (*at, label)
            if spec and spec.entry.apart:
                self.remarks[here] = self.editor.take(here)
            elif not (spec and spec.part and holds_private(spec.part)):
                rest[label] = value
            elif isinstance(value, list):
                rest[label] = [self._item(item, (*here, position)) for position, item in enumerate(value, 1)]
            else:
                rest[label] = self.of(spec.part, value or {}, here)
        self.remarks = {path: text for path, text in self.remarks.items() if text}
        return rest

    def _item(self, item: Any, at: KeyPath) -> Any:
        """A line of 材料: only 文件 is private in it."""
        if not isinstance(item, dict) or not item.get("文件"):
            return item
        self.editor.replace_entry((*at, "文件"), "另交: 是")
        self.lines.append(int(at[-1]))
        return {label: value for label, value in item.items() if label != "文件"} | {"另交": "是"}


def _is_wrong(reading: Reading) -> bool:
    return any(finding.severity is Severity.ERROR for finding in reading.findings)


def _check(place: FormPath, public: bytes, rest: Values, private: Iterable[str]) -> None:
    """Refuse a public half that does not read as what stays, or tells a private value in a comment, or a person's number anywhere."""
    reading = read(place.path, public)
    if _is_wrong(reading) or reading.document is None or (reading.document.root or {}) != rest:
        raise Unchangeable("不能按位置分开；请一栏一行地写，不用花括号，再试")
    told = [text for text in private if len(text) >= (_FEWEST_DIGITS if re.fullmatch(r"[\d.]+", text) else _FEWEST)]
    for number, line in enumerate(reading.document.text.split("\n"), 1):
        if any(text in line.partition("#")[2] for text in told):
            raise Unchangeable(f"分开后第 {number} 行的注释里还有不公开的内容；请先删去")
    for finding in numbers_here(reading.document):
        raise Unchangeable(f"分开后第 {finding.line} 行还有手机号码或身份证号码，公开的一半里不能有；请先删去")
