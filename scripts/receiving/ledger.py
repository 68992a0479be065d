"""The registers of all cities, changed in memory and written at the end. What is known of a form changes only for what is later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schema.book.severity import Severity
from schema.forms.halves import public_half
from schema.forms.received import DECISIONS, MOST_NOTE, Half, Paper, Received
from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import FormPath
from schema.reading.received import read_received, register
from schema.vocabulary.survey import constants
from scripts.intake.storing import has_link, replace_file
from scripts.tree.private import PrivateFolder
from scripts.writing.values import values_of
from scripts.writing.yaml_writer import block

_HEAD = "# 收件登记：哪些表的盖章件收到了，是哪一版。由 catalogue receive 写入，这里手工加的注释不保留。"


class Unusable(Exception):
    """A register that cannot be changed; the message says why, in Chinese."""


@dataclass(slots=True)
class _Part:
    """One register file: in the repository, or with the private halves."""

    path: Path
    papers: dict[str, Paper] = field(default_factory=dict)
    halves: dict[str, Half] = field(default_factory=dict)
    before: bytes = b""


class Ledger:
    """The registers of a repository, and those with the ``private`` halves where forms are in two."""

    def __init__(self, root: Path, private: PrivateFolder | None) -> None:
        self._root, self._private = root, private
        self._parts: dict[tuple[str, bool], _Part] = {}
        self.needs_private = False  # a decision was entered, and there is no place for it

    def paper(self, path: str) -> Paper | None:
        """The last that is known of a form's paper."""
        parts = (self._part(_city(path), private=True), self._public(_city(path)))
        return next((part.papers[path] for part in parts if part and path in part.papers), None)

    def enter(self, new: Paper) -> bool:
        """Enter a paper; False where that is known already, or something later is."""
        old = self.paper(new.path)
        if old and (old == new or old.date > new.date):
            return False
        city = _city(new.path)
        hidden = constants().separate and (new.state in DECISIONS or new.note is not None)
        apart = self._part(city, private=True) if constants().separate else None
        if apart:
            apart.papers.pop(new.path, None)
            if hidden:
                apart.papers[new.path] = new
        self.needs_private |= hidden and apart is None
        if not (constants().separate and new.state in DECISIONS):
            note = None if constants().separate else new.note
            shown = new.model_copy(update={"note": note})
            self._public(city).papers[new.path] = shown
        return True

    def forget(self, path: str) -> None:
        """Take out everything that is known of a form, which begins anew."""
        for part in (self._part(_city(path), private=True), self._public(_city(path))):
            if part:
                part.papers.pop(path, None)
                part.halves.pop(path, None)

    def enter_half(self, new: Half) -> bool:
        """Enter a private half; False where that is known already."""
        halves = self._public(_city(new.path)).halves
        old = halves.get(new.path)
        if old and (old.digest == new.digest or old.date > new.date):
            return False
        halves[new.path] = new
        return True

    def write(self) -> list[Path]:
        """Write the registers that changed; returns their paths. One without an entry goes."""
        written = []
        for (_, private), part in sorted(self._parts.items()):
            data = _text(part, public=constants().separate and not private).encode()
            if data != part.before:
                if data:
                    replace_file(part.path, data)
                else:
                    part.path.unlink(missing_ok=True)
                written.append(part.path)
        return written

    def _public(self, city: str) -> _Part:
        part = self._part(city, private=False)
        assert part is not None  # noqa: S101 - only the private one may have no folder
        return part

    def _part(self, city: str, *, private: bool) -> _Part | None:
        if private and (self._private is None or not constants().separate):
            return None
        if (city, private) not in self._parts:
            self._parts[city, private] = self._read(city, private=private)
        return self._parts[city, private]

    def _read(self, city: str, *, private: bool) -> _Part:
        place = FormPath(city, register=True)
        name, folder = place.path, self._root
        path = folder / name
        if private and self._private:
            name, folder = place.private_path, self._private.path
            path = self._private.at(name)
        if has_link(folder, path):
            raise Unusable(f"{path} 的路径中有链接，没有写入")
        if not path.exists():
            return _Part(path)
        data = path.read_bytes()
        file, findings = read_received(TreeEntry(name, EntryKind.FILE, len(data)), lambda _: data)
        if any(finding.severity is Severity.ERROR for finding in findings):
            raise Unusable(f"{path} 有错误，改不了；请先用 catalogue validate 查出来改好")
        known = register([file] if file else [])
        return _Part(path, dict(known.papers), dict(known.halves), data)


def fault(paper: Paper) -> str:
    """Why a register cannot hold an entry, in words; "" where it can: what is written has to be read again."""
    if paper.note is not None and len(paper.note) > MOST_NOTE:
        return f"说明超过 {MOST_NOTE} 个字符"
    data = _text(_Part(Path(), {paper.path: paper}), public=False).encode(errors="surrogatepass")
    place = FormPath(_city(paper.path), register=True).private_path
    _, findings = read_received(TreeEntry(place, EntryKind.FILE, len(data)), lambda _: data)
    words = (finding.content.render(values=False) for finding in findings if finding.severity is Severity.ERROR)
    return next((f"{said.text}；{said.hint}" for said in words), "")


def _city(path: str) -> str:
    return path.split("/")[1]


def _text(part: _Part, *, public: bool) -> str:
    """A register, by path; empty where nothing is in it."""
    lists: Mapping[str, Mapping[str, Paper | Half]] = {"收件": part.papers, "不公开部分": part.halves}
    values = {label: [values_of(one) for _, one in sorted(ours.items())] for label, ours in lists.items() if ours}
    if not values:
        return ""
    cls = public_half(Received) if public else Received
    return "\n".join([_HEAD, *block(cls, values), ""])
