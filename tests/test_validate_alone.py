"""What checks proposals gets along with the packages of ``requirements-validate.txt``, its worker process too."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.gitbox import commit, git
from tests.surveys import ROOT

UNIT = "submissions/jinan/91370102EXAMPLE031"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's Python that finds the installed releases of those packages, this project, and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder, symlinks=True)
    packages = folder / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    (packages / "project.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    lock = (ROOT / "requirements-validate.txt").read_text(encoding="utf-8")
    for name in re.findall(r"^([a-z][a-z0-9-]*)==", lock, re.MULTILINE):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:  # not on this platform
            continue
        for top in {file.parts[0] for file in files} - {".."}:
            (packages / top).symlink_to(Path(str(distribution(name).locate_file(top))))
    return folder / "bin/python"


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and a branch with a wrong amount, a misspelt district and a material that is none."""
    root = tmp_path_factory.mktemp("proposal") / "root"
    shutil.copytree(ROOT / "submissions", root / "submissions")
    git(root.parent, "init", "-q", "-b", "main", "root")
    commit(root, "base")
    git(root, "checkout", "-q", "-b", "proposal")
    form = root / UNIT / "enterprise.yaml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("金: 5000\n", "金: 1.2亿\n").replace("县: 历下区", "县: 历下曲"), encoding="utf-8")
    [material, *_] = sorted((root / UNIT / "materials").iterdir())
    material.write_bytes(b"%PDF-1.7\nnothing\n")
    commit(root, "mistakes")
    return root


def run(python: Path, root: Path, *arguments: str) -> tuple[int, bytes, bytes]:
    command = [python, "-I", "-m", "scripts.cli", *arguments, "--root", root]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("arguments", [
    ("validate", "--format", "text"), ("validate", "--base", "main", "--head", "proposal", "--format", "github"),
    ("explain", "uscc-check-digit"), ("new", "product", "--code", "91370102EXAMPLE031", "--slug", "xin"),
], ids=" ".join)  # fmt: skip
def test_the_small_set_of_packages_says_the_same(alone: Path, proposal: Path, arguments: tuple[str, ...]) -> None:
    few = run(alone, proposal, *arguments)
    git(proposal, "clean", "-q", "-d", "-f", "submissions")
    assert few == run(Path(sys.executable), proposal, *arguments)
    git(proposal, "clean", "-q", "-d", "-f", "submissions")
    assert few[0] == int("validate" in arguments)
    if "validate" in arguments:
        assert all(rule in few[1].decode() for rule in ("amount-format", "division-unknown", "material-type"))


def test_what_needs_more_says_so(alone: Path, proposal: Path) -> None:
    status, _, told = run(alone, proposal, "preview", UNIT)
    assert (status, "还缺软件包 jinja2" in told.decode()) == (1, True)


@pytest.mark.parametrize("name", ["mkdocs", "openpyxl", "docx", "xlsxwriter", "jinja2", "requests"])
def test_the_other_packages_are_not_there(alone: Path, name: str) -> None:
    done = subprocess.run([alone, "-I", "-c", f"import {name}"], capture_output=True, check=False)
    assert b"ModuleNotFoundError" in done.stderr
