"""``catalogue build`` of generated units: time and peak memory of the whole process."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools import ROOT, generator
from tools.bench.measure import Checkout, Job, compare, table


def run(folder: Path, units: int, runs: int, other: Path | None = None) -> str:
    """Site and workbooks, without Git history; also by another checkout, with its own site sources."""
    jobs = {"catalogue build": _job(folder / "ours", units, Checkout(ROOT))}
    if other:
        jobs[f"the same by {other}"] = _job(folder / "other", units, Checkout(other))
    return table(f"build：{units} 家单位", compare(jobs, runs), "catalogue build")


def _job(folder: Path, units: int, checkout: Checkout) -> Job:
    generator.write(units, folder)
    shutil.copytree(checkout.root / "site_src", folder / "site_src")
    shutil.copy(checkout.root / "mkdocs.yml", folder / "mkdocs.yml")
    return Job([[checkout.catalogue, "build"]], folder)
