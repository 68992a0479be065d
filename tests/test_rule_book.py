"""The rule book: every rule that the code names is told, its wrong example fires it and nothing else, its right one nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path, PurePosixPath

import pytest

from schema.book.rule_book import GROUPS, Kind, Mistake, Rule, mistakes, rule_book
from schema.book.source import read_book
from schema.vocabulary.survey import constants
from scripts.cli import main
from scripts.report.explain import render, render_list, wrap
from scripts.report.style import Style, cells
from scripts.sandbox.client import Sandbox
from tests.scenes import Scene, change, is_separate, reply
from tests.separate import surveyed

BOOK = rule_book()
ROOT = Path(__file__).parents[1]
FAMILIES = "path|file|yaml|text|field|amount|revenue|uscc|division|phone|date|url|industry|unit|product|pledge|material|private|round|received|sample|pr"
NAME = re.compile(rf"(?:{FAMILIES})(?:-[a-z]+)+")


# ---------- the examples ----------


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Sandbox]:
    with Sandbox() as found:
        yield found


@pytest.fixture
def quick(shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker opens the materials of all examples, instead of one for each."""
    monkeypatch.setattr("scripts.check.pipeline.Sandbox", lambda: nullcontext(shared_sandbox))


@pytest.fixture
def its_survey(request: pytest.FixtureRequest) -> Iterator[None]:
    """The survey that a rule is for: of forms in two halves or of whole ones."""
    with surveyed(联系信息="另交") if is_separate(request.getfixturevalue("rule")) else nullcontext():
        yield


@pytest.mark.usefixtures("quick", "its_survey")
@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_wrong_example_fires_its_rule_alone(rule: Rule, tmp_path: Path) -> None:
    scene = Scene(rule, rule.wrong, tmp_path)
    findings = scene.findings()
    assert [finding.rule for finding in findings] == [rule.name], findings
    assert findings[0].severity in rule.severities
    assert rule.reply == reply(rule, scene, findings[0])
    if scene.changes:
        assert findings[0].path in ("submissions", change(scene.changes[rule.fault_line - 1]).path)
        return
    piece = rule.wrong.pieces[-1]
    path = PurePosixPath(piece.path) if rule.wrong.kind is Kind.PLACE else scene.path(piece)
    if findings[0].field and findings[0].field.endswith("文件") and piece.path.startswith("materials/"):
        lines = (tmp_path / findings[0].path).read_text(encoding="utf-8").split("\n")
        assert piece.path in lines[(findings[0].line or 0) - 1]  # a named material's trouble is told where it is named
    elif findings[0].line is None or not piece.text:
        assert path.is_relative_to(findings[0].path)
    else:
        assert (findings[0].path, findings[0].line) == (str(path), scene.first_line + rule.fault_line - 1)


@pytest.mark.usefixtures("quick", "its_survey")
@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_right_example_fires_nothing(rule: Rule, tmp_path: Path) -> None:
    assert Scene(rule, rule.right, tmp_path).findings() == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("mistake", mistakes().values(), ids=mistakes())
def test_a_common_mistake_is_told_by_its_rule_alone_and_its_cure_is_right(mistake: Mistake, tmp_path: Path) -> None:
    scene = Scene(mistake, mistake.wrong, tmp_path / "wrong")
    [found] = scene.findings()
    assert found.rule == mistake.rule
    assert mistake.reply == reply(mistake, scene, found)
    assert Scene(mistake, mistake.right, tmp_path / "right").findings() == []


@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_examples_differ_at_the_told_line(rule: Rule) -> None:
    assert rule.wrong.text != rule.right.text
    assert rule.wrong.kind is rule.right.kind
    assert max(map(cells, f"{rule.wrong.text}\n{rule.right.text}".split("\n"))) <= 76  # not broken at 80 columns
    lines = rule.wrong.text.split("\n")
    assert 1 <= rule.wrong.line_of(rule.fault_line) <= len(lines)
    piece = rule.wrong.pieces[-1]
    if piece.text:
        assert lines[rule.wrong.line_of(rule.fault_line) - 1] == piece.text.split("\n")[rule.fault_line - 1]


# ---------- the book as a whole ----------


def named_in_code() -> set[str]:
    """Every text in the code that is a rule's name."""
    found: set[str] = set()
    for path in [*(ROOT / "schema").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]:
        if "site" in path.parts:  # names charts and files, judges nothing
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return {text for text in found if NAME.fullmatch(text)}


