"""``catalogue validate`` with all rules against schema validators with the exported schemas, on the same generated files."""

from __future__ import annotations

from pathlib import Path

from schema.forms.json_schema import export
from tools import ROOT, generator
from tools.bench.measure import Checkout, Job, compare, table
from tools.bench.peers import node_peer, python_peer


def run(folder: Path, units: int, runs: int, other: Path | None = None) -> str:
    """Many units, then one; also by another checkout."""
    generator.write(units, folder)
    for name, text in export().items():
        (folder / name).write_text(text, encoding="utf-8")
    forms = {
        "enterprise": sorted((folder / "submissions").glob("*/*/enterprise.yaml")),
        "product": sorted((folder / "submissions").glob("*/*/products/*.yaml")),
    }
    many = compare(_jobs(folder, {name: _inside(folder, paths) for name, paths in forms.items()}, [], other), runs)
    one = {name: _inside(folder, paths[:1]) for name, paths in forms.items()}
    unit = Path(one["enterprise"][0]).parent.as_posix()
    single = compare(_jobs(folder, one, [unit], other), runs + 2)
    return table(f"validate：{units} 家单位，{2 * units} 个文件", many, "catalogue validate") + "\n" + table(
        "validate：1 家单位，2 个文件", single, "catalogue validate"
    )  # fmt: skip


def _inside(folder: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def _jobs(folder: Path, forms: dict[str, list[str]], paths: list[str], other: Path | None) -> dict[str, Job]:
    check = str(python_peer("check-jsonschema"))
    jobs = {
        "catalogue validate": Job([[Checkout(ROOT).catalogue, "validate", *paths]], folder),
        "check-jsonschema": Job(
            [[check, "--schemafile", f"{name}.schema.json", *files] for name, files in forms.items()], folder, (0, 1)
        ),
    }
    if other:
        jobs[f"the same by {other}"] = Job([[Checkout(other).catalogue, "validate", *paths]], folder)
    ajv = node_peer("ajv")
    if ajv:
        jobs["ajv-cli"] = Job([_ajv(str(ajv), name, files) for name, files in forms.items()], folder, (0, 1))
    return jobs


def _ajv(command: str, name: str, files: list[str]) -> list[str]:
    data = [word for file in files for word in ("-d", file)] if len(files) < 10 else ["-d", _pattern(name)]
    return [
        command,
        "validate",
        "--spec=draft2020",
        "--strict=false",
        "--errors=no",
        "-s",
        f"{name}.schema.json",
        *data,
    ]


def _pattern(name: str) -> str:
    return "submissions/*/*/enterprise.yaml" if name == "enterprise" else "submissions/*/*/products/*.yaml"
