"""What libyaml's complaint means in a submitter's words, and where the true place of the mistake is.

libyaml names the place where it gave up; the mistake is often earlier (an unclosed quote, the line above). Which of its marks
to trust was found by trying each common mistake. No message tells what a private field holds.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from schema.reading.excerpt import LABELS, excerpt


class Trouble(NamedTuple):
    """Why a file cannot be parsed, at its true place (1-based)."""

    line: int
    column: int
    message: str
    hint: str
    rule: str = "yaml-syntax"


WIDE_BLANKS = {"\u3000": "全角空格", "\u00a0": "不间断空格（从网页复制而来）"}
_CONFLICT = re.compile(r"^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?|\|{7}(?: .*)?)$", re.MULTILINE)
_LEAD = r"^[ \t]*(?:- +)*"
_FULL_COLON = re.compile(_LEAD + r"-?([^\s:：#\"'][^:：#\"']{0,40})：")
_NO_BLANK = re.compile(_LEAD + r"-?([^\s:：#\"'{[][^:：#\"']{0,40}):(?=[^ \t\n])")
_NO_DASH_BLANK = re.compile(r"^[ \t]*-(?=[^\s-][^:：]{0,20}[:：])")
_WIDE_DASH = re.compile(r"^[ \t]*-(?=[\u3000\u00a0\t])")
_RIGHT_KEY = re.compile(_LEAD + r"[^\s:：#]+:(?: |$)")
_VALUE = re.compile(_LEAD + r"[^\s:：#\"'][^:：#\"']{0,40}:[ ]+(?P<value>\S.*)$")
_SIGNS = frozenset("*&!@`%>|,}]?-{[\"'")
_QUOTE_HINT = '请给冒号后面的整段文字加上英文双引号，如 "……"'


def conflict_mark(text: str) -> Trouble | None:
    """Git's conflict marks left in a file: told once, at the first."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    match = _CONFLICT.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start()) + 1
    return Trouble(line, 1, "留有 Git 合并冲突的标记", "请保留需要的一份内容，删去 <<<<<<<、======= 和 >>>>>>> 三行")


def wide_indent(line: int, column: int, blank: str) -> Trouble:
    """A full-width blank where indentation stands: YAML takes it for a part of the key."""
    return Trouble(line, column, f"行首用了{WIDE_BLANKS[blank]}", "请改用半角空格缩进")


def not_a_map(text: str, line: int, column: int) -> Trouble:
    """The whole file is a text or a list: every colon is full-width or lacks its blank, or it is no form at all."""
    source = text.split("\n")[line - 1]
    if found := _FULL_COLON.match(source):
        return Trouble(line, found.end(), "冒号是全角“：”", "请把每个栏目名后面的冒号改成半角“:”，并在后面空一格")
    if found := _NO_BLANK.match(source):
        return Trouble(
            line, found.end() + 1, "冒号后面缺一个空格", "请在每个栏目名的冒号后面加一个空格，如“企业名称: 示例公司”"
        )
    return Trouble(line, column, "整个文件应由“栏目: 内容”一行行组成", "请对照模板填写", "field-type")


