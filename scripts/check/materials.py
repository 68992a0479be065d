"""Material files opened and judged: their size, their type, and what is dangerous in them."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding, file_finding
from schema.layout.arrange import TreeEntry
from schema.reading.unit import Unit
from schema.rules.material_files import MAX_BYTES, MAX_UNIT_BYTES, judge_facts, type_trouble
from schema.rules.materials import at_name
from scripts.sandbox.materials import Inspector
from scripts.tree.disk import Tree


def judge_materials(unit: Unit, tree: Tree, inspector: Inspector) -> Iterator[Finding]:
    """``file-size``, ``material-type`` and ``material-unsafe``, at the line that names the file."""
    for name, entry in unit.materials.items():
        for trouble in _trouble(entry, tree, inspector):
            yield at_name(unit, name, *trouble)
    total = sum(entry.size for entry in unit.materials.values())
    if total > MAX_UNIT_BYTES:
        size = f"本单位的材料共 {-(-total * 10 // 2**20) / 10} MiB，超过 {MAX_UNIT_BYTES // 2**20} MiB"
        yield file_finding("file-size", unit.folder, size, "请压缩，或把一部分改为线下提交")


def _trouble(entry: TreeEntry, tree: Tree, inspector: Inspector) -> list[tuple[str, str, str]]:
    """(rule, message, hint) of one material file. A file that is too large is not read."""
    if entry.size > MAX_BYTES:
        size = f"文件有 {-(-entry.size * 10 // 2**20) / 10} MiB，超过 {MAX_BYTES // 2**20} MiB"
        return [("file-size", size, "请压缩后重新放入，或改为线下提交")]
    data = tree.read(entry.path)
    mistyped = type_trouble(entry.path, data)
    return [("material-type", *mistyped)] if mistyped else judge_facts(inspector.facts(data))
