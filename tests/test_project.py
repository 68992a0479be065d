"""The project's own set-up: workflows with the fewest rights, pinned actions, locked packages, scripts that can be run."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from schema.vocabulary.survey import constants
from scripts.bureau.sheets import PROVINCE

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
LOCKS = ("requirements-dev.txt", "requirements.txt", "requirements-validate.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
each_lock = pytest.mark.parametrize("name", LOCKS)


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(path).values():
        yield from job.get("steps", ())


def uses(path: Path) -> list[str]:
    """What stands after `uses:`, with its comment."""
    return re.findall(r"^[ -]*uses: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_workflows_are_there() -> None:
    assert {path.name for path in WORKFLOWS} >= {"validate.yml", "test.yml", "publish.yml"}


@each_workflow
def test_actions_are_pinned_by_commit_with_their_version_beside(path: Path) -> None:
    loose = [line for line in uses(path) if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)]
    assert uses(path)
    assert loose == []


def test_an_action_has_the_same_commit_everywhere() -> None:
    pins = {line.partition(" ")[0] for path in WORKFLOWS for line in uses(path)}
    assert sorted(pins) == sorted({pin.partition("@")[0]: pin for pin in pins}.values())


@each_workflow
def test_rights_are_given_job_by_job(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
    assert [name for name, job in jobs(path).items() if not isinstance(job.get("permissions"), dict)] == []


@each_workflow
def test_every_job_has_a_time_limit(path: Path) -> None:
    assert [name for name, job in jobs(path).items() if "timeout-minutes" not in job] == []


@each_workflow
def test_checkout_leaves_no_token_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step for step in checkouts if step.get("with", {}).get("persist-credentials") is not False] == []


@each_workflow
def test_what_a_proposal_says_never_gets_into_a_command(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@each_workflow
def test_a_proposals_code_runs_without_rights_to_write(path: Path) -> None:
    triggers = yaml.safe_load(path.read_text(encoding="utf-8"))[True]  # YAML 1.1 reads the key `on` so
    if "pull_request_target" in triggers:
        assert path.name == "validate.yml"
        writers = {
            name: job["permissions"] for name, job in jobs(path).items() if "write" in job["permissions"].values()
        }
        assert writers == {"comment": {"pull-requests": "write"}}
        refs = [step["with"]["ref"] for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
        assert refs == ["${{ github.event.merge_group.base_sha || 'refs/heads/main' }}", "refs/heads/main"]
    if "pull_request" in triggers:
        assert [job["permissions"] for job in jobs(path).values() if "write" in job["permissions"].values()] == []


OFFICIALS = [
    "github.event.repository.private",
    "github.event.repository.visibility != 'internal'",
    "vars.CATALOGUE_OFFICIALS_ONLY == '是'",
]


def test_workbooks_are_handed_out_only_where_the_province_says_that_all_readers_are_officials() -> None:
    """They hold names and telephone numbers; whoever can read a repository can download its artifacts."""
    public = {"dist/site", "${{ runner.temp }}/report", "${{ runner.temp }}/preview/preview.html"}
    uploads = [
        (job, step["with"])
        for path in WORKFLOWS
        for job in jobs(path).values()
        for step in job["steps"]
        if "/upload-" in step.get("uses", "")
    ]
    bureau = jobs(ROOT / ".github/workflows/publish.yml")["bureau"]
    assert [job for job, given in uploads if given["path"] not in public and job != bureau] == []
    assert bureau["if"].split(" && ") == OFFICIALS
    assert bureau["permissions"] == {"contents": "read"}
    assert "needs" not in bureau, "neither the site nor Pages may keep it from being made"


def test_each_city_has_an_artifact_of_its_own() -> None:
    publish = jobs(ROOT / ".github/workflows/publish.yml")
    given = [step["with"] for step in publish["bureau"]["steps"] if "/upload-" in step.get("uses", "")]
    cities = {city.name: city.slug for city in constants().cities.values()} | {PROVINCE: PROVINCE}
    assert [(one["name"], one["path"]) for one in given] == [(name, f"dist/bureau/{at}") for name, at in cities.items()]
    assert {one["retention-days"] for one in given} == {14}
    [made] = [step["run"] for step in publish["bureau"]["steps"] if step["name"] == "生成"]
    assert made.startswith("catalogue summaries --skip-invalid\n"), "the checklists always, and what is wrong left out"
    [told] = [step["if"] for step in publish["build"]["steps"] if step["name"] == "说明汇总表在哪里"]
    private, visibility, _ = OFFICIALS
    assert told == f"${{{{ !{private} || {visibility.replace('!=', '==')} || vars.CATALOGUE_OFFICIALS_ONLY != '是' }}}}"


@pytest.mark.parametrize(
    ("name", "job", "before"),
    [
        ("validate.yml", "validate", "检查填报文件"),
        ("validate.yml", "preview", "预览"),
        ("publish.yml", "build", "生成"),
    ],
)
def test_nothing_is_read_or_built_before_the_repository_may_hold_contacts(name: str, job: str, before: str) -> None:
    told = jobs(ROOT / ".github" / "workflows" / name)[job]["steps"]
    [at] = [number for number, step in enumerate(told) if "scripts.commands.exposure" in step.get("run", "")]
    guard = told[at]
    assert (
        guard["env"]["PRIVATE"]
        == "${{ github.event.repository.private && github.event.repository.visibility != 'internal' }}"
    )
    assert not {"if", "continue-on-error"} & {*guard}, "it runs always and counts always"
    assert told[at + 1]["name"] == before


def locked(name: str) -> dict[str, list[Requirement]]:
    """Every package of a lock file; a package may have one release for old and one for new Pythons."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(line.partition(" --hash=")[0])
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def wanted(name: str) -> list[Requirement]:
    lists = {
        "requirements-dev.txt": PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"],
        "requirements.txt": PROJECT["project"]["dependencies"],
        "requirements-validate.txt": PROJECT["dependency-groups"]["validate"],
    }
    return [Requirement(text) for text in lists[name] + PROJECT["build-system"]["requires"]]


