"""The bureaus' desk: 附件4 against XlsxWriter, all workbooks against the validation of their files, Word forms against LibreOffice."""

from __future__ import annotations

import gc
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from scripts.bureau.desk import Desks
from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from tools import ROOT, generator
from tools.bench import our_sheet
from tools.bench.measure import Figure, Job, compare, table
from tools.bench.peers import python_peer

PEER = Path(__file__).with_name("xlsxwriter_sheet.py")
CATALOGUE = str(Path(sys.executable).with_name("catalogue"))
FORMS, CONVERTED = 100, 10


def run(folder: Path, units: int, runs: int) -> str:
    """The three comparisons; the last has always the same size."""
    return "\n".join([_one(folder, units, runs), _all(folder / "all", units, runs), _forms(folder / "forms", runs)])


# ---------- 附件4 ----------


def _one(folder: Path, rows: int, runs: int) -> str:
    ours, theirs = folder / "ours.xlsx", folder / "theirs.xlsx"
    our_sheet.write(rows, ours)
    _tell(ours, folder / "rows.json")
    jobs = {
        "ours (openpyxl)": Job([[sys.executable, "-m", our_sheet.__name__, str(rows), str(ours)]], ROOT),
        "XlsxWriter": Job([[str(python_peer("python")), str(PEER), str(folder / "rows.json"), str(theirs)]], folder),
    }
    figures = compare(jobs, runs)
    _same(ours, theirs)
    return table(f"sheets：附件4 {rows} 行", figures, "ours (openpyxl)")


def _tell(made: Path, out: Path) -> None:
    """What the peer is to write: the cells and sizes that ours wrote."""
    found = load_workbook(made).worksheets[0]
    head = [[value for value in row if value is not None] for row in found.iter_rows(max_row=5, values_only=True)]
    rows = [
        [found.row_dimensions[number].height, list(row)]
        for number, row in enumerate(found.iter_rows(min_row=6, values_only=True), 6)
    ]
    widths = [found.column_dimensions[letter].width for letter in "ABCDEF"]
    told = {"name": found.title, "mark": head[0][0], "title": head[1][0], "lines": head[2:4], "head": head[4]}
    out.write_text(json.dumps(told | {"rows": rows, "widths": widths}, ensure_ascii=False), encoding="utf-8")


def _same(ours: Path, theirs: Path) -> None:
    """Both files show the same cells in the same styles."""
    pair = [load_workbook(BytesIO(path.read_bytes())).worksheets[0] for path in (ours, theirs)]
    for one, other in zip(*(made.iter_rows() for made in pair), strict=True):
        for left, right in zip(one, other, strict=True):
            if _look(left) != _look(right):
                raise SystemExit(f"{left.coordinate}：{_look(left)} ≠ {_look(right)}")
    if any(one.row_dimensions[6].height != other.row_dimensions[6].height for one, other in [pair]):
        raise SystemExit("行高不同")


def _look(cell: Any) -> tuple[Any, ...]:
    font, at = cell.font, cell.alignment
    look = (font.name, font.size, at.horizontal, at.vertical, at.wrap_text, int(at.indent))
    return cell.value, *look, cell.border.bottom.style if cell.border.bottom else None, cell.number_format


# ---------- all workbooks, Word forms ----------


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
    """Wall and processor seconds from units in memory to files, in processes of their own, and the largest one's peak memory in MiB."""
    command = [sys.executable, "-m", __name__, str(folder)]
    seconds, busy, memory = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return seconds, busy, memory


def _write_all(folder: Path) -> None:
    checked = check(DiskTree(folder), keep=True)
    gc.freeze()
    start, busy = time.perf_counter(), _busy()
    Desks(checked.units, checked, History()).write(folder / "alone")
    wall, busy = time.perf_counter() - start, _busy() - busy
    print(json.dumps([wall, busy, max(map(_peak, _WITH_CHILDREN))]))


_WITH_CHILDREN = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)  # of children the peak is that of the largest


def _busy() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, _WITH_CHILDREN))


def _peak(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


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
