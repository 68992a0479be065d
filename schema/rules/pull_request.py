"""Rules over a pull request as a whole: what it touches, what it takes away, when it comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schema.book.finding import Finding, Severity, file_finding
from schema.layout.paths import ROOT
from schema.vocabulary.survey import constants


@dataclass(frozen=True, slots=True)
class Change:
    """One path that a proposal adds, modifies or removes (a rename is a removal and an addition)."""

    path: str
    removed: bool

    @property
    def inside(self) -> bool:
        """Whether it lies under ``submissions/``."""
        return self.path == ROOT or self.path.startswith(f"{ROOT}/")

    @property
    def parts(self) -> list[str]:
        """The names below ``submissions/``."""
        return self.path.split("/")[1:]


def judge_changes(changes: Sequence[Change], today: date) -> Iterator[Finding]:
    """``pr-scope``, ``pr-removal`` and ``pr-deadline``; a proposal without submissions is none of theirs."""
    inside = [change for change in changes if change.inside]
    if not inside:
        return
    yield from _scope(changes, inside)
    yield from _removals(inside)
    deadline = constants().deadline
    if today > deadline:
        yield file_finding(
            "pr-deadline",
            ROOT,
            f"报送截止日期是 {deadline.isoformat()}，今天是 {today.isoformat()}",
            "请市工信局决定是否收录",
            Severity.WARNING,
        )


def _scope(changes: Sequence[Change], inside: Sequence[Change]) -> Iterator[Finding]:
    outside = sorted(change.path for change in changes if not change.inside)
    if outside:
        shown = "、".join(outside[:3]) + (f" 等 {len(outside)} 个文件" if len(outside) > 3 else "")
        yield file_finding(
            "pr-scope",
            outside[0],
            f"报送的同时还改动了 submissions 之外的 {shown}",
            "请把这些改动撤下，或另提一个合并请求",
        )
    cities = sorted({change.parts[0] for change in inside if len(change.parts) > 1})
    if len(cities) > 1:
        yield file_finding(
            "pr-scope",
            f"{ROOT}/{cities[1]}",
            f"一个合并请求里改动了 {len(cities)} 个市：{'、'.join(cities)}",
            "请按市分开提交",
        )
        return
    units = sorted({change.parts[1] for change in inside if len(change.parts) > 2})
    bureau = any(len(change.parts) == 2 and change.parts[1] == "bureau.yaml" for change in inside)
    if len(units) > 1 or (units and bureau):
        message = f"改动了 {len(units)} 家单位" + ("和 bureau.yaml" if bureau else "")
        yield file_finding(
            "pr-scope",
            f"{ROOT}/{cities[0]}",
            message,
            "填报单位请只提交自己的；市工信局成批录入时可以",
            Severity.WARNING,
        )


def _removals(inside: Sequence[Change]) -> Iterator[Finding]:
    for change in inside:
        parts = change.parts
        entry = len(parts) >= 3 and (parts[2:] == ["enterprise.yaml"] or (len(parts) == 4 and parts[2] == "products"))
        if change.removed and entry:
            yield file_finding(
                "pr-removal",
                change.path,
                "撤下了一个已公开的条目，它的地址会失效",
                "改名也算撤下；请确认是有意为之，并说明原因",
                Severity.WARNING,
            )
