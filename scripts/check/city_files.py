"""A city's own files: the header of its sheets, and the register of what it received."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import replace
from datetime import date

from schema.book.finding import Finding
from schema.forms.bureau import Bureau
from schema.forms.received import Received
from schema.layout.arrange import Arrangement, TreeEntry
from schema.reading.received import Register, is_public, read_received, register
from schema.reading.unit import FormFile, read_form_file
from schema.rules.bureau import judge_bureau
from schema.rules.received import judge_received
from schema.rules.units import zero_report
from scripts.tree.disk import Tree


def read_bureaus(
    tree: Tree, headers: Mapping[str, TreeEntry], reporting: Container[str], private: Arrangement | None = None
) -> tuple[dict[str, FormFile[Bureau]], list[Finding]]:
    """Each city's bureau.yaml by its city, with what is wrong with it; ``reporting`` are the cities from which something came."""
    bureaus: dict[str, FormFile[Bureau]] = {}
    findings: list[Finding] = []
    for city, entry in headers.items():
        half = private.bureaus.get(city) if private else None
        file, found = read_form_file(Bureau, entry, tree.read, half)
        findings += found
        if file:
            findings += [*judge_bureau(file), *zero_report(file, city, reporting)]
            bureaus[city] = replace(file.without_source(), alone=file.alone and private is None)  # its half is optional
    return bureaus, findings


def read_registers(
    tree: Tree, arrangement: Arrangement, today: date | None, cities: Collection[str]
) -> tuple[Register, list[Finding]]:
    """What the bureaus of ``cities`` have received, and what is wrong with their registers; those with the private halves come last."""
    forms = {entry.path for unit in arrangement.units.values() for entry in unit.forms()}
    files: list[FormFile[Received]] = []
    findings: list[Finding] = []
    for part in filter(None, (arrangement, arrangement.private)):
        for entry in (entry for city, entry in part.received.items() if city in cities):
            file, found = read_received(entry, tree.read)
            findings += found
            if file:
                files.append(file)
                findings += judge_received(file, forms, today, public=is_public(entry))
    return register(files), findings
