"""An import in a test: its outcome, what the terminal shows, and the rows of the whole receipt as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.intake.importer import import_files
from scripts.intake.storing import ImportOptions, Outcome


def told(root: Path, paths: Sequence[Path], **options: Any) -> tuple[Outcome, str]:
    """The outcome and the terminal's lines."""
    lines: list[str] = []
    return import_files(paths, ImportOptions(root, **options), lines.append), "\n".join(lines)


def whole(outcome: Outcome, *, values: bool = True) -> Iterator[str]:
    """The receipt with every field, each on a line."""
    for item in outcome.items:
        yield f"■ {item.origin} → {item.target}　{item.state}"
        for row in item.rows():
            shown = row.without_cards() if values else row.veiled()
            before = f"{shown.before} → " if shown.before else ""
            source = f"　←{shown.where}" if shown.where else ""
            remark = f"　【{shown.remark}】" if shown.remark else ""
            yield f"  {row.mark} {shown.label}：{before}{shown.text}{source}{remark}".replace("\n", "⏎")
    for origin, where, text in outcome.outside:
        yield f"  {origin} {where}：{text if values else ''}"
