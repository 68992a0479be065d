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
    """Median wall seconds and the largest peak memory (MiB of one process) over the runs."""

    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Job:
    """One or more commands that together do the work."""

    commands: Sequence[Sequence[str]]
    cwd: Path
    allowed: tuple[int, ...] = (0,)


def compare(jobs: Mapping[str, Job], runs: int) -> dict[str, Figure]:
    """Each job ``runs`` times, in turn, after one run that is not counted."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for count in range(runs + 1):
        for name, job in jobs.items():
            figure = _run(job)
            if count:
                seen[name].append(figure)
    return {
        name: Figure(statistics.median(seconds for seconds, _ in figures), max(memory for _, memory in figures))
        for name, figures in seen.items()
    }


def _run(job: Job) -> tuple[float, float]:
    start, memory = time.perf_counter(), 0.0
    for command in job.commands:
        process = subprocess.Popen(command, cwd=job.cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in job.allowed:
            raise SystemExit(f"{command[0]} 结束于 {process.returncode}")
        memory = max(memory, usage.ru_maxrss / 1024)
    return time.perf_counter() - start, memory


def table(title: str, figures: Mapping[str, Figure], ours: str) -> str:
    """A Markdown table; the ratio is the peer's time over ours."""
    rows = [
        f"| {name} | {figure.seconds:.2f} | {figure.memory:.0f} | {figure.seconds / figures[ours].seconds:.2f} |"
        for name, figure in figures.items()
    ]
    return "\n".join(
        [f"### {title}", "", "| command | seconds | MiB | time / ours |", "| --- | --- | --- | --- |", *rows, ""]
    )
