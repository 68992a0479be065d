"""Writes imported forms into the repository: new files whole, changes by position, and nothing overwritten unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from schema.forms.form import Form
from schema.layout.paths import PRIVATE_ROOT, ROOT, FormPath
from schema.reading.read import read
from scripts.intake.draft import Draft
from scripts.intake.receipt import Mark, Row
from scripts.tree.private import PrivateFolder
from scripts.writing.editor import Unchangeable
from scripts.writing.updating import update
from scripts.writing.values import Values, leaves, typed_values, whole_form


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: into which repository, for which unit's code, whether to change existing files, whether the paper is sealed.

    ``values`` says that whoever reads the terminal may see what was read, and not only its shape. ``paper`` says that the proofs are at
    hand, ``city`` is the folder of the city that new units belong to, ``receipt`` where the whole receipt is written, ``private`` where
    the private halves go that forms are in two of.
    """

    root: Path
    unit: str | None = None
    update: bool = False
    pledged: bool = False
    values: bool = True
    paper: bool = False
    city: str | None = None
    receipt: Path | None = None
    private: PrivateFolder | None = None


class State(StrEnum):
    """What became of something that came."""

    WRITTEN = "已写入"
    CHANGED = "已修改"
    SAME = "相同"
    REFUSED = "没有导入"


@dataclass(slots=True)
class Item:
    """One form, submission, scan or unreadable file that came from ``origin``; ``target`` is its path in the repository.

    ``reason`` says why it was refused, ``veiled`` the same where that holds what was read outside quotation marks; ``changes`` are what
    it changes, or would change, in a file that was there.
    """

    origin: str
    target: str = ""
    state: State = State.REFUSED
    reason: str = ""
    veiled: str = ""
    draft: Draft | None = None
    changes: list[Row] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The target as people are told it."""
        return self.target.replace(f"{PRIVATE_ROOT}/", "不公开部分/", 1)

    def reject(self, reason: str, veiled: str = "") -> bool:
        """Note why it was not imported; False."""
        self.state, self.reason, self.veiled = State.REFUSED, reason, veiled
        return False

    def rows(self) -> Iterator[Row]:
        """Its rows of the receipt, with values whole."""
        if self.reason:
            yield Row(Mark.REFUSED, remark=self.reason)
        if self.draft:
            yield from self.draft.receipt.rows(self.draft.kind.cls, self.draft.values)
        yield from self.changes


@dataclass(slots=True)
class Outcome:
    """The result of an import. ``outside`` holds (origin, where, text) of what stood in a file, but in none of its forms.

    ``notes`` are (origin, words) on files as a whole, "" where they are about several.

    ``findings`` are those of the check that follows, by path, as the terminal may show them; ``findings_in_full`` with values.
    """

    items: list[Item] = field(default_factory=list)
    outside: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    findings: dict[str, list[Row]] = field(default_factory=dict)
    findings_in_full: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, origin: str, target: str = "", draft: Draft | None = None) -> Item:
        """A new item."""
        self.items.append(Item(origin, target, draft=draft))
        return self.items[-1]

    def targets(self, *states: State) -> list[str]:
        """The paths of all items of these states, each once."""
        return list(dict.fromkeys(item.target for item in self.items if item.state in states))

    @property
    def written(self) -> list[str]:
        """The forms that were written or changed."""
        return list(filter(FormPath.parse, self.targets(State.WRITTEN, State.CHANGED)))

    @property
    def same(self) -> list[str]:
        """The forms that were there already."""
        return list(filter(FormPath.parse, self.targets(State.SAME)))

    @property
    def proofs(self) -> list[str]:
        """The materials that are there now."""
        return [path for path in self.targets(*set(State) - {State.REFUSED}) if FormPath.parse(path) is None]

    @property
    def rejected(self) -> list[Item]:
        """What was not imported."""
        return [item for item in self.items if item.state is State.REFUSED]

    @property
    def refused(self) -> list[str]:
        """The origins of what was not imported."""
        return [item.origin for item in self.rejected]

    @property
    def complete(self) -> bool:
        """Whether everything was read, and what was written, or was there already, has no error."""
        return not self.refused and not any(row.mark is Mark.ERROR for found in self.findings.values() for row in found)


def values_in(path: str, data: bytes) -> Values:
    """The values that stand in a form's file, right or wrong; none where it cannot be parsed, or no form stands at ``path``."""
    place, reading = FormPath.parse(path), read(path, data)
    root = reading.document.root if reading.document and reading.parsed else None
    return typed_values(place.kind.cls, root) if place and root else {}


