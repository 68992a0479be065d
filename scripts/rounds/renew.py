"""``catalogue renew``: entries of earlier rounds taken over into this one. Their files are edited by position, every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.commitment import commit
from schema.forms.registry import RECEIVED
from schema.layout.paths import ROOT, FormPath
from schema.reading.halves import private_values, sha256, travelling
from schema.reading.read import read
from schema.reading.rounds import is_earlier
from schema.reading.unit import FormFile, Unit
from schema.vocabulary.survey import constants
from scripts.check.pipeline import check
from scripts.receiving.ledger import Ledger, Unusable
from scripts.tree.disk import Tree
from scripts.tree.private import PrivateFolder, TwoTrees
from scripts.writing.editor import Editor, Unchangeable

ROUND, PLEDGE, COMMITMENT = "批次", "承诺", "不公开部分"
_SPOILT = "文件本身有错误，或写法不能按位置修改；请先用 catalogue validate 改好，或手工改"
_NOT_THERE = "没有找到它的不公开部分；请先收齐，或请单位重新报送"
_NOT_ITS_OWN = "不公开部分与它对不上，改过或拿错了；请先用 catalogue validate --private 查明"


@dataclass(slots=True)
class Renewal:
    """The forms that were taken over, and those that were not, each with the reason."""

    done: list[FormPath] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def renew(root: Path, tree: Tree, paths: Sequence[str], *, pledged: bool) -> Renewal:
    """Take over the entries of earlier rounds below ``paths``. What cannot be taken over safely stays as it is.

    承诺 goes unless it was given again (``pledged``). In two halves the commitment covers the round, so ``tree`` must have both.
    """
    outcome = Renewal()
    for unit in check(tree, paths=paths, keep=True).units:
        for filed in unit.forms():
            place = FormPath.parse(filed.path)
            if place is None or not is_earlier(filed) or not _chosen(filed.path, paths):
                continue
            try:
                bound = _bound(tree, unit, filed, place) if constants().separate else None
                data = renewed(filed.path, tree.read(filed.path), pledged=pledged, bound=bound)
            except Unchangeable as error:
                outcome.refused.append((filed.path, str(error)))
                continue
            (root / filed.path).write_bytes(data)
            outcome.done.append(place)
    _forget_papers(root, tree, outcome)
    return outcome


def _forget_papers(root: Path, tree: Tree, outcome: Renewal) -> None:
    """What was received and decided in an earlier round says nothing of this one."""
    ledger = Ledger(root, PrivateFolder(tree.folder, tree.name) if isinstance(tree, TwoTrees) else None)
    try:
        for place in outcome.done:
            ledger.forget(place.path)
        ledger.write()
    except Unusable as error:
        outcome.refused.append((f"{ROOT}/…/{RECEIVED.file}", str(error)))


def renewed(path: str, data: bytes, *, pledged: bool, bound: str | None = None) -> bytes:
    """A form's file in this round, with a new commitment where ``bound`` is one. Raises ``Unchangeable``."""
    reading = read(path, data)
    document = reading.document
    if document is None or not document.root or not _is_sound(reading.findings):
        raise Unchangeable(_SPOILT)
    wanted: dict[str, Any] = {ROUND: str(constants().round), **({COMMITMENT: bound} if bound else {})}
    editor = Editor(document, data)
    if ROUND in document.root:
        editor.replace_scalar((ROUND,), wanted[ROUND])
    else:
        first = min((at for at in document.places if len(at) == 1), key=lambda at: document.places[at])
        editor.insert_before(first, [f"{editor.indent(first)}{ROUND}: {wanted[ROUND]}"])
    if bound:
        editor.replace_scalar((COMMITMENT,), bound)
    gone = {PLEDGE} if PLEDGE in document.root and not pledged else set()
    for label in gone:
        editor.remove((label,))
    result = editor.result()
    after = read(path, result)
    kept = {label: value for label, value in document.root.items() if label not in gone}
    if not _is_sound(after.findings) or after.document is None or after.document.root != kept | wanted:
        raise Unchangeable(_SPOILT)
    return result


def _is_sound(findings: Iterable[Finding]) -> bool:
    return all(finding.severity is not Severity.ERROR for finding in findings)


def _chosen(path: str, paths: Sequence[str]) -> bool:
    """Whether a form lies under a chosen path: ``check`` reads whole units."""
    return any(path == chosen or path.startswith(f"{chosen}/") for chosen in paths)


def _bound(tree: Tree, unit: Unit, filed: FormFile[Any], place: FormPath) -> str:
    """The commitment of this round to the private half, which must be the one that the public half commits to."""
    try:
        document = read(place.private_path, tree.read(place.private_path)).document
    except OSError as error:
        raise Unchangeable(_NOT_THERE) from error
    root = (document and document.root) or {}
    salt = root.get("盐")

    def digest(name: str) -> str | None:
        entry = unit.materials.get(name.removeprefix("materials/"))
        return sha256(tree.read(entry.path)) if entry else None

    values = private_values(place.kind.cls, root, travelling(filed.form), digest)
    if values is None or not isinstance(salt, str):
        raise Unchangeable(_NOT_ITS_OWN)

    def to(year: int) -> str:
        return commit(year, place.city, place.code or "", place.slug or "enterprise", salt, values)

    if to(filed.form.year) != filed.form.commitment:
        raise Unchangeable(_NOT_ITS_OWN)
    return to(constants().round)
