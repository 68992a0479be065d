"""One day at a bureau: a folder with everything that firms send, one import, and each firm stands in the sheets with what it wrote."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from schema.layout.paths import FormPath
from scripts.cli import main
from scripts.intake.storing import values_in
from scripts.writing.values import Values
from tests.paper.arrivals import FIRMS, FORMS, NOT_READ, PRODUCTS, arrived


def test_a_day_at_a_bureau(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, came = tmp_path / "root", tmp_path / "来件"
    (root / "submissions").mkdir(parents=True)
    for name, data in arrived():
        path = came / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert sum(path.is_file() for path in came.rglob("*")) == 40
    command = ["import", str(came), "--root", str(root), "--pledged", "--paper", "--city", "青岛"]
    assert main(command) == 1  # some were not read
    said = capsys.readouterr().out
    assert said.startswith(
        f"合计：写入 {len(FORMS)} 份，相同 0 份，没有导入 {len(NOT_READ)} 份，材料 7 个；检查：没有问题"
    )
    assert _written(root) == FORMS
    receipt = openpyxl.load_workbook(root / "build/import-receipt.xlsx")["来件"]
    states = [row[3] for row in receipt.iter_rows(values_only=True)]
    refused = {row[1] for row in receipt.iter_rows(values_only=True) if row[3] == "没有导入"}
    assert refused == set(NOT_READ) and states.count("已写入") == len(FORMS) + 7

    assert main(["summaries", "--root", str(root), "--city", "青岛"]) == 0
    for sheet, label, forms in (
        ("附件3 大模型企业汇总表", "企业名称", FIRMS),
        ("附件4 大模型产品汇总表", "大模型产品名称", PRODUCTS),
    ):
        book = openpyxl.load_workbook(root / f"dist/bureau/qingdao/{sheet}.xlsx")
        text = "\n".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)
        assert all(text.count(values[label]) == 1 for values in forms)

    before = {path: path.read_bytes() for path in (root / "submissions").rglob("*.*")}
    assert main(command) == 1
    assert f"合计：写入 0 份，相同 {len(FORMS)} 份" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (root / "submissions").rglob("*.*")} == before


def _written(root: Path) -> dict[tuple[str, str], Values]:
    """What stands in the repository, by unit and product, without what the options say."""
    found = {}
    for file in root.rglob("*.yaml"):
        if FormPath.parse(path := file.relative_to(root).as_posix()):
            values = values_in(path, file.read_bytes())
            name = values.get("企业名称", values.get("报送单位", "")), values.get("大模型产品名称", "")
            assert name not in found
            found[name] = {label: value for label, value in values.items() if label not in ("承诺", "材料")}
    return found
