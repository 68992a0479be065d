"""``catalogue import``: Word forms, workbooks of rows and the web form's zip → submissions, with a receipt of each.

Every file is opened in the sandbox; a bad one never stops the rest. Enterprises are placed before products, so that a product finds
its unit among those that come with it. Nothing is overwritten without ``update``.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schema.book.severity import Severity
from schema.forms.registry import ENTERPRISE
from schema.layout.paths import FormPath
from scripts.check.pipeline import Checked, check, today_in_shanghai
from scripts.intake.bundle import forms_of_zip
from scripts.intake.draft import Draft, drafts_of_docx
from scripts.intake.place import KnownUnits, Misplaced, place
from scripts.intake.proofs import Proof, is_proof, place_proofs
from scripts.intake.receipt import Mark, Row
from scripts.intake.receipt_book import write_receipt
from scripts.intake.receipt_lines import receipt_lines
from scripts.intake.rows import drafts_of_sheets
from scripts.intake.storing import ImportOptions, Outcome, State, store, values_in
from scripts.report.lines import report
from scripts.sandbox.client import Sandbox
from scripts.sandbox.package import Refused
from scripts.tree.disk import DiskTree
from scripts.writing.values import Values, shorten
from scripts.writing.yaml_writer import write_form

Say = Callable[[str], None]


@dataclass(slots=True)
class _Batch:
    """What was read, each with its origin: drafts, whole files by place, scans."""

    drafts: list[Draft] = field(default_factory=list)
    files: list[tuple[str, FormPath, bytes]] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)


def import_files(paths: Sequence[Path], options: ImportOptions, say: Say) -> Outcome:
    """Import every file, and every file in a folder. The receipt goes to ``say``, line by line, and whole into a workbook."""
    outcome = Outcome()
    batch = _read_all(_origins(list(_files(paths))), outcome)
    known = KnownUnits.of(options.root) if batch.drafts else KnownUnits()
    for draft in sorted(batch.drafts, key=lambda draft: draft.kind is not ENTERPRISE):
        _import_draft(draft, known, options, outcome)
    for origin, target, data in batch.files:
        store(outcome.add(origin), target, data, values_in(target.path, data), options)
    place_proofs(batch.proofs, options, outcome)
    _check(options, outcome)
    for line in receipt_lines(outcome, values=options.values):
        say(line)
    if options.receipt:
        write_receipt(outcome, options.receipt)
    return outcome


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and not inner.is_symlink() and not inner.name.startswith(("~$", ".")):
                    yield inner
        else:
            yield path


def _origins(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by the shortest ends of their paths that tell them apart."""
    ends = {path: [Path(*path.parts[-depth:]).as_posix() for depth in range(1, len(path.parts) + 1)] for path in paths}
    taken = Counter(end for path in ends.values() for end in path)
    return {next((end for end in ends[path] if taken[end] == 1), path.as_posix()): path for path in ends}


# ---------- reading ----------


def _read_all(origins: Mapping[str, Path], outcome: Outcome) -> _Batch:
    batch = _Batch()
    with Sandbox() as sandbox:
        for number, (origin, path) in enumerate(origins.items(), 1):
            _progress(number, len(origins))
            try:
                _read_one(origin, path, sandbox, batch, outcome)
            except Refused as refused:
                outcome.add(origin).reject(str(refused))
            except OSError as error:
                outcome.add(origin).reject(f"打不开（{error.strerror or error}）")
            except Exception as error:
                if os.environ.get("CATALOGUE_DEBUG"):
                    raise
                outcome.add(origin).reject(
                    f"程序读不懂这份文件（{type(error).__name__}），请告诉维护者；其余文件照常导入"
                )
    return batch


def _read_one(origin: str, path: Path, sandbox: Sandbox, batch: _Batch, outcome: Outcome) -> None:
    if is_proof(path):
        batch.proofs.append((origin, path))
        return
    content = sandbox.open(path)
    kind = path.suffix.lower()
    if kind == ".zip":
        batch.files += [(origin, target, data) for target, data in forms_of_zip(content).items()]
        return
    drafts, outside = drafts_of_docx(origin, content) if kind == ".docx" else drafts_of_sheets(origin, content)
    if not drafts:
        raise Refused("没有找到附件1或附件2的表格" + ("（表头要有栏目名称）" if kind != ".docx" else ""))
    batch.drafts += drafts
    outcome.outside += [(origin, where, text) for where, text in outside]


def _progress(done: int, total: int) -> None:
    if total >= 3 and sys.stderr.isatty():
        bar = "█" * (done * 30 // total)
        print(f"\r读取 {bar:<30} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


# ---------- writing ----------


def _import_draft(draft: Draft, known: KnownUnits, options: ImportOptions, outcome: Outcome) -> None:
    item = outcome.add(draft.origin, draft=draft)
    try:
        target = _place(draft, known, options)
    except Misplaced as reason:
        item.reject(str(reason), reason.veiled)
        return
    if options.pledged:
        draft.pledge()
    if options.paper:
        draft.hand_in(_listed_materials(options.root, target))
    if "承诺" not in draft.values:
        draft.receipt.notes.append("没有承诺：盖章的纸质表在手上时，加 --pledged 再导入")
    if "材料" not in draft.values:
        draft.receipt.notes.append("没有材料：证明材料的纸质件在手上时，加 --paper 再导入")
    data = write_form(draft.kind.cls, draft.values).encode()
    if store(item, target, data, draft.values, options):
        known.add(draft, target)


def _place(draft: Draft, known: KnownUnits, options: ImportOptions) -> FormPath:
    if not draft.values:
        raise Misplaced("表格是空的，一栏也没有填")
    if draft.products:
        raise Misplaced(_too_many(draft.products))
    return place(draft, known, options.unit, options.city)


def _listed_materials(root: Path, place: FormPath) -> list[Values]:
    """The 材料 that a submission lists already."""
    path = root / place.path
    values = values_in(place.path, path.read_bytes()) if path.is_file() else {}
    return list(values.get("材料", []))


def _too_many(products: Sequence[str]) -> str:
    return (
        f"名称一栏里写了 {len(products)} 个产品或版本（{'；'.join(f'“{shorten(name)}”' for name in products)}）。"
        "同一单位报送多个产品应分别提交：请每个产品填一张附件2（名单里一个产品一行）再导入；若确是一个产品的名称，请在两边加上书名号《》"
    )


# ---------- checking ----------


def _check(options: ImportOptions, outcome: Outcome) -> None:
    """Check everything that was written or was there already."""
    paths = outcome.targets(*set(State) - {State.REFUSED})
    if not paths:
        return
    checked = check(DiskTree(options.root), paths=paths, today=today_in_shanghai())
    outcome.findings = _finding_rows(checked, values=options.values)
    outcome.findings_in_full = _finding_rows(checked, values=True)


def _finding_rows(checked: Checked, *, values: bool) -> dict[str, list[Row]]:
    """The findings by path, as rows of the receipt."""
    found: dict[str, list[Row]] = {}
    for line in report(checked, values=values).lines:
        mark = Mark.ERROR if line.severity is Severity.ERROR else Mark.WARNING
        where = f"第 {line.line} 行" if line.line else ""
        path = line.path if FormPath.parse(line.path) else line.place
        words = f"{line.message}。{line.hint}"
        found.setdefault(path, []).append(Row(mark, line.field or "", where=where, remark=words))
    return found
