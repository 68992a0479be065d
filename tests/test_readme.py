"""The documents promise what the code does: commands, options, make targets, files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from schema.vocabulary.survey import constants

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def catalogue_help(*arguments: str) -> str:
    command = [sys.executable, "-m", "scripts.cli", *arguments, "--help"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT).stdout


def told_commands() -> dict[str, tuple[str, str]]:
    """Command → (its options as README gives them, what it does)."""
    table = README.split("<!-- commands -->")[1].split("<!-- /commands -->")[0].replace("\\|", "¦")
    rows = re.findall(r"^\| `catalogue (\S+)([^`]*)` \| (.+) \|$", table, re.MULTILINE)
    return {name: (options, told) for name, options, told in rows}


def test_readme_lists_every_command_with_its_words() -> None:
    listed = dict(re.findall(r"^    (\w+)\s+(\S.*)$", re.sub(r"\n {14}", " ", catalogue_help()), re.MULTILINE))
    assert {name: told for name, (_, told) in told_commands().items()} == listed


@pytest.mark.parametrize("name", sorted(told_commands()))
def test_readme_lists_every_option(name: str) -> None:
    options, told = told_commands()[name]
    text = catalogue_help(name)
    assert told in text
    assert set(re.findall(r"--[a-z-]+", options)) == set(re.findall(r"--[a-z-]+", text)) - {"--help", "--root"}


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README + CONTRIBUTING, re.MULTILINE))
    assert {"site", "test", "serve"} <= named
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("text", [README, CONTRIBUTING])
def test_files_that_are_linked_exist(text: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_contributing_names_every_city_and_the_threshold() -> None:
    assert [slug for slug in constants().cities if slug not in CONTRIBUTING] == []
    assert f"不足 {constants().threshold} 万元" in CONTRIBUTING