def store(item: Item, place: FormPath, data: bytes, values: Values, options: ImportOptions) -> bool:
    """Write a new form, or change the existing one as far as allowed; False where that was refused.

    ``values`` are those of ``data``, none where it cannot be read.
    """
    path, cls = place.path, place.kind.cls
    item.target, target = path, options.root / path
    if has_link(options.root, target):
        return item.reject("路径中有链接，没有写入")
    if not target.exists():
        replace_file(target, data)
        item.state = State.WRITTEN
        return True
    old = target.read_bytes()
    there, wanted = values_in(path, old), typed_values(cls, values)
    changes = list(changes_of(cls, there, wanted))
    if old == data or (wanted and not changes):
        item.state = State.SAME
        return True
    if not options.update:
        item.changes += changes
        return item.reject("已有这个文件，没有覆盖；确要修改请加 --update")
    try:
        if not whole_form(path, data) and item.draft is None:
            raise Unchangeable("导入的文件有错误，读不全，不能用来修改已有的文件")
        change = update(place.kind.filed, path, old, values)
    except Unchangeable as reason:
        return item.reject(str(reason))
    item.changes += changes_of(cls, there, values_in(path, change.data))
    item.changes += kept_notes(change.kept)
    item.state = State.SAME if change.data == old else State.CHANGED
    if change.data != old:
        replace_file(target, change.data)
    return True


def kept_notes(names: Iterable[str]) -> list[Row]:
    """What a file has and the imported form has not."""
    return [Row(Mark.NOTE, remark=f"表里没有“{name}”，文件里的保留未动") for name in names]


def store_proof(item: Item, path: str, data: bytes, options: ImportOptions) -> bool:
    """Put a scan into materials/, or beside the private halves, never over another file; False where that was refused."""
    private = options.private
    item.target = PRIVATE_ROOT + path.removeprefix(ROOT) if private else path
    root, target = (private.path, private.at(item.target)) if private else (options.root, options.root / path)
    if has_link(root, target):
        return item.reject("路径中有链接，没有放入")
    there = target.exists()
    if there and (not target.is_file() or target.read_bytes() != data):
        return item.reject("已有同名而内容不同的文件，没有覆盖；确要更换，请先移开原来的")
    if not there:
        replace_file(target, data)
    item.state = State.SAME if there else State.WRITTEN
    return True


def has_link(root: Path, target: Path) -> bool:
    """Whether a file, or a folder between it and the root, is a symbolic link."""
    return any(up.is_symlink() for up in [target, *target.parents] if up != root and up.is_relative_to(root))


def changes_of(cls: type[Form], old: Values, new: Values) -> Iterator[Row]:
    """Each scalar that is new or another; what the new values lack is kept."""
    if not old:
        yield Row(Mark.NOTE, remark="已有的文件读不出来，不能逐栏比较")
        return
    before = {leaf.at: leaf.text for leaf in leaves(cls, old)}
    for leaf in leaves(cls, new):
        if before.get(leaf.at) != leaf.text:
            yield Row.of(Mark.CHANGED, leaf, before=before.get(leaf.at, ""))


def replace_file(target: Path, data: bytes) -> None:
    """Write beside the file and replace it, so that it is never half written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".import-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
