"""An answer checked as ``validate`` would check it: in the file that it is for, beside the unit's other files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.commitment import new_salt
from schema.forms.form import Form
from schema.layout.arrange import EntryKind, TreeEntry, arrange
from schema.layout.joining import join
from schema.layout.paths import PRIVATE_ROOT, ROOT, FormPath
from schema.reading.document import KeyPath
from schema.reading.unit import read_unit
from schema.rules import judge
from scripts.check.suppress import suppress
from scripts.new.place import InvalidAnswer, Repository
from scripts.new.template import templates
from scripts.writing.values import Values, path_text

# What later answers may settle: 高成长性说明 comes after the revenue that asks for it.
_SETTLED_LATER = frozenset(("revenue-threshold", "field-missing", "material-missing", "pledge-missing"))


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

    def files(self, values: Values) -> dict[str, bytes]:
        """The form's file, or its two halves, by path."""
        return {path: text.encode() for path, text in templates(self.place, values, self.salt).items()}

    def findings(self, files: Mapping[str, bytes]) -> list[Finding]:
        """The findings in the form if its files held these bytes."""
        folder = f"{self.place.folder}/"
        entries = [TreeEntry(path, EntryKind.FILE, len(data)) for path, data in files.items()]
        entries += [one for one in self.repository.entries if one.path.startswith(folder) and one.path not in files]
        arrangement = arrange(entry for entry in entries if entry.root == ROOT)
        if private := [entry for entry in entries if entry.root == PRIVATE_ROOT]:
            join(arrangement, arrange(private))
        (unit_files,) = arrangement.units.values()
        unit, found = read_unit(unit_files, lambda path: files.get(path) or self.repository.tree.read(path))
        return [finding for finding in suppress([*found, *judge(unit, self.today)]) if finding.path in files]

    def accept(self, values: Values, at: KeyPath, text: str) -> str:
        """The answer for the field at a path; ``InvalidAnswer`` if the validator finds an error there. Warnings pass."""
        for finding in self.findings(self.files(_with(values, at, text))):
            error = finding.severity is Severity.ERROR and finding.rule not in _SETTLED_LATER
            if error and finding.field == path_text(at):
                raise InvalidAnswer(f"{finding.message}。{finding.hint}" if finding.hint else finding.message)
        return text


def _with(values: Values, at: KeyPath, text: str) -> Values:
    """A copy of the values with one more."""
    step, *rest = at
    if not rest:
        return {**values, str(step): text}
    if isinstance(rest[0], int):
        items = list(values[str(step)])
        items[rest[0] - 1] = _with(items[rest[0] - 1], tuple(rest[1:]), text)
        return {**values, str(step): items}
    return {**values, str(step): _with(values.get(str(step), {}), tuple(rest), text)}
