"""The workflow that judges proposals, carried out step by step against a bare repository with a branch from a fork.

What it must hold: the base branch's code judges, nothing of a proposal is checked out or obeyed, a proposal with mistakes is
blocked, and the comment holds only what the project itself would write.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from schema.vocabulary.survey import constants
from scripts.commands import exposure
from scripts.report import as_markdown
from tests.gitbox import commit, git
from tests.needs import missing
from tests.runner import ARTIFACT, BATCH, NUMBER, TOKEN, WORKFLOW, Runner, steps
from tests.surveys import ROOT

UNIT = "submissions/jinan/91370102EXAMPLE031"
OTHER = "submissions/zibo/91370303EXAMPLE542"
FORM = f"{UNIT}/enterprise.yaml"
MISTAKES = (
    ("注册资金: 5000\n", "注册资金: 5000元\n"),
    ("手机号码: 15400000001", "手机号码: 1540000001"),
    ("单位性质: 企业", "单位性质: 公司"),
)


@dataclass
class Forge:
    """The bare repository on the platform, and a clone of its fork in which a proposal is written."""

    bare: Path
    fork: Path

    def propose(self, message: str = "proposal") -> str:
        """Commit what the fork holds and offer it, as a pull request does."""
        head = commit(self.fork, message)
        self.offer(head)
        return head

    def offer(self, head: str) -> None:
        git(self.fork, "push", "-q", "-f", "origin", f"{head}:refs/pull/{NUMBER}/head")

    def edit(self, path: str, *changes: tuple[str, str]) -> None:
        text = (self.fork / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (self.fork / path).write_text(text, encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.fork / path).parent.mkdir(parents=True, exist_ok=True)
        (self.fork / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with two sample units, in a bare repository."""
    folder = tmp_path_factory.mktemp("seed")
    root = folder / "project"
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("schema", "scripts", "site_src/overrides", "site_src/assets/css", ".github", UNIT, OTHER):
        shutil.copytree(ROOT / name, root / name, ignore=skip)
    for name in ("pyproject.toml", "requirements-validate.txt", "README.md", ".gitignore", ".gitattributes"):
        shutil.copy(ROOT / name, root / name)
    git(folder, "init", "-q", "-b", "main", "project")
    commit(root, "base")
    git(folder, "clone", "-q", "--bare", "project", "bare.git")
    return folder / "bare.git"


@pytest.fixture
def forge(seed: Path, tmp_path: Path) -> Forge:
    shutil.copytree(seed, tmp_path / "bare.git")
    git(tmp_path, "clone", "-q", "bare.git", "fork")
    git(tmp_path / "fork", "checkout", "-q", "-b", "proposal")
    return Forge(tmp_path / "bare.git", tmp_path / "fork")


@pytest.fixture
def start(forge: Forge, tmp_path: Path) -> Callable[..., Runner]:
    """Begin a run of the workflow for a head."""

    def begin(head: str, depth: int = 0) -> Runner:
        return Runner(tmp_path / f"run-{len(list(tmp_path.glob('run-*')))}", forge.bare, head, depth)

    return begin


def annotations(output: str) -> list[tuple[str, str, str]]:
    """Kind, place and rule of each annotation; one about a name that is not told has its place in the text."""
    pattern = r"^::(error|warning|notice) (?:file=([^,\n]*),)?(?:line=(\d+),col=\d+,)?title=\S+ ([a-z-]+)::([^：\n]*)"
    found = re.findall(pattern, output, re.MULTILINE)
    return [(kind, f"{path or told}:{line}", rule) for kind, path, line, rule, told in found]


def report(runner: Runner) -> str:
    return (runner.artifacts / "report" / "report.md").read_text(encoding="utf-8")


def assert_only_the_base_is_there(runner: Runner, forge: Forge) -> None:
    """The working tree is the base branch's, untouched but for what Python caches."""
    assert git(runner.workspace, "status", "--porcelain") == ""
    assert git(runner.workspace, "rev-parse", "HEAD") == git(forge.bare, "rev-parse", "main")


# ---------- a proposal with mistakes, one without ----------


def test_three_mistakes_from_a_fork(forge: Forge, start: Callable[..., Runner]) -> None:
    forge.edit(FORM, *MISTAKES)
    runner = start(forge.propose())
    done = runner.job("validate")
    assert done.statuses["检查填报文件"] == 1
    assert done.statuses["交出报告"] == 0
    told = annotations(done.output)
    assert told[:3] == [
        ("error", f"{FORM}:5", "amount-format"), ("error", f"{FORM}:10", "field-choice"), ("error", f"{FORM}:12", "phone-format"),
    ]  # fmt: skip
    assert {kind for kind, _, _ in told[3:]} <= {"warning"}
    assert "3 处错误" in done.output
    assert report(runner) == done.summary
    assert done.summary.startswith(f"{as_markdown.MARKER}\n\n### ❌ 有错误，改正后才能合并\n")
    assert all(rule.replace("-", "&#45;") in done.summary for rule in ("amount-format", "field-choice", "phone-format"))
    assert "1540000001" not in done.output + done.summary
    assert_only_the_base_is_there(runner, forge)


