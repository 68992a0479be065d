"""``catalogue build`` of generated units: time and peak memory of the whole process."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools import generator
from tools.bench.measure import Job, compare, table

ROOT = Path(__file__).parents[2]


def run(folder: Path, units: int, runs: int) -> str:
    """Site and workbooks, without Git history."""
    generator.write(units, folder)
    shutil.copytree(ROOT / "site_src", folder / "site_src", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    command = [str(Path(sys.executable).with_name("catalogue")), "build"]
    return table(
        f"build：{units} 家单位", compare({"catalogue build": Job([command], folder)}, runs), "catalogue build"
    )
