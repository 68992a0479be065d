"""Which version a stamped paper is: a digest from its footer is looked for among today's files, then through Git's history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schema.forms.enterprise import Enterprise
from schema.forms.form import Form
from schema.forms.product import Product
from schema.layout.paths import ROOT
from schema.reading.form_reading import read_form
from schema.reading.read import read
from scripts.tree.disk import DiskTree
from scripts.writing.values import DIGEST_LENGTH, differences, digest, path_text, values_of


@dataclass(frozen=True, slots=True)
class Version:
    """A form as it stood: its path, its values, and the commit and day that it came from; None for the working tree."""

    path: str
    form: Form
    commit: str | None = None
    day: str | None = None


def verify(root: Path, stamp: str) -> tuple[bool, str]:
    """Whether the digest is known, and what to say of it."""
    now = {version.path: version for version in _today(root)}
    for version in now.values():
        if digest(version.form) == stamp:
            return True, f"与现在的文件一致：{version.path}\n"
    reason = ""
    try:
        for version in _history(root):
            if digest(version.form) == stamp:
                return True, _told(version, now.get(version.path))
    except _NoHistory as error:
        reason = f"（{error}，没有查历史）"
    return (
        False,
        f"没有找到摘要 {stamp} 的表格{reason}：现在的文件里没有，历史里也没有。请核对页脚上的 {DIGEST_LENGTH} 位摘要。\n",
    )


def _told(old: Version, new: Version | None) -> str:
    lines = [f"是 {old.day} 的版本：{old.path}（提交 {(old.commit or '')[:10]}）"]
    if new is None:
        return "\n".join([*lines, "这个文件现在没有了，或有错误读不全。"]) + "\n"
    changes = list(differences(type(new.form), values_of(old.form), values_of(new.form)))
    lines.append(f"此后改了 {len(changes)} 处：")
    lines += [f"  {path_text(at)}：{before} → {after}" for at, before, after in changes]
    return "\n".join(lines) + "\n"


def _parse(path: str, data: bytes) -> Form | None:
    cls: type[Form] = Enterprise if path.endswith("/enterprise.yaml") else Product
    reading = read(path, data)
    if reading.document is None or not reading.parsed or not reading.document.root:
        return None
    found = read_form(cls, reading.document)
    return found.form if found.whole else None


def _is_form(path: str) -> bool:
    return path.startswith(f"{ROOT}/") and (
        path.endswith("/enterprise.yaml") or ("/products/" in path and path.endswith(".yaml"))
    )


def _today(root: Path) -> Iterator[Version]:
    tree = DiskTree(root)
    for entry in tree.entries():
        if _is_form(entry.path) and (form := _parse(entry.path, tree.read(entry.path))):
            yield Version(entry.path, form)


# ---------- history ----------


class _NoHistory(Exception):
    """There is no history to look through; the message says why."""


def _history(root: Path) -> Iterator[Version]:
    """Every version of every form that the history holds, newest first, each content once."""
    from git import GitError, Repo

    try:
        repo = Repo(root, search_parent_directories=False)
        if not repo.head.is_valid():
            raise _NoHistory("Git 仓库里还没有提交")
        command = [
            "git",
            "log",
            "--format=%x01%H %cd",
            "--date=short-local",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "-m",
            "-z",
            "--",
            ROOT,
        ]
        log = str(repo.git.execute(command, env={"TZ": "Asia/Shanghai"}))
    except GitError as error:
        raise _NoHistory("不是 Git 仓库，或读不出历史") from error
    try:
        for path, blob, commit, day in _blobs(log):
            if form := _parse(path, bytes(repo.git.get_object_data(blob)[3])):
                yield Version(path, form, commit, day)
    finally:
        repo.close()


def _blobs(log: str) -> Iterator[tuple[str, str, str, str]]:
    """(path, blob, commit, day) from ``git log --raw -z``."""
    commit = day = blob = ""
    seen: set[tuple[str, str]] = set()
    for token in log.split("\0"):
        text = token.strip("\n")
        if text.startswith("\x01"):
            head, _, text = text[1:].partition("\n")
            commit, _, day = head.partition(" ")
            text = text.strip("\n")
        if text.startswith(":"):
            blob = text.split()[3]
        elif blob and text and _is_form(text) and blob.strip("0") and (text, blob) not in seen:
            seen.add((text, blob))
            yield text, blob, commit, day