def test_the_transcript_of_a_proposal_is_what_happens(
    forge: Forge, start: Callable[..., Runner], tmp_path: Path
) -> None:
    """``tests/data/pull_request.md`` shows a proposal from a fork as people see it; a failing run leaves the new one in its folder."""
    forge.edit(FORM, *MISTAKES)
    runner = start(forge.propose())
    runner.preview = str(ARTIFACT)
    done = runner.job("validate")
    told = [
        line
        for line in done.output.splitlines()
        if re.match("::(error|warning|notice) |共检查|没有错误|.*处错误", line)
    ]
    change = git(forge.fork, "diff", "--unified=0", "main", "proposal").split("\n", 2)[2]
    made = TRANSCRIPT.format(change=change, told="\n".join(told), comment=posted(runner, done.result)["body"].strip())
    made = re.sub(r"今天是 \d{4}(-|&#45;)\d\d(-|&#45;)\d\d", r"今天是 2024\g<1>06\g<2>12", made)
    made = re.sub(r"针对提交 [0-9a-f]{7}", "针对提交 0123abc", made)
    (tmp_path / "pull_request.md").write_text(made, encoding="utf-8")
    assert made == (ROOT / "tests/data/pull_request.md").read_text(encoding="utf-8")


TRANSCRIPT = """\
# 一次有错的合并请求

由 `tests/test_workflows.py` 照 `.github/workflows/validate.yml` 的步骤跑出，与这里不同就不通过。

## 复刻仓库里的改动

```diff
{change}
```

## 检查的输出：改动处的批注

```
{told}
```

## 合并请求里的评论

{comment}
"""


