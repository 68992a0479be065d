"""``catalogue import``: Word forms, workbooks of rows and the web form's zip → submissions, with a receipt of each.

Every file is opened in the sandbox; a bad one never stops the rest. Enterprises are placed before products, so that a product finds
its unit among those that come with it. Nothing is overwritten without ``update``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from schema.book.severity import Severity
from schema.forms.registry import ENTERPRISE
from schema.layout.paths import ROOT, FormPath, public_path
from scripts.check.pipeline import Checked, check, today_in_shanghai
from scripts.intake.draft import Draft
from scripts.intake.halving import store_halves, whole_values
from scripts.intake.opening import Batch, read_all
from scripts.intake.place import KnownUnits, Misplaced, place
from scripts.intake.private_halves import WHOLE_HERE, HalfFiler
from scripts.intake.proofs import place_proofs
from scripts.intake.receipt import Mark, Receipt, Row
from scripts.intake.receipt_book import write_receipt
from scripts.intake.receipt_lines import receipt_lines
from scripts.intake.storing import ImportOptions, Item, Outcome, State, store, values_in
from scripts.report.lines import report
from scripts.tree.disk import DiskTree
from scripts.tree.private import beside, private_name
from scripts.writing.binding import LABEL, bind_halves
from scripts.writing.values import Values, shorten
from scripts.writing.yaml_writer import write_form

Say = Callable[[str], None]


def import_files(paths: Sequence[Path], options: ImportOptions, say: Say) -> Outcome:
    """Import every file, and every file in a folder, a .zip or a mail. The receipt goes to ``say``, and whole into a workbook."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="catalogue-") as spool:
        batch = read_all(paths, Path(spool), outcome)
        placed = _store_all(batch, options, outcome)
        _file_halves(batch, options, outcome)
        place_proofs(batch.proofs, placed, batch.failed, options, outcome)
    if options.private and (forms := [path for _, path in placed if path not in batch.bound]):
        list(bind_halves(options.root, options.private, forms, outcome.written))
    _check(options, outcome)
    for line in receipt_lines(outcome, values=options.values):
        say(line)
    if options.receipt:
        write_receipt(outcome, options.receipt)
    return outcome


def _store_all(batch: Batch, options: ImportOptions, outcome: Outcome) -> list[tuple[str, str]]:
    """Store submissions and drafts; the folder that each came from and the path where it is now."""
    placed: list[tuple[str, str]] = []
    known = KnownUnits.of(options.root) if batch.drafts else KnownUnits()
    taken: dict[str, bytes] = {}
    for file, target, data in batch.files:
        item, values = outcome.add(file.origin), values_in(target.path, data)
        if taken.setdefault(target.path, data) != data:
            item.reject(f"同时导入的有两份 {target.path}，内容不同，只收了前一份；请只留一份")
        elif _store(item, target, data, values, options):
            placed.append((file.folder, target.path))
            if LABEL in values:
                batch.bound.add(target.path)
            if target.code:
                known.add(Draft(file.origin, target.kind, values, Receipt()), target)
    for draft in sorted(batch.drafts, key=lambda draft: draft.kind is not ENTERPRISE):
        if (stored := _import_draft(draft, known, options, outcome)) is None:
            batch.failed.add(draft.folder)
        else:
            placed.append((draft.folder, stored.path))
    return placed


def _file_halves(batch: Batch, options: ImportOptions, outcome: Outcome) -> None:
    """Private halves that came beside the public ones, each below ``--private``; the scans that they name are theirs."""
    if not batch.halves:
        return
    filer = HalfFiler(options.root, options.private, batch.proofs) if options.private else None
    for source, data in batch.halves:
        item = outcome.add(source.origin)
        if filer:
            filer.file(item, source, data)
        else:
            item.reject(WHOLE_HERE)
    batch.proofs = [proof for proof in batch.proofs if not (filer and proof in filer.taken)]


def _store(item: Item, place: FormPath, data: bytes, values: Values, options: ImportOptions) -> bool:
    """Store a form: whole, or its two halves; a public half that comes by itself is taken as it is."""
    if options.private and LABEL not in values:
        return store_halves(item, place, values, options, options.private)
    return store(item, place, data, values, options)


# ---------- drafts ----------


def _import_draft(draft: Draft, known: KnownUnits, options: ImportOptions, outcome: Outcome) -> FormPath | None:
    """Where a draft is stored now; None where it was refused."""
    item = outcome.add(draft.origin, draft=None if draft.data else draft)
    try:
        target = _place(draft, known, options)
    except Misplaced as reason:
        item.reject(str(reason), reason.veiled)
        return None
    if draft.data:  # a submission already: taken as it is
        data = draft.data
        item.changes += [Row(Mark.NOTE, remark=note) for note in draft.receipt.notes]
    else:
        _complete(draft, target, options)
        data = write_form(draft.kind.cls, draft.values).encode()
    if not _store(item, target, data, draft.values, options):
        return None
    known.add(draft, target)
    return target


def _complete(draft: Draft, target: FormPath, options: ImportOptions) -> None:
    """Fill in what the options say is at hand, and note what else is missing."""
    if options.pledged:
        draft.pledge()
    if options.paper:
        draft.hand_in(list(whole_values(options, target).get("材料", [])))
    if "承诺" not in draft.values:
        draft.receipt.notes.append("没有承诺：盖章的纸质表在手上时，加 --pledged 再导入")
    if "材料" not in draft.values:
        draft.receipt.notes.append("没有材料：证明材料的纸质件在手上时，加 --paper 再导入")


def _place(draft: Draft, known: KnownUnits, options: ImportOptions) -> FormPath:
    if not draft.values:
        raise Misplaced("表格是空的，一栏也没有填")
    if draft.products:
        raise Misplaced(_too_many(draft.products))
    return place(draft, known, options.unit, options.city)


def _too_many(products: Sequence[str]) -> str:
    return (
        f"名称一栏里写了 {len(products)} 个产品或版本（{'；'.join(f'“{shorten(name)}”' for name in products)}）。"
        "同一单位报送多个产品应分别提交：请每个产品填一张附件2（名单里一个产品一行）再导入；若确是一个产品的名称，请在两边加上书名号《》"
    )


# ---------- checking ----------


def _check(options: ImportOptions, outcome: Outcome) -> None:
    """Check everything that was written or was there already."""
    paths = list(map(public_path, outcome.targets(*set(State) - {State.REFUSED})))
    if not paths:
        return
    checked = check(beside(DiskTree(options.root), options.private), paths=paths, today=today_in_shanghai())
    outcome.findings = _finding_rows(checked, values=options.values)
    outcome.findings_in_full = _finding_rows(checked, values=True)


def _form_of(path: str, checked: Checked) -> str:
    """The form that a finding's path is, or is a half of; "" for any other."""
    if (name := private_name(checked.tree)) and path.startswith(f"{name}/"):
        path = ROOT + path.removeprefix(name)
    return path if FormPath.parse(path) else ""


def _finding_rows(checked: Checked, *, values: bool) -> dict[str, list[Row]]:
    """The findings by path, as rows of the receipt."""
    found: dict[str, list[Row]] = {}
    for line in report(checked, values=values).lines:
        mark = Mark.ERROR if line.severity is Severity.ERROR else Mark.WARNING
        where = f"第 {line.line} 行" if line.line else ""
        path = _form_of(line.path, checked) or line.place
        words = f"{line.message}。{line.hint}"
        found.setdefault(path, []).append(Row(mark, line.field or "", where=where, remark=words))
    return found
