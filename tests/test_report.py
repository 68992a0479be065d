"""The four formats: what they say, and that nothing from a submission is obeyed by a runner, a terminal, a browser or GitHub."""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.book.finding import path_finding
from schema.book.severity import Severity
from schema.book.wording import message
from scripts import cli
from scripts.check.pipeline import Checked, Summary, check
from scripts.report import FORMATS, as_markdown, style, write, write_job_summary
from scripts.report.lines import Line, Report, report
from scripts.report.style import Style, site_address
from scripts.tree.disk import DiskTree
from tests.runner import steps
from tests.surveys import ROOT

FORM = "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"


def finding(
    rule: str, severity: Severity, path: str, line: int | None, column: int | None, field: str | None,
    message: str, hint: str, source: str | None = None,
) -> Line:  # fmt: skip
    """A finding in any words."""
    return Line(rule, severity, path, path, line, column, field, message, hint, source or "")


CAPITAL = finding(
    "amount-format",
    Severity.ERROR,
    FORM,
    5,
    7,
    "注册资金",
    "“注册资金”写的是 5000万元，不是数字",
    "请写 5000",
    "注册资金: 5000万元",
)
SHORT = finding("text-length", Severity.WARNING, FORM, 19, 1, "企业简介", "“企业简介”现有 80 字", "请补充", None)
EXTRA = finding("path-unknown", Severity.ERROR, "submissions/jinan/x.txt", None, None, None, "这里不放文件", "请移走")


def reported(*lines: Line) -> Report:
    found = sorted(lines, key=lambda line: (line.path, line.line or 0))
    counts = [sum(item.severity is severity for item in found) for severity in Severity]
    return Report(Summary(2, 1, 1, 0, *counts), found)


def shown(name: str, *lines: Line, style: Style | None = None) -> str:
    return FORMATS[name](reported(*lines), style or Style())


# ---------- what they say ----------


def test_text() -> None:
    assert (
        shown("text", CAPITAL, SHORT, EXTRA)
        == f"""{FORM}
  错误 第 5 行　“注册资金”写的是 5000万元，不是数字　[amount-format]
     5 │ 注册资金: 5000万元
       │           ^
     → 请写 5000
  提醒 第 19 行　“企业简介”现有 80 字　[text-length]
     → 请补充

submissions/jinan/x.txt
  错误　这里不放文件　[path-unknown]
     → 请移走

共检查 2 个文件：1 家单位、1 张企业表、0 张产品表。
2 处错误、1 处提醒。错误须改正后才能合并。
"""
    )


def test_github() -> None:
    assert (
        shown("github", CAPITAL, SHORT, EXTRA)
        == f"""\
::error file={FORM},line=5,col=7,title=错误 amount-format::“注册资金”写的是 5000万元，不是数字%0A→ 请写 5000
::error file=submissions/jinan/x.txt,title=错误 path-unknown::这里不放文件%0A→ 请移走
::warning file={FORM},line=19,col=1,title=提醒 text-length::“企业简介”现有 80 字%0A→ 请补充
共检查 2 个文件：1 家单位、1 张企业表、0 张产品表。
2 处错误、1 处提醒。错误须改正后才能合并。
"""
    )


def test_json() -> None:
    told = json.loads(shown("json", CAPITAL, SHORT))
    assert told["findings"][0] == {
        "rule": "amount-format", "severity": "error", "path": FORM, "line": 5, "column": 7, "field": "注册资金",
        "message": "“注册资金”写的是 5000万元，不是数字", "hint": "请写 5000",
    }  # fmt: skip
    assert told["summary"] == {
        "files": 2,
        "units": 1,
        "enterprises": 1,
        "products": 0,
        "errors": 1,
        "warnings": 1,
        "infos": 0,
    }
    assert json.loads(shown("json"))["findings"] == []


