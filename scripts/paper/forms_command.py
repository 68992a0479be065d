"""``catalogue forms``: the forms of the chosen files as Word files, for the seal; or empty ones."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schema.forms.registry import UNIT_FORMS, kind_of
from schema.layout.paths import ROOT, FormPath
from schema.public.projection import NOWHERE, project
from schema.reading.unit import FormFile
from scripts.check.pipeline import check, touched
from scripts.paper.forms import blank_bytes, draft_bytes, form_bytes
from scripts.tree.disk import DiskTree
from scripts.tree.private import PrivateFolder, beside
from scripts.writing.values import typed_values, values_of

_RESERVED = re.compile(r"[<>:\"/\\|?*\x00-\x1f]|[. ]+$")


def print_forms(root: Path, paths: Sequence[str], out: Path, private: PrivateFolder | None = None) -> bool:
    """Write the .docx of every form under ``paths`` (all, when empty) into ``out/<city>/<code>/``.

    A form with errors, or without its private half, becomes a draft, so that it is not sealed in vain, and is listed on stderr. False
    if a file could not be read at all, or where there is none.
    """
    headers = {f"{ROOT}/{path.split('/')[1]}/bureau.yaml" for path in paths if "/" in path}
    checked = check(beside(DiskTree(root), private), paths=[*paths, *sorted(headers)], keep=True)
    wrong = {path for path in checked.wrong_paths if touched(path, paths)}
    contacts = project([], checked.bureaus).bureaus
    forms = [(unit, filed) for unit in checked.units for filed in unit.forms() if touched(filed.path, paths)]
    alone = [filed.path for _, filed in forms if filed.alone]
    drafts = [filed.path for _, filed in forms if not filed.whole or filed.alone or filed.path in wrong]
    for number, (unit, filed) in enumerate(forms, 1):
        is_draft = filed.path in drafts
        path = out / unit.city / unit.code / _file_name(filed, is_draft=is_draft)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            _draft(filed, unit.code)
            if is_draft
            else form_bytes(filed.form, filed.path, unit.code, contacts.get(unit.city, NOWHERE))
        )
        _progress(number, len(forms))
    for name in drafts:
        reason = "没有不公开部分" if name in alone else "有错误"
        print(f"{reason}，印成草稿：{name}（用 catalogue validate 查看）", file=sys.stderr)
    unread = sorted(wrong - {filed.path for _, filed in forms} - {unit.folder for unit in checked.units})
    for name in filter(FormPath.parse, unread):
        print(f"读不出来，没有打印：{name}（用 catalogue validate 查看）", file=sys.stderr)
    counted = f"{len(forms)} 份表格" + (f"，其中草稿 {len(drafts)} 份" if drafts else "")
    print(f"已写入 {out}：{counted}。含联系方式，不得公开。", file=sys.stderr)
    return bool(forms) and not any(map(FormPath.parse, unread))


def print_blanks(out: Path) -> None:
    """Write the empty forms."""
    out.mkdir(parents=True, exist_ok=True)
    for kind in UNIT_FORMS:
        (out / f"{kind.paper}.docx").write_bytes(blank_bytes(kind))
    print(f"已写入 {out}：空白的 {'、'.join(kind.paper for kind in UNIT_FORMS)}。", file=sys.stderr)


def _draft(filed: FormFile[Any], code: str) -> bytes:
    values = values_of(filed.form) if filed.whole else typed_values(type(filed.form), filed.document.root or {})
    return draft_bytes(kind_of(type(filed.form)), values, filed.path, code)


def _file_name(filed: FormFile[Any], *, is_draft: bool) -> str:
    """附件1 with the unit's name, 附件2 with the product's name and slug, within the bytes that file systems allow."""
    place = FormPath.parse(filed.path)
    assert place is not None  # noqa: S101 - a form was read from it
    name = _RESERVED.sub("_", filed.form.name or "")
    while len(name.encode()) > 150:
        name = name[:-1]
    tail = f"（{place.slug}）" if place.slug else ""
    return f"{place.kind.paper} {name}".strip() + tail + ("草稿" if is_draft else "") + ".docx"


def _progress(done: int, total: int) -> None:
    if total >= 5 and sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
