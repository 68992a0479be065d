"""What editors and the platform read from the repository: help for YAML, issue forms, the template of pull requests."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from schema.book.rule_book import mistakes, rule_book
from schema.forms.form import Visibility, specs
from schema.forms.registry import FORMS as KINDS
from schema.layout.arrange import EntryKind, TreeEntry, arrange
from tests.surveys import ROOT

ISSUES = ROOT / ".github/ISSUE_TEMPLATE"
FORMS = sorted(path for path in ISSUES.glob("*.yml") if path.name != "config.yml")
SETTINGS: dict[str, Any] = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
SHIPPED = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "submissions").rglob("*.yaml"))


# ---------- Git ----------


@pytest.mark.parametrize("name", ["SCAN.PDF", "zhizhao.jpg", "photo.JPEG", "证书.Png", "no-ending"])
def test_git_changes_no_byte_of_a_material(name: str) -> None:
    path = f"submissions/jinan/91370102EXAMPLE031/materials/{name}"
    command = ["git", "-c", "core.quotepath=off", "check-attr", "text", "diff", "--", path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == f"{path}: text: unset\n{path}: diff: unset\n"


# ---------- editors ----------


def schemas_for(path: str) -> list[str]:
    """The schemas whose glob a path meets; a star stays within a folder's name."""
    return [
        os.path.normpath(schema)
        for schema, glob in SETTINGS["yaml.schemas"].items()
        if re.fullmatch(re.escape(glob).replace(r"\*", "[^/]*"), path)
    ]


@pytest.mark.parametrize("path", SHIPPED)
def test_an_editor_finds_the_schema_that_the_first_line_names(path: str) -> None:
    first = (ROOT / path).read_text(encoding="utf-8").split("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert named != first
    [schema] = schemas_for(path)
    assert os.path.normpath(Path(path).parent / named) == schema
    assert (ROOT / schema).is_file()


@pytest.mark.parametrize(
    "path",
    [
        "submissions/enterprise.yaml",
        "submissions/jinan/enterprise.yaml",
        "submissions/jinan/91370102EXAMPLE031/hetong.yaml",
        "submissions/jinan/91370102EXAMPLE031/products/a/b.yaml",
        "submissions/jinan/91370102EXAMPLE031/bureau.yaml",
        "mkdocs.yml",
        "schema/survey.yaml",
    ],
)
def test_what_the_layout_has_no_place_for_gets_no_help(path: str) -> None:
    assert schemas_for(path) == []
    if path.startswith("submissions/"):
        assert arrange([TreeEntry(path, EntryKind.FILE, 0)]).findings


def test_editors_write_what_the_validator_reads() -> None:
    assert (SETTINGS["files.encoding"], SETTINGS["files.eol"]) == ("utf8", "\n")
    assert SETTINGS["[yaml]"]["editor.insertSpaces"] is True
    told = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert told == {"recommendations": ["redhat.vscode-yaml"]}


# ---------- issues ----------


def form(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def said(path: Path) -> str:
    return "\n".join(part["attributes"].get("value", "") for part in form(path)["body"])


def test_there_are_forms() -> None:
    assert {path.stem for path in FORMS} == {"correction", "question"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_as_the_platform_wants_it(path: Path) -> None:
    told = form(path)
    assert set(told) == {"name", "description", "title", "labels", "body"}
    ids = [part["id"] for part in told["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    allowed = {
        "markdown": {"value"},
        "input": {"label", "description", "placeholder"},
        "textarea": {"label", "description", "placeholder", "render"},
        "dropdown": {"label", "options"},
        "checkboxes": {"label", "options"},
    }
    for part in told["body"]:
        assert set(part) <= {"type", "id", "attributes", "validations"}
        assert set(part["attributes"]) <= allowed[part["type"]]
        assert set(part.get("validations", {})) <= {"required"}
        assert part["type"] in ("markdown", "checkboxes") or part["attributes"]["label"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_for_nothing_private_and_says_so(path: Path) -> None:
    assert said(path).startswith("**这里大家都看得到。请不要写姓名、电话、身份证号、收入")
    fields = [part for part in form(path)["body"] if part["type"] not in ("markdown", "checkboxes")]
    asked = "".join(str(part["attributes"].get(key, "")) for part in fields for key in ("label", "placeholder"))
    private = {
        spec.label for kind in KINDS.values() for spec in specs(kind.cls) if spec.entry.visibility is Visibility.PRIVATE
    }
    assert [word for word in (*private, "姓名", "电话", "手机", "邮箱", "收入") if word in asked] == []
    [pledge] = [part for part in form(path)["body"] if part["type"] == "checkboxes"]
    assert all(option["required"] for option in pledge["attributes"]["options"])


def test_contact_links_are_whole() -> None:
    for link in form(ISSUES / "config.yml")["contact_links"]:
        assert set(link) == {"name", "url", "about"}
        assert re.fullmatch(r"https?://[a-z.]+\.gov\.cn/", link["url"])


# ---------- what is told by hand ----------


def test_contributing_quotes_the_validator() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    quoted = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", text.split("## 常见的提示")[1], re.M)
    messages = [entry.reply.message for entry in (*rule_book().values(), *mistakes().values())]
    assert len(quoted) > 8
    assert [
        words for words in quoted if words not in ("提示", "---") and not any(words in told for told in messages)
    ] == []
