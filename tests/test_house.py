"""The house: each module stands in a room, and imports go down only (docs/design.md, Rooms)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# From the ground up. Rooms on one line do not import each other.
FLOORS = (
    ("schema.text",),
    ("schema.vocabulary",),
    ("schema.book",),
    ("schema.fields",),
    ("schema.forms",),
    ("schema.layout",),
    ("schema.reading",),
    ("schema.rules",),
    ("schema.public",),
    ("scripts.sandbox", "scripts.tree", "scripts.xlsx"),
    ("scripts.check",),
    ("scripts.report",),
    ("scripts.writing",),
    ("scripts.paper",),
    ("scripts.bureau", "scripts.intake", "scripts.new"),
    ("scripts.receiving", "scripts.site"),
    ("scripts.publish", "scripts.rounds"),
    ("scripts.build",),
    ("scripts.commands",),
    ("scripts.cli",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(path for top in ("schema", "scripts") for path in (ROOT / top).rglob("*.py"))


def room(module: str) -> str:
    """The first two steps of a module's name."""
    return ".".join(module.split(".")[:2])


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """The modules of the house that a file imports, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [node.module]
                if node.module not in ("schema", "scripts")
                else [f"{node.module}.{alias.name}" for alias in node.names]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in ("schema", "scripts"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stands_in_a_room(path: Path) -> None:
    assert name_of(path) in ("schema", "scripts") or room(name_of(path)) in FLOOR


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down_only(path: Path) -> None:
    here = room(name_of(path))
    wrong = [name for name in imports(path) if room(name) != here and FLOOR[room(name)] >= FLOOR[here]]
    assert wrong == []


def test_nothing_that_ships_imports_tests_or_tools() -> None:
    text = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert [path for path, source in text.items() if "from tests" in source or "from tools" in source] == []
