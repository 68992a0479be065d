"""Material files opened and judged: their size, their type, and what is dangerous in them."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding, path_finding
from schema.book.wording import Message, message
from schema.layout.arrange import MAX_MATERIAL_BYTES, TreeEntry
from schema.reading.unit import Unit
from schema.rules.material_files import MAX_UNIT_BYTES, judge_facts, wrong_type
from schema.rules.materials import at_name
from scripts.sandbox.client import Sandbox
from scripts.tree.disk import Tree


def judge_materials(unit: Unit, tree: Tree, sandbox: Sandbox) -> Iterator[Finding]:
    """``file-size``, ``material-type``, ``material-unsafe`` and ``material-personal``, at the line that names the file."""
    for name, entry in unit.materials.items():
        for problem in _problems(entry, tree, sandbox):
            yield at_name(unit, name, problem)
    total = sum(entry.size for entry in unit.materials.values())
    if total > MAX_UNIT_BYTES:
        yield path_finding(unit.folder, message("size.unit", size=_mebibytes(total), most=MAX_UNIT_BYTES // 2**20))


def _problems(entry: TreeEntry, tree: Tree, sandbox: Sandbox) -> list[Message]:
    """What is wrong with one material file. One that is too large is not read."""
    if entry.size > MAX_MATERIAL_BYTES:
        return [message("size.material", size=_mebibytes(entry.size), most=MAX_MATERIAL_BYTES // 2**20)]
    data = tree.read(entry.path)
    mistyped = wrong_type(entry.path, data)
    return [mistyped] if mistyped else judge_facts(sandbox.facts(data))


def _mebibytes(size: int) -> str:
    """A size in MiB, rounded up to a tenth."""
    return str(-(-size * 10 // 2**20) / 10)
