"""What each rule means to people: ``rules.yaml``, typed, with what the validator says of each wrong example (``told.json``).

The rules page, the guide's common mistakes (``mistakes.yaml``) and ``catalogue explain`` are made from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from schema.book.finding import Severity
from schema.text.words import tidy
from schema.vocabulary.survey import constants, range_words

GROUPS = (
    "位置与文件", "YAML 写法", "栏目", "文字", "金额", "代码", "地点", "电话与日期", "单位与产品", "材料", "承诺", "合并请求",
)  # fmt: skip
SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
_KEYS = {"组", "标题", "级别", "何时", "为什么", "依据", "表", "错例", "错在", "错行", "对例"}
_OPTIONAL = {"何时", "错行"}
_PIECE_KEYS = {"路径", "内容", "编码", "大小", "指向", "实为", "注"}


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

    ``text`` is what stands in the file as far as it matters; ``encoding``, ``size``, ``link`` and ``content`` say what else
    the file is, in words.
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
        """The path with what there is to know of the file beside its text."""
        told = [
            f"{self.encoding} 编码" if self.encoding else "",
            self.size,
            f"实为 {self.content}" if self.content else "",
            self.note,
        ]
        known = "，".join(filter(None, told))
        return self.path + (f" → {self.link}" if self.link else "") + (f"（{known}）" if known else "")


@dataclass(frozen=True, slots=True)
class Example:
    """A wrong or a right example. A hidden character stands in it as its code, such as ``\\u200b``."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def is_yaml(self) -> bool:
        """Whether it shows what stands in files, not paths only."""
        return any(piece.text for piece in self.pieces)

    @property
    def where(self) -> str:
        """Which form it is a part of, in words; empty where its own paths tell."""
        return _FORM_WORDS.get(self.kind, "")

    @property
    def shown(self) -> str:
        """The example as a reader sees it; paths are comments where it is YAML."""
        return "\n".join(line for piece in self.pieces for line in self._lines(piece))

    def line_of(self, line: int) -> int:
        """The line of ``shown`` where line ``line`` of the last file stands, both 1-based."""
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
class Told:
    """What the validator says of a wrong example. ``line`` is counted in its file as the example shows it, None where it is told of
    a file or elsewhere; ``path`` is from the unit's folder or from ``submissions``, empty where the example is of one form."""

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
    """One rule. ``when`` says which severity is given when, where there are two; ``fault`` what is wrong with ``wrong``,
    ``fault_line`` at which line of its last file; ``told`` what the validator says of it, None while nobody has asked it."""

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
    told: Told | None

    @property
    def severity_words(self) -> str:
        """错误, or 错误或提醒."""
        return "或".join(SEVERITY_WORDS[severity] for severity in self.severities)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A common mistake, and the rule by which it is told."""

    name: str
    rule: str
    title: str
    wrong: Example
    right: Example
    told: Told | None


@lru_cache(maxsize=1)
def rule_book() -> dict[str, Rule]:
    """Every rule by its name, in the file's order, which is by group."""
    return {name: _rule(name, raw) for name, raw in _read("rules.yaml").items()}


@lru_cache(maxsize=1)
def mistakes() -> dict[str, Mistake]:
    """The common mistakes by name, in the file's order."""
    return {name: _mistake(name, raw) for name, raw in _read("mistakes.yaml").items()}


def _read(source: str) -> dict[str, Any]:
    """The file's values, every scalar as the text that was typed."""
    text = _filled(files("schema.book").joinpath(source).read_text("utf-8"))
    return dict(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - makes texts, lists and maps only


@lru_cache(maxsize=1)
def _all_told() -> Any:
    return json.loads(_filled(files("schema.book").joinpath("told.json").read_text(encoding="utf-8")))


def _told(kind: str, name: str) -> Told | None:
    found = _all_told()[kind].get(name)
    return Told(**found | {"severity": Severity(found["severity"])}) if found else None


def _mistake(name: str, raw: Mapping[str, Any]) -> Mistake:
    _require(set(raw) == {"规则", "标题", "表", "错例", "对例"}, name, "栏目应为 规则、标题、表、错例、对例")
    kind = Kind(raw["表"])
    wrong, right = _example(name, kind, raw["错例"]), _example(name, kind, raw["对例"])
    return Mistake(name, raw["规则"], raw["标题"], wrong, right, _told("差错", name))


def _filled(text: str) -> str:
    """The round's constants in place of their names; ``{{企业简介.最少-26}}`` is the bound less what is there."""
    told = constants()
    day = told.deadline
    known: dict[str, Any] = {
        "门槛": told.threshold, "截止日期": day, "截止次日": day + timedelta(days=1), "截止月日": f"{day.month} 月 {day.day} 日",
    }  # fmt: skip
    for label, bounds in told.texts.items():
        known |= {label: range_words(label), f"{label}.最少": bounds.least, f"{label}.最多": bounds.most}

    def fill(found: re.Match[str]) -> str:
        return str(known[found[1]] if found[2] is None else known[found[1]] - int(found[2]))

    return re.sub(r"\{\{(.+?)(?:-(\d+))?\}\}", fill, text)


def groups(book: Mapping[str, Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """The groups of the rules page with their rules, both in order."""
    for group in GROUPS:
        rules = [rule for rule in book.values() if rule.group == group]
        if rules:
            yield group, rules


def _rule(name: str, raw: Mapping[str, Any]) -> Rule:
    _require(set(raw) <= _KEYS and set(raw) >= _KEYS - _OPTIONAL, name, f"栏目应为 {'、'.join(sorted(_KEYS))}")
    _require(raw["组"] in GROUPS, name, f"没有“{raw['组']}”这一组")
    severities = _severities(name, raw["级别"])
    _require(len(severities) < 2 or bool(raw.get("何时")), name, "有两种级别，应写“何时”")
    kind = Kind(raw["表"])
    return Rule(
        name, raw["组"], raw["标题"], severities, raw.get("何时", ""), tidy(raw["为什么"]), raw["依据"],
        _example(name, kind, raw["错例"]), _example(name, kind, raw["对例"]), raw["错在"], int(raw.get("错行", "1")), _told("规则", name),
    )  # fmt: skip


def _severities(name: str, words: str) -> tuple[Severity, ...]:
    by_word = {word: severity for severity, word in SEVERITY_WORDS.items()}
    parts = words.split("或")
    _require(all(part in by_word for part in parts), name, f"没有“{words}”这种级别")
    return tuple(by_word[part] for part in parts)


def _example(name: str, kind: Kind, raw: Any) -> Example:
    if kind is not Kind.FILES:
        _require(isinstance(raw, str), name, "例子应是一段文字")
        text = raw.rstrip("\n")
        if kind is Kind.CHANGES:
            return Example(kind, tuple(Piece(line) for line in text.splitlines()))
        return Example(kind, (Piece(_FORM_FILES[kind], text) if kind in _FORM_FILES else Piece(text),))
    _require(isinstance(raw, list), name, "例子应是几个文件")
    return Example(kind, tuple(_piece(name, item) for item in raw))


def _piece(name: str, raw: Mapping[str, str]) -> Piece:
    _require("路径" in raw and set(raw) <= _PIECE_KEYS, name, f"文件的栏目应为 {'、'.join(sorted(_PIECE_KEYS))}")
    text, *others = (raw.get(key, "") for key in ("内容", "编码", "大小", "指向", "实为", "注"))
    return Piece(raw["路径"], text.rstrip("\n"), *others)


def _require(right: bool, name: str, told: str) -> None:
    if not right:
        raise ValueError(f"规则书里的 {name}：{told}")
