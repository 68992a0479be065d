"""``catalogue import``: Word forms, workbooks of rows and the web form's zip → submissions, with a receipt of each.

Every file is opened in the limited worker; a bad one never stops the rest. Enterprises are placed before products, so that a
product finds its unit among those that come with it. Nothing is overwritten without ``update``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schema.book.finding import Finding
from schema.book.severity import Severity
from scripts.intake.bundle import files_of_zip
from scripts.intake.draft import Draft, drafts_of_docx
from scripts.intake.place import Known, Misplaced, place
from scripts.intake.proofs import is_proof, place_proofs
from scripts.intake.receipt import veiled
from scripts.intake.rows import drafts_of_sheets
from scripts.intake.storing import Options, Outcome, Say, store, values_in
from scripts.sandbox.opening import Opener, opener
from scripts.sandbox.package import Refused
from scripts.writing.values import shorten
from scripts.writing.yaml_writer import write_form


@dataclass(slots=True)
class _Batch:
    """What was read: drafts, whole files, and the receipt's lines about what is in no form."""

    drafts: list[Draft] = field(default_factory=list)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)  # origin, path, bytes
    proofs: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def import_files(paths: Sequence[Path], options: Options, say: Say) -> Outcome:
    """Import every file; folders stand for the files in them. The receipts go to ``say``, line by line."""
    outcome, batch = Outcome(), _read_all(list(_expand(paths)))
    for line in batch.lines:
        say(line)
    outcome.refused += batch.refused
    for line in batch.refused:
        say(line)
    known = Known.of(options.root) if batch.drafts else Known()
    for draft in sorted(batch.drafts, key=lambda draft: draft.kind):
        _take(draft, known, options, outcome, say)
    for origin, path, data in batch.files:
        say(f"■ {origin} → {path}")
        store(path, data, values_in(path, data), options, outcome, say, verbatim=True)
    place_proofs(batch.proofs, options, outcome, say)
    _judge(options.root, outcome, say)
    return outcome


def _expand(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                found for found in sorted(path.rglob("*"))
                if found.is_file() and not found.name.startswith(("~$", ".")) and not found.is_symlink()
            )  # fmt: skip
        else:
            yield path


# ---------- reading ----------


def _read_all(paths: Sequence[Path]) -> _Batch:
    batch = _Batch()
    with opener() as opened:
        for number, path in enumerate(paths, 1):
            _progress(number, len(paths))
            try:
                _read_one(path, opened, batch)
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


def _read_one(path: Path, opened: Opener, batch: _Batch) -> None:
    if is_proof(path):
        batch.proofs.append(path)
        return
    content = opened.open(path)
    kind = path.suffix.lower()
    if kind == ".zip":
        batch.files += [(path.name, name, data) for name, data in files_of_zip(content).items()]
        return
    drafts, outside = drafts_of_docx(path.name, content) if kind == ".docx" else drafts_of_sheets(path.name, content)
    if not drafts:
        raise Refused("没有找到附件1或附件2的表格" + ("（表头要有栏目名称）" if kind != ".docx" else ""))
    batch.drafts += drafts
    if outside:
        batch.lines.append(f"{path.name} 里不属于任何一栏的内容（没有写入）：")
        batch.lines += [f"    {where}：{veiled(text)}" for where, text in outside]


def _progress(done: int, total: int) -> None:
    if total >= 3 and sys.stderr.isatty():
        bar = "█" * (done * 30 // total)
        print(f"\r读取 {bar:<30} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


# ---------- writing ----------


def _take(draft: Draft, known: Known, options: Options, outcome: Outcome, say: Say) -> None:
    if options.pledged:
        draft.pledge()
    try:
        if not draft.values:
            raise Misplaced("表格是空的，一栏也没有填")
        if draft.products:
            raise Misplaced(_too_many(draft.products))
        path = place(draft, known, options.unit)
    except Misplaced as reason:
        say(f"✗ {draft.origin}（{draft.kind}）：没有导入：{reason}")
        outcome.refused.append(draft.origin)
        _tell(draft, say)
        return
    say(f"■ {draft.origin}（{draft.kind}）→ {path}")
    _tell(draft, say)
    if store(path, write_form(draft.cls, draft.values).encode(), draft.values, options, outcome, say):
        known.add(draft, path)


def _tell(draft: Draft, say: Say) -> None:
    """The receipt, of a form that is refused too, so that all of it can be mended at once."""
    if draft.values and "承诺" not in draft.values:
        draft.receipt.notes.append("没有承诺：盖章的纸质表在手上时，加 --pledged 再导入")
    for line in draft.receipt.render(draft.cls, draft.values) if draft.values else ():
        say(line)


def _too_many(products: Sequence[str]) -> str:
    return (
        f"名称一栏里写了 {len(products)} 个产品或版本（{'；'.join(shorten(name) for name in products)}）。"
        "同一单位报送多个产品应分别提交：请每个产品填一张附件2（名单里一个产品一行）再导入；若确是一个产品的名称，请在两边加上书名号《》"
    )


# ---------- judging ----------


def _judge(root: Path, outcome: Outcome, say: Say) -> None:
    """What the check says of everything that was written or is there already."""
    paths = list(dict.fromkeys([*outcome.written, *outcome.same, *outcome.proofs]))
    if paths:
        from scripts.check.pipeline import check, today_in_shanghai
        from scripts.tree.disk import DiskTree

        findings = check(DiskTree(root), paths=paths, today=today_in_shanghai()).findings
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        say(f"检查：{errors} 个错误，{len(findings) - errors} 个提醒" if findings else "检查：没有问题")
        for finding in findings:
            say(_finding_line(finding))
    told = [f"写入 {len(outcome.written)} 份", f"相同 {len(outcome.same)} 份", f"没有导入 {len(outcome.refused)} 份"]
    told += [f"材料 {len(outcome.proofs)} 个"] if outcome.proofs else []
    say("合计：" + "，".join(told))


def _finding_line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    mark = "错误" if finding.severity is Severity.ERROR else "提醒"
    return f"  {mark} {place}：{finding.message}。{finding.hint}"