def test_markdown() -> None:
    text = shown("markdown", CAPITAL, SHORT, EXTRA)
    path = FORM.replace("/", "&#47;").replace(".", "&#46;")
    assert (
        text
        == f"""<!-- catalogue-validate -->

### ❌ 有错误，改正后才能合并

共检查 2 个文件：1 家单位、1 张企业表、0 张产品表。<br>
2 处错误、1 处提醒。错误须改正后才能合并。

<details open><summary><code>{path}</code>　1 处错误、1 处提醒</summary>

- ❌ **错误**　第 5 行　“注册资金”写的是 5000万元，不是数字　<code>amount&#45;format</code>
  <br>→ 请写 5000
- ⚠️ **提醒**　第 19 行　“企业简介”现有 80 字　<code>text&#45;length</code>
  <br>→ 请补充

</details>

<details open><summary><code>submissions&#47;jinan&#47;x&#46;txt</code>　1 处错误</summary>

- ❌ **错误**　这里不放文件　<code>path&#45;unknown</code>
  <br>→ 请移走

</details>
"""
    )


def test_the_title_tells_how_it_went() -> None:
    assert "### ✅ 检查通过，谢谢报送\n" in shown("markdown")
    assert "### ✅ 没有错误\n" in shown("markdown", SHORT)
    nothing = Report(Summary(0, 0, 0, 0, 0, 0, 0))
    assert "### ✅ 没有需要检查的填报文件\n" in as_markdown.render(nothing, Style())


# ---------- what is said once ----------

ABSENT = """\
报送单位: 示例泉智科技有限公司
大模型产品名称: 示例泉智·橡塑大模型
大模型产品检测情况:
  是否检测: 是
大模型产品所属种类: 场景级
材料:
  - 类别: 营业执照
    线下提交: 是
  - 类别: 知识产权证书
    线下提交: 是
  - 类别: 检测报告
    线下提交: 是
承诺:
  信息可公开: 是
  真实合法: 是
"""


@pytest.fixture
def lacking(tmp_path: Path) -> Checked:
    """The check of a product in which several fields are absent, some of them one after the other."""
    path = tmp_path / "submissions/jinan/91370102EXAMPLE031/products/xiangsu.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(ABSENT, encoding="utf-8")
    return check(DiskTree(tmp_path))


def test_fields_absent_at_one_place_are_one_group_with_one_excerpt(lacking: Checked) -> None:
    text = FORMATS["text"](report(lacking, values=True), Style())
    assert text.count("│ 大模型产品所属种类: 场景级") == 1
    assert [line for line in text.splitlines() if line.startswith("  错误")] == [
        "  错误 第 1 行　缺少 2 栏：联系人、联系方式　[field-missing]",
        "  错误 第 2 行　缺少 2 栏：版本号、大模型产品知识产权情况　[field-missing]",
        "  错误 第 4 行　已检测，必须填写 3 栏：检测机构、检测时间、机构具备资质　[field-missing]",
        "  错误 第 5 行　所属种类为“场景级”，“应用所属场景”必须填写　[field-missing]",
        "  错误 第 5 行　缺少 2 栏：大模型产品介绍及应用情况、大模型产品主要应用领域及可适用推广前景　[field-missing]",
    ]
    assert "→ 请依次填写“联系人”（只给工信部门，不公开）、“联系方式”（" in text
    assert "），写在第 1 行“报送单位”之后\n" in text
    assert "10 处错误" in text


def test_a_group_counts_as_many_as_it_stands_for(lacking: Checked) -> None:
    told = report(lacking, values=False)
    text = FORMATS["markdown"](told, Style())
    assert text.count("10 处错误") == 2  # of all files, and of the file
    assert text.count("<br>→") == 5
    assert comment_accepts(text)
    assert len([line for line in FORMATS["github"](told, Style()).splitlines() if line.startswith("::")]) == 5


def test_json_keeps_each_absent_field_as_a_finding_of_its_own(lacking: Checked) -> None:
    stream = io.StringIO()
    write(lacking, "json", stream)
    findings = json.loads(stream.getvalue())["findings"]
    assert len(findings) == 10
    assert {finding["line"] for finding in findings if finding["field"].startswith("大模型产品检测情况.")} == {4}
    assert findings[0]["field"] == "联系人"
    assert findings[0]["hint"].endswith("，写在第 1 行“报送单位”之后")


