"""Time whole processes in turn, so that a machine's drift affects all of them alike."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT

LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of wall and processor seconds and the largest peak memory (MiB of one process) over the runs."""

    seconds: float
    busy: float
    memory: float


@dataclass(frozen=True, slots=True)
class Job:
    """One or more commands that together do the work."""

    commands: Sequence[Sequence[str]]
    cwd: Path
    allowed: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy of this repository whose command ``catalogue`` is measured; its own ``.venv`` holds it, or the running Python's."""

    root: Path

    @property
    def catalogue(self) -> str:
        """The path of the command."""
        home = Path(sys.executable).parent if self.root == ROOT else self.root / ".venv" / "bin"
        return str(home / "catalogue")


def compare(jobs: Mapping[str, Job], runs: int) -> dict[str, Figure]:
    """Each job ``runs`` times, in turn, after one run that is not counted."""
    seen: dict[str, list[tuple[float, float, float]]] = {name: [] for name in jobs}
    for count in range(runs + 1):
        for name, job in jobs.items():
            figure = _run(job)
            if count:
                seen[name].append(figure)
    return {
        name: Figure(statistics.median(wall), statistics.median(busy), max(memory))
        for name, figures in seen.items()
        for wall, busy, memory in (zip(*figures, strict=True),)
    }


def _run(job: Job) -> tuple[float, float, float]:
    wall, busy, memory = 0.0, 0.0, 0.0
    for command in job.commands:
        launched = [sys.executable, "-IS", str(LAUNCH), *command]
        report = subprocess.run(launched, cwd=job.cwd, check=True, capture_output=True, text=True).stdout.split()
        if int(report[0]) not in job.allowed:
            raise SystemExit(f"{command[0]} 结束于 {report[0]}")
        wall, busy, memory = wall + float(report[1]), busy + float(report[2]), max(memory, int(report[3]) / 1024)
    return wall, busy, memory


def table(title: str, figures: Mapping[str, Figure], ours: str) -> str:
    """A Markdown table; the ratios are the peer's wall and processor time over ours."""
    own = figures[ours]
    rows = [
        f"| {name} | {figure.seconds:.2f} | {figure.busy:.2f} | {figure.memory:.0f} "
        f"| {figure.seconds / own.seconds:.2f} | {figure.busy / own.busy:.2f} |"
        for name, figure in figures.items()
    ]
    head = ["| command | seconds | processor | MiB | time / ours | processor / ours |", "| --- |" + " --- |" * 5]
    return "\n".join([f"### {title}", "", *head, *rows, ""])
