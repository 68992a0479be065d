"""Which version of a form a stamped paper shows: the digest in its footer, looked up in the current files and in Git's history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schema.forms.form import Form
from schema.layout.paths import FormPath
from scripts.sandbox.client import Sandbox
from scripts.sandbox.refused import Refused
from scripts.tree.disk import DiskTree
from scripts.tree.versions import FileVersion, NoHistoryError, form_versions
from scripts.writing.digest import DIGEST_LENGTH, digest, receipt
from scripts.writing.values import differences, path_text, values_of, whole_form

DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_LENGTH}}}")
PRINTED = re.compile(rf"摘要\s*({DIGEST.pattern})(?![0-9a-f])")

_LISTED = re.compile(rf"(?<![0-9a-z]){DIGEST.pattern}(?![0-9a-z])")
_MAX_LIST = 2**20  # bytes of a list: ten thousand digests and their names


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a digest: whether it is that of a form as it is now, and the same in words."""

    current: bool
    words: str


class FormStamps:
    """The digests of the forms under a repository's root, as they are and as they were."""

    def __init__(self, root: Path) -> None:
        self._root, self._forms = root, _current_forms(root)

    def current(self, stamps: Iterable[str]) -> dict[str, Answer]:
        """The answers for digests of forms as they are now."""
        digests = {path: digest(form) for path, form in self._forms.items()}
        units: dict[str, list[str]] = {}
        for path, one in digests.items():
            if place := FormPath.parse(path):
                units.setdefault(place.folder, []).append(one)
        known = {receipt(own): f"{unit} 的全部 {len(own)} 份表（回执码）" for unit, own in units.items()}
        known |= {one: path for path, one in digests.items()}
        return {one: Answer(True, f"{one} 与现在的文件一致：{known[one]}") for one in stamps if one in known}

    def former(self, stamps: Iterable[str]) -> tuple[dict[str, Answer], str]:
        """The answers for digests of the newest version in the history, and why the history was not read."""
        wanted, found = set(stamps), dict[str, Answer]()
        try:
            for version, form in _whole(form_versions(self._root)) if wanted else ():
                if (stamp := digest(form)) in wanted:
                    words = _describe(version, form, self._forms.get(version.path))
                    found[stamp] = Answer(False, f"{stamp} {words}")
                    wanted.discard(stamp)
                if not wanted:
                    break
        except NoHistoryError as error:
            return found, f"（{error}，没有查历史）"
        return found, ""


def printed_digests(path: Path) -> list[str]:
    """The digests that a printed form (.docx) bears in its footer, or those in a list of them, in any encoding of Windows' editor.

    Raises ``Refused``, or OSError.
    """
    kind = path.suffix.lower()
    if kind != ".docx" and path.stat().st_size > _MAX_LIST:
        raise Refused(f"清单超过 {_MAX_LIST // 2**10} KiB，没有打开；清单里只写摘要，一行一个")
    with Sandbox() as sandbox:
        if kind == ".docx":
            return PRINTED.findall(sandbox.open(path, kind)["footer"])
        (sheet,) = sandbox.open(path, ".csv")["sheets"]
    return list(
        dict.fromkeys(one for row in sheet["rows"] for cell, *_ in row for one in _LISTED.findall(cell.lower()))
    )


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
