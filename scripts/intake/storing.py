"""Writes imported forms into the repository: new files whole, changes by position, and nothing overwritten unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from schema.forms.form import Form
from schema.layout.paths import FormPath
from scripts.writing.editor import Unchangeable
from scripts.writing.updating import update
from scripts.writing.values import Values, differences, path_text, values_of, whole_form

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: into which repository, for which unit's code, whether to change existing files, whether the paper is sealed.

    ``values`` says that whoever reads the receipt may see what was read, and not only its shape.
    """

    root: Path
    unit: str | None = None
    update: bool = False
    pledged: bool = False
    values: bool = True


@dataclass(slots=True)
class Outcome:
    """The result of an import: paths of files, or the origin of what was refused."""

    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)  # now in materials/


def values_in(path: str, data: bytes) -> Values:
    """The values of a form's file; none where it cannot be read whole."""
    form = whole_form(path, data)
    return values_of(form) if form else {}


def store(place: FormPath, data: bytes, values: Values, options: ImportOptions, outcome: Outcome, say: Say) -> bool:
    """Write a new form, or change the existing one as far as allowed; False where that was refused.

    ``values`` are those of ``data``, none where it cannot be read whole.
    """
    path, cls = place.path, place.kind.cls
    target = options.root / path
    if _has_link(options.root, target):
        return _refuse(path, "路径中有链接，没有写入", outcome, say)
    if not target.exists():
        _write(target, data)
        outcome.written.append(path)
        say("  已写入")
        return True
    old = target.read_bytes()
    if old == data or (values and values_in(path, old) == values):
        outcome.same.append(path)
        say("  与已有的文件内容相同，没有改动")
        return True
    if not options.update:
        _say_differences(cls, values_in(path, old), values, options, say)
        return _refuse(path, "已有这个文件，没有覆盖；确要修改请加 --update", outcome, say)
    try:
        if not values:
            raise Unchangeable("导入的文件有错误，读不全，不能用来修改已有的文件")
        change = update(cls, path, old, values)
    except Unchangeable as reason:
        return _refuse(path, str(reason), outcome, say)
    _say_differences(cls, values_in(path, old), values_in(path, change.data) or values, options, say)
    for name in change.kept:
        say(f"  表里没有“{name}”，文件里的保留未动")
    if change.data == old:
        outcome.same.append(path)
        say("  没有改动")
        return True
    _write(target, change.data)
    outcome.written.append(path)
    say("  已修改")
    return True


def store_proof(path: str, data: bytes, root: Path, outcome: Outcome, say: Say) -> bool:
    """Put a scan into materials/, never over another file; False where that was refused."""
    target = root / path
    if _has_link(root, target):
        return _refuse(path, "路径中有链接，没有放入", outcome, say)
    there = target.exists()
    if there and (not target.is_file() or target.read_bytes() != data):
        return _refuse(path, "已有同名而内容不同的文件，没有覆盖；确要更换，请先移开原来的", outcome, say)
    if not there:
        _write(target, data)
    outcome.proofs.append(path)
    say("  与已有的文件相同，没有改动" if there else "  已放入")
    return True


def _has_link(root: Path, target: Path) -> bool:
    """Whether a file, or a folder between it and the root, is a symbolic link."""
    return any(up.is_symlink() for up in [target, *target.parents] if up != root and up.is_relative_to(root))


def _say_differences(cls: type[Form], old: Values, new: Values, options: ImportOptions, say: Say) -> None:
    if not old:
        say("  （已有的文件有错误，读不全，不能逐栏比较）")
        return
    for at, left, right in differences(cls, old, new, values=options.values):
        say(f"  改 {path_text(at)}：{left} → {right}")


def _refuse(path: str, reason: str, outcome: Outcome, say: Say) -> bool:
    outcome.refused.append(path)
    say(f"  ✗ {reason}")
    return False


def _write(target: Path, data: bytes) -> None:
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
