"""What was received of the forms that a proposal touches, for its report: states and days, never a reason.

It is read where the proposal goes to, since a proposal could say anything of itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from schema.forms.received import DECISIONS
from schema.layout.paths import UnitPath
from schema.reading.received import Register
from scripts.check.city_files import read_registers
from scripts.tree.private import arranged
from scripts.tree.revision import Proposal
from scripts.writing.digest import digest
from scripts.writing.values import whole_form

MOST = 20


def received_marks(proposal: Proposal) -> Iterator[str]:
    """A line for each form of the touched units of which something is known."""
    before = arranged(proposal.before)
    known, _ = read_registers(proposal.before, before, None, before.received)
    units = {unit for change in proposal.changes if (unit := UnitPath.holding(change.path))}
    after = arranged(proposal.after).units
    forms = [entry for unit in sorted(units) if unit in after for entry in after[unit].forms()]
    lines = [line for entry in forms if (line := _line(entry.path, proposal.after.read(entry.path), known))]
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"收件登记：另有 {len(lines) - MOST} 张表的没有列出。"


def _line(path: str, data: bytes, known: Register) -> str:
    paper, half = known.papers.get(path), known.halves.get(path)
    form = whole_form(path, data) if paper or half else None
    stamp = digest(form) if form else ""
    parts = []
    if paper:
        old = "，是旧版：表改了，请重新打印盖章送交" if paper.state not in DECISIONS and paper.digest != stamp else ""
        parts.append(f"盖章件{paper.state}（{paper.date}）{old}")
    if half:
        old = "，是旧版：请把现在的不公开部分交来" if half.digest != stamp else ""
        parts.append(f"不公开部分收到（{half.date}）{old}")
    return f"收件登记：{path}　{'；'.join(parts)}。" if parts else ""
