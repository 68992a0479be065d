"""What came, unfolded and sorted by what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schema.forms.registry import RECEIVED
from scripts.intake.desk_file import is_desk_file
from scripts.intake.half_places import is_half
from scripts.intake.incoming import Incoming, Unpacker, given
from scripts.intake.proofs import is_proof
from scripts.sandbox.client import Sandbox
from scripts.tree.trouble import trouble

_NOT_TRUSTED = "收到了什么由市局说，压缩包和邮件里的没有收；确是市局交来的，请再运行一次，加 --from-bureau"
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


def sort(
    paths: Sequence[Path], spool: Path, sandbox: Sandbox, troubles: list[tuple[str, str]], *, from_bureau: bool
) -> Pile:
    """Everything given, unfolded into ``spool``; what is none of these goes to ``troubles``, with the reason.

    What says which paper came is a bureau's word: out of a package or a mail it is taken only ``from_bureau``.
    """
    pile = Pile()

    def refuse(item: Incoming, reason: str) -> None:
        troubles.append((item.origin, reason))

    unpacker = Unpacker(sandbox, spool, refuse)
    for file in given(paths, refuse):
        for item in unpacker.files(file):
            try:
                _sort(pile, item, troubles, trusted=from_bureau or not item.packed)
            except OSError as error:
                refuse(item, f"打不开（{trouble(error)}）")
    return pile


def _sort(pile: Pile, item: Incoming, troubles: list[tuple[str, str]], *, trusted: bool) -> None:
    if (words := _bureaus_word(pile, item)) is not None:
        if trusted:
            words.append(item)
        else:
            troubles.append((item.origin, _NOT_TRUSTED))
    elif item.kind in (".yaml", ".yml") and is_half(item, data := item.path.read_bytes()):
        pile.halves.append((item, data))
    elif is_proof(item.name):
        pile.proofs.append(item)
    elif item.kind in _FORMS:
        pile.forms += 1
    else:
        troubles.append((item.origin, "不是材料核对表、收件登记或不公开部分，没有收"))


def _bureaus_word(pile: Pile, item: Incoming) -> list[Incoming] | None:
    """Where a file belongs that says which paper came; None for any other."""
    if item.kind == ".xlsx":
        return pile.checklists
    if item.kind == ".json" and is_desk_file(item.path):
        return pile.desk_files
    return pile.registers if item.name == RECEIVED.file else None