class _Complaint(NamedTuple):
    """libyaml's error, 0-based, with the lines that it speaks of."""

    lines: list[str]
    problem: str
    context: str
    line: int
    column: int
    start: tuple[int, int] | None

    def source(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def key(self, line: int, match: re.Match[str]) -> str:
        """The key on a line for a message; “这一行” where the line may belong to a private value."""
        shown = excerpt("\n".join(self.lines), line + 1) or ""
        key = match.group(1)
        return f"“{key.strip()[:30]}”后面" if shown[match.start(1) : match.end(1)] == key else "这一行"


def diagnose(text: str, error: yaml.MarkedYAMLError) -> Trouble:
    """The trouble that a libyaml error stands for."""
    spot, start = error.problem_mark, error.context_mark
    told = _Complaint(
        text.split("\n"), error.problem or "", error.context or "", spot.line if spot else 0, spot.column if spot else 0,
        (start.line, start.column) if start else None,
    )  # fmt: skip
    for explain in (_tab, _wide_blank, _unclosed, _swallowed, _colon, _special, _indentation):
        found = explain(told)
        if found:
            return found if found.line <= len(told.lines) else found._replace(line=len(told.lines), column=1)
    line = min(told.line, len(told.lines) - 1)
    return Trouble(line + 1, told.column + 1, "这里不合 YAML 的写法", "请对照模板检查这一行及上一行的冒号、引号和缩进")


def _tab(told: _Complaint) -> Trouble | None:
    for at in (told.line, told.start[0] if told.start else told.line):
        source = told.source(at)
        indent = source[: len(source) - len(source.lstrip())]
        if "\t" in indent:
            return Trouble(
                at + 1, indent.index("\t") + 1, "缩进用了制表符（Tab），YAML 只能用空格", "请把它换成两个空格"
            )
    return None


def _wide_blank(told: _Complaint) -> Trouble | None:
    """A full-width blank or a tab where libyaml wants a half-width one: at the line's start, or after a dash."""
    for at in (told.line, told.line - 1):
        source = told.source(at)
        if source[:1] in WIDE_BLANKS and ":" in source:
            return wide_indent(at + 1, 1, source[0])
        if found := _WIDE_DASH.match(source):
            name = WIDE_BLANKS.get(source[found.end()], "制表符（Tab）")
            return Trouble(at + 1, found.end() + 1, f"“-”后面是{name}", "请改成一个半角空格")
    return None


def _unclosed(told: _Complaint) -> Trouble | None:
    if told.start is None:
        return None
    line, column = told.start
    if "quoted scalar" in told.context:
        if "escape" in told.problem:
            return Trouble(
                told.line + 1,
                told.column + 1,
                "双引号里的反斜杠“\\”有特别含义",
                "请把反斜杠写成两个“\\\\”，或改用单引号",
            )
        return _open_quote(line, column, told.source(line)[column : column + 1])
    if "flow sequence" in told.context or "flow mapping" in told.context:
        return _open_bracket(line, column, "[" if "sequence" in told.context else "{")
    if "flow node" in told.context and not any(rest.strip() for rest in told.lines[told.line + 1 :]):
        return _last_bracket(told)
    return None


def _open_bracket(line: int, column: int, opener: str) -> Trouble:
    closer = {"[": "]", "{": "}"}[opener]
    return Trouble(
        line + 1,
        column + 1,
        f"括号 {opener} 没有配对",
        f"请在后面补上 {closer}；若是文字的一部分，请给整段文字加英文双引号",
    )


def _last_bracket(told: _Complaint) -> Trouble | None:
    """A bracket after which the file ends: libyaml tells the end, not the bracket."""
    for line in range(len(told.lines) - 1, -1, -1):
        column = max(told.lines[line].rfind("["), told.lines[line].rfind("{"))
        if column >= 0:
            return _open_bracket(line, column, told.lines[line][column])
    return None


def _open_quote(line: int, column: int, opener: str) -> Trouble:
    return Trouble(line + 1, column + 1, f"引号 {opener} 没有配对", f"请在这段文字的末尾补上 {opener}")


def _swallowed(told: _Complaint) -> Trouble | None:
    """A quote left open ends at the next quote in the file, and libyaml stumbles over what follows there."""
    before = told.source(told.line)[: told.column].rstrip()
    sign = before[-1:]
    if sign not in ("'", '"') or before.count(sign) > 1:
        return None
    for at in range(told.line - 1, -1, -1):
        source = told.source(at)
        if sign in source:
            place = source.rindex(sign)
            return _open_quote(at, place, sign) if source[:place].endswith((": ", "- ")) else None
    return None


def _colon(told: _Complaint) -> Trouble | None:
    """A full-width colon or a missing blank makes the line a bare text; libyaml sees it at that line or at a later one."""
    known = (
        "could not find expected ':'",
        "mapping values are not allowed",
        "did not find expected key",
        "did not find expected '-'",
    )
    if not any(words in told.problem for words in known):
        return None
    at = told.start[0] if told.start and "simple key" in told.context else told.line
    if found := _wrong_colon(told, at) or _wrong_colon(told, told.line) or _wrong_colon(told, told.line - 1):
        return found
    if "could not find expected" in told.problem and told.start:
        return Trouble(
            at + 1,
            told.start[1] + 1,
            "这一行没有冒号，不是“栏目: 内容”的写法",
            "若是上一栏内容的续行，请在行首加两个空格；若是新栏目，请补上冒号和空格",
        )
    return _bare_line(told) if "mapping values are not allowed" in told.problem else None


def _bare_line(told: _Complaint) -> Trouble | None:
    """A line without a colon that stands where a map begins, such as the form's title: libyaml sees it at the first key below it."""
    lead = _lead(told.source(told.line))
    at = told.line
    while at and (above := told.source(at - 1)).strip() and _lead(above) == lead and ":" not in above:
        at -= 1
    before = next(
        (line for line in reversed(told.lines[:at]) if line.strip() and not line.lstrip().startswith("#")), ":"
    )
    if at == told.line or not before.rstrip().endswith(":") or told.source(at).lstrip().startswith(("#", "-")):
        return None
    hint = "若是标题或说明，请删去，或在行首加“#”；若是栏目，请补上冒号和空格"
    return Trouble(at + 1, lead + 1, "这一行没有冒号，不是“栏目: 内容”的写法", hint)


def _lead(source: str) -> int:
    return len(source) - len(source.lstrip(" "))


def _wrong_colon(told: _Complaint, at: int) -> Trouble | None:
    """The first line with a wrong colon in the run of such lines that ends at ``at``."""
    while _is_wrong(told.source(at)) and _is_wrong(told.source(at - 1)):
        at -= 1
    return _one_wrong_colon(told, at)


def _is_wrong(source: str) -> bool:
    return any(pattern.match(source) for pattern in (_NO_DASH_BLANK, _NO_BLANK, _FULL_COLON))


def _one_wrong_colon(told: _Complaint, at: int) -> Trouble | None:
    source = told.source(at)
    if dash := _NO_DASH_BLANK.match(source):
        return Trouble(at + 1, dash.end() + 1, "“-”后面缺一个空格", "请在“-”后面加一个空格")
    if found := _NO_BLANK.match(source):
        wide = WIDE_BLANKS.get(source[found.end()])
        said, hint = (f"是{wide}", "请改成半角空格") if wide else ("缺一个空格", "请在冒号后面加一个空格")
        return Trouble(at + 1, found.end() + 1, f"{told.key(at, found)}的冒号之后{said}", hint)
    if found := _FULL_COLON.match(source):
        hint = "请改成半角冒号“:”，并在后面空一格"
        if found.group(1).strip() not in LABELS and _follows_text(told, at):
            hint += "；若这一行是上一栏内容的续行，请在行首加两个空格"
        return Trouble(at + 1, found.end(), f"{told.key(at, found)}的冒号是全角“：”", hint)
    return None


def _follows_text(told: _Complaint, at: int) -> bool:
    """Whether the line above is a deeper line of text, so that this one may have lost its indentation."""
    above, here = told.source(at - 1), told.source(at)
    return len(above) - len(above.lstrip()) > len(here) - len(here.lstrip()) and not _RIGHT_KEY.match(above)


def _special(told: _Complaint) -> Trouble | None:
    """A value that begins with a sign of YAML's own, or holds one."""
    at, column = (told.line, told.column) if told.start is None or "while scanning" not in told.context else told.start
    source = told.source(at)
    value = _VALUE.match(source)
    if value and told.line == at and value["value"][0] in _SIGNS and value.start("value") <= told.column:
        column = value.start("value")
        if source[column] in "\"'" and told.column > column:
            return Trouble(at + 1, column + 1, "引号只括住了一部分文字", "请去掉引号，或把整段文字都括在引号里")
        return _sign(at, column, source)
    scanned = any(words in told.context for words in ("alias", "anchor", "tag", "directive", "block scalar"))
    if scanned or "cannot start any token" in told.problem:
        return _sign(at, column, source)
    if "mapping values are not allowed" in told.problem and value and ": " in value["value"] + " ":
        return Trouble(at + 1, told.column + 1, "内容里又出现了“: ”，看起来像另一个栏目", _QUOTE_HINT)
    return None


def _sign(line: int, column: int, source: str) -> Trouble:
    sign = source[column : column + 1]
    named = f"以“{sign}”开头的内容" if sign.strip() else "这样开头的内容"
    return Trouble(line + 1, column + 1, f"{named}在 YAML 里有特别含义", _QUOTE_HINT)


def _indentation(told: _Complaint) -> Trouble | None:
    if any(
        words in told.problem
        for words in ("did not find expected", "mapping values are not allowed", "block sequence entries")
    ):
        return Trouble(
            told.line + 1, told.column + 1, "这一行的缩进与前后不一致", "同一层的栏目请左对齐；下级栏目比上级多两个空格"
        )
    return None
