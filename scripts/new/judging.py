"""Answers checked as ``validate`` would check them: in the file that they are for, beside the unit's other files."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.commitment import new_salt
from schema.forms.form import Form
from schema.layout.arrange import EntryKind, TreeEntry, UnitFiles, arrange
from schema.layout.joining import join
from schema.layout.paths import PRIVATE_ROOT, ROOT, FormPath
from schema.reading.document import KeyPath
from schema.reading.unit import read_unit
from schema.rules import judge
from schema.vocabulary.survey import constants
from scripts.check.pipeline import check_units, findings_of
from scripts.check.suppress import suppress, without_old
from scripts.new.place import refusal
from scripts.new.repository import Repository
from scripts.new.template import templates
from scripts.tree.disk import Tree
from scripts.writing.binding import bound
from scripts.writing.editor import Unchangeable
from scripts.writing.values import MATERIALS, Values, path_text

SETTLED_BY = {
    "revenue-threshold": "高成长性说明"
}  # the field that settles a finding at another one, and comes after it
Files = dict[str, bytes]  # by path


@dataclass(frozen=True, slots=True)
class Judge:
    """The validator over one new form. ``today`` is the day in Asia/Shanghai."""

    repository: Repository
    place: FormPath
    today: date
    salt: str = field(default_factory=new_salt)

    @property
    def cls(self) -> type[Form]:
        """The form's class."""
        return self.place.kind.cls

    @property
    def folder(self) -> str:
        """The path of the folder in which the unit's materials lie."""
        unit = f"{PRIVATE_ROOT}/{self.place.city}/{self.place.code}" if constants().separate else self.place.folder
        return f"{unit}/{MATERIALS}"

    def files(self, values: Values) -> Files:
        """The form's file, or its two halves."""
        return {path: text.encode() for path, text in templates(self.place, values, self.salt).items()}

    def whole(self, values: Values, proofs: Mapping[str, bytes]) -> Files:
        """All files that a filled-in form needs: its materials by name, and the form, its two halves bound to each other."""
        new = {self.folder + name: data for name, data in proofs.items()}
        files = self.files(values)
        if constants().separate:
            there, read = _Beside(self.repository.tree, new), self.folder.removesuffix(MATERIALS)
            public, private = files[self.place.path], files[self.place.private_path]
            with contextlib.suppress(Unchangeable):  # and the missing line is told like any other
                files[self.place.path] = bound(self.place, public, private, lambda name: there.read(read + name))
        return new | files

    def findings(self, files: Mapping[str, bytes]) -> list[Finding]:
        """The findings in the form if its files held these bytes; materials are not opened."""
        unit_files, _ = self._arranged(files)
        unit, found = read_unit(unit_files, _Beside(self.repository.tree, files).read)
        return [finding for finding in suppress([*found, *judge(unit, self.today)]) if finding.path in files]

    def verdict(self, files: Mapping[str, bytes]) -> list[Finding]:
        """What ``validate`` would say of the new files, and of the unit's others because of them."""
        return without_old(self._checked(files), self._checked({}), set(files))

    def _checked(self, files: Mapping[str, bytes]) -> list[Finding]:
        unit, found = self._arranged(files)
        tree = _Beside(self.repository.tree, files)
        return suppress([*found, *findings_of(check_units(tree, [unit], self.today))])

    def _arranged(self, files: Mapping[str, bytes]) -> tuple[UnitFiles, Sequence[Finding]]:
        """The unit with new files in it, and what is wrong with names and places."""
        entries = [TreeEntry(path, EntryKind.FILE, len(data)) for path, data in files.items()]
        entries += [one for one in self.repository.entries(self.place) if one.path not in files]
        arrangement = arrange(entry for entry in entries if entry.root == ROOT)
        if constants().separate:
            join(arrangement, arrange(entry for entry in entries if entry.root == PRIVATE_ROOT))
        unit = arrangement.units.get((self.place.city, self.place.code or ""))
        return unit or UnitFiles(self.place.city, self.place.code or ""), arrangement.findings

    def accept(self, values: Values, at: KeyPath, text: str) -> str:
        """The answer for the field at a path; ``InvalidAnswer`` if the validator finds an error there. Warnings pass."""
        for finding in self.findings(self.files(with_answer(values, at, text))):
            error = finding.severity is Severity.ERROR and finding.rule not in SETTLED_BY
            if error and finding.field == path_text(at):
                raise refusal(finding.content)
        return text


@dataclass(frozen=True, slots=True)
class _Beside:
    """A tree with new files in it."""

    tree: Tree
    files: Mapping[str, bytes]

    def entries(self) -> list[TreeEntry]:
        new = [TreeEntry(path, EntryKind.FILE, len(data)) for path, data in self.files.items()]
        return [*(one for one in self.tree.entries() if one.path not in self.files), *new]

    def read(self, path: str) -> bytes:
        return self.files[path] if path in self.files else self.tree.read(path)


def with_answer(values: Values, at: KeyPath, text: str) -> Values:
    """A copy of the values with one more."""
    step, *rest = at
    if not rest:
        return {**values, str(step): text}
    if isinstance(rest[0], int):
        items = list(values.get(str(step), ()))
        items += [{}] * (rest[0] - len(items))
        items[rest[0] - 1] = with_answer(items[rest[0] - 1], tuple(rest[1:]), text)
        return {**values, str(step): items}
    return {**values, str(step): with_answer(values.get(str(step), {}), tuple(rest), text)}
