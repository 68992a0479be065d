"""A stand-in for GitHub's runner: it carries out the steps of a workflow's job against repositories on this disk.

Expressions are looked up in a table and nothing else is understood, so a workflow that begins to use another one fails here.
What a step `uses` is played by a function of the same name; every `run` is given to bash as the runner does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.gitbox import git
from tests.surveys import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "validate.yml"
NUMBER = 17
ARTIFACT = 987654
TOKEN = "ghs_only_for_fetching"
PYTHON = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'  # -m takes the code from the current folder: the checkout
CATALOGUE = f'#!/bin/sh\nexec "{sys.executable}" -m scripts.cli "$@"\n'
# As root, what sudo would do: its own environment and search path. Otherwise as much of the isolation as anyone may have.
SUDO = """\
#!/bin/bash
if [[ $(id -u) == 0 ]] && unshare --net true 2> /dev/null; then
  exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
fi
while [[ $1 != env ]]; do shift; done
if unshare --user --map-current-user --net true 2> /dev/null; then
  exec unshare --user --map-current-user --net -- setpriv --no-new-privs -- "$@"
fi
exec "$@"
"""
BATCH = "市局批量"


def steps(job: str) -> list[dict[str, Any]]:
    """The steps of one job of validate.yml."""
    return list(yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"][job]["steps"])


@dataclass
class Done:
    """What came of a job: its steps' exit statuses by name, what they printed, and the job's result."""

    statuses: dict[str, int] = field(default_factory=dict)
    output: str = ""
    summary: str = ""

    @property
    def result(self) -> str:
        return "failure" if any(self.statuses.values()) else "success"


@dataclass
class Runner:
    """One run of the workflow: a fresh workspace, a temporary folder, the artifacts handed over."""

    folder: Path
    origin: Path
    head: str
    depth: int = 0
    result: str = "success"
    site: str = ""
    private: bool = True  # the repository
    action: str = "synchronize"  # what happened to the pull request
    label: str = ""  # that was added or taken off
    labels: tuple[str, ...] = ()  # that it bears
    queued: str = ""  # in a merge queue, the ref of the merged commit
    preview: str = ""  # the number that the job of that name hands on
    outputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workspace, self.artifacts, self.bin = (
            self.folder / "workspace",
            self.folder / "artifacts",
            self.folder / "bin",
        )
        for path in (self.artifacts, self.bin):
            path.mkdir(parents=True)
        self.program("python", PYTHON)
        self.program("catalogue", CATALOGUE)
        self.program("sudo", SUDO)

    def program(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text, encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def job(self, name: str) -> Done:
        """Carry out a job; after a failed step only those with a condition go on, as on GitHub."""
        self.temp = self.folder / f"temp-{name}"
        self.temp.mkdir(exist_ok=True)
        done = Done()
        for step in steps(name):
            told = step["name"]
            if done.result == "failure" and "cancelled()" not in step.get("if", ""):
                continue
            status = self._use(step) if "uses" in step else self._run(name, step, done)
            done.statuses[told] = 0 if step.get("continue-on-error") else status
        return done

    # ---------- expressions ----------

    def fill(self, text: str) -> str:
        proposal = not self.queued
        table = {
            "github.token": TOKEN,
            "github.event_name": "pull_request_target" if proposal else "merge_group",
            "github.event.repository.private && github.event.repository.visibility != 'internal'": str(
                self.private
            ).lower(),
            "github.event.action": self.action if proposal else "checks_requested",
            "github.event.label.name": self.label,
            f"contains(github.event.pull_request.labels.*.name, '{BATCH}')": str(BATCH in self.labels).lower(),
            "github.event.pull_request.number": str(NUMBER) if proposal else "",
            "github.event.pull_request.head.sha": self.head if proposal else "",
            "github.event.merge_group.base_sha": "" if proposal else git(self.origin, "rev-parse", f"{self.head}^"),
            "github.event.merge_group.head_sha": "" if proposal else self.head,
            "github.event.merge_group.head_ref": self.queued,
            "needs.validate.result": self.result,
            "needs.preview.outputs.artifact": self.preview,
            "vars.CATALOGUE_SITE": self.site,
            "runner.temp": str(self.temp),
            "'refs/heads/main'": "refs/heads/main",
            **{f"steps.{key}": value for key, value in self.outputs.items()},
        }

        def value(expression: str) -> str:
            return next(filter(None, (table[part] for part in expression.split(" || "))), "")

        return re.sub(r"\$\{\{ *(.+?) *\}\}", lambda found: value(found[1]), str(text))

    # ---------- actions ----------

    def _use(self, step: dict[str, Any]) -> int:
        options = {key: self.fill(value) for key, value in step.get("with", {}).items()}
        action = step["uses"].partition("@")[0].removeprefix("actions/")
        return int(getattr(self, f"_{action.replace('-', '_')}")(options))

    def _checkout(self, options: dict[str, str]) -> int:
        assert options.get("persist-credentials") == "False"
        assert options["fetch-depth"] == "0"
        depth = ["--depth", str(self.depth)] if self.depth else []
        git(self.folder, "clone", "-q", *depth, "--branch", "main", f"file://{self.origin}", str(self.workspace))
        if options["ref"] != "refs/heads/main":
            git(self.workspace, "checkout", "-q", "--detach", options["ref"])
        return 0

    def _setup_python(self, _options: dict[str, str]) -> int:
        return 0

    def _upload_artifact(self, options: dict[str, str]) -> int:
        assert options["if-no-files-found"] == "ignore"
        source = Path(options["path"])
        if options.get("archive") == "False":
            if source.is_file():
                shutil.copy(source, self.artifacts / source.name)
                self.preview = str(ARTIFACT)
        elif source.is_dir():
            shutil.copytree(source, self.artifacts / options["name"], dirs_exist_ok=True, symlinks=True)
        return 0

    def _download_artifact(self, options: dict[str, str]) -> int:
        there = self.artifacts / options["name"]
        if there.exists() and any(there.iterdir()):
            shutil.copytree(there, options["path"], dirs_exist_ok=True, symlinks=True)
            return 0
        return 1

    # ---------- commands ----------

    def _run(self, job: str, step: dict[str, Any], done: Done) -> int:
        if "pip install" in step["run"]:
            lock = "requirements-validate.txt" if job == "validate" else "requirements.txt"
            assert f"--require-hashes -r {lock}\n" in step["run"]
            return 0
        summary, output = self.temp / "summary.md", self.temp / "output"
        for file in (summary, output):
            file.write_bytes(b"")
        ran = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self.workspace if self.workspace.is_dir() else self.folder, env=self._environment(step, summary, output),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120,
        )  # fmt: skip
        done.output += ran.stdout.decode("utf-8", "surrogateescape")
        done.summary += summary.read_text(encoding="utf-8")
        for line in output.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            self.outputs[f"{step['id']}.outputs.{key}"] = value
        return ran.returncode

    def _environment(self, step: dict[str, Any], summary: Path, output: Path) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key in ("HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")}
        return kept | {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request_target",
            "GITHUB_REPOSITORY": "org/catalogue", "GITHUB_SERVER_URL": "https://github.com", "GITHUB_RUN_ID": "4242",
            "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output),
            "RUNNER_TEMP": str(self.temp), "PYTHONUTF8": "1",
            **{key: self.fill(value) for key, value in step.get("env", {}).items()},
        }  # fmt: skip
