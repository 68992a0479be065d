"""The exported JSON Schemas: checked in as the fields are, and never at odds with the validator where a schema can tell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from schema.forms.json_schema import export
from scripts.cli import main
from tests.cases import UNIT, Expected, cases, edits, expected, lay_out, parts
from tests.surveys import ROOT

SCHEMAS = {name.split(".")[0]: json.loads(text) for name, text in export().items()}
# What a schema can express: these rules, where the file itself is at fault, must be seen by both.
EXPRESSIBLE = {"field-unknown", "field-missing", "field-type", "field-choice", "pledge-missing"}


class Core(yaml.SafeLoader):
    """Reads scalars as YAML 1.2's core schema does, which editors follow."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def kind(path: Path) -> str:
    return "product" if path.parent.name == "products" else path.stem


def schema_errors(path: Path) -> list[str]:
    data: Any = yaml.load(path.read_text(encoding="utf-8"), Core)
    return [
        error.message
        for error in Draft202012Validator(SCHEMAS[kind(path)]).iter_errors(data if data is not None else {})
    ]


def test_schemas_are_valid_and_checked_in(capsys: pytest.CaptureFixture[str]) -> None:
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    assert main(["schema", "--check", "--root", str(ROOT)]) == 0, capsys.readouterr().err


def test_a_stale_schema_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schema").mkdir()
    assert main(["schema", "--check", "--root", str(tmp_path)]) == 1
    assert "catalogue schema" in capsys.readouterr().err
    assert main(["schema", "--root", str(tmp_path)]) == 0
    assert main(["schema", "--check", "--root", str(tmp_path)]) == 0


def test_every_sample_points_at_its_schema_and_fits_it() -> None:
    paths = sorted((ROOT / "submissions").rglob("*.yaml"))
    assert paths
    for path in paths:
        head = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert head, path
        assert (path.parent / head[1]).resolve() == ROOT / "schema" / f"{kind(path)}.schema.json"
        assert schema_errors(path) == [], path


def touched(told: str) -> set[str]:
    """The YAML files that a case edits, from the root."""
    names = {edit.target.partition(" -> ")[0] for edit in edits(told)}
    return {name if name.startswith("submissions") else f"{UNIT}/{name}" for name in names if name.endswith(".yaml")}


def readable(path: Path) -> bool:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Core)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return False
    return isinstance(data, dict)


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.stem)
def test_schema_and_validator_agree(case: Path, tmp_path: Path) -> None:
    told, wanted = parts(case.read_text(encoding="utf-8"))
    lay_out(told, tmp_path)
    blocking = [finding for finding in expected(wanted) if finding.severity == "error" or _of_other_rounds(finding)]
    for name in sorted(touched(told)):
        path = tmp_path / name
        if (
            not path.is_file()
            or path.is_symlink()
            or (path.name not in _FILES and path.parent.name != "products")
            or not readable(path)
        ):
            continue
        errors, found = schema_errors(path), [finding for finding in blocking if finding.path == name]
        if errors:
            assert found, f"only the schema refuses: {errors}"
        if any(finding.rule in EXPRESSIBLE and _by_schema(finding) for finding in found):
            assert errors, f"only the validator refuses: {found}"


_FILES = ("enterprise.yaml", "bureau.yaml")


def _of_other_rounds(finding: Expected) -> bool:
    """A field that only rounds have whose contacts travel apart: an editor offers it in no other."""
    return finding.rule == "field-unneeded" and "另交" in finding.message


def _by_schema(finding: Expected) -> bool:
    """Not what hangs on an amount, which the schema leaves to the validator, nor a number's spelling."""
    if finding.rule == "field-missing":
        return "没有填写" not in finding.message
    return finding.rule != "field-type" or "不是整数" not in finding.message