def test_a_comment_is_no_excerpt_for_what_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "submissions/jinan/91370102EXAMPLE031/products/xiangsu.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# yaml-language-server: $schema=x\n# 示例\u200b\n联系人: 示例荷\n", encoding="utf-8")
    text = FORMATS["text"](report(check(DiskTree(tmp_path)), values=True), Style())
    assert "第 1 行　缺少“报送单位”" in text
    assert "1 │" not in text
    assert "2 │ # 示例" in text  # what is wrong with the comment itself


def test_one_warning_of_many_files_is_said_once() -> None:
    many = [
        finding(
            "url-format",
            Severity.WARNING,
            f"submissions/jinan/{n}.yaml",
            n,
            7,
            "网址",
            "没有加密",
            "可以不改",
            "网址: x",
        )
        for n in range(1, 8)
    ]
    text = shown("text", CAPITAL, *many)
    assert text.count("没有加密") == 1
    assert (
        "submissions/jinan/1.yaml、submissions/jinan/2.yaml、submissions/jinan/3.yaml 等 7 处\n  提醒　没有加密" in text
    )
    assert "1 处错误、7 处提醒" in text
    assert text.index("5000万元") < text.index("没有加密")
    told = shown("markdown", CAPITAL, *many)
    assert told.count("没有加密") == 1
    assert "等 7 处</code>　7 处提醒" in told
    assert comment_accepts(told)
    assert shown("github", *many).count("::warning") == 7
    assert shown("text", *many[:5]).count("没有加密") == 5


def test_errors_of_many_files_keep_their_places() -> None:
    many = [replace(EXTRA, path=f"{n}.txt", place=f"{n}.txt") for n in range(20)]
    assert shown("text", *many).count("这里不放文件") == 20


# ---------- hostile values ----------

HOSTILE = (
    "a\n::error file=x,line=1::stop", "::set-output name=x::y", "\r\n::add-mask::e", "x%0A::stop-commands::t", "##[error]a", "####[group]b",
    "<img src=x onerror=alert(1)>", "</details><script>alert(1)</script>", "</pre></code>", "```\n```", "`a` **b** _c_ ~~d~~", "a|b|c",
    "[x](javascript:alert(1))", "![x](https://evil.example/p.png)", "@everyone @org/team", "#1 org/repo#2 GH-3", "http://evil.example www.evil.example",
    "mallory@evil.example", "$\\href{javascript:x}{y}$", "&#64;everyone &lt;b&gt;", "<!-- x -->", "---", "# 标题", "- 一\n- 二", "> 引", "    代码",
    "\x1b[2J\x1b]0;t\x07", "a\u202eb\u200bc\ufeffd", "\udcff\udc80", "a\u2028b\u0085c", "长" * 500, "C++ std::vector", ":smile:",
)  # fmt: skip


def hostile(value: str) -> Line:
    """The worst that can be: a stranger's text everywhere, also where none can stand today."""
    return finding("text-hidden", Severity.ERROR, value, 1, 1, value, value, value, value)


def obeyed(output: str) -> set[str]:
    """Every command that a runner would obey: at the beginning of a line, after blanks; the old form anywhere."""
    new = {found[1] for line in re.split(r"\r\n|\r|\n", output) if (found := re.match(r"\s*::([^ :]+)", line))}
    return new | ({"##["} if "##[" in output else set())


@cache
def comment_program(site: str) -> dict[str, Any]:
    """What the comment's job defines, as it stands in validate.yml."""
    [program] = [step["run"] for step in steps("comment") if step["name"] == "核对报告"]
    defined: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CATALOGUE_SITE", site)
        exec(program.partition("\n")[2].partition("temp, result, env =")[0], defined)
    return defined


def comment_accepts(report: str, site: str = "") -> bool:
    """Whether the comment's job would post a report."""
    body = report.removeprefix(as_markdown.MARKER + "\n\n")
    return body != report and len(report) <= as_markdown.LIMIT and bool(comment_program(site)["inert"](body))


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", list(FORMATS))
def test_a_runner_obeys_nothing_in_any_format(name: str, value: str) -> None:
    output = shown(name, hostile(value), CAPITAL, style=Style(guarded=True))
    assert obeyed(output) <= ({"error", "warning", "notice"} if name == "github" else set())
    assert len([line for line in output.splitlines() if line.lstrip().startswith("::")]) == (
        2 if name == "github" else 0
    )


