"""What the documents say is so: commands, options, make targets, linked files, the example with its findings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schema.vocabulary.survey import constants
from tools.terminal import typed

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
README_ZH = (ROOT / "README.zh.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def catalogue_help(*arguments: str) -> str:
    command = [sys.executable, "-m", "scripts.cli", *arguments, "--help"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT).stdout


def listed_commands() -> dict[str, tuple[str, str]]:
    """Command → (its options as README.zh.md lists them, its description)."""
    table = README_ZH.split("<!-- commands -->")[1].split("<!-- /commands -->")[0].replace("\\|", "¦")
    rows = re.findall(r"^\| `catalogue (\S+)([^`]*)` \| (.+) \|$", table, re.MULTILINE)
    return {name: (options, description) for name, options, description in rows}


def test_readme_lists_every_command_with_its_words() -> None:
    listed = dict(re.findall(r"^    (\w+)\s+(\S.*)$", re.sub(r"\n {14}", " ", catalogue_help()), re.MULTILINE))
    assert {name: description for name, (_, description) in listed_commands().items()} == listed


@pytest.mark.parametrize("name", sorted(listed_commands()))
def test_readme_lists_every_option(name: str) -> None:
    options, description = listed_commands()[name]
    text = catalogue_help(name)
    assert description in text
    assert set(re.findall(r"--[a-z-]+", options)) == set(re.findall(r"--[a-z-]+", text)) - {"--help", "--root"}


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README + README_ZH + CONTRIBUTING, re.MULTILINE))
    assert {"site", "test", "serve"} <= named
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/design.md", "docs/architecture.md"]
)
def test_files_that_are_linked_exist(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\((?!https?:|#|\.\./\.\./actions)([^)#]+)", path.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "docs/design.md", "docs/architecture.md"])
def test_files_and_folders_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:schema|scripts|site_src|tests|tools|docs)/[\w./-]*)", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_readme_shows_what_validate_says(tmp_path: Path) -> None:
    unit = "submissions/jinan/91370102EXAMPLE031"
    shutil.copytree(ROOT / unit, tmp_path / unit)
    form = tmp_path / unit / "enterprise.yaml"
    text = form.read_text(encoding="utf-8")
    sample = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    output = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert sample
    assert output
    for line in sample[1].splitlines():
        key = line.split(":")[0]
        text, count = re.subn(rf"^{key}:.*$", line, text, flags=re.MULTILINE)
        assert count == 1, key
    form.write_text(text, encoding="utf-8")
    shown, status = typed(["validate"], [], tmp_path)
    assert (re.sub(r"\x1b\[[\d;]*m", "", shown), status) == (output[1], 1)


def test_contributing_names_every_city_and_the_threshold() -> None:
    assert [slug for slug in constants().cities if slug not in CONTRIBUTING] == []
    assert f"不足 {constants().threshold} 万元" in CONTRIBUTING
