"""Mechanical faults of hand-written YAML: all of them in one run, at their places, and nothing else is said because of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.forms.enterprise import Enterprise
from schema.layout.arrange import EntryKind, TreeEntry
from schema.reading.faults import mended
from schema.reading.mending import find_mends
from schema.reading.read import read
from schema.reading.unit import read_form_file

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / "submissions").rglob("*.yaml"))
_KEY = re.compile(r"^( *(?:- )?)([^\s#:：][^:：]*):( |$)")

# What a hand does to one line; None where it cannot.
Fault = Callable[[str], str | None]


def _indent(by: Callable[[str], str]) -> Fault:
    def spoil(line: str) -> str | None:
        lead = line[: len(line) - len(line.lstrip(" "))]
        return by(lead) + line[len(lead) :] if lead and line.strip() else None

    return spoil


def _on_key(pattern: str, new: str) -> Fault:
    return lambda line: re.sub(pattern, new, line, count=1) if _KEY.match(line) and re.search(pattern, line) else None


FAULTS: dict[str, Fault] = {
    "full-width colon": _on_key(r":( |$)", "："),
    "full-width colon and blank": _on_key(r": ", "： "),
    "full-width colon and full-width blank": _on_key(r": ", "：\u3000"),
    "no blank": _on_key(r": ", ":"),
    "full-width blank behind the colon": _on_key(r": ", ":\u3000"),
    "no blank behind the dash": _on_key(r"^( *)- ", r"\1-"),
    "full-width blank behind the dash": _on_key(r"^( *)- ", "\\1-\u3000"),
    "tab behind the dash": _on_key(r"^( *)- ", "\\1-\t"),
    "tab for two": _indent(lambda lead: "\t" * (len(lead) // 2)),
    "tab for all": _indent(lambda lead: "\t"),
    "full-width blank for two": _indent(lambda lead: "\u3000" * (len(lead) // 2)),
    "full-width blank for one": _indent(lambda lead: "\u3000" * len(lead)),
    "fixed blank": _indent(lambda lead: "\u00a0" * len(lead)),
    "blank and tab": _indent(lambda lead: " \t" + lead[2:]),
}


def spoil(lines: list[str], fault: Fault) -> dict[int, str]:
    """Line → what the fault makes of it, where it can stand."""
    spoilt = {at: fault(line) for at, line in enumerate(lines) if not line.lstrip().startswith("#")}
    return {at: line for at, line in spoilt.items() if line is not None}


def _check(text: str, spoilt: dict[int, str]) -> None:
    lines = text.split("\n")
    for at, line in spoilt.items():
        lines[at] = line
    broken = "\n".join(lines)
    right = read("x.yaml", text.encode())
    reading = read("x.yaml", broken.encode())
    found = {finding.line for finding in reading.findings}
    assert {finding.rule for finding in reading.findings} <= {"yaml-syntax"}
    assert reading.document and right.document
    if reading.findings or reading.document.root != right.document.root:
        assert reading.document.root == right.document.root
        assert mended(broken, find_mends(broken)) == text
        assert found <= {at + 1 for at in spoilt}
        assert len(reading.findings) == len(spoilt), {at + 1 for at in spoilt} - found


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.relative_to(ROOT / "submissions").as_posix())
def test_a_fault_at_every_line(path: Path, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    _check(text, spoil(text.split("\n"), FAULTS[name]))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.relative_to(ROOT / "submissions").as_posix())
def test_a_fault_at_one_line(path: Path) -> None:
    text, dice = path.read_text(encoding="utf-8"), random.Random(path.as_posix())
    for fault in FAULTS.values():
        spoilt = spoil(text.split("\n"), fault)
        for at in dice.sample(sorted(spoilt), min(4, len(spoilt))):
            _check(text, {at: spoilt[at]})


def test_different_faults_at_every_line() -> None:
    dice = random.Random(1)
    for path in FORMS:
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        spoilt: dict[int, str] = {}
        for fault in dice.sample(list(FAULTS.values()), len(FAULTS)):
            spoilt |= {at: line for at, line in spoil(lines, fault).items() if dice.random() < 0.4}
        _check(text, spoilt)


FORM = (ROOT / "submissions/jinan/91370102EXAMPLE031/enterprise.yaml").read_text(encoding="utf-8")


def _findings(text: str) -> list[Finding]:
    data = text.encode()
    return read_form_file(Enterprise, TreeEntry("x.yaml", EntryKind.FILE, len(data)), lambda _: data)[1]


@pytest.mark.parametrize(
    "text",
    [
        '{"企业名称": "示例泉智科技有限公司", "注册资金": 5000}',
        '[\n  {"企业名称": "示例泉智科技有限公司",}\n]\n',
        "企业名称,统一社会信用代码\n示例泉智科技有限公司,91370102EXAMPLE031\n",
        "企业名称\t示例泉智科技有限公司\n注册资金\t5000\n",
        '"企业名称","注册资金"\n"示例","5000"\n',
        "| 企业名称 | 注册资金 |\n|---|---|\n| 示例 | 5000 |\n",
        '<!DOCTYPE html>\n<table style="width: 100%"><tr><td>企业名称：</td><td>示例</td></tr></table>\n',
        "本单位没有要报的内容",
    ],
)
def test_what_is_no_form_is_said_once(text: str) -> None:
    (finding,) = _findings(text)
    assert (finding.rule, finding.line) == ("yaml-syntax", 1)
    assert "这不是填报表" in finding.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("示例甲", "&abc"),
        ("示例甲", "!note"),
        ("5000", "&a 五千元"),
        ("5000", "!!int 12345"),
        ("经营范围: >-", "经营范围: &z >-"),
        ("材料:", "材料: &m"),
        ("注册资金: 5000", "注册资金: 5000\n注册资金: &a {x: *b}"),
        ("企业名称", 'a: &a ["x", "x"]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: *c\n企业名称'),
        ("单位性质: 企业", f"单位性质: {'[' * 3000}"),
    ],
)
def test_an_anchor_a_tag_or_a_bomb_is_one_finding(old: str, new: str) -> None:
    (finding,) = _findings(FORM.replace(old, new, 1))
    assert finding.rule in ("yaml-feature", "yaml-duplicate-key")


def test_the_rest_is_judged_as_if_mended() -> None:
    wrong = FORM.replace(": ", "：").replace("8层", "8层：A座").replace("5000", "五千").replace("人员数量", "人员数")
    found = [(one.rule, one.line) for one in _findings(wrong) if one.rule != "yaml-syntax"]
    assert found == [("amount-format", 5), ("field-unknown", 25)]
    assert sum(one.rule == "yaml-syntax" for one in _findings(wrong)) == 25


def test_a_word_that_is_no_label_is_read_as_a_key_but_not_mended() -> None:
    (colon, unknown) = _findings(FORM.replace("单位性质: 企业", "单位类型：企业"))
    assert (colon.rule, colon.fixes, unknown.rule) == ("yaml-syntax", (), "field-unknown")


def test_columns_are_those_of_the_typed_line() -> None:
    (colon, amount) = _findings(FORM.replace("注册资金: 5000", "注册资金：约５０００"))
    assert (colon.column, amount.column) == (5, 6)