@each_lock
def test_the_lock_has_a_fitting_release_of_each_package_in_pyproject(name: str) -> None:
    found = locked(name)
    unfit = [
        str(requirement)
        for requirement in wanted(name)
        for pins in [found.get(canonicalize_name(requirement.name), [])]
        if not pins or not all(requirement.specifier.contains(pin_version(pin)) for pin in pins)
    ]
    assert unfit == [], "run `make lock`"


def pin_version(pin: Requirement) -> str:
    [specifier] = pin.specifier
    assert specifier.operator == "=="
    return specifier.version


@each_lock
def test_the_lock_has_exact_releases_with_hashes_and_nothing_else(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    package = r"[a-z0-9][a-z0-9.-]*==[\w.+]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n(?: {4}#.*\n)*"
    assert re.fullmatch(rf"(?:#.*\n)+(?:{package})+", text)
    assert "make lock" in text.partition("==")[0]
    assert not re.search(r"://|index-url|find-links|/home/|/Users/|/tmp/", text)


@each_lock
def test_the_locks_agree(name: str) -> None:
    everything = locked("requirements-dev.txt")
    assert [package for package, pins in locked(name).items() if everything.get(package) != pins] == []


def test_workflows_install_wheels_with_hashes_and_build_nothing_but_the_project() -> None:
    """A source package would run its own code while it is installed, with a right hash too."""
    lines = [line for path in WORKFLOWS for step in steps(path) for line in step.get("run", "").splitlines()]
    installs = [line.split("install", 1)[1] for line in lines if "pip install" in line]
    assert {line for line in installs if "--no-deps --no-build-isolation -e ." not in line} == {
        f" --quiet --only-binary :all: --require-hashes -r {name}" for name in LOCKS[1:]
    }


@pytest.mark.parametrize("name", [
    ".ci/run", "tests/system_packages.sh", ".github/steps/fetch_proposal.sh", ".github/steps/isolated.sh",
])  # fmt: skip
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_make_alone_lists_every_target() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets
    listed = subprocess.run(["make", "-s"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^make (\w+) +\S", listed, re.MULTILINE) == targets[1].split()
