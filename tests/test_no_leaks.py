"""No text of a submission leaves in a format that others may read.

One law holds it: other text of the same shape, where it changes no rule, place or word of ours, changes nothing that is printed.
``python -m tools.leaks`` tries it with many more edits.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.book.finding import path_finding
from schema.book.wording import Either, Seen, cure, message, phrase, quoted, shape
from schema.layout.told_paths import ToldPaths
from scripts import cli
from scripts.check.pipeline import Checked, check, summarise
from scripts.report import FORMATS
from scripts.report.lines import report
from scripts.report.style import Style
from scripts.tree.disk import DiskTree
from tests.cases import UNIT
from tests.profiles import examples
from tools.leaks import (
    BUREAU,
    PATHS,
    forms,
    judge_twice,
    leaked,
    replaced,
    reports,
    skeleton,
    spoil,
)
from tools.leaks import findings as judged

FORMS = forms()
ENTERPRISE, HETONG, XIANGSU, _ = PATHS
MATERIALS = f"{UNIT}/materials"


# ---------- the law ----------


@pytest.mark.parametrize("path", [ENTERPRISE, XIANGSU, BUREAU])
@examples(250)
@given(dice=st.randoms(use_true_random=False))
def test_other_text_of_the_same_shape_changes_no_report(path: str, dice: random.Random) -> None:
    text, spoilt = spoil(FORMS[path].decode(), dice)
    other = replaced(text, spoilt, dice)
    verdict = judge_twice(path, encoded(text), encoded(other), FORMS)
    assert verdict.leaks == {}
    assert verdict.differs == []


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# Edits that once told a private value: what it was, the form, the text taken out, the text put in.
LEAKED = (
    ("a name as a choice", ENTERPRISE, "单位性质: 企业", "单位性质: 司徒蘅芜"),
    ("an address in the district", ENTERPRISE, "  区县: 历下区", "  区县: 历下区觿虢路97号鬻斝厦"),
    ("a contact as the unit", XIANGSU, "报送单位: 示例泉智科技有限公司", "报送单位: 澹氍毹"),
    ("revenue as a head count", ENTERPRISE, "  人员数量: 86", "  人员数量: 98761.43"),
    ("a telephone as a date", BUREAU, "填报日期: 2024-06-06", "填报日期: 0531-98765431"),
    ("a name as an address of the web", ENTERPRISE, "网址: https://www.quanzhi.example/", "网址: 司徒蘅芜"),
    ("a name as a pledge", ENTERPRISE, "  信息可公开: 是", "  信息可公开: 司徒蘅芜"),
    ("a name as an industry", XIANGSU, "  行业: 橡胶和塑料制品业", "  行业: 澹氍毹"),
    ("a line that runs on", ENTERPRISE, "单位性质: 企业\n联系人姓名: ", "单位性质: 企业\n  联系人姓名-"),
    ("a bare line that runs on", ENTERPRISE, "单位性质: 企业\n联系人姓名: ", "单位性质: 企业\n  "),
    ("an amount that runs on", ENTERPRISE, "注册资金: 5000\n", "注册资金: 5000\n  98761.43\n"),
    ("a name as a unit that runs on", XIANGSU, "\n联系人: ", "\n  联系人 "),
    ("a name as a key", BUREAU, "联系人: 澹氍毹", "联系人: 见下\n澹氍毹:"),
    ("an explicit key", ENTERPRISE, "  地址: 觿虢路97号鬻斝厦", "? 觿虢路97号鬻斝厦\n: 地址"),
    ("a sentence as a key", ENTERPRISE, "单位性质: 企业", "? 司徒蘅芜近三年收入增长\n: 高成长性说明\n单位性质: 企业"),
    ("a key in braces", BUREAU, "联系人: 澹氍毹", "联系人: {\ufeff澹氍毹}"),
    ("a key twice", ENTERPRISE, "单位性质: 企业", "单位性质: 企业\n觿虢路97号:\n觿虢路97号:"),
    ("an address as a key", ENTERPRISE, "  地址: 觿虢路97号鬻斝厦", "觿虢路97号鬻斝厦:"),
    ("a file's name as a key", ENTERPRISE, "    文件: materials/zhizhao.pdf", "    司徒蘅芜.pdf: 文件"),
    ("a tab before a private line", BUREAU, "联系人: ", "\t0联系人 "),
    ("a row of a table", BUREAU, "联系人: 澹氍毹", "\t| 联系人 | 澹氍毹 |"),
    ("a bare name behind a tab", BUREAU, "联系人: 澹氍毹", "\t澹氍毹"),
    ("a full-width equals sign", ENTERPRISE, "  地址: ", "\t地址＝"),
    ("a spread label", ENTERPRISE, "企业年度收入: ", "\t企　业　年　度　收　入: "),
    ("a bracket", ENTERPRISE, "企业年度收入: ", " 企业年度收入['"),
    ("a label that became a comment", BUREAU, "联系人: 澹氍毹", "# 联系人: 澹\n  氍毹"),
    ("text behind a conflict mark", ENTERPRISE, "单位性质: 企业", "<<<<<<< materials/司徒蘅芜.pdf\n单位性质: 企业"),
    ("an anchor", ENTERPRISE, "联系人姓名: ", "联系人姓名: &"),
    ("an alias", ENTERPRISE, "联系人姓名: 司徒蘅芜", "联系人姓名: *司徒蘅芜"),
    ("a date of another shape", BUREAU, "填报日期: 2024-06-06", "填报日期: 98761年4月3日"),
    ("an amount with its unit", ENTERPRISE, "企业年度收入: 98761.43", "企业年度收入: 98761.43亿元"),
    ("a code", ENTERPRISE, "统一社会信用代码: 91370102EXAMPLE031", "统一社会信用代码: 98761102EXAMPLEO31"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new"), [edit[1:] for edit in LEAKED], ids=[edit[0] for edit in LEAKED])
def test_what_once_leaked_does_not(path: str, old: str, new: str) -> None:
    text = FORMS[path].decode()
    assert old in text
    wrong = text.replace(old, new, 1)
    found = judged({**FORMS, path: encoded(wrong)})
    assert found, "the edit is a mistake that is told"
    assert {name: held for name, told in reports(found).items() if (held := leaked(told))} == {}
    for seed in range(20):
        other = replaced(wrong, set(), random.Random(seed))
        again = judged({**FORMS, path: encoded(other)})
        if skeleton(again) == skeleton(found):
            assert reports(again) == reports(found)


PASTED = (
    "填报单位 济南市工业和信息化局 联系人 澹氍毹 联系方式 0531-98765431",
    "填报单位 济南市工业和信息化局 联系人 澹氍毹\n联系方式 0531-98765431 填报日期 2024-06-06\n",
    "填报单位\t联系人\t联系方式\n济南市工业和信息化局\t澹氍毹\t0531-98765431\n",
    '{"联系人": "澹氍毹", "联系方式": "0531-98765431"}',
    "联系人,联系方式\n澹氍毹,0531-98765431\n",
    "[司徒蘅芜",
    "司徒蘅芜",
)


@pytest.mark.parametrize("text", PASTED)
@pytest.mark.parametrize("path", [ENTERPRISE, BUREAU])
def test_a_file_that_is_no_form_is_not_told(path: str, text: str) -> None:
    found = judged({**FORMS, path: encoded(text)})
    assert found or (path, text[0]) == (BUREAU, "{"), "JSON is YAML, and the bureau's header needs nothing"
    assert {name: held for name, told in reports(found).items() if (held := leaked(told))} == {}


# ---------- names of files ----------


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"{UNIT}/enterprise.yaml", f"{UNIT}/enterprise.yaml"),
        (f"{UNIT}/products/hetong.yaml", f"{UNIT}/products/hetong.yaml"),
        (f"{UNIT}/products/张洁.yaml", f"{UNIT}/products/第 1 个 .yaml"),
        (f"{MATERIALS}/张洁身份证.jpg", f"{MATERIALS}/第 2 个 .jpg"),
        (f"{MATERIALS}/a.PDF", f"{MATERIALS}/第 1 个 .pdf"),
        (f"{MATERIALS}/无结尾", f"{MATERIALS}/第 1 个文件"),
        (f"{MATERIALS}/x.张洁", f"{MATERIALS}/第 1 个文件"),
        (f"{MATERIALS}/张洁/a.pdf", f"{MATERIALS}/第 1 个文件夹/第 1 个 .pdf"),
        (f"{UNIT}/zhangjie.yaml", f"{UNIT}/第 1 个 .yaml"),
        ("submissions/jinan/张洁/enterprise.yaml", "submissions/jinan/第 2 个文件夹/enterprise.yaml"),
        ("submissions/张洁/bureau.yaml", "submissions/第 2 个文件夹/bureau.yaml"),
        ("submissions/jinan/bureau.yaml", "submissions/jinan/bureau.yaml"),
        ("README.md", "README.md"),
        ("张洁.md", "第 1 个 .md"),
        ("docs/张洁.md", "docs/第 1 个 .md"),
    ],
)
def test_a_name_that_may_be_anything_is_told_by_its_place_and_ending(path: str, told: str) -> None:
    there = [path, f"{MATERIALS}/a.jpg", f"{MATERIALS}/b.pdf"]
    assert ToldPaths(lambda: there).tell(path) == told


def test_a_material_s_name_stands_in_no_comment_and_no_annotation() -> None:
    found = [path_finding(f"{MATERIALS}/张洁身份证.jpg", message("material.unlisted"))]
    checked = Checked(found, summarise(1, [], found))
    told = {name: render(report(checked, values=False), Style()) for name, render in FORMATS.items()}
    assert "张洁" not in told["github"] + told["markdown"] + told["text"]
    assert told["github"].startswith(f"::error title=错误 material-unlisted::{MATERIALS}/第 1 个 .jpg：没有一张表")
    assert json.loads(told["json"])["findings"][0]["path"] == f"{MATERIALS}/张洁身份证.jpg"
    assert "张洁身份证.jpg" in FORMATS["text"](report(checked, values=True), Style())


# ---------- shapes ----------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("公司", "2 个汉字"), ("15400000001", "11 位数字"), ("１２", "2 位数字"), ("abc", "3 个字母"), ("1.2亿", "4 个字符"),
        ("示例 甲", "3 个汉字"), (" \u3000", "空白"), ("", "空白"), ("a1", "2 个字符"), ("。", "1 个字符"),
    ],
)  # fmt: skip
def test_shapes(text: str, told: str) -> None:
    assert shape(text) == told


def test_a_message_in_both_ways() -> None:
    content = message("count.other", value=quoted("约 42 人"), advice=cure("42", phrase("count.example"))).of_field(
        "人员数量"
    )
    assert content.render(values=True) == ("“人员数量”：“约 42 人”不是整数", "请改为 42")
    assert content.render(values=False) == ("“人员数量”：（4 个字符）不是整数", "请只写一个整数，例如 42")
    assert content.holds_seen
    assert not message("count.least").holds_seen


def test_a_shape_takes_the_place_of_the_marks_and_blanks_around_the_value() -> None:
    content = message("uscc.folder", code=Seen("91370112EXAMPLE11B"), folder="91370102EXAMPLE031")
    assert content.render(values=False).text == "表内代码（18 个字符）与文件夹名 91370102EXAMPLE031 不同"
    assert message("city.unknown", text=Seen("上海市"), advice="").render(values=False).text == "山东省没有（3 个汉字）"


def test_an_amount_that_is_published_in_sums_tells_not_even_its_length() -> None:
    texts = {
        reports(judged({**FORMS, ENTERPRISE: with_revenue(text)}))["markdown"]
        for text in ("1.2亿", "900 万元", "88亿元")
    }
    assert len(texts) == 1
    assert "（一个数）" in texts.pop()


def with_revenue(text: str) -> bytes:
    return FORMS[ENTERPRISE].replace(b"98761.43", text.encode())


def test_own_words_are_told() -> None:
    for word in ("公司", "yes"):
        wrong = {
            **FORMS,
            ENTERPRISE: FORMS[ENTERPRISE].replace("单位性质: 企业".encode(), f"单位性质: {word}".encode()),
        }
        assert f"“{word}”不在选项之内" in reports(judged(wrong))["github"]


def test_a_suggestion_that_is_computed_is_not_told() -> None:
    content = message(
        "url.scheme", advice=Either(phrase("fix", corrected=Seen("https://a.example")), phrase("url.form"))
    )
    assert "a.example" not in str(content.render(values=False))


# ---------- the command ----------


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    for path, data in FORMS.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    form = tmp_path / ENTERPRISE
    form.write_text(form.read_text("utf-8").replace("单位性质: 企业", "单位性质: 司徒蘅芜"), "utf-8")
    (tmp_path / MATERIALS).mkdir()
    (tmp_path / MATERIALS / "鬻斝.jpg").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("name", [None, *FORMATS])
@pytest.mark.parametrize("github", [False, True])
def test_no_format_tells_a_value_where_no_terminal_is(
    wrong: Path, name: str | None, github: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", str(github).lower())
    assert cli.main(["validate", "--root", str(wrong), *(["--format", name] if name else [])]) == 1
    output = capsys.readouterr().out
    shown = output.replace(f"{MATERIALS}/鬻斝.jpg", "") if name == "json" else output  # programs need true paths
    assert leaked(shown) == []
    assert "field-choice" in output.replace("&#45;", "-")


def test_values_says_otherwise_for_text_alone(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", "--root", str(wrong), "--values"]) == 1
    output = capsys.readouterr().out
    assert "“司徒蘅芜”不在选项之内" in output
    assert "│ 单位性质: 司徒蘅芜\n" in output
    assert "鬻斝.jpg" in output
    assert cli.main(["validate", "--root", str(wrong), "--no-values"]) == 1
    assert leaked(capsys.readouterr().out) == []
    for name in ("json", "github", "markdown"):
        for option in ("--values", "--no-values"):
            assert cli.main(["validate", "--root", str(wrong), "--format", name, option]) == 2


def test_a_terminal_shows_values_but_not_in_ci(
    wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    cli.main(["validate", "--root", str(wrong)])
    assert "司徒蘅芜" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    cli.main(["validate", "--root", str(wrong)])
    assert leaked(capsys.readouterr().out) == []


def test_what_is_shown_where_does_not_change_what_is_found(wrong: Path) -> None:
    checked = check(DiskTree(wrong))
    assert [line.rule for line in report(checked, values=True).lines] == [
        line.rule for line in report(checked, values=False).lines
    ]
