"""``catalogue verify`` of 附件3 and 附件4: today's, a former state and what changed since, altered, unknown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from scripts.bureau.stamps import stamps_in
from scripts.cli import main
from scripts.sandbox.refused import Refused
from tests.gitbox import commit, git
from tools import generator

pytestmark = pytest.mark.usefixtures("one_sandbox")
NAMES = ("附件3 大模型企业汇总表.xlsx", "附件4 大模型产品汇总表.xlsx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A repository of twelve units in six cities, and its workbooks."""
    folder = tmp_path_factory.mktemp("survey")
    root, out = folder / "root", folder / "out"
    generator.write(12, root)
    git(root, "init", "-q")
    commit(root, "a")
    assert main(["summaries", "--root", str(root), "--out", str(out)]) == 0
    return root, out


@pytest.fixture
def survey(made: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """The same for a test that changes it: the repository and its workbooks."""
    for folder in made:
        shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path / "root", tmp_path / "out"


def verify(capsys: pytest.CaptureFixture[str], root: Path, *arguments: object) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["verify", "--root", str(root), *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out + told.err


def foot(path: Path) -> str:
    """The digest in the foot of a workbook's first sheet."""
    found = re.search("摘要 ([0-9a-f]{10})", load_workbook(path).worksheets[0].oddFooter.right.text)
    assert found
    return found[1]


def test_todays_sheets_are_told_by_paper_city_and_count(
    made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = made
    status, said = verify(
        capsys, root, *(out / "qingdao" / name for name in NAMES), foot(out / "全省" / NAMES[1]).upper()
    )
    assert status == 0
    assert [line.split(" ", 1)[1] for line in said.splitlines()] == [
        "与现在的青岛市附件3一致：2024年批次，共 2 家",
        "与现在的青岛市附件4一致：2024年批次，共 2 个",
        "与现在的全省附件4一致：2024年批次，共 12 个",
    ]
    status, said = verify(capsys, root, out / "全省" / NAMES[0])
    assert status == 0 and len(said.splitlines()) == 17, "the province's workbook has a sheet for each city"
    stamps = [line.split()[0] for line in said.splitlines()]
    (tmp_path / "list.csv").write_text("摘要\r\n" + "\r\n".join(stamps), "utf-8")
    assert verify(capsys, root, tmp_path / "list.csv") == (0, said)


def test_a_list_is_read_in_any_encoding_and_bounded(tmp_path: Path) -> None:
    listed, stamps = tmp_path / "list.txt", ["0123456789", "abcdef0123"]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        listed.write_text("汇总表\r\n" + "\r\n".join(f"摘要{one.upper()}，示例" for one in stamps), encoding)
        assert [stamp.digest for stamp in stamps_in(listed)] == stamps, encoding
    listed.write_text("\n".join(stamps), "utf-16-le")
    with pytest.raises(Refused, match="请另存为"):
        stamps_in(listed)
    listed.write_bytes(bytes(2**20 + 1))
    with pytest.raises(Refused, match="清单超过 1024 KiB"):
        stamps_in(listed)


def test_a_former_sheet_is_told_with_what_changed_since(
    survey: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = survey
    city, province = foot(out / "qingdao" / NAMES[0]), foot(out / "全省" / NAMES[1])
    first, second = sorted((root / "submissions/qingdao").iterdir())
    gone = re.search("^企业名称: (.*)$", (first / "enterprise.yaml").read_text("utf-8"), re.MULTILINE)
    path = second / "enterprise.yaml"
    changed = re.search("^企业名称: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert gone and changed
    path.write_text(path.read_text("utf-8").replace("经营范围: ", "经营范围: 示例："), "utf-8")
    (first / "enterprise.yaml").unlink()
    commit(root, "b", "2024-05-20T10:00:00+08:00")
    product = first / "products/moxing.yaml"
    version = re.search("^版本号: (.*)$", product.read_text("utf-8"), re.MULTILINE)
    assert version
    product.write_text(
        re.sub(
            "^大模型产品名称: .*$", "大模型产品名称: 示例新名大模型", product.read_text("utf-8"), flags=re.MULTILINE
        ),
        "utf-8",
    )
    commit(root, "c", "2024-05-21T10:00:00+08:00")
    status, said = verify(capsys, root, city, province, out / "jinan" / NAMES[0], "0123456789")
    assert status == 1
    old = git(root, "rev-parse", "HEAD^^")[:10]
    assert said.splitlines()[:3] == [
        f"{city} 是 2024-05-01 的青岛市附件3（提交 {old}）：2024年批次，共 2 家；现在共 1 家",
        f"  减少：{gone[1]}",
        f"  改过：{changed[1]}",
    ]
    assert said.splitlines()[3:5] == [
        f"{province} 是 2024-05-20 的全省附件4（提交 {git(root, 'rev-parse', 'HEAD^')[:10]}）：2024年批次，共 12 个；现在共 12 个",
        f"  改过：示例新名大模型 {version[1]}（{gone[1]}）",
    ]  # fmt: skip
    assert "与现在的济南市附件3一致" in said and "0123456789 没有找到" in said


def test_a_former_sheet_without_a_unit_that_was_left_out_then(
    survey: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = survey
    first, second = sorted((root / "submissions/qingdao").glob("*/enterprise.yaml"))
    register = root / "submissions/qingdao/received.yaml"
    register.write_text(
        f"收件:\n  - 文件: {first.relative_to(root).as_posix()}\n    摘要: 0123456789\n    状态: 不纳入\n"
        "    日期: 2024-05-02\n    说明: 示例原因\n",
        "utf-8",
    )
    commit(root, "leave out", "2024-05-20T10:00:00+08:00")
    assert main(["summaries", "--root", str(root), "--out", str(out), "--city", "qingdao"]) == 0
    stamp = foot(out / "qingdao" / NAMES[0])
    assert "一致：2024年批次，共 1 家" in verify(capsys, root, stamp)[1]
    register.unlink()
    second.write_text(second.read_text("utf-8").replace("经营范围: ", "经营范围: 示例："), "utf-8")
    commit(root, "take in", "2024-05-21T10:00:00+08:00")
    status, said = verify(capsys, root, stamp)
    assert status == 1
    assert [line.split("：")[0] for line in said.splitlines()[1:]] == ["  增加", "  改过"]
    assert "是 2024-05-20 的青岛市附件3" in said and "共 1 家；现在共 2 家" in said


def test_a_workbook_that_was_changed_by_hand_is_not_todays(
    survey: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = survey
    path = out / "zibo" / NAMES[0]
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A3"], sheet["B7"], sheet["B8"] = "填报单位：手写", "示例改过的名称", "示例多出的一家"
    sheet["A8"] = 3
    book.save(path)
    status, said = verify(capsys, root, path, foot(path))
    assert status == 1
    changed, typed = said.splitlines()
    assert changed.endswith(" 是现在的淄博市附件3的摘要，但工作簿里的内容改动过：第 2 行、多出 1 行")
    assert typed.endswith("与现在的淄博市附件3一致：2024年批次，共 2 家")


def test_a_sheet_without_a_name_and_a_row_without_a_number_are_looked_into_too(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append([1, "示例公司"])
    book.active.append([None, "示例多出的"])
    book.active.oddFooter.right.text = "摘要 0123456789"
    book.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as old, ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="Sheet"', b'name=""'))
    (stamp,) = stamps_in(tmp_path / "b.xlsx")
    assert stamp.sheet and stamp.rows == [["1", "示例公司"], ["", "示例多出的"]]


@pytest.mark.parametrize(
    ("cells", "told"),
    [({"C7": "〔另存〕", "D7": "〔另存〕", "F7": " "}, ""), ({"B7": "〔另存〕", "E6": "又：示例"}, "第 1 行、第 2 行")],
)
def test_what_is_kept_apart_is_the_contact_alone(
    cells: dict[str, str], told: str, made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = made
    book = load_workbook(out / "zibo" / NAMES[0])
    for cell, text in cells.items():
        book.worksheets[0][cell] = text
    book.save(tmp_path / "a.xlsx")
    status, said = verify(capsys, root, tmp_path / "a.xlsx")
    assert status == bool(told)
    assert said.endswith(f"改动过：{told}\n") if told else "与现在的淄博市附件3一致" in said


def test_sheets_without_the_wrong_entries_are_todays_too(
    survey: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = survey
    path = next((root / "submissions/jinan").glob("*/enterprise.yaml"))
    path.write_text(path.read_text("utf-8") + "多余: 1\n", "utf-8")
    at = ["summaries", "--root", str(root), "--out", str(out)]
    assert main(at) == 1 and not list(out.rglob("附件*")) and list(out.rglob("材料核对表.xlsx"))
    assert main([*at, "--skip-invalid"]) == 0
    status, said = verify(capsys, root, out / "jinan" / NAMES[0])
    assert (status, said.split(" ", 1)[1]) == (0, "与现在的济南市附件3一致：2024年批次，共 1 家\n")


def test_files_that_are_no_sheets_of_ours(
    survey: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = survey
    status, said = verify(capsys, root, out / "jinan/材料核对表.xlsx")
    assert status == 1 and "里没有摘要" in said
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    status, said = verify(capsys, root, tmp_path / "a.xlsx")
    assert status == 1 and "文件损坏" in said
    assert verify(capsys, root, tmp_path / "none.xlsx")[0] == 2
    book = load_workbook(out / "jinan" / NAMES[0])
    book.worksheets[0].oddFooter.right.text = "摘要 0123456789"
    book.save(tmp_path / "other.xlsx")
    shutil.rmtree(root / ".git")
    status, said = verify(capsys, root, tmp_path / "other.xlsx")
    assert status == 1 and "0123456789（工作表“济南市”） 没有找到（不是 Git 仓库，没有查历史）" in said
