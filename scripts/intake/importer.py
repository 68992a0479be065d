"""``catalogue import``: what comes from outside → submissions, with a receipt of each form.

A bad file never stops the rest. Enterprises are placed before products, so that a product finds
its unit among those that come with it. Nothing is overwritten without ``update``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from schema.book.severity import Severity
from schema.forms.registry import ENTERPRISE
from schema.layout.paths import FormPath
from scripts.check.pipeline import check, today_in_shanghai
from scripts.intake.draft import Draft
from scripts.intake.opening import Batch, read_all
from scripts.intake.place import KnownUnits, Misplaced, place
from scripts.intake.proofs import place_proofs
from scripts.intake.receipt import Receipt, without_quotes
from scripts.intake.storing import ImportOptions, Outcome, Say, store, values_in
from scripts.report.lines import Line, report
from scripts.tree.disk import DiskTree
from scripts.writing.values import shorten
from scripts.writing.yaml_writer import write_form


def import_files(paths: Sequence[Path], options: ImportOptions, say: Say) -> Outcome:
    """Import every file, and every file in a folder, a .zip or a mail. Receipts go to ``say``, line by line."""
    with tempfile.TemporaryDirectory(prefix="catalogue-") as spool:
        batch = read_all(paths, Path(spool), values=options.values)
        for line in [*batch.outside, *batch.refused]:
            say(line)
        outcome = Outcome(refused=list(batch.refused))
        placed = _store_all(batch, options, outcome, say)
        place_proofs(batch.proofs, placed, batch.failed, options, outcome, say)
    _check(options, outcome, say)
    return outcome


def _store_all(batch: Batch, options: ImportOptions, outcome: Outcome, say: Say) -> list[tuple[str, str]]:
    """Store submissions and drafts; the folder that each came from and the path where it is now."""
    placed: list[tuple[str, str]] = []
    known = KnownUnits.of(options.root) if batch.drafts else KnownUnits()
    taken: dict[str, bytes] = {}
    for item, target, data in batch.files:
        say(f"■ {item.origin} → {target.path}")
        if taken.setdefault(target.path, data) != data:
            outcome.refused.append(item.origin)
            say("  ✗ 同时导入的有两份，内容不同，只收了前一份；请只留一份")
        elif store(target, data, values_in(target.path, data), options, outcome, say):
            placed.append((item.folder, target.path))
            if target.code:
                known.add(Draft(item.origin, target.kind, values_in(target.path, data), Receipt()), target)
    for draft in sorted(batch.drafts, key=lambda draft: draft.kind is not ENTERPRISE):
        if (stored := _import_draft(draft, known, options, outcome, say)) is None:
            batch.failed.add(draft.folder)
        else:
            placed.append((draft.folder, stored.path))
    return placed


# ---------- drafts ----------


def _import_draft(
    draft: Draft, known: KnownUnits, options: ImportOptions, outcome: Outcome, say: Say
) -> FormPath | None:
    """Where a draft is stored now; None where it was refused."""
    origin = draft.origin if draft.data else f"{draft.origin}（{draft.kind.paper}）"
    if options.pledged and not draft.data:
        draft.pledge()
    try:
        target = _place(draft, known, options)
    except Misplaced as reason:
        say(f"✗ {origin}：没有导入：{reason if options.values else without_quotes(reason.veiled, shown=False)}")
        outcome.refused.append(draft.origin)
        _say_receipt(draft, options, say)  # so that all of it can be corrected at once
        return None
    say(f"■ {origin}{' ' if draft.data else ''}→ {target.path}")
    _say_receipt(draft, options, say)
    data = draft.data or write_form(draft.kind.cls, draft.values).encode()
    values = values_in(target.path, data) if draft.data else draft.values
    if not store(target, data, values, options, outcome, say):
        return None
    known.add(draft, target)
    return target


def _place(draft: Draft, known: KnownUnits, options: ImportOptions) -> FormPath:
    if not draft.values:
        raise Misplaced("表格是空的，一栏也没有填")
    if draft.products:
        raise Misplaced(_too_many(draft.products))
    return place(draft, known, options.unit)


def _say_receipt(draft: Draft, options: ImportOptions, say: Say) -> None:
    if draft.data:  # written as it is
        for note in draft.receipt.notes:
            say(f"  注意：{without_quotes(note, shown=options.values)}")
        return
    if not draft.values:
        return
    if "承诺" not in draft.values:
        draft.receipt.notes.append("没有承诺：盖章的纸质表在手上时，加 --pledged 再导入")
    for line in draft.receipt.render(draft.kind.cls, draft.values, shown=options.values):
        say(line)


def _too_many(products: Sequence[str]) -> str:
    return (
        f"名称一栏里写了 {len(products)} 个产品或版本（{'；'.join(f'“{shorten(name)}”' for name in products)}）。"
        "同一单位报送多个产品应分别提交：请每个产品填一张附件2（名单里一个产品一行）再导入；若确是一个产品的名称，请在两边加上书名号《》"
    )


# ---------- checking ----------


def _check(options: ImportOptions, outcome: Outcome, say: Say) -> None:
    """Report the findings in everything that was written or was there already, and the totals."""
    paths = list(dict.fromkeys([*outcome.written, *outcome.same, *outcome.proofs]))
    if paths:
        found = report(check(DiskTree(options.root), paths=paths, today=today_in_shanghai()), values=options.values)
        errors = found.summary.errors
        say(f"检查：{errors} 个错误，{len(found.lines) - errors} 个提醒" if found.lines else "检查：没有问题")
        for line in found.lines:
            say(_finding_line(line))
    totals = f"写入 {len(outcome.written)} 份，相同 {len(outcome.same)} 份，没有导入 {len(outcome.refused)} 份"
    say(f"合计：{totals}" + (f"，材料 {len(outcome.proofs)} 个" if outcome.proofs else ""))


def _finding_line(finding: Line) -> str:
    place = f"{finding.place}:{finding.line}" if finding.line else finding.place
    mark = "错误" if finding.severity is Severity.ERROR else "提醒"
    return f"  {mark} {place}：{finding.message}。{finding.hint}"
