"""The end of the conversation: what was answered, what is wrong with it, and which question that is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from schema.book.finding import Finding
from schema.book.office import office_words
from schema.book.severity import Severity
from schema.text.width import halfwidth
from scripts.new.fields import Step
from scripts.new.judging import SETTLED_BY
from scripts.new.place import InvalidAnswer
from scripts.report.explain import wrap
from scripts.report.style import clip
from scripts.writing.values import path_text

_WIDTH = 78  # columns


def number(most: int) -> Callable[[str], int]:
    """Reads a number from 1."""

    def read(text: str) -> int:
        digits = halfwidth(text)
        if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits[:9]) <= most):
            raise InvalidAnswer(f"请按回车，或写 1 至 {most} 的序号")
        return int(digits)

    return read


def step_of(finding: Finding, steps: Sequence[Step]) -> Step:
    """The question that a finding is about: that of its field, or the nearest; the last one where there is none."""
    field = f"{SETTLED_BY.get(finding.rule) or finding.field or '?'}."
    paths = [(f"{path_text(step.at)}.", step) for step in steps]
    same = [step for path, step in paths if path == field]
    near = [step for path, step in paths if path.startswith(field) or field.startswith(path)]
    return next(iter([*same, *near]), steps[-1])


def wrong(errors: Sequence[Finding], ours: Collection[str], shown: Callable[[str], str]) -> str:
    """What keeps the form from being written, numbered, and what to do about it. ``shown`` gives a path as the user knows it."""
    lines = [f"\n还有 {len(errors)} 处不对："]
    for position, one in enumerate(errors, 1):
        text, hint = office_words(one.content)
        lines += [f"  {line}" for line in wrap(f"{position}. {_about(one, ours, shown)}：{text}", _WIDTH)]
        lines += [f"     {line}" for line in wrap(f"→ {hint}", _WIDTH - 5)]
    return "\n".join(lines)


def _about(finding: Finding, ours: Collection[str], shown: Callable[[str], str]) -> str:
    """What a finding is about: a field of this form, of another file, or a file."""
    if finding.field is None:
        return shown(finding.path)
    return finding.field if finding.path in ours else f"{shown(finding.path)} 的 {finding.field}"


def overview(
    steps: Sequence[Step], warnings: Sequence[Finding], ours: Collection[str], shown: Callable[[str], str]
) -> str:
    """The answers, one a line, and what the bureau will be reminded of."""
    lines = ["\n填好了："]
    for position, step in enumerate(steps, 1):
        now = step.question.now.replace("\n", " / ") or "（空）"
        lines.append(clip(f"{position:>4}. {step.question.label}：{now}", 1, _WIDTH)[0])
    told = [one for one in warnings if one.severity is Severity.WARNING]
    if told:
        lines.append(f"提醒 {len(told)} 条，不改也可以写入，由市工信局判断：")
    lines += [f"  · {_about(one, ours, shown)}：{office_words(one.content).text}" for one in told]
    return "\n".join(lines)
