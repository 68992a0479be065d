"""An answer judged as ``validate`` would judge it: in the file that it is for, beside the unit's other files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.forms.form import Form
from schema.layout.arrange import EntryKind, TreeEntry, arrange
from schema.reading.document import Path
from schema.reading.unit import read_unit
from schema.rules import judge
from scripts.check.suppress import suppress
from scripts.new.place import KINDS, Known, Place, Unfit
from scripts.new.template import template
from scripts.writing.values import Values, path_text

# What later answers may settle: 高成长性说明 comes after the revenue that asks for it.
_LATER = frozenset(("revenue-threshold", "field-missing", "material-missing", "pledge-missing"))


@dataclass(frozen=True, slots=True)
class Judge:
    """The validator over one new form. ``today`` is the day in Asia/Shanghai."""

    known: Known
    place: Place
    today: date

    @property
    def cls(self) -> type[Form]:
        """The form's class."""
        return KINDS["product" if self.place.slug else "enterprise"]

    def findings(self, data: bytes) -> list[Finding]:
        """Everything that the validator says of the file if this stood in it."""
        path = self.place.path
        entries = [*self._others(), TreeEntry(path, EntryKind.FILE, len(data))]
        files = arrange(entries).units[self.place.city.slug, self.place.code]
        unit, found = read_unit(files, lambda name: data if name == path else self.known.tree.read(name))
        return [finding for finding in suppress([*found, *judge(unit, self.today)]) if finding.path == path]

    def _others(self) -> Iterable[TreeEntry]:
        return (
            entry
            for entry in self.known.entries
            if entry.path.startswith(f"{self.place.folder}/") and entry.path != self.place.path
        )

    def take(self, values: Values, at: Path, text: str) -> str:
        """The answer for the field ``at``, unless the validator finds an error there. Warnings pass."""
        field = path_text(at)
        for finding in self.findings(template(self.cls, _with(values, at, text), self.place.path).encode()):
            if finding.field == field and finding.severity is Severity.ERROR and finding.rule not in _LATER:
                raise Unfit(f"{finding.message}。{finding.hint}" if finding.hint else finding.message)
        return text


def _with(values: Values, at: Path, text: str) -> Values:
    """The values with one more; those given stay as they are."""
    step, *rest = at
    if not rest:
        return {**values, str(step): text}
    if isinstance(rest[0], int):
        items = list(values[str(step)])
        items[rest[0] - 1] = _with(items[rest[0] - 1], tuple(rest[1:]), text)
        return {**values, str(step): items}
    return {**values, str(step): _with(values.get(str(step), {}), tuple(rest), text)}
