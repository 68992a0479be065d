"""The rule book: every rule that the code names is told, its wrong example fires it and nothing else, its right one nothing."""

from __future__ import annotations

import ast
import io
import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path, PurePosixPath

import pikepdf
import pytest

from schema.fields.division import divisions
from schema.finding import Finding
from schema.rule_book import GROUPS, Example, Kind, Piece, Rule, rule_book
from schema.rules.pull_request import Change, judge_changes
from schema.survey import constants
from scripts.check import check
from scripts.cli import main
from scripts.materials import Inspector, inspector
from scripts.report.explain import render, render_list, wrap
from scripts.report.style import Style, cells
from scripts.repository import DiskTree
from tests.cases import BASE, TODAY, UNIT

BOOK = rule_book()
ROOT = Path(__file__).parents[1]
FAMILIES = "path|file|yaml|text|field|amount|revenue|uscc|division|phone|date|url|industry|unit|product|pledge|material|sample|pr"
NAME = re.compile(rf"(?:{FAMILIES})(?:-[a-z]+)+")


# ---------- setting up an example ----------


def blocks(text: str) -> list[str]:
    """A file's or snippet's top-level keys, each with the lines that belong to it."""
    return [block for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if block.strip()]


def label(block: str) -> str:
    """The key of a block, also where its colon is wrong."""
    found = re.match(r"[^\s:：]+", block)
    assert found, block
    return found[0]


def merge(text: str, snippet: str, labels: set[str]) -> tuple[str, int]:
    """A form with a snippet in place of the keys ``labels``; also the snippet's first line, 1-based."""
    before: list[str] = []
    after: list[str] = []
    side = before
    for block in blocks(text):
        if label(block) in labels:
            side = after
        else:
            side.append(block)
    head = "".join(before)
    return f"{head}{snippet}\n{''.join(after)}", head.count("\n") + 1


def characters(snippet: str) -> str:
    """A snippet with the hidden characters that its codes stand for."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), snippet)


def moved(text: str, folder: PurePosixPath) -> str:
    """An enterprise form with the code and the place of another folder."""
    city, code = folder.parts[1:3]
    district = next(division.name for division in divisions() if division.city == city)
    text = merge(text, f"统一社会信用代码: {code}", {"统一社会信用代码"})[0]
    place = f"单位注册地:\n  市: {constants().cities[city].name}\n  区县: {district}"
    return merge(text, place, {"单位注册地"})[0]


def change(line: str) -> Change:
    """A line of an example as a change: a path, with 删去 before it when it is removed, with a day when that matters."""
    return Change(line.rsplit(" ", 1)[-1], line.startswith("删去"))


def day(line: str) -> date:
    """The day that an example names, else one before the deadline."""
    found = re.match(r"\d{4}-\d\d-\d\d", line)
    return date.fromisoformat(found.group()) if found else constants().deadline


def scripted_pdf() -> bytes:
    """A PDF that runs a script when it is opened."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


class Scene:
    """A rule's example set up as a tree: the valid base with the example's files in it."""

    def __init__(self, rule: Rule, example: Example, root: Path) -> None:
        self.rule, self.root = rule, root
        self.first_line = 1
        self.changes = example.shown.split("\n") if example.kind is Kind.CHANGES else []
        if self.changes:
            return
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        if example.kind is Kind.PLACE:
            self._rename(PurePosixPath(rule.right.pieces[0].path), PurePosixPath(example.pieces[0].path))
            return
        self.home = self._unit(example.pieces[0]) or PurePosixPath(UNIT)
        self._rename(PurePosixPath(UNIT), self.home)
        if self.home != PurePosixPath(UNIT):
            path = root / self.home / "enterprise.yaml"
            path.write_text(moved(path.read_text(encoding="utf-8"), self.home), encoding="utf-8")
        for piece in example.pieces:
            self._put(piece)

    def findings(self) -> list[Finding]:
        """Every finding of the tree, or of the proposal."""
        if self.changes:
            return list(judge_changes([change(line) for line in self.changes], day(self.changes[0])))
        return check(DiskTree(self.root), today=TODAY).findings

    def path(self, piece: Piece) -> PurePosixPath:
        """A piece's path from the root."""
        return PurePosixPath(piece.path) if piece.path.startswith("submissions/") else self.home / piece.path

    def _rename(self, old: PurePosixPath, new: PurePosixPath) -> None:
        if old != new:
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            (self.root / old).rename(self.root / new)

    def _unit(self, piece: Piece) -> PurePosixPath | None:
        parts = PurePosixPath(piece.path).parts
        return PurePosixPath(*parts[:3]) if parts[0] == "submissions" and len(parts) > 3 else None

    def _put(self, piece: Piece) -> None:
        path = self.root / self.path(piece)
        path.parent.mkdir(parents=True, exist_ok=True)
        if piece.link:
            path.unlink()
            path.symlink_to(piece.link)
        elif path.suffix == ".yaml":
            self._put_form(piece, path)
        else:
            path.write_bytes(self._material(piece))

    def _put_form(self, piece: Piece, path: Path) -> None:
        text = path.read_text(encoding="utf-8") if path.is_file() else self._elsewhere(self.path(piece).parent)
        if piece.text:
            text, self.first_line = merge(text, characters(piece.text), self._labels(piece.path))
        path.write_bytes(text.encode(piece.encoding or "utf-8"))

    def _elsewhere(self, folder: PurePosixPath) -> str:
        """The base's enterprise form as another unit's, its materials handed in on paper."""
        text = (BASE / UNIT / "enterprise.yaml").read_text(encoding="utf-8")
        return re.sub(r"^    文件: .*$", "    线下提交: 是", moved(text, folder), flags=re.MULTILINE)

    def _labels(self, path: str) -> set[str]:
        """The keys that the wrong or the right example has in a file: two versions of the same place."""
        pieces = [*self.rule.wrong.pieces, *self.rule.right.pieces]
        return {
            label(block)
            for piece in pieces
            if PurePosixPath(piece.path).name == PurePosixPath(path).name
            for block in blocks(piece.text)
        }

    def _material(self, piece: Piece) -> bytes:
        if piece.content == "Word 文件":
            return b"PK\x03\x04word/document.xml"
        if piece.content == "带脚本的 PDF 文件":
            return scripted_pdf()
        data = (BASE / UNIT / "materials/zhizhao.pdf").read_bytes()
        size = int(piece.size.removesuffix(" MiB")) * 2**20 if piece.size else len(data)
        end = data.rindex(b"startxref")
        padding = b"%" + b"0" * (size - len(data) - 2) + b"\n" if size > len(data) else b""
        return data[:end] + padding + data[end:]


