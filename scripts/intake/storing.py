"""Writes an imported form into the repository: new files whole, changes by position, and nothing over what is there unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schema.forms.bureau import Bureau
from schema.forms.form import Form
from schema.reading.form_reading import read_form
from schema.reading.read import read
from scripts.writing.updating import Unchangeable, unchanged, update
from scripts.writing.values import FORMS, differences, path_text, values_of

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to import: into which repository, for which unit, and what may be done."""

    root: Path
    unit: str | None = None
    update: bool = False
    pledged: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of an import."""

    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)  # put into materials/, or there already


def values_in(path: str, data: bytes) -> dict[str, Any]:
    """The values of a submission's file as far as it is whole."""
    reading = read(path, data)
    if reading.document is None or not reading.document.root:
        return {}
    found = read_form(_class_of(path), reading.document)
    return values_of(found.form) if found.whole else {}


def _class_of(path: str) -> type[Form]:
    if path.endswith("/bureau.yaml") and path.count("/") == 2:
        return Bureau
    return FORMS["附件1" if path.endswith("/enterprise.yaml") else "附件2"]


def store(
    path: str,
    data: bytes,
    values: dict[str, Any],
    options: Options,
    outcome: Outcome,
    say: Say,
    *,
    verbatim: bool = False,
) -> bool:
    """Write a new file, or change the one that is there as far as allowed; says what became of it."""
    target, cls = options.root / path, _class_of(path)
    if _escapes(options.root, target):
        return _refuse(path, "路径中有链接，没有写入", outcome, say)
    if not target.exists():
        _write(target, data)
        outcome.written.append(path)
        say("  已写入")
        return True
    old = target.read_bytes()
    if old == data or (values and unchanged(cls, path, old, values)):
        outcome.same.append(path)
        say("  与已有的文件内容相同，没有改动")
        return True
    if not options.update:
        _tell_difference(cls, path, old, values, say)
        return _refuse(path, "已有这个文件，没有覆盖；确要修改请加 --update", outcome, say)
    try:
        if not values:
            raise Unchangeable("导入的文件有错误，读不全，不能用来修改已有的文件")
        change = update(cls, path, old, values)
    except Unchangeable as reason:
        return _refuse(path, str(reason), outcome, say)
    _tell_difference(cls, path, old, values_in(path, change.data) or values, say)
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
    """Put a scan into materials/; never over another file."""
    target = root / path
    if _escapes(root, target):
        return _refuse(path, "路径中有链接，没有放入", outcome, say)
    there = target.exists()
    if there and (not target.is_file() or target.read_bytes() != data):
        return _refuse(path, "已有同名而内容不同的文件，没有覆盖；确要更换，请先移开原来的", outcome, say)
    if not there:
        _write(target, data)
    outcome.proofs.append(path)
    say("  与已有的文件相同，没有改动" if there else "  已放入")
    return True


def _escapes(root: Path, target: Path) -> bool:
    """Whether a link stands on the way to a file."""
    return any(up.is_symlink() for up in [target, *target.parents] if up != root and up.is_relative_to(root))


def _tell_difference(cls: type[Form], path: str, old: bytes, values: dict[str, Any], say: Say) -> None:
    before = values_in(path, old)
    if not before:
        say("  （已有的文件有错误，读不全，不能逐栏比较）")
        return
    for at, left, right in differences(cls, before, values):
        say(f"  改 {path_text(at)}：{left} → {right}")


def _refuse(path: str, reason: str, outcome: Outcome, say: Say) -> bool:
    outcome.refused.append(path)
    say(f"  ✗ {reason}")
    return False


def _write(target: Path, data: bytes) -> None:
    """Write beside and swap in, so that a file is never half written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".import-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        os.chmod(name, mode)  # noqa: PTH101 - a name from mkstemp
        os.replace(name, target)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
