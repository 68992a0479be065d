"""What each rule means to people: ``rules.yaml`` and the common mistakes of ``mistakes.yaml``, typed.

The rules page, the guide and ``catalogue explain`` are made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from schema.book.severity import Severity
from schema.book.source import read_book
from schema.text.words import tidy

GROUPS = (
    "位置与文件", "YAML 写法", "栏目", "文字", "金额", "代码", "地点", "电话与日期", "单位与产品", "材料", "承诺", "批次", "不公开部分", "收件登记", "合并请求",
)  # fmt: skip


class Kind(StrEnum):
    """What a rule's examples are: a part of a form, a place under ``submissions/``, several files, or what a proposal changes."""

    ENTERPRISE = "企业"
    PRODUCT = "产品"
    BUREAU = "市局"
    PLACE = "路径"
    FILES = "文件"
    CHANGES = "改动"


_FORM_FILES = {
    Kind.ENTERPRISE: "enterprise.yaml",
    Kind.PRODUCT: "products/xiangsu.yaml",
    Kind.BUREAU: "submissions/jinan/bureau.yaml",
}
_FORM_WORDS = {
    Kind.ENTERPRISE: "企业表",
    Kind.PRODUCT: "产品表",
    Kind.BUREAU: "市工信局信息 bureau.yaml",
    Kind.CHANGES: "合并请求里的改动",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of an example, its path from the unit's folder or from ``submissions``.

    ``text`` is the part of the file that matters; ``encoding``, ``size``, ``link`` and ``content`` describe the file in words.
    """

    path: str
    text: str = ""
    encoding: str = ""
    size: str = ""
    link: str = ""
    content: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """The path, with what else is known of the file."""
        facts = (
            f"{self.encoding} 编码" if self.encoding else "",
            self.size,
            f"实为 {self.content}" if self.content else "",
            self.note,
        )
        known = "，".join(filter(None, facts))
        return self.path + (f" → {self.link}" if self.link else "") + (f"（{known}）" if known else "")


@dataclass(frozen=True, slots=True)
class Example:
    """A wrong or a right example. A hidden character is written as its code, such as ``\\u200b``."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def is_yaml(self) -> bool:
        """Whether it has the contents of files, not only paths."""
        return any(piece.text for piece in self.pieces)

    @property
    def where(self) -> str:
        """Which form it is a part of, in words; empty where its paths say so."""
        return _FORM_WORDS.get(self.kind, "")

    @property
    def text(self) -> str:
        """The example as a reader sees it; paths are comments where it is YAML."""
        return "\n".join(line for piece in self.pieces for line in self._lines(piece))

    def line_of(self, line: int) -> int:
        """The line of ``text`` that shows line ``line`` of the last file, both 1-based."""
        if self.kind is Kind.CHANGES:
            return line
        before = sum(len(self._lines(piece)) for piece in self.pieces[:-1])
        last = self.pieces[-1]
        return before + (len(self._lines(last)) - len(last.text.splitlines()) + line if last.text else 1)

    def _lines(self, piece: Piece) -> list[str]:
        if self.kind in _FORM_FILES:
            return piece.text.splitlines()
        return [f"# {piece.title}" if self.is_yaml else piece.title, *piece.text.splitlines()]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the validator says of a wrong example.

    ``line`` is that of its file as the example shows it, None for a finding without a line or elsewhere in the file.
    ``path`` is from the unit's folder or from ``submissions``, empty where the example is of one form.
    """

    severity: Severity
    path: str
    line: int | None
    field: str | None
    message: str
    hint: str

    @property
    def place(self) -> str:
        """Where, in words: the file if it must be named, and the example's line or the field."""
        return " ".join(filter(None, (self.path, f"第 {self.line} 行" if self.line else self.field)))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``when`` says which severity applies when, where there are two; ``fault`` is what is wrong with ``wrong``,
    in line ``fault_line`` of its last file; ``reply`` is what the validator says of it."""

    name: str
    group: str
    title: str
    severities: tuple[Severity, ...]
    when: str
    why: str
    clause: str
    wrong: Example
    right: Example
    fault: str
    fault_line: int
    reply: Reply

    @property
    def severity_words(self) -> str:
        """错误, or 错误或提醒."""
        return "或".join(severity.word for severity in self.severities)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A common mistake, and the rule that reports it."""

    name: str
    rule: str
    title: str
    wrong: Example
    right: Example
    reply: Reply


@cache
def rule_book() -> Mapping[str, Rule]:
    """Every rule by its name, in the file's order, which is by group."""
    return {name: _rule(name, raw) for name, raw in read_book("rules.yaml").items()}


@cache
def mistakes() -> Mapping[str, Mistake]:
    """The common mistakes by name, in the file's order."""
    return {name: _mistake(name, raw) for name, raw in read_book("mistakes.yaml").items()}


def groups(book: Mapping[str, Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """The groups of the rules page with their rules, both in order."""
    for group in GROUPS:
        rules = [rule for rule in book.values() if rule.group == group]
        if rules:
            yield group, rules


def _rule(name: str, raw: Mapping[str, Any]) -> Rule:
    severities = tuple(map(Severity.of, raw["级别"].split("或")))
    wrong, right = _examples(raw)
    return Rule(
        name, raw["组"], raw["标题"], severities, raw.get("何时", ""), tidy(raw["为什么"]), raw["依据"],
        wrong, right, raw["错在"], int(raw.get("错行", "1")), _reply(raw["检查说"], severities[0]),
    )  # fmt: skip


def _mistake(name: str, raw: Mapping[str, Any]) -> Mistake:
    wrong, right = _examples(raw)
    severity = rule_book()[raw["规则"]].severities[0]
    return Mistake(name, raw["规则"], raw["标题"], wrong, right, _reply(raw["检查说"], severity))


def _reply(raw: Mapping[str, str], usual: Severity) -> Reply:
    severity = Severity.of(raw["级别"]) if "级别" in raw else usual
    line = int(raw["行"]) if "行" in raw else None
    return Reply(severity, raw.get("路径", ""), line, raw.get("栏目"), raw["说"], raw["改"])


def _examples(raw: Mapping[str, Any]) -> tuple[Example, Example]:
    kind = Kind(raw["表"])
    return _example(kind, raw["错例"]), _example(kind, raw["对例"])


def _example(kind: Kind, raw: Any) -> Example:
    if kind is Kind.FILES:
        return Example(kind, tuple(map(_piece, raw)))
    text = raw.rstrip("\n")
    if kind is Kind.CHANGES:
        return Example(kind, tuple(map(Piece, text.splitlines())))
    return Example(kind, (Piece(_FORM_FILES[kind], text) if kind in _FORM_FILES else Piece(text),))


def _piece(raw: Mapping[str, str]) -> Piece:
    text, *others = (raw.get(key, "") for key in ("内容", "编码", "大小", "指向", "实为", "注"))
    return Piece(raw["路径"], text.rstrip("\n"), *others)
