"""``catalogue forms``: the forms of a choice of files, each as a Word file, for the seal."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schema.book.severity import Severity
from schema.reading.unit import Filed
from scripts.check.pipeline import check, touched
from scripts.paper.forms import form_bytes
from scripts.tree.disk import DiskTree

_RESERVED = re.compile(r"[<>:\"/\\|?*\x00-\x1f]|[. ]+$")


def print_forms(root: Path, paths: Sequence[str], out: Path) -> bool:
    """Write the .docx of every form under ``paths`` (all, when empty) into ``out/<city>/<code>/``.

    Forms with errors are not printed, since they would be sealed in vain; they are listed on stderr, and the answer is False.
    """
    checked = check(DiskTree(root), paths=paths, keep=True)
    wrong = {finding.path for finding in checked.findings if finding.severity is Severity.ERROR}
    found = [(unit, filed) for unit in checked.units for filed in unit.forms() if touched(filed.path, paths)]
    good = [(unit, filed) for unit, filed in found if filed.whole and filed.path not in wrong]
    for number, (unit, filed) in enumerate(good, 1):
        _write(out / unit.city / unit.code / file_name(filed), form_bytes(filed.form, filed.path, unit.code))
        _progress(number, len(good))
    left = sorted(wrong | {filed.path for _, filed in found if not filed.whole})
    for path in left:
        print(f"有错误，没有打印：{path}（用 catalogue validate 查看）", file=sys.stderr)
    print(f"已写入 {out}：{len(good)} 份表格。含联系方式，不得公开。", file=sys.stderr)
    return not left and bool(good)


def file_name(filed: Filed[Any]) -> str:
    """附件1 with the unit's name, 附件2 with the product's name and slug."""
    if filed.slug == "enterprise" and hasattr(filed.form, "uscc"):
        return f"附件1 {_safe(filed.form.name)}.docx"
    return f"附件2 {_safe(filed.form.name)}（{filed.slug}）.docx"


def _safe(name: str) -> str:
    """A name for a file, within the bytes that file systems allow."""
    name = _RESERVED.sub("_", name)
    while len(name.encode()) > 150:
        name = name[:-1]
    return name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _progress(done: int, total: int) -> None:
    if total >= 5 and sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