@pytest.mark.parametrize("value", HOSTILE)
def test_an_annotation_says_what_was_there(value: str) -> None:
    line = next(line for line in shown("github", hostile(value)).split("\n") if line.startswith("::error"))
    properties, _, message = line.removeprefix("::error ").partition("::")
    told = dict(part.split("=", 1) for part in properties.split(","))
    assert set(told) == {"file", "line", "col", "title"}
    assert not re.search(r"%(?!25|0A|0D|3A|2C)", properties + message)
    plain = re.sub(r"[^\w]", "", message.replace("%0A", "").replace("%25", "%"))
    assert re.sub(r"[^\w]|[\ud800-\udfff]", "", value.replace("\n", ""))[:1] in plain


@pytest.mark.parametrize("value", HOSTILE)
def test_a_terminal_obeys_nothing(value: str) -> None:
    for name in ("text", "github", "markdown"):
        assert {char for char in shown(name, hostile(value)) if not char.isprintable()} <= {"\n", "\u3000", "\u200b"}


@pytest.mark.parametrize("value", HOSTILE)
def test_json_keeps_the_value(value: str) -> None:
    text = shown("json", hostile(value))
    assert json.loads(text)["findings"][0]["message"] == value
    text.encode("utf-8")


@given(st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), min_size=4, max_size=4))
def test_markdown_holds_no_markup_but_its_own(values: list[str]) -> None:
    path, message, hint, excerpt = values
    one = finding("text-hidden", Severity.WARNING, path, 1, 1, None, message, hint, excerpt)
    text = as_markdown.render(reported(one), Style())
    assert comment_accepts(text)
    told = html.unescape(re.sub(r"</?(?:details|summary|code|pre|br)>", "", text).replace(as_markdown.MARKER, ""))
    assert not re.search(r"[@#]\w|://|www\.|GH-\d", told.replace("### ", ""))
    assert "<" not in re.sub(r"</?(?:details|summary|code|pre|br)>", "", text.replace(as_markdown.MARKER, ""))


def test_markdown_shows_what_was_there() -> None:
    text = shown("markdown", hostile("</details><b>@all</b>"))
    assert "&#60;&#47;details&#62;&#60;b&#62;&#64;\u200ball&#60;&#47;b&#62;" in text


# ---------- links to the rules ----------

SITE = "https://example.org/catalogue/"


def test_rules_link_to_the_site() -> None:
    style = Style(site=SITE)
    link = f"[<code>amount&#45;format</code>]({SITE}rules/amount-format/)"
    assert f"　{link}\n" in shown("markdown", CAPITAL, style=style)
    assert f"%0A规则：{SITE}rules/amount-format/\n" in shown("github", CAPITAL, style=style)
    for name in FORMATS:
        assert "://" not in shown(name, CAPITAL)
        assert name in ("markdown", "github") or shown(name, CAPITAL, style=style) == shown(name, CAPITAL)


def test_what_is_no_rule_has_no_link() -> None:
    for rule in ("", "x](https://evil.example/)", "a b", "A-b", "a--b", "a-", "../x", "a#b"):
        odd = finding(rule, Severity.ERROR, FORM, 1, 1, None, "错", "改", None)
        assert SITE not in shown("markdown", odd, style=Style(site=SITE)) + shown("github", odd, style=Style(site=SITE))


@pytest.mark.parametrize(
    "given",
    ["https://example.org/catalogue", "https://example.org/catalogue/", "http://127.0.0.1:8000/x", "https://a.b"],
)
def test_a_site_s_address(given: str) -> None:
    assert site_address(given) == given.rstrip("/") + "/"


