"""What a reception came to, for the terminal: form by form to a clerk, in figures alone where it may be kept."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.bureau.papers import PaperStatus
from scripts.intake.storing import State
from scripts.receiving.receive import Reception, counts, place_of, stale
from scripts.report.lines import report

_OF_HALF = {State.WRITTEN: "收下", State.CHANGED: "换下从前的一份", State.SAME: "已经收过，没有变"}


def reception_lines(reception: Reception, *, values: bool) -> Iterator[str]:
    """The lines: with ``values`` each form by name, without them how many."""
    yield _totals(reception)
    if values:
        for form, paper in reception.entered:
            note = f"（{paper.note}）" if paper.note else ""
            old = (
                f"　盖章的是旧版（摘要 {paper.digest}，现在是 {form.digest or '有错误的一版'}），请单位重新打印盖章"
                if form.status is PaperStatus.STALE
                else ""
            )
            yield f"  {place_of(form)}：{paper.state}{note}{old}"
        for form, item in reception.filed:
            yield f"  {place_of(form)}：不公开部分{_OF_HALF[item.state]}"
        yield from (f"  ✗ {origin}：{words}" for origin, words in reception.troubles)
    elif reception.troubles:
        yield "没有收下的是哪些、为什么，请在自己电脑的终端里运行，可以看到。"
    if reception.for_import:
        yield f"里面有 {reception.for_import} 份填报表，请用 catalogue import 收。"
    if reception.checked and reception.checked.findings:
        yield "收下不公开部分之后的检查："
        for line in report(reception.checked, values=values).lines:
            place = f"第 {line.line} 行　" if line.line else ""
            yield f"  {line.severity.word} {line.place} {place}{line.message}。{line.hint}。"


def _totals(reception: Reception) -> str:
    parts = [f"{state} {count} 张" for state, count in counts(reception).items() if count]
    if old := stale(reception):
        parts.append(f"其中盖章旧版 {len(old)} 张")
    if reception.filed:
        parts.append(f"不公开部分 {len(reception.filed)} 份")
    if reception.known:
        parts.append(f"已登记过或有更晚登记的 {reception.known} 张")
    if reception.troubles:
        parts.append(f"没有收下 {len(reception.troubles)} 处")
    return f"登记：{'，'.join(parts)}。" if parts else "没有要登记的。"
