"""``catalogue forms``: the forms of the chosen files as Word files, for the seal."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from schema.layout.paths import FormPath
from scripts.check.pipeline import check, touched
from scripts.paper.forms import form_bytes
from scripts.tree.disk import DiskTree

_RESERVED = re.compile(r"[<>:\"/\\|?*\x00-\x1f]|[. ]+$")


def print_forms(root: Path, paths: Sequence[str], out: Path) -> bool:
    """Write the .docx of every form under ``paths`` (all, when empty) into ``out/<city>/<code>/``.

    A form with errors is not printed, since it would be sealed in vain, but listed on stderr; False if there is one, or none at all.
    """
    checked = check(DiskTree(root), paths=paths, keep=True)
    wrong = checked.wrong_paths
    forms = [(unit, filed) for unit in checked.units for filed in unit.forms() if touched(filed.path, paths)]
    printable = [(unit, filed) for unit, filed in forms if filed.whole and filed.path not in wrong]
    for number, (unit, filed) in enumerate(printable, 1):
        path = out / unit.city / unit.code / _file_name(filed.path, filed.form.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(form_bytes(filed.form, filed.path, unit.code))
        _progress(number, len(printable))
    unprinted = sorted(wrong | {filed.path for _, filed in forms if not filed.whole})
    for name in unprinted:
        print(f"有错误，没有打印：{name}（用 catalogue validate 查看）", file=sys.stderr)
    print(f"已写入 {out}：{len(printable)} 份表格。含联系方式，不得公开。", file=sys.stderr)
    return bool(printable) and not unprinted


def _file_name(path: str, name: str) -> str:
    """附件1 with the unit's name, 附件2 with the product's name and slug, within the bytes that file systems allow."""
    place = FormPath.parse(path)
    assert place is not None  # noqa: S101 - a form was read from it
    name = _RESERVED.sub("_", name)
    while len(name.encode()) > 150:
        name = name[:-1]
    return f"{place.kind.paper} {name}{f'（{place.slug}）' if place.slug else ''}.docx"


def _progress(done: int, total: int) -> None:
    if total >= 5 and sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