@pytest.mark.parametrize(
    "given",
    [
        "", "example.org", "javascript:alert(1)", "ftp://example.org/", "https://", "https://a@b/", "https://a.b/?x", "https://a.b/#x",
        "https://a.b/)[x](https://evil.example", "https://a.b/ x", "https://a.b/%0A", "https://a.b/\n::error::x", "https://a.b//c", "https://中文/",
    ],
)  # fmt: skip
def test_no_other_text_is_a_site_s_address(
    given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site_address(given) is None
    arguments = ["validate", "--root", str(ROOT), "--format", "markdown", "submissions/jinan/91370102EXAMPLE031"]
    monkeypatch.setenv("CATALOGUE_SITE", given)
    assert cli.main(arguments) == 0
    printed = capsys.readouterr()
    assert "/rules/" not in printed.out
    assert ("CATALOGUE_SITE" in printed.err) is (given != "")
    if given:
        assert cli.main([*arguments, "--site", given]) == 2


def test_the_site_comes_from_the_option_or_the_environment_never_from_the_tree(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "mkdocs.yml").write_text("site_url: https://evil.example/\n", encoding="utf-8")
    arguments = ["validate", "--root", str(repository), "--format", "markdown"]
    monkeypatch.delenv("CATALOGUE_SITE", raising=False)
    cli.main(arguments)
    assert "](" not in capsys.readouterr().out
    monkeypatch.setenv("CATALOGUE_SITE", "https://a.example")
    cli.main(arguments)
    assert "](https://a.example/rules/" in capsys.readouterr().out
    cli.main([*arguments, "--site", "https://b.example/c"])
    told = capsys.readouterr().out
    assert "](https://b.example/c/rules/" in told
    assert "a.example" not in told.replace("b.example", "")


@given(st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), min_size=4, max_size=4))
def test_the_comment_accepts_links_to_the_site_and_no_other(values: list[str]) -> None:
    path, message, hint, excerpt = values
    one = finding("text-hidden", Severity.WARNING, path, 1, 1, None, message, hint, excerpt)
    text = as_markdown.render(reported(one), Style(site=SITE))
    assert comment_accepts(text, SITE)
    assert comment_accepts(text, SITE.rstrip("/"))
    assert not comment_accepts(text)
    assert not comment_accepts(text, "https://other.example/")
    assert not comment_accepts(text.replace("/rules/", "/evil/"), SITE)
    assert not comment_accepts(text.replace("](https", "x](https"), SITE)


# ---------- length ----------


def test_too_many_files_are_counted() -> None:
    many = [
        finding(
            "path-unknown", Severity.ERROR, f"submissions/jinan/{n:05}.txt", None, None, None, "这里不放文件", "请移走"
        )
        for n in range(2000)
    ]
    text = as_markdown.render(reported(*many), Style())
    assert 50_000 < len(text) <= as_markdown.LIMIT < 65_536 - 1_000
    [left] = re.findall(r"……另有 (\d+) 个文件的问题没有列出", text)
    assert int(left) + text.count("<details") == 2000
    assert comment_accepts(text)


def test_a_file_with_too_many_findings_is_cut_within() -> None:
    one = [
        finding("text-length", Severity.ERROR, FORM, n, 1, None, "<" * 300, "&" * 300, "|" * 100) for n in range(1, 200)
    ]
    text = as_markdown.render(reported(*one, EXTRA), Style())
    assert len(text) <= as_markdown.LIMIT
    assert text.count("<details open>") == text.count("</details>") >= 1
    [left] = re.findall(r"……这个文件另有 (\d+) 处没有列出", text)
    assert int(left) + text.count("text&#45;length") == 199
    assert comment_accepts(text)


def test_a_file_without_end_gets_so_many_annotations() -> None:
    many = [
        finding("text-length", (Severity.WARNING, Severity.ERROR)[n % 2], FORM, n, 1, None, "短", "补")
        for n in range(1, 502)
    ]
    commands = [line for line in shown("github", *many, EXTRA).splitlines() if line.startswith("::")]
    assert len(commands) == as_markdown.MOST + 2
    assert [line.partition(" ")[0] for line in commands[:-1]] == ["::error"] * (as_markdown.MOST + 1)
    assert "这里不放文件" in "".join(commands)
    assert commands[-1].startswith(f"::notice file={FORM},")
    assert "另有 401 处没有列出" in commands[-1]


