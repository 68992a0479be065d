"""Scans that an answer names: judged where they lie, and copied into materials/ under a right name when the form is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from schema.book.severity import Severity
from schema.layout.arrange import MAX_MATERIAL_BYTES
from schema.rules.material_files import ending_type, judge_facts, right_ending, wrong_type
from scripts.new.judging import Judge
from scripts.new.place import InvalidAnswer, refusal
from scripts.sandbox.client import Sandbox
from scripts.tree.trouble import trouble
from scripts.writing.material_names import valid_name
from scripts.writing.values import MATERIALS

_NONE = "这里没有这个文件，请写它的完整路径，或把文件拖到窗口里"


class Scans:
    """The files to copy: where each lies, by its name under materials/."""

    def __init__(self, judge: Judge, sources: Mapping[str, str]) -> None:
        self.judge = judge
        self.sources = dict(sources)

    def take(self, text: str) -> str:
        """The 文件 of the scan that a text names: a path, or the name of one that lies under materials/ already."""
        if text.removeprefix(MATERIALS) in self._there():
            return MATERIALS + text.removeprefix(MATERIALS)
        path = _found(text)
        data = _read(path)
        _look_into(path.name, data)
        name = self._free_name(path, data)
        if name not in self._there():
            self.sources[name] = str(path)
        return MATERIALS + name

    def read(self, files: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those ``files`` (as under 材料) that are to be copied, by name; one that has gone is left out."""
        out = {}
        for name in sorted({file.removeprefix(MATERIALS) for file in files} & self.sources.keys()):
            try:
                out[name] = _read(Path(self.sources[name]))
            except InvalidAnswer:
                continue  # and validate says that the form names a file that is not there
        return out

    def _there(self) -> set[str]:
        """The names under materials/ already."""
        entries = self.judge.repository.entries(self.judge.place)
        return {one.path.removeprefix(self.judge.folder) for one in entries if one.path.startswith(self.judge.folder)}

    def _free_name(self, path: Path, data: bytes) -> str:
        """The file's own name made valid, with the ending of its content; numbered where another file has it."""
        stem, ending = (path.stem, path.suffix) if ending_type(path.name) else (path.name, "")
        if wrong_type(path.name, data):
            ending = right_ending(data) or ""
        there, number = {name.casefold(): name for name in (*self._there(), *self.sources)}, 1
        while True:
            tail = f"-{number}" if number > 1 else ""
            name = valid_name(f"{unicodedata.normalize('NFC', stem)}{tail}{ending}")
            taken = there.get(name.casefold())
            if taken is None or self._holds(taken, data):
                return taken or name
            number += 1

    def _holds(self, name: str, data: bytes) -> bool:
        """Whether the file of a name that is taken has these bytes."""
        if name in self.sources:
            return self.read([name]).get(name) == data
        return self.judge.repository.tree.read(self.judge.folder + name) == data


def _found(text: str) -> Path:
    """The file at a path as it is typed, or as a terminal writes one that is dropped on it."""
    bare = text.strip("\"'“”‘’ ")
    for name in (text, bare, bare.replace("\\ ", " ").replace("\\(", "(").replace("\\)", ")")):
        try:
            path = Path(name).expanduser().resolve()
            if path.is_file():
                return path
        except (OSError, ValueError, RuntimeError):  # too long, a NUL, no such home
            continue
    raise InvalidAnswer(_NONE)


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():  # a draft may name anything, a device too
            raise InvalidAnswer(_NONE)
        if path.stat().st_size > MAX_MATERIAL_BYTES:
            raise InvalidAnswer(f"超过 {MAX_MATERIAL_BYTES // 2**20} MiB，请降低分辨率后重新扫描")
        return path.read_bytes()
    except OSError as error:
        raise InvalidAnswer(f"打不开（{trouble(error)}）") from error


def _look_into(name: str, data: bytes) -> None:
    """Refuse what cannot be a material: of another type, broken, or dangerous."""
    if right_ending(data) is None and (wrong := wrong_type(name, data)):
        raise refusal(wrong)
    with Sandbox() as sandbox:
        for content in judge_facts(sandbox.facts(data)):
            if content.template.severity is Severity.ERROR:
                raise refusal(content)
