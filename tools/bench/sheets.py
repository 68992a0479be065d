"""The bureaus' tools: all workbooks against the validation of their files, the import of Word forms against LibreOffice."""

from __future__ import annotations

import gc
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from tools import ROOT, generator
from tools.bench.measure import Figure, Job, compare, table

CATALOGUE = str(Path(sys.executable).with_name("catalogue"))
FORMS, CONVERTED = 100, 10


def run(folder: Path, units: int, runs: int) -> str:
    """Both comparisons; the second has always the same size."""
    return "\n".join([_all(folder / "all", units, runs), _forms(folder / "forms", runs)])


def _all(folder: Path, units: int, runs: int) -> str:
    generator.write(units, folder)
    jobs = {
        "catalogue summaries, with reading and checking": Job([[CATALOGUE, "summaries", "--out", "out"]], folder),
        "catalogue validate, twice": Job([[CATALOGUE, "validate"]] * 2, folder),
    }
    writing = [_writing(folder) for _ in range(runs)]
    seconds, busy, memory = zip(*writing, strict=True)
    ours = Figure(statistics.median(seconds), statistics.median(busy), max(memory))
    return table(
        f"sheets：{units} 家单位的 51 个工作簿",
        {"the workbooks alone": ours} | compare(jobs, runs),
        "the workbooks alone",
    )


def _writing(folder: Path) -> tuple[float, float, float]:
    """Wall and processor seconds from units in memory to files, in a fresh process, and its peak memory in MiB."""
    command = [sys.executable, "-m", __name__, str(folder)]
    seconds, busy, memory = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return seconds, busy, memory


def _write_all(folder: Path) -> None:
    checked = check(DiskTree(folder), keep=True)
    gc.freeze()
    start, busy = time.perf_counter(), time.process_time()
    BureauWorkbooks(checked.units, checked, History()).write(folder / "alone")
    wall, busy = time.perf_counter() - start, time.process_time() - busy
    print(json.dumps([wall, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _forms(folder: Path, runs: int) -> str:
    """The import into an empty repository of forms that LibreOffice converts a tenth of."""
    generator.write(FORMS // 2, folder)
    printing = [CATALOGUE, "forms", "--out", str(folder / "printed")]
    subprocess.run(printing, cwd=folder, check=True, capture_output=True)
    printed = sorted((folder / "printed").rglob("*.docx"))[:FORMS]
    for number, path in enumerate(printed):
        (folder / "in").mkdir(exist_ok=True)
        shutil.move(path, folder / "in" / f"{number:03}.docx")
    if len(printed) != FORMS:
        raise SystemExit(f"只印出 {len(printed)} 份表格")
    fresh = ["sh", "-c", "rm -rf empty && mkdir -p empty/submissions"]
    jobs = {
        f"catalogue import, {FORMS} forms": Job([fresh, [CATALOGUE, "import", "in", "--root", "empty"]], folder),
        f"LibreOffice, {CONVERTED} forms to PDF": Job([_convert(folder)], folder),
    }
    if not shutil.which("soffice"):
        jobs.popitem()
    return table(f"sheets：导入 {FORMS} 份 Word 表格", compare(jobs, runs), next(iter(jobs)))


def _convert(folder: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    names = [f"in/{number:03}.docx" for number in range(CONVERTED)]
    return ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", "pdf", *names]


if __name__ == "__main__":
    _write_all(Path(sys.argv[1]))
