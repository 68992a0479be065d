"""The files of the private halves put beside those of the public ones."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding, path_finding
from schema.book.wording import message
from schema.layout.arrange import Arrangement, UnitFiles
from schema.layout.paths import PRIVATE_ROOT, public_path


def join(public: Arrangement, private: Arrangement) -> Arrangement:
    """The public arrangement with each unit's private files beside it; what belongs to no public half is a finding."""
    for key, unit in public.units.items():
        unit.private = private.units.get(key) or UnitFiles(*key, root=PRIVATE_ROOT)
    public.private = private
    public.findings += [*private.findings, *_strays(public, private)]
    return public


def _strays(public: Arrangement, private: Arrangement) -> Iterator[Finding]:
    """``path-unknown`` of what has no public half: a unit's whole folder, a form, a bureau's header."""
    known = {entry.path for unit in public.units.values() for entry in unit.forms()}
    for key, unit in private.units.items():
        stray = [entry.path for entry in unit.forms() if public_path(entry.path) not in known]
        for path in stray if key in public.units else [unit.folder]:
            yield path_finding(path, message("private.stray"))
    for city, entry in private.bureaus.items():
        if city not in public.bureaus:
            yield path_finding(entry.path, message("private.stray"))
