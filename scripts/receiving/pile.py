"""What came, unfolded and sorted by what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schema.forms.registry import RECEIVED
from scripts.intake.desk_file import MAX_DESK_FILE, is_desk_file
from scripts.intake.half_places import is_half
from scripts.intake.incoming import Incoming, Unpacker, given
from scripts.intake.proofs import is_proof
from scripts.sandbox.client import Sandbox
from scripts.tree.trouble import trouble

_FORMS = (".yaml", ".yml", ".docx", ".doc", ".wps", ".csv", ".xls", ".et")


@dataclass(slots=True)
class Pile:
    """What came, by what it is; ``forms`` are only counted."""

    checklists: list[Incoming] = field(default_factory=list)
    registers: list[Incoming] = field(default_factory=list)
    desk_files: list[Incoming] = field(default_factory=list)
    halves: list[tuple[Incoming, bytes]] = field(default_factory=list)
    proofs: list[Incoming] = field(default_factory=list)
    forms: int = 0


def sort(paths: Sequence[Path], spool: Path, sandbox: Sandbox, troubles: list[tuple[str, str]]) -> Pile:
    """Everything given, unfolded into ``spool``; what is none of these goes to ``troubles``, with the reason."""
    pile = Pile()

    def refuse(item: Incoming, reason: str) -> None:
        troubles.append((item.origin, reason))

    unpacker = Unpacker(sandbox, spool, refuse)
    for file in given(paths, refuse):
        for item in unpacker.files(file):
            try:
                _sort(pile, item, troubles)
            except OSError as error:
                refuse(item, f"打不开（{trouble(error)}）")
    return pile


def _sort(pile: Pile, item: Incoming, troubles: list[tuple[str, str]]) -> None:
    if item.kind == ".xlsx":
        pile.checklists.append(item)
    elif item.kind == ".json" and is_desk_file(item.path.read_bytes()[: MAX_DESK_FILE + 1]):
        pile.desk_files.append(item)
    elif item.name == RECEIVED.file:
        pile.registers.append(item)
    elif item.kind in (".yaml", ".yml") and is_half(item, data := item.path.read_bytes()):
        pile.halves.append((item, data))
    elif is_proof(item.name):
        pile.proofs.append(item)
    elif item.kind in _FORMS:
        pile.forms += 1
    else:
        troubles.append((item.origin, "不是材料核对表、收件登记或不公开部分，没有收"))