def test_book_and_code_name_the_same_rules() -> None:
    assert named_in_code() - set(BOOK) == set()


def test_book_is_in_the_order_of_its_groups() -> None:
    order = [GROUPS.index(rule.group) for rule in BOOK.values()]
    assert order == sorted(order)
    assert set(order) == set(range(len(GROUPS)))


@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_words(rule: Rule) -> None:
    assert len(rule.title) <= 20
    assert not rule.title.endswith("。")
    assert not rule.fault.endswith("。")
    assert rule.why.endswith("。")
    assert 1 <= rule.why.count("。") <= 3
    assert bool(rule.when) is (len(rule.severities) > 1)
    assert re.search(r"通知|附件|仓库安全|规范|GB|RFC|法", rule.clause)
    for jargon in ("Git ", "commit", "缓存", "解析器", "正则", "字段"):
        assert jargon not in rule.why


def test_entries_have_the_keys_of_the_book() -> None:
    shared = {"标题", "表", "错例", "检查说", "对例"}
    usual = shared | {"组", "级别", "为什么", "依据", "措辞", "错在"}
    for raw in read_book("rules.yaml").values():
        assert usual <= set(raw) <= usual | {"何时", "错行"}
    for raw in read_book("mistakes.yaml").values():
        assert set(raw) == shared | {"规则"}
    for raw in [*read_book("rules.yaml").values(), *read_book("mistakes.yaml").values()]:
        assert {"说", "改"} <= set(raw["检查说"]) <= {"说", "改", "级别", "路径", "行", "栏目"}
        for piece in [*raw["错例"], *raw["对例"]] if raw["表"] == "文件" else ():
            assert {"路径"} <= set(piece) <= {"路径", "内容", "编码", "大小", "指向", "实为", "注"}


def test_the_threshold_is_the_rounds() -> None:
    told = BOOK["revenue-threshold"]
    assert {f"{constants().threshold} 万元"} == set(re.findall(r"\d+ 万元", f"{told.title}{told.why}{told.fault}"))


def test_examples_are_fictional() -> None:
    text = "".join(
        (ROOT / "schema/book" / name).read_text(encoding="utf-8") for name in ("rules.yaml", "mistakes.yaml")
    )
    assert all(number.startswith("1540000") for number in re.findall(r"\b1[3-9]\d{8,9}\b", text))
    codes = re.findall(r"\b[159][1239]\d{6}[0-9A-Z]{10}\b", text)
    assert codes
    assert all(code[8:15] in ("EXAMPLE", "0000000") for code in codes)


# ---------- on a terminal ----------


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_explained_within_the_width(rule: Rule, width: int) -> None:
    shown = set(rule.wrong.text.split("\n")) | set(rule.right.text.split("\n"))
    lines = render(rule, Style(width=width)).split("\n")
    prose = [line for line in lines if line[4:] not in shown]
    unbroken = [line for line in prose if re.search(rf"[!-~]{{{width - 16},}}", line)]  # a path is not cut
    assert max(cells(line) for line in prose if line not in unbroken) <= width
    assert not [line for line in prose if line.strip()[:1] in tuple("，。；：、！？）”’》")]
    joined = "".join(line.strip() for line in prose).replace(" ", "")
    assert rule.why.replace(" ", "").replace("\n", "") in joined
    assert rule.fault.replace(" ", "") in joined
    assert f"{rule.reply.message}→{rule.reply.hint}".replace(" ", "") in joined


def test_wrap_keeps_words_and_marks_together() -> None:
    assert list(wrap("写成“materials/文件名”，大小写一致。", 16)) == ["写成“materials/", "文件名”，大小写", "一致。"]
    assert list(wrap("", 10)) == []


def test_colours_only_where_wanted() -> None:
    rule = BOOK["uscc-check-digit"]
    assert "\x1b" not in render(rule, Style()) + render_list(BOOK, Style())
    painted = render(rule, Style(colour=True))
    assert "\x1b[31m统一社会信用代码: 91370102EXAMPLE301\x1b[0m" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == render(rule, Style())


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "unit-name"]) == 0
    assert capsys.readouterr().out == render(BOOK["unit-name"], Style())
    assert main(["explain", "all"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in BOOK)
