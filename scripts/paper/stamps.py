"""Which version of a form a stamped paper shows: the digest in its footer, looked up in the current files and in Git's history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schema.forms.form import Form
from schema.layout.paths import FormPath
from scripts.sandbox.client import Sandbox
from scripts.tree.disk import DiskTree
from scripts.tree.versions import FileVersion, NoHistoryError, form_versions
from scripts.writing.digest import DIGEST_LENGTH, digest
from scripts.writing.values import differences, path_text, values_of, whole_form

DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_LENGTH}}}")
_PRINTED = re.compile(rf"摘要\s*({DIGEST.pattern})(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a digest: whether it is that of a form as it is now, and the same in words."""

    current: bool
    words: str


def verify(root: Path, stamps: Sequence[str]) -> list[Answer]:
    """An answer for each digest. The history is read only where a digest is none of the current forms."""
    forms = _current_forms(root)
    current = {digest(form): path for path, form in forms.items()}
    versions, reason = _versions(root, set(stamps) - set(current))
    return [_answer(stamp, current, forms, versions, reason) for stamp in stamps]


def printed_digests(path: Path) -> list[str]:
    """The digests that a printed form (.docx) bears in its footer, or those in a list of them. Raises ``Refused``, or OSError."""
    kind = path.suffix.lower()
    if kind != ".docx":
        return list(dict.fromkeys(re.findall(rf"\b{DIGEST.pattern}\b", path.read_text("utf-8-sig", "replace").lower())))
    with Sandbox() as sandbox:
        return _PRINTED.findall(sandbox.open(path, kind)["footer"])


def can_hold_digests(path: Path) -> bool:
    """Whether a file is of a kind that is looked into."""
    return path.suffix.lower() in (".docx", ".txt", ".csv") and path.is_file()


def _answer(
    stamp: str,
    current: dict[str, str],
    forms: dict[str, Form],
    versions: dict[str, tuple[FileVersion, Form]],
    reason: str,
) -> Answer:
    if stamp in current:
        return Answer(True, f"{stamp} 与现在的文件一致：{current[stamp]}")
    if stamp in versions:
        version, form_then = versions[stamp]
        return Answer(False, f"{stamp} {_describe(version, form_then, forms.get(version.path))}")
    return Answer(
        False,
        f"{stamp} 没有找到{reason}：现在的文件里没有，历史里也没有。请核对页脚上的 {DIGEST_LENGTH} 位摘要。",
    )


def _versions(root: Path, stamps: Iterable[str]) -> tuple[dict[str, tuple[FileVersion, Form]], str]:
    """The newest version of each digest in the history, and why the history was not read."""
    wanted, found = set(stamps), dict[str, tuple[FileVersion, Form]]()
    if not wanted:
        return found, ""
    try:
        for version, form in _whole(form_versions(root)):
            if (stamp := digest(form)) in wanted:
                found[stamp] = version, form
                wanted.discard(stamp)
            if not wanted:
                break
    except NoHistoryError as error:
        return found, f"（{error}，没有查历史）"
    return found, ""


def _whole(versions: Iterable[FileVersion]) -> Iterator[tuple[FileVersion, Form]]:
    return ((version, form) for version in versions if (form := whole_form(version.path, version.data)))


def _current_forms(root: Path) -> dict[str, Form]:
    """The whole forms of units in the working tree, by path; public halves where forms are in two."""
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
    return "\n".join(lines)
