"""Imported forms written as two halves, where contacts are kept apart: the public one into the repository, the other below ``--private``.

They are bound at the end, when the files that they name are in their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schema.forms.commitment import new_salt
from schema.forms.form import Form
from schema.forms.halves import private_half
from schema.layout.paths import FormPath
from schema.reading.read import read
from scripts.intake.storing import ImportOptions, Item, State, changes_of, has_link, kept_notes, replace_file
from scripts.tree.private import PrivateFolder
from scripts.writing.editor import Unchangeable
from scripts.writing.halves import parted
from scripts.writing.updating import Change, update
from scripts.writing.values import Values, typed_values
from scripts.writing.yaml_writer import write_form, write_private


def store_halves(item: Item, place: FormPath, values: Values, options: ImportOptions, private: PrivateFolder) -> bool:
    """Write both halves of a form of these whole values, or change them as far as allowed; False where that was refused."""
    cls, ours, theirs = place.kind.cls, options.root / place.path, private.at(place.private_path)
    item.target = place.path
    if has_link(options.root, ours) or has_link(private.path, theirs):
        return item.reject("路径中有链接，没有写入")
    wanted = typed_values(cls, values)
    is_new = not ours.exists() and not theirs.exists()
    if not is_new:
        there = whole_values(options, place)
        changes = list(changes_of(cls, there, wanted))
        if wanted and not changes:
            item.state = State.SAME
            return True
        item.changes += changes
        if not options.update:
            return item.reject("已有这个文件，没有覆盖；确要修改请加 --update")
    public, hidden = parted(cls, wanted)
    try:
        written = _changed(place.kind.filed, place, ours, public, write_form(cls, public))
        half = _changed_half(cls, place, theirs, hidden)
    except Unchangeable as reason:
        return item.reject(str(reason))
    if half:
        replace_file(theirs, half.data)
    replace_file(ours, written.data)
    item.changes += kept_notes([name for name in written.kept if name != "不公开部分"])
    item.state = State.WRITTEN if is_new else State.CHANGED
    return True


def _changed(cls: type[Form], place: FormPath, path: Path, values: Values, new: str) -> Change:
    """The file at a path with these values, every other byte kept; ``new`` where there is none."""
    return update(cls, place.path, path.read_bytes(), values) if path.exists() else Change(new.encode())


def _changed_half(cls: type[Form], place: FormPath, path: Path, values: Values) -> Change | None:
    """The private half with these values; a bureau's header may need none."""
    salted = {"盐": new_salt()} | values if place.code and not path.exists() else values
    if not salted and not path.exists():
        return None
    return _changed(private_half(cls), place, path, values, write_private(cls, salted))


def whole_values(options: ImportOptions, place: FormPath) -> Values:
    """The values of a form that is there, right or wrong: of its file, or of both halves."""
    public = _root(options.root / place.path, place)
    private = _root(options.private.at(place.private_path), place) if options.private else {}
    return typed_values(place.kind.cls, _merged(public, private))


def _root(path: Path, place: FormPath) -> Values:
    reading = read(place.path, path.read_bytes()) if path.is_file() else None
    return (reading.document.root or {}) if reading and reading.document and reading.parsed else {}


def _merged(public: Values, private: Values) -> Values:
    """Both halves' values in one; each file of the private half at the line of 材料 that it belongs to."""
    out: Values = dict(public)
    for label, value in private.items():
        there = public.get(label)
        if isinstance(value, list) and isinstance(there, list):
            files = iter(value)
            out[label] = [_with_file(item, files) for item in there]
        elif isinstance(value, dict):
            out[label] = {**(there if isinstance(there, dict) else {}), **value}
        else:
            out[label] = value
    return out


def _with_file(item: Any, files: Iterator[Any]) -> Any:
    if not isinstance(item, dict) or item.get("另交") != "是":
        return item
    file = next(files, None)
    return {**item, **file} if isinstance(file, dict) else item