def test_a_proposal_without_mistakes(
    forge: Forge, start: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    forge.edit(FORM, ("注册资金: 5000\n", "注册资金: 6000\n"))
    runner = start(forge.propose())
    done = runner.job("validate")
    assert set(done.statuses.values()) == {0}
    assert report(runner).startswith(f"{as_markdown.MARKER}\n\n### ✅ ")
    assert not [kind for kind, _, _ in annotations(done.output) if kind == "error"]


def test_the_token_is_used_for_fetching_and_left_nowhere(forge: Forge, start: Callable[..., Runner]) -> None:
    forge.edit(FORM, *MISTAKES)
    runner = start(forge.propose())
    done = runner.job("validate")
    masked = re.findall(r"^::add-mask::(.+)$", done.output, re.MULTILINE)
    assert len(masked) == 1
    config = (runner.workspace / ".git/config").read_text(encoding="utf-8")
    left = config + (runner.workspace / ".git/FETCH_HEAD").read_text(encoding="utf-8") + report(runner)
    assert not any(secret in left for secret in (TOKEN, masked[0], "extraheader"))
    for job in ("validate", "preview"):
        with_token = [step for step in steps(job) if "GH_TOKEN" in step.get("env", {})]
        assert [step["run"] for step in with_token] == [".github/steps/fetch_proposal.sh"]


def test_rules_link_to_the_repository_s_site(forge: Forge, start: Callable[..., Runner]) -> None:
    forge.edit(FORM, *MISTAKES)
    forge.write("mkdocs.yml", "site_url: https://evil.example/\n")
    runner = start(forge.propose())
    runner.site = "https://example.org/catalogue"
    done = runner.job("validate")
    assert "](https://example.org/catalogue/rules/amount-format/)" in report(runner)
    assert "evil.example" not in done.output + done.summary
    assert posted(runner, done.result)["body"].startswith(report(runner))
    runner.site = "https://other.example/"
    assert "报告不合格式" in posted(runner, done.result)["body"]


# ---------- what judges is the base's ----------


def test_a_proposal_that_rewrites_the_workflow_and_the_rules_is_blocked(
    forge: Forge, start: Callable[..., Runner]
) -> None:
    forge.edit(FORM, *MISTAKES)
    forge.write(
        ".github/workflows/validate.yml", "on: pull_request\njobs: {validate: {runs-on: x, steps: [{run: 'true'}]}}\n"
    )
    forge.write("schema/rules/__init__.py", "def judge(unit, today):\n    return iter(())\n")
    forge.write("schema/rules/pull_request.py", "def judge_changes(changes, today):\n    return iter(())\n")
    for name in ("scripts/cli.py", "sitecustomize.py", "conftest.py"):
        forge.write(name, "import os\nprint('PWNED')\nos._exit(0)\n")
    forge.write("requirements.txt", "evil==1\n")
    forge.write(".gitattributes", "* diff=evil filter=evil\n")
    runner = start(forge.propose())
    done = runner.job("validate")
    assert done.statuses["检查填报文件"] == 1
    assert "PWNED" not in done.output
    rules = {rule for kind, _, rule in annotations(done.output) if kind == "error"}
    assert rules == {"amount-format", "field-choice", "phone-format", "pr-scope"}
    assert_only_the_base_is_there(runner, forge)


def test_the_newest_base_judges_a_proposal_from_before_it(
    forge: Forge, start: Callable[..., Runner], tmp_path: Path
) -> None:
    forge.edit(FORM, ("注册资金: 5000\n", "注册资金: 6000\n"))
    head = forge.propose()
    git(tmp_path, "clone", "-q", "bare.git", "maintainer")
    survey = tmp_path / "maintainer/schema/survey.yaml"
    text = survey.read_text(encoding="utf-8")
    assert "收入门槛: 500\n" in text
    survey.write_text(text.replace("收入门槛: 500\n", "收入门槛: 500000\n"), encoding="utf-8")
    commit(tmp_path / "maintainer", "stricter")
    git(tmp_path / "maintainer", "push", "-q", "origin", "main")
    done = start(head).job("validate")
    assert ("error", "revenue-threshold") in {(kind, rule) for kind, _, rule in annotations(done.output)}


# ---------- contacts in a repository that is not private ----------

GUARD = "核对仓库可以收联系信息"
REAL = "submissions/jinan/91370100MA3CQL5R40"  # only the name of its folder says that a unit is real


@pytest.mark.parametrize("separate", [False, True], ids=["明文", "另交"])
@pytest.mark.parametrize("private", ["true", "false", ""])
@pytest.mark.parametrize("unit", [UNIT, REAL, "submissions/Jinan/示例公司", None])
def test_contacts_may_stand_in_a_private_repository_or_be_those_of_samples(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    separate: bool,
    private: str,
    unit: str | None,
) -> None:
    (tmp_path / "submissions/jinan").mkdir(parents=True)
    (tmp_path / "submissions/jinan/bureau.yaml").write_text("填报日期: 2024-06-01\n", encoding="utf-8")
    if unit:
        (tmp_path / unit).mkdir(parents=True)
        (tmp_path / unit / "enterprise.yaml").write_text("联系人姓名: 示例隐甲秘\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exposure, "constants", lambda: replace(constants(), separate=separate))
    refused = private != "true" and not separate and unit not in (UNIT, None)
    assert exposure.main([private]) == int(refused)
    told = capsys.readouterr().out
    assert (commands(told) == {"error"} and "联系信息: 明文" in told) if refused else told == ""
    assert "示例隐甲秘" not in told


def test_a_real_unit_is_not_even_read_where_others_can_see_it(forge: Forge, start: Callable[..., Runner]) -> None:
    """Neither can the proposal help itself by what it says of the round."""
    git(forge.fork, "mv", UNIT, REAL)
    forge.edit("schema/survey.yaml", ("联系信息: 明文\n", "联系信息: 另交\n"))
    head = forge.propose()
    runner = start(head)
    runner.private = False
    done = runner.job("validate")
    assert done.statuses[GUARD] == 1
    assert "检查填报文件" not in done.statuses
    assert "仓库不是私有的" in done.output
    assert "检查没有做完" in posted(runner, done.result)["body"]
    assert start(head).job("validate").statuses[GUARD] == 0


def test_samples_may_be_proposed_where_everybody_can_see_them(forge: Forge, start: Callable[..., Runner]) -> None:
    forge.edit(FORM, ("注册资金: 5000\n", "注册资金: 6000\n"))
    runner = start(forge.propose())
    runner.private = False
    assert runner.job("validate").result == "success"


# ---------- where strangers' bytes are parsed ----------

PROBE = f"""#!{sys.executable}
import json, os, socket, sys
def reaches(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
told = {{"environment": sorted(os.environ), "reaches": reaches(PORT), "groups": os.getgroups(), "arguments": sys.argv[1:],
        "user": os.getuid(), "status": {{key: status[key].strip() for key in ("NoNewPrivs", "CapEff")}}}}
open(os.environ["GITHUB_STEP_SUMMARY"], "w").write(json.dumps(told))
"""


def test_what_parses_has_no_network_no_privileges_and_no_token(forge: Forge, start: Callable[..., Runner]) -> None:
    unshared = subprocess.run(["unshare", "--user", "--map-current-user", "--net", "true"], check=False)
    if unshared.returncode and os.getuid():
        missing("a namespace without network: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or be root")
    runner = start(forge.propose())
    with socket.create_server(("127.0.0.1", 0)) as server:
        runner.program("catalogue", PROBE.replace("PORT", str(server.getsockname()[1])))
        done = runner.job("validate")
    assert done.result == "success", done.output
    told = json.loads(done.summary)
    assert told["reaches"] is False
    assert told["user"] == os.getuid()
    assert told["status"]["NoNewPrivs"] == "1"
    assert int(told["status"]["CapEff"], 16) == 0 or os.getuid()
    assert {*told["environment"]} - {"LC_CTYPE"} == {
        "CATALOGUE_SITE", "CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "HOME", "LD_LIBRARY_PATH", "PATH",
    }  # fmt: skip


# ---------- removals, and a maintainer's label ----------


def remove_two_units(forge: Forge) -> str:
    git(forge.fork, "rm", "-q", "-r", f"{UNIT}/products", OTHER)
    return forge.propose()


def removals(output: str) -> set[str]:
    return {kind for kind, _, rule in annotations(output) if rule == "pr-removal"}


@pytest.mark.parametrize(("action", "label", "labels", "counts", "taken_off"), [
    ("opened", "", (), False, False),
    ("labeled", BATCH, (BATCH,), True, False),
    ("synchronize", "", (BATCH,), False, True),
    ("edited", "", ("other", BATCH), False, True),
    ("labeled", "other", ("other", BATCH), False, True),
    ("unlabeled", BATCH, (), False, False),
])  # fmt: skip
def test_the_label_counts_where_a_maintainer_has_just_added_it(
    forge: Forge, start: Callable[..., Runner], action: str, label: str, labels: tuple[str, ...], counts: bool, taken_off: bool
) -> None:  # fmt: skip
    runner = start(forge.propose())
    runner.program("catalogue", '#!/bin/sh\necho "asked: $*"\n')
    runner.action, runner.label, runner.labels = action, label, labels
    done = runner.job("validate")
    (asked,) = re.findall("^asked: (.*)$", done.output, re.MULTILINE)
    assert ("--batch" in asked.split()) is counts
    posted(runner, done.result)
    assert ("DELETE" in calls(runner)) is taken_off


@pytest.mark.parametrize(("action", "kind"), [("labeled", "warning"), ("opened", "error")])
def test_removals_of_several_units_want_the_label(
    forge: Forge, start: Callable[..., Runner], action: str, kind: str
) -> None:
    runner = start(remove_two_units(forge))
    runner.action, runner.label, runner.labels = action, BATCH, (BATCH,)
    assert removals(runner.job("validate").output) == {kind}


# ---------- a merge queue, a conflict ----------


def test_a_merge_queue_judges_each_proposal_upon_the_one_before_it(
    forge: Forge, start: Callable[..., Runner], tmp_path: Path
) -> None:
    queue = "gh-readonly-queue/main/pr-17-0123abc"
    git(tmp_path, "clone", "-q", "bare.git", "maintainer")
    maintainer = Forge(forge.bare, tmp_path / "maintainer")
    maintainer.edit(f"{OTHER}/enterprise.yaml", ("注册资金: ", "注册资金: 1"))
    commit(maintainer.fork, "the proposal before it, in another city")
    maintainer.edit(FORM, MISTAKES[0])
    head = commit(maintainer.fork, "this proposal")
    git(maintainer.fork, "push", "-q", "origin", f"HEAD:refs/heads/{queue}")
    runner = start(head)
    runner.queued = f"refs/heads/{queue}"
    done = runner.job("validate")
    assert [(kind, rule) for kind, _, rule in annotations(done.output) if kind == "error"] == [
        ("error", "amount-format")
    ]
    assert git(runner.workspace, "rev-parse", "HEAD") == git(maintainer.fork, "rev-parse", "HEAD^")


def test_a_conflict_is_told_in_the_comment(forge: Forge, start: Callable[..., Runner], tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "bare.git", "maintainer")
    maintainer = Forge(forge.bare, tmp_path / "maintainer")
    maintainer.edit(FORM, ("注册资金: 5000\n", "注册资金: 7000\n"))
    commit(maintainer.fork, "capital")
    git(maintainer.fork, "push", "-q", "origin", "main")
    forge.edit(FORM, ("注册资金: 5000\n", "注册资金: 6000\n"))
    runner = start(forge.propose())
    done = runner.job("validate")
    assert done.result == "success", "the platform blocks it"
    assert ("warning", f"{FORM}:", "pr-conflict") in annotations(done.output)
    assert "两边冲突，现在合并不了" in posted(runner, done.result)["body"]


# ---------- histories ----------


def test_merge_commits(forge: Forge, start: Callable[..., Runner], tmp_path: Path) -> None:
    forge.edit(FORM, MISTAKES[0])
    commit(forge.fork, "capital")
    git(tmp_path, "clone", "-q", "bare.git", "maintainer")
    (tmp_path / "maintainer/README.md").write_text("新的说明", encoding="utf-8")
    commit(tmp_path / "maintainer", "main goes on")
    git(tmp_path / "maintainer", "push", "-q", "origin", "main")
    git(forge.fork, "fetch", "-q", "origin")
    git(forge.fork, "merge", "-q", "--no-ff", "-m", "merge", "origin/main")
    head = git(forge.fork, "rev-parse", "HEAD")
    forge.offer(head)
    done = start(head).job("validate")
    assert [(kind, rule) for kind, _, rule in annotations(done.output) if kind == "error"] == [
        ("error", "amount-format")
    ]


def test_a_shallow_clone_of_the_base_is_completed(forge: Forge, start: Callable[..., Runner], tmp_path: Path) -> None:
    forge.edit(FORM, MISTAKES[0])
    head = forge.propose()
    git(tmp_path, "clone", "-q", "bare.git", "maintainer")
    for step in range(3):
        commit(tmp_path / "maintainer", f"main goes on {step}")
    git(tmp_path / "maintainer", "push", "-q", "origin", "main")
    runner = start(head, depth=1)
    done = runner.job("validate")
    assert [(kind, rule) for kind, _, rule in annotations(done.output) if kind == "error"] == [
        ("error", "amount-format")
    ]
    assert git(runner.workspace, "rev-parse", "--is-shallow-repository") == "false"


def test_a_head_that_was_pushed_over_is_red(forge: Forge, start: Callable[..., Runner]) -> None:
    forge.edit(FORM, MISTAKES[0])
    first = forge.propose("first")
    git(forge.fork, "reset", "-q", "--hard", "origin/main")
    forge.propose("second")
    git(forge.bare, "reflog", "expire", "--expire=now", "--all")
    git(forge.bare, "gc", "-q", "--prune=now")
    runner = start(first)
    done = runner.job("validate")
    assert done.result == "failure"
    assert "分支已被改写" in done.output
    assert not (runner.artifacts / "report" / "report.md").exists()


def test_an_unrelated_history_is_red(forge: Forge, start: Callable[..., Runner]) -> None:
    git(forge.fork, "checkout", "-q", "--orphan", "other")
    done = start(forge.propose()).job("validate")
    assert done.result == "failure"
    assert "没有共同的起点" in done.output
    assert done.summary == ""


# ---------- hostile names and trees ----------

NAMES = (
    "a\n::error file=x::stop.pdf",
    "b::set-output name=x::y.pdf",
    "##[error]c.pdf",
    "$(touch pwned)`id`.pdf",
    "e\u202efdp.exe",
    "f%0A::warning::g.pdf",
    "<img src=x onerror=alert(1)>.pdf",
    "@everyone #1 [x](https:）.pdf",
    "--upload-pack=x.pdf",
)


def commands(output: str) -> set[str]:
    """Every workflow command that a runner would obey in an output; the old form is looked for anywhere in a line."""
    new = {found[1] for line in re.split(r"\r\n|\r|\n", output) if (found := re.match(r"\s*::([^ :]+)", line))}
    return new | ({"##["} if "##[" in output else set())


def test_hostile_names(forge: Forge, start: Callable[..., Runner]) -> None:
    for name in NAMES:
        (forge.fork / UNIT / "materials" / name).write_bytes(b"%PDF-1.4\n")
    (forge.fork / "::error::outside").write_text("x", encoding="utf-8")
    git(forge.fork, "checkout", "-q", "-b", "x;$(touch${IFS}pwned)")
    runner = start(forge.propose('"; touch pwned; #\n::error::title'))
    done = runner.job("validate")
    assert done.statuses["检查填报文件"] == 1
    assert commands(done.output) <= {"add-mask", "error", "warning", "notice"}
    named = [line for line in done.output.splitlines() if re.match(r"\s*::(error|warning|notice)", line)]
    assert all(re.match(r"::(error|warning|notice) (file=[^:\n]*,)?title=\S+ [a-z-]+::", line) for line in named)
    assert (
        len({path for _, path, rule in annotations(done.output) if rule in ("path-name", "path-unknown")})
        >= len(NAMES) - 2
    )
    assert "pr-scope" in {rule for _, _, rule in annotations(done.output)}
    assert not list(runner.folder.rglob("pwned"))
    assert_only_the_base_is_there(runner, forge)
    assert posted(runner, done.result)["body"].startswith(report(runner))


@pytest.mark.parametrize("name", [".git", "..", ".GIT"])
def test_a_tree_that_would_write_elsewhere_is_not_even_fetched(
    forge: Forge, start: Callable[..., Runner], name: str
) -> None:
    blob = git(forge.fork, "hash-object", "-w", "README.md")
    evil = tree(forge.fork, [("100644", "blob", blob, "config")])
    root = git(forge.fork, "ls-tree", "-z", "HEAD").split("\0")
    entries = [(*line.partition("\t")[0].split(), line.partition("\t")[2]) for line in root if line]
    top = tree(forge.fork, [*entries, ("040000", "tree", evil, name)])
    head = git(forge.fork, "commit-tree", top, "-p", "HEAD", "-m", "evil")
    forge.offer(head)
    runner = start(head)
    done = runner.job("validate")
    assert done.statuses["取得提交内容（只取 Git 对象，不检出）"] != 0
    assert_only_the_base_is_there(runner, forge)


def tree(root: Path, entries: list[tuple[str, ...]]) -> str:
    """A tree object written byte by byte, since git's own commands refuse such names."""
    ordered = sorted(entries, key=lambda entry: entry[3] + ("/" if entry[1] == "tree" else ""))
    data = b"".join(
        f"{mode.lstrip('0')} {name}".encode() + b"\0" + bytes.fromhex(sha) for mode, _, sha, name in ordered
    )
    command = ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
    return subprocess.run(command, cwd=root, input=data, check=True, capture_output=True).stdout.decode().strip()


def test_links_and_submodules(forge: Forge, start: Callable[..., Runner]) -> None:
    (forge.fork / UNIT / "materials/passwd.pdf").symlink_to("/etc/passwd")
    (forge.fork / FORM).unlink()
    (forge.fork / FORM).symlink_to("/proc/self/environ")
    forge.write(".gitmodules", '[submodule "x"]\n\tpath = x\n\turl = https://example.com/x\n')
    git(forge.fork, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{UNIT}/module")
    runner = start(forge.propose())
    done = runner.job("validate")
    links = {path for kind, path, rule in annotations(done.output) if (kind, rule) == ("error", "file-link")}
    assert f"{FORM}:" in links
    assert any(re.fullmatch(rf"{UNIT}/materials/第 \d 个 \.pdf:", path) for path in links)
    assert "root:" not in done.output
    assert "GITHUB_REPOSITORY" not in done.output
    assert_only_the_base_is_there(runner, forge)


# ---------- the comment ----------

GH = f"""#!{sys.executable}
import json, pathlib, re, subprocess, shutil, sys
folder = pathlib.Path(__file__).parent
state = folder / "comments.json"
comments = json.loads(state.read_text()) if state.exists() else []
given = sys.argv[1:]
with open(folder / "calls", "a") as calls:
    calls.write(json.dumps(given) + "\\n")
assert given.pop(0) == "api"
def option(name):
    if name not in given: return None
    at = given.index(name)
    return given[at:at + 2][1]
method, body, wanted = option("--method") or "GET", option("--input"), option("--jq")
path = next(item for item in given if item.startswith("repos/"))
if method == "GET":
    assert "--paginate" in given
    if shutil.which("jq"):
        sys.exit(subprocess.run(["jq", "-r", wanted], input=json.dumps(comments), text=True).returncode)
    for comment in comments:
        if comment["user"]["login"] == "github-actions[bot]" and comment["body"].startswith("<!-- catalogue-validate -->"):
            print(comment["id"])
    sys.exit()
if method == "DELETE":
    assert path == "repos/org/catalogue/issues/{NUMBER}/labels/%E5%B8%82%E5%B1%80%E6%89%B9%E9%87%8F"
    sys.exit()
told = json.loads(pathlib.Path(body).read_text())
if method == "POST":
    assert path == "repos/org/catalogue/issues/{NUMBER}/comments"
    comments.append({{"id": 100 + len(comments), "user": {{"login": "github-actions[bot]"}}, "body": told["body"]}})
else:
    number = int(path.removeprefix("repos/org/catalogue/issues/comments/"))
    next(comment for comment in comments if comment["id"] == number)["body"] = told["body"]
state.write_text(json.dumps(comments))
"""


def comments(runner: Runner) -> list[dict[str, object]]:
    state = runner.bin / "comments.json"
    return list(json.loads(state.read_text())) if state.exists() else []


def calls(runner: Runner) -> list[str]:
    """The methods that were called, in order."""
    lines = [json.loads(line) for line in (runner.bin / "calls").read_text().splitlines()]
    return [line[line.index("--method") + 1] if "--method" in line else "GET" for line in lines]


def posted(runner: Runner, result: str) -> dict[str, str]:
    """Carry out the comment's job after the first job ended so; gives what is to be posted."""
    if not (runner.bin / "gh").exists():
        runner.program("gh", GH)
    runner.result = result
    done = runner.job("comment")
    assert done.result == "success", done.output
    return dict(json.loads((runner.temp / "comment.json").read_text(encoding="utf-8")))


def hand_over(runner: Runner, data: bytes | str) -> None:
    """Put a report where the first job would have."""
    shutil.rmtree(runner.folder / "temp-comment", ignore_errors=True)
    (runner.artifacts / "report").mkdir(exist_ok=True)
    (runner.artifacts / "report/report.md").write_bytes(data if isinstance(data, bytes) else data.encode())


GOOD = f"{as_markdown.MARKER}\n\n### ✅ 检查通过，谢谢报送\n\n没有发现问题。\n"
BAD = f"{as_markdown.MARKER}\n\n### ❌ 有错误，改正后才能合并\n\n<details open><summary><code>a</code>　1 处错误</summary>\n\n- ❌ **错误**　x\n\n</details>\n"


@pytest.fixture
def bare_run(tmp_path: Path) -> Runner:
    return Runner(tmp_path / "run", tmp_path, "abcdef0123" * 4)


def test_one_comment_is_kept_up_to_date(bare_run: Runner) -> None:
    stranger = {"id": 7, "user": {"login": "mallory"}, "body": GOOD}
    other = {"id": 8, "user": {"login": "github-actions[bot]"}, "body": "另一个工作流的评论"}
    bare_run.program("comments.json", json.dumps([stranger, other]))
    hand_over(bare_run, BAD)
    body = posted(bare_run, "failure")["body"]
    assert body.startswith(BAD)
    assert "针对提交 abcdef0，[检查日志](https://github.com/org/catalogue/actions/runs/4242)" in body
    hand_over(bare_run, GOOD)
    assert "谢谢报送" in posted(bare_run, "success")["body"]
    assert calls(bare_run) == ["GET", "POST", "GET", "PATCH"]
    [first, second, own] = comments(bare_run)
    assert (first, second) == (stranger, other)
    assert str(own["body"]).startswith(GOOD)


def test_a_proposal_without_submissions_gets_no_comment_of_its_own(bare_run: Runner) -> None:
    nothing = GOOD.replace("检查通过，谢谢报送", "没有需要检查的填报文件")
    hand_over(bare_run, nothing)
    posted(bare_run, "success")
    assert calls(bare_run) == ["GET"]
    bare_run.program("comments.json", json.dumps([{"id": 9, "user": {"login": "github-actions[bot]"}, "body": BAD}]))
    hand_over(bare_run, nothing)
    posted(bare_run, "success")
    assert calls(bare_run) == ["GET", "GET", "PATCH"]


@pytest.mark.parametrize("result", ["failure", "cancelled", "success"])
def test_without_a_report_the_comment_says_that_checking_failed(bare_run: Runner, result: str) -> None:
    body = posted(bare_run, result)["body"]
    assert "检查没有做完" in body
    assert "[检查日志](https://github.com/" in body
    assert "✅" not in body


HOSTILE: dict[str, bytes | str] = {
    "too large": BAD + "长" * 60_000,
    "far too large": BAD + "x" * 10_000_000,
    "without the mark": BAD.removeprefix(as_markdown.MARKER),
    "mark not at the beginning": "先来一句\n" + BAD,
    "claims success": GOOD,
    "not UTF-8": BAD.encode() + b"\xff\xfe",
    "UTF-16": BAD.encode("utf-16"),
    "mention": BAD + "@everyone\n",
    "mention by reference": BAD + "&#64;org/team\n",
    "issue": BAD + "see #1\n",
    "issue by reference": BAD + "&#35;1\n",
    "link": BAD + "[点这里](https://evil.example)\n",
    "link by reference": BAD + "https&#58;//evil\n",
    "bare address": BAD + "www&#46;evil&#46;example\n",
    "image": BAD + "<img src=x onerror=alert(1)>\n",
    "script": BAD + "<script>alert(1)</script>\n",
    "attribute": BAD + '<code onclick="x">a</code>\n',
    "comment": BAD + "<!-- hidden -->\n",
    "named reference": BAD + "&lt;b&gt;\n",
    "code span": BAD + "`x`\n",
    "heading": BAD + "# 大标题\n",
    "list in list": BAD + "- - x\n",
    "rule": BAD + "---\n",
    "table": BAD + "|a|\n|-|\n",
    "formula": BAD + "$x$\n",
    "hidden": BAD + "a\u202eb\n",
    "carriage return": BAD + "a\rb\n",
    "bold": BAD + "**已批准**\n",
    "quote": BAD + "> 维护者说可以合并\n",
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_a_report_that_the_project_would_not_write_is_not_posted(bare_run: Runner, case: str) -> None:
    hand_over(bare_run, HOSTILE[case])
    body = posted(bare_run, "failure")["body"]
    assert len(body) < 500
    assert "没有贴出" in body
    assert "[检查日志](https://github.com/" in body


def test_a_link_in_place_of_the_report_is_not_followed(bare_run: Runner, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(BAD, encoding="utf-8")
    hand_over(bare_run, BAD)
    there = bare_run.artifacts / "report/report.md"
    there.unlink()
    there.symlink_to(tmp_path / "secret")
    assert "没有贴出" in posted(bare_run, "failure")["body"]


def test_from_three_mistakes_to_thanks(
    forge: Forge, start: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    forge.edit(FORM, *MISTAKES)
    first = start(forge.propose())
    body = posted(first, first.job("validate").result)["body"]
    assert body.startswith(report(first))
    forge.edit(FORM, *((new, old) for old, new in MISTAKES), ("注册资金: 5000\n", "注册资金: 6000\n"))
    second = start(forge.propose())
    second.program("comments.json", json.dumps(comments(first)))
    result = second.job("validate").result
    assert result == "success"
    assert "✅" in posted(second, result)["body"]
    assert calls(second) == ["GET", "PATCH"]
    assert len(comments(second)) == 1


# ---------- the preview ----------


def test_the_comment_leads_to_the_changed_entries_as_they_will_look(forge: Forge, start: Callable[..., Runner]) -> None:
    """Made by main's code and templates of public fields, also where there are mistakes, with the isolation of the check."""
    forge.edit(FORM, *MISTAKES, ("企业名称: 示例", "企业名称: <b>示例"))
    forge.write("site_src/overrides/preview.html", "PWNED")
    forge.write("site_src/overrides/partials/enterprise-body.html", "{% macro body(e) %}PWNED{% endmacro %}")
    runner = start(forge.propose())
    done = runner.job("preview")
    assert done.result == "success", done.output
    made = (runner.artifacts / "preview.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;示例" in made
    assert re.findall('<section class="preview" id="([^"]+)"', made) == [f"enterprises/{Path(UNIT).name}/"]
    assert not [word for word in ("PWNED", "<b>示例", "1540000001", "<script", TOKEN) if word in made]
    assert_only_the_base_is_there(runner, forge)
    body = posted(runner, "failure")["body"]
    address = f"https://github.com/org/catalogue/actions/runs/4242/artifacts/{ARTIFACT}"
    assert f"，[条目公开后的样子]({address})，[检查日志](" in body


@pytest.mark.parametrize("number", ["", "1) [x](https://evil.example"])
def test_of_the_preview_s_job_the_comment_takes_a_number_only(bare_run: Runner, number: str) -> None:
    hand_over(bare_run, GOOD)
    bare_run.preview = number
    body = posted(bare_run, "success")["body"]
    assert "条目公开后的样子" not in body and "evil" not in body


# ---------- what the steps do not show ----------


def test_the_rights_of_the_jobs() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    assert jobs["validate"]["permissions"] == {"contents": "read"}
    assert jobs["preview"]["permissions"] == {"contents": "read"}
    assert jobs["preview"]["outputs"] == {"artifact": "${{ steps.upload.outputs.artifact-id }}"}
    assert jobs["comment"]["permissions"] == {"pull-requests": "write"}
    assert "secrets" not in WORKFLOW.read_text(encoding="utf-8")
    assert "if" not in jobs["validate"], "a required job that is skipped counts as passed"
    assert not any("cache" in step.get("with", {}) for job in jobs.values() for step in job["steps"])
    assert not any("checkout" in step.get("uses", "") for step in jobs["comment"]["steps"])


def test_the_comment_s_job_knows_the_report_s_constants() -> None:
    [program] = [step["run"] for step in steps("comment") if step["name"] == "核对报告"]
    assert f'MARK = "{as_markdown.MARKER}\\n\\n"' in program
    assert f"<= {as_markdown.LIMIT:_}" in program
    assert "没有需要检查的填报文件" in program


def test_only_proposals_to_main_are_judged_and_a_changed_base_again() -> None:
    triggers = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))[True]
    assert set(triggers) == {"pull_request_target", "merge_group"}
    assert triggers["pull_request_target"]["branches"] == ["main"]
    types = {"opened", "synchronize", "reopened", "edited", "labeled", "unlabeled"}
    assert set(triggers["pull_request_target"]["types"]) == types


def test_each_city_has_its_code_owners_and_the_rest_the_maintainers() -> None:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert rules[0] == ["*", "@ORG/maintainers"], "the last line that fits decides, so this one must be first"
    assert rules[1:] == [[f"/submissions/{city}/", f"@ORG/{city}"] for city in constants().cities]


def test_security_names_what_there_is() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    jobs = [
        job
        for path in WORKFLOW.parent.glob("*.yml")
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    ]
    names = {job["name"] for job in jobs}
    variants = {
        variant["name"]: variant["python"]
        for job in jobs
        for variant in job.get("strategy", {}).get("matrix", {}).get("include", ())
    }
    assert "检查填报" in names
    assert variants["测试程序"] == "3.11", "the oldest Python that is promised, under the name that SECURITY.md gives"
    assert "**检查填报**" in text
    files = re.findall(r"`((?:tests|schema|scripts|\.github)/[\w./]+)`", text)
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []
