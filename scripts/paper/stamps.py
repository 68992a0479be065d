"""Which version of a form a stamped paper shows: the digest in its footer, looked up in the current files and in Git's history."""

from __future__ import annotations

from pathlib import Path

from schema.forms.form import Form
from schema.layout.paths import FormPath
from scripts.tree.disk import DiskTree
from scripts.tree.versions import FileVersion, NoHistoryError, form_versions
from scripts.writing.values import DIGEST_LENGTH, differences, digest, path_text, values_of, whole_form


def verify(root: Path, stamp: str) -> tuple[bool, str]:
    """Whether a form with this digest is known, and the answer in words."""
    current = _current_forms(root)
    for path, form in current.items():
        if digest(form) == stamp:
            return True, f"与现在的文件一致：{path}\n"
    reason = ""
    try:
        for version in form_versions(root):
            form_then = whole_form(version.path, version.data)
            if form_then and digest(form_then) == stamp:
                return True, _describe(version, form_then, current.get(version.path))
    except NoHistoryError as error:
        reason = f"（{error}，没有查历史）"
    return (
        False,
        f"没有找到摘要 {stamp} 的表格{reason}：现在的文件里没有，历史里也没有。请核对页脚上的 {DIGEST_LENGTH} 位摘要。\n",
    )


def _current_forms(root: Path) -> dict[str, Form]:
    """The whole forms of units in the working tree, by path."""
    tree = DiskTree(root)
    places = {entry.path: FormPath.parse(entry.path) for entry in tree.entries()}
    forms = {path: whole_form(path, tree.read(path)) for path, place in places.items() if place and place.code}
    return {path: form for path, form in forms.items() if form}


def _describe(version: FileVersion, old: Form, new: Form | None) -> str:
    lines = [f"是 {version.day} 的版本：{version.path}（提交 {version.commit[:10]}）"]
    if new is None:
        lines.append("这个文件现在没有了，或有错误读不全。")
    else:
        changes = list(differences(type(new), values_of(old), values_of(new)))
        lines.append(f"此后改了 {len(changes)} 处：")
        lines += [f"  {path_text(at)}：{before} → {after}" for at, before, after in changes]
    return "\n".join(lines) + "\n"
