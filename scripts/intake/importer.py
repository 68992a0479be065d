"""``catalogue import``: Word forms, workbooks of rows and the web form's zip → submissions, with a receipt of each.

Every file is opened in the sandbox; a bad one never stops the rest. Enterprises are placed before products, so that a product finds
its unit among those that come with it. Nothing is overwritten without ``update``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schema.book.severity import Severity
from schema.forms.registry import ENTERPRISE
from schema.layout.paths import FormPath
from scripts.check.pipeline import check, today_in_shanghai
from scripts.intake.bundle import forms_of_zip
from scripts.intake.draft import Draft, drafts_of_docx, drafts_of_sheets
from scripts.intake.place import KnownUnits, Misplaced, place
from scripts.intake.proofs import is_proof, place_proofs
from scripts.intake.receipt import passage, without_quotes
from scripts.intake.storing import ImportOptions, Outcome, Say, store, values_in
from scripts.report.lines import Line, report
from scripts.sandbox.client import Sandbox
from scripts.sandbox.package import Refused
from scripts.tree.disk import DiskTree
from scripts.writing.values import shorten
from scripts.writing.yaml_writer import write_form


@dataclass(slots=True)
class _Batch:
    """What was read: drafts, whole files by origin and place, scans, and lines of the receipt about files that gave no form."""

    drafts: list[Draft] = field(default_factory=list)
    files: list[tuple[str, FormPath, bytes]] = field(default_factory=list)
    proofs: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    values: bool = True


def import_files(paths: Sequence[Path], options: ImportOptions, say: Say) -> Outcome:
    """Import every file, and every file in a folder. Receipts go to ``say``, line by line."""
    batch = _read_all(list(_files(paths)), _Batch(values=options.values))
    for line in [*batch.outside, *batch.refused]:
        say(line)
    outcome = Outcome(refused=list(batch.refused))
    known = KnownUnits.of(options.root) if batch.drafts else KnownUnits()
    for draft in sorted(batch.drafts, key=lambda draft: draft.kind is not ENTERPRISE):
        _import_draft(draft, known, options, outcome, say)
    for origin, target, data in batch.files:
        say(f"■ {origin} → {target.path}")
        store(target, data, values_in(target.path, data), options, outcome, say)
    place_proofs(batch.proofs, options, outcome, say)
    _check(options, outcome, say)
    return outcome


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and not inner.is_symlink() and not inner.name.startswith(("~$", ".")):
                    yield inner
        else:
            yield path


# ---------- reading ----------


def _read_all(paths: Sequence[Path], batch: _Batch) -> _Batch:
    with Sandbox() as sandbox:
        for number, path in enumerate(paths, 1):
            _progress(number, len(paths))
            try:
                _read_one(path, sandbox, batch)
            except Refused as refused:
                batch.refused.append(f"✗ {path.name}：{refused}")
            except OSError as error:
                batch.refused.append(f"✗ {path.name}：打不开（{error.strerror or error}）")
            except Exception as error:
                if os.environ.get("CATALOGUE_DEBUG"):
                    raise
                batch.refused.append(
                    f"✗ {path.name}：程序读不懂这份文件（{type(error).__name__}），请告诉维护者；其余文件照常导入"
                )
    return batch


def _read_one(path: Path, sandbox: Sandbox, batch: _Batch) -> None:
    if is_proof(path):
        batch.proofs.append(path)
        return
    content = sandbox.open(path)
    kind = path.suffix.lower()
    if kind == ".zip":
        batch.files += [(path.name, target, data) for target, data in forms_of_zip(content).items()]
        return
    drafts, outside = drafts_of_docx(path.name, content) if kind == ".docx" else drafts_of_sheets(path.name, content)
    if not drafts:
        raise Refused("没有找到附件1或附件2的表格" + ("（表头要有栏目名称）" if kind != ".docx" else ""))
    batch.drafts += drafts
    if outside:
        batch.outside.append(f"{path.name} 里不属于任何一栏的内容（没有写入）：")
        batch.outside += [f"    {where}：{passage(text, shown=batch.values)}" for where, text in outside]


def _progress(done: int, total: int) -> None:
    if total >= 3 and sys.stderr.isatty():
        bar = "█" * (done * 30 // total)
        print(f"\r读取 {bar:<30} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


# ---------- writing ----------


def _import_draft(draft: Draft, known: KnownUnits, options: ImportOptions, outcome: Outcome, say: Say) -> None:
    origin = f"{draft.origin}（{draft.kind.paper}）"
    if options.pledged:
        draft.pledge()
    try:
        target = _place(draft, known, options)
    except Misplaced as reason:
        say(f"✗ {origin}：没有导入：{reason if options.values else without_quotes(reason.veiled, shown=False)}")
        outcome.refused.append(draft.origin)
        _say_receipt(draft, options, say)  # so that all of it can be corrected at once
        return
    say(f"■ {origin}→ {target.path}")
    _say_receipt(draft, options, say)
    data = write_form(draft.kind.cls, draft.values).encode()
    if store(target, data, draft.values, options, outcome, say):
        known.add(draft, target)


def _place(draft: Draft, known: KnownUnits, options: ImportOptions) -> FormPath:
    if not draft.values:
        raise Misplaced("表格是空的，一栏也没有填")
    if draft.products:
        raise Misplaced(_too_many(draft.products))
    return place(draft, known, options.unit)


def _say_receipt(draft: Draft, options: ImportOptions, say: Say) -> None:
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