# ---------- the examples ----------


@pytest.fixture(scope="module")
def shared_inspector() -> Iterator[Inspector]:
    with inspector() as found:
        yield found


@pytest.fixture
def quick(shared_inspector: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker opens the materials of all examples, instead of one for each."""
    monkeypatch.setattr("scripts.check.inspector", lambda: nullcontext(shared_inspector))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_wrong_example_fires_its_rule_alone(rule: Rule, tmp_path: Path) -> None:
    scene = Scene(rule, rule.wrong, tmp_path)
    findings = scene.findings()
    assert [finding.rule for finding in findings] == [rule.name], findings
    assert findings[0].severity in rule.severities
    if scene.changes:
        assert findings[0].path in ("submissions", change(scene.changes[rule.fault_line - 1]).path)
        return
    piece = rule.wrong.pieces[-1]
    path = PurePosixPath(piece.path) if rule.wrong.kind is Kind.PLACE else scene.path(piece)
    if findings[0].field and findings[0].field.endswith("文件") and piece.path.startswith("materials/"):
        lines = (tmp_path / findings[0].path).read_text(encoding="utf-8").split("\n")
        assert piece.path in lines[(findings[0].line or 0) - 1]  # a named material's trouble is told where it is named
    elif findings[0].line is None:
        assert path.is_relative_to(findings[0].path)
    else:
        assert (findings[0].path, findings[0].line) == (str(path), scene.first_line + rule.fault_line - 1)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_right_example_fires_nothing(rule: Rule, tmp_path: Path) -> None:
    assert Scene(rule, rule.right, tmp_path).findings() == []


@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_examples_differ_at_the_told_line(rule: Rule) -> None:
    assert rule.wrong.shown != rule.right.shown
    assert rule.wrong.kind is rule.right.kind
    assert max(map(cells, f"{rule.wrong.shown}\n{rule.right.shown}".split("\n"))) <= 76  # not broken at 80 columns
    lines = rule.wrong.shown.split("\n")
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
    assert set(BOOK) - named_in_code() == set()
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


def test_the_threshold_is_the_rounds() -> None:
    told = BOOK["revenue-threshold"]
    assert {f"{constants().threshold} 万元"} == set(re.findall(r"\d+ 万元", f"{told.title}{told.why}{told.fault}"))


def test_examples_are_fictional() -> None:
    text = (ROOT / "schema/rules.yaml").read_text(encoding="utf-8")
    assert all(number.startswith("1540000") for number in re.findall(r"\b1[3-9]\d{8,9}\b", text))
    codes = re.findall(r"\b[159][1239]\d{6}[0-9A-Z]{10}\b", text)
    assert codes
    assert all(code[8:15] in ("EXAMPLE", "0000000") for code in codes)


# ---------- on a terminal ----------


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("rule", BOOK.values(), ids=BOOK)
def test_explained_within_the_width(rule: Rule, width: int) -> None:
    shown = set(rule.wrong.shown.split("\n")) | set(rule.right.shown.split("\n"))
    lines = render(rule, Style(width=width)).split("\n")
    prose = [line for line in lines if line[4:] not in shown]
    assert max(map(cells, prose)) <= width
    assert not [line for line in prose if line.strip()[:1] in tuple("，。；：、！？）”’》")]
    joined = "".join(line.strip() for line in prose).replace(" ", "")
    assert rule.why.replace(" ", "").replace("\n", "") in joined
    assert rule.fault.replace(" ", "") in joined


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
