"""An answer checked as ``validate`` would check it: in the file that it is for, beside the unit's other files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.form import Form
from schema.layout.arrange import EntryKind, TreeEntry, arrange
from schema.layout.paths import FormPath
from schema.reading.document import KeyPath
from schema.reading.unit import read_unit
from schema.rules import judge
from scripts.check.suppress import suppress
from scripts.new.place import InvalidAnswer, Repository
from scripts.new.template import template
from scripts.writing.values import Values, path_text

# What later answers may settle: 高成长性说明 comes after the revenue that asks for it.
_SETTLED_LATER = frozenset(("revenue-threshold", "field-missing", "material-missing", "pledge-missing"))


@dataclass(frozen=True, slots=True)
class Judge:
    """The validator over one new form. ``today`` is the day in Asia/Shanghai."""

    repository: Repository
    place: FormPath
    today: date

    @property
    def cls(self) -> type[Form]:
        """The form's class."""
        return self.place.kind.cls

    def findings(self, data: bytes) -> list[Finding]:
        """The findings in the form if its file held ``data``."""
        path, folder = self.place.path, f"{self.place.folder}/"
        others = [entry for entry in self.repository.entries if entry.path.startswith(folder) and entry.path != path]
        (files,) = arrange([*others, TreeEntry(path, EntryKind.FILE, len(data))]).units.values()
        unit, findings = read_unit(files, lambda name: data if name == path else self.repository.tree.read(name))
        return [finding for finding in suppress([*findings, *judge(unit, self.today)]) if finding.path == path]

    def accept(self, values: Values, at: KeyPath, text: str) -> str:
        """The answer for the field at a path; ``InvalidAnswer`` if the validator finds an error there. Warnings pass."""
        data = template(self.cls, _with(values, at, text), self.place.path).encode()
        for finding in self.findings(data):
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