def test_errors_come_before_warnings_when_not_all_fit() -> None:
    warned = [
        finding("text-length", Severity.WARNING, f"submissions/a/{n:05}", 1, 1, None, "短", "补", None)
        for n in range(2000)
    ]
    assert "这里不放文件" in as_markdown.render(reported(*warned, EXTRA), Style())


def test_a_name_without_end_hides_no_other_file() -> None:
    long = finding("path-name", Severity.ERROR, "a" * 70_000, None, None, None, "太长", "改短")
    text = as_markdown.render(reported(long, EXTRA), Style())
    assert "这里不放文件" in text
    assert "另有 1 个文件" in text


# ---------- on GitHub, and on consoles that lack characters ----------


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    unit = tmp_path / "submissions/jinan/91370102EXAMPLE031"
    unit.mkdir(parents=True)
    (unit / "enterprise.yaml").write_text("企业名称: 示例😀𪚥 ✅\n::error::x: 1\n", encoding="utf-8")
    (unit / "##[error]x").write_text("", encoding="utf-8")
    return tmp_path


def test_on_github_the_format_is_chosen_and_the_summary_written(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = repository / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert cli.main(["validate", "--root", str(repository)]) == 1
    assert capsys.readouterr().out.startswith("::error title=")
    assert summary.read_text(encoding="utf-8").startswith("<!-- catalogue-validate -->\n\n### ❌ ")
    for name in ("text", "json", "markdown"):
        assert cli.main(["validate", "--root", str(repository), "--format", name]) == 1
        assert obeyed(capsys.readouterr().out) == set()
    monkeypatch.setenv("FORCE_COLOR", "1")
    cli.main(["validate", "--root", str(repository), "--format", "text"])
    assert obeyed(capsys.readouterr().out) == set()


def test_elsewhere_the_format_is_text_and_no_summary_is_written(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(repository / "summary.md"))
    assert cli.main(["validate", "--root", str(repository), "--values"]) == 1
    output = capsys.readouterr().out
    assert "##[error]x" in output
    assert not output.startswith("::")
    assert not (repository / "summary.md").exists()


def test_the_summary_is_added_to_what_the_step_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("先写的\n", encoding="utf-8")
    write_job_summary(Checked([path_finding(FORM, message("file.link"))], Summary(1, 1, 0, 0, 1, 0, 0)))
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("先写的\n<!--")


@pytest.mark.parametrize("encoding", ["gbk", "cp936:strict", "ascii", "cp1252"])
@pytest.mark.parametrize("name", list(FORMATS))
def test_a_console_in_another_encoding(repository: Path, encoding: str, name: str) -> None:
    environment = {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "scripts.cli", "validate", "--root", str(repository), "--format", name]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b""
    text = done.stdout.decode(encoding.partition(":")[0])
    if name == "json":
        assert all(finding["rule"] for finding in json.loads(text)["findings"])
    elif encoding.startswith(("gbk", "cp936")):
        assert "错误" in text


def test_json_is_ascii_where_the_stream_is_not_utf_8() -> None:
    one = path_finding("é😀.yaml", message("path.city", name="示例\ud800é😀", advice="改"))
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gbk", errors="backslashreplace")
    write(Checked([one], Summary(1, 0, 0, 0, 1, 0, 0)), "json", stream)
    stream.flush()
    told = json.loads(stream.buffer.getvalue())["findings"][0]  # type: ignore[attr-defined]
    assert (told["path"], told["message"]) == ("é😀.yaml", "没有名为“示例\ud800é😀”的城市文件夹")


@pytest.mark.parametrize("wide", ["中", "a"])
def test_a_very_long_line_is_clipped_like_a_short_one(wide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    cell = style._cell
    monkeypatch.setattr(style, "_cell", lambda char: measured.append(char) or cell(char))
    assert style.clip(wide * 10**6, 900_000, 100) == style.clip(wide * 2000, 1000, 100)
    assert len(measured) < 1000
