"""The receipts of the clerks' forms, kept beside them: ``python -m tests.paper.golden`` writes them anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.paper.clerks import CODE, make
from tests.paper.told import told, whole

FOLDER = Path(__file__).parent / "receipts"


def receipts(work: Path, *, values: bool = True) -> dict[str, str]:
    """Each form's receipt and the files that it became, by the form's name."""
    out = {}
    for path in make(work / "forms"):
        root = work / path.stem
        (root / "submissions").mkdir(parents=True)
        unit = CODE if any(name in path.stem for name in ("product", "ticks", "two")) else None
        outcome, lines = told(root, [path], unit=unit, values=values)
        files = [
            f"\n--- {file.relative_to(root)}\n{file.read_text(encoding='utf-8')}"
            for file in sorted(root.rglob("*.yaml"))
        ]
        shown = [
            line for line in lines.split("\n") if not line.lstrip().startswith(("错误", "提醒"))
        ]  # with tests of their own
        out[path.stem] = "\n".join([*whole(outcome, values=values), "", *shown]) + "\n" + "".join(files)
    return out


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for name, text in receipts(Path(work)).items():
            (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")
