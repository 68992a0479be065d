"""Whole processes, timed in turn so that a machine's drift meets all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


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
    start, busy, memory = time.perf_counter(), 0.0, 0.0
    for command in job.commands:
        process = subprocess.Popen(command, cwd=job.cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in job.allowed:
            raise SystemExit(f"{command[0]} 结束于 {process.returncode}")
        memory = max(memory, usage.ru_maxrss / 1024)
        busy += usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, busy, memory


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
