"""Receipts: short on the terminal and whole in the workbook, by unit, the same at the second time, and never where Git takes them up."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook, load_workbook

from scripts.cli import main
from scripts.intake.receipt_book import NAME, write_receipt
from scripts.paper.forms_command import print_forms
from scripts.report.style import visible
from scripts.tree.tracking import is_tracked
from tests.gitbox import git
from tests.paper.clerks import CODE, ENTERPRISE, PRODUCT, make
from tests.paper.test_intake import UNIT, sheet
from tests.paper.told import told, whole
from tests.surveys import ROOT

PATH = f"{UNIT}/enterprise.yaml"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "root/submissions").mkdir(parents=True)
    return tmp_path / "root"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    make(tmp_path / "made")
    return tmp_path / "made"


def word(path: Path, rows: dict[str, str]) -> Path:
    """A form as a firm draws it."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for label, value in rows.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def rows_of(path: Path, sheet: str = "逐栏") -> list[dict[str, str]]:
    head, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), (str(cell or "") for cell in row), strict=True)) for row in rows]


# ---------- the terminal ----------


def test_totals_come_first_units_together_and_failures_again_at_the_end(empty: Path, tmp_path: Path) -> None:
    other = "91370211EXAMPLE46L"
    folder = tmp_path / "来件"
    word(folder / "甲/附件1.docx", ENTERPRISE)
    word(folder / "甲/附件2.docx", PRODUCT)
    word(folder / "乙/附件1.docx", ENTERPRISE | {"企业名称（中文）": "示例海纳公司", "统一社会信用代码": other})
    word(folder / "乙/附件2.docx", PRODUCT | {"报送单位": "示例海纳公司"})
    (folder / "乙/附件3.docx").write_bytes(b"x")
    outcome, said = told(empty, [folder])
    lines = said.split("\n")
    assert lines[0].startswith("合计：写入 4 份，相同 0 份，没有导入 1 份；检查：")
    heads = [number for number, line in enumerate(lines) if line.startswith("■")]
    assert len(heads) == 2
    first = "\n".join(lines[heads[0] : heads[1]])
    assert ("甲/附件1.docx" in first) == ("甲/附件2.docx" in first) != ("乙/附件1.docx" in first)
    assert lines[-2:] == ["没有导入的 1 份：", "  ✗ 乙/附件3.docx：这不是 .docx 文件"]
    assert not outcome.complete


def test_what_was_read_as_it_stands_is_in_the_workbook_alone(empty: Path, made: Path, tmp_path: Path) -> None:
    outcome, said = told(empty, [made / "03-merged.docx"])
    assert "企业年度收入：86,000,000 → 8600" in said and "按表头的单位“元”换算成万元" in said
    assert "示例甲" not in said and "15400000001" not in said
    write_receipt(outcome, tmp_path / NAME)
    rows = {row["栏目"]: row for row in rows_of(tmp_path / NAME)}
    assert rows["联系人姓名"] | {"说明": ""} == {
        "单位": CODE, "来件": "03-merged.docx", "出处": "表格 1 第 2 行", "栏目": "联系人姓名", "内容": "示例甲", "原文": "", "说明": "",
        "状态": "读到",
    }  # fmt: skip
    assert rows["企业年度收入"]["原文"] == "86,000,000" and rows["企业年度收入"]["内容"] == "8600"
    assert len(rows["大模型产品研发情况及相关业务发展规划"]["内容"]) > 200
    (file,) = rows_of(tmp_path / NAME, "来件")
    assert file["写到"] == PATH and file["状态"] == "已写入"
    write_receipt(outcome, tmp_path / "again.xlsx")
    assert (tmp_path / NAME).read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_an_identity_card_is_in_no_receipt(empty: Path, tmp_path: Path) -> None:
    card = "11010519491231002X"
    row = {
        "企业名称": "示例甲公司",
        "统一社会信用代码": CODE,
        "单位注册地.市": "济南市",
        "经营范围": f"身份证{card}",
        "备注": card,
    }
    (tmp_path / "a.xlsx").write_bytes(sheet([row]))
    outcome, said = told(empty, [tmp_path / "a.xlsx"])
    write_receipt(outcome, tmp_path / NAME)
    assert card not in said and card not in str(rows_of(tmp_path / NAME))


def test_nothing_that_was_read_is_told_where_no_terminal_is(empty: Path, tmp_path: Path) -> None:
    word(tmp_path / "示例张洁/示例张洁.docx", ENTERPRISE | {"示例绰号": "示例无名"})
    (tmp_path / "示例张洁/示例李四.docx").write_bytes(b"x")
    _, said = told(empty, [tmp_path / "示例张洁"], values=False)
    assert "示例" not in said and CODE in said and "第 2 个 .docx" in said
    _, said = told(empty, [word(tmp_path / "b.docx", ENTERPRISE | {"企业年度收入": "8,612万元"})], values=False)
    assert "改 企业年度收入：（一个数，不显示） → （一个数，不显示）" in said


def test_a_full_width_blank_is_no_code() -> None:
    assert visible("甲\u3000乙\x1b") == "甲\u3000乙\\u001b"


# ---------- the second time ----------


@pytest.mark.parametrize("name", ["01-plain", "06-product", "09-gaps"])
@pytest.mark.parametrize("options", [{}, {"pledged": True, "paper": True}, {"update": True}], ids=str)
def test_the_same_file_again_is_the_same(empty: Path, made: Path, name: str, options: dict[str, bool]) -> None:
    paths = [made / f"{name}.docx"]
    first, _ = told(empty, paths, unit=CODE, **options)
    assert len(first.written) == 1
    before = (empty / first.written[0]).read_bytes()
    again, said = told(empty, paths, unit=CODE, **options)
    less, _ = told(empty, paths, unit=CODE)
    assert less.same == first.written and not less.refused
    assert again.same == first.written and not again.written and not again.refused and "相同" in said
    assert (empty / first.written[0]).read_bytes() == before


def test_a_product_without_a_name_is_known_again(empty: Path, tmp_path: Path) -> None:
    rows = {label: text for label, text in PRODUCT.items() if "产品名称" not in label}
    path = word(tmp_path / "a.docx", rows)
    first, _ = told(empty, [path], unit=CODE)
    again, _ = told(empty, [path], unit=CODE)
    assert again.same == first.written != []
    other, _ = told(empty, [word(tmp_path / "b.docx", rows | {"联系人": "示例丙"})], unit=CODE)
    assert other.written and other.written != first.written


def test_what_differs_from_a_file_with_errors_is_listed(empty: Path, made: Path, tmp_path: Path) -> None:
    told(empty, [made / "01-plain.docx"])
    path = word(tmp_path / "a.docx", ENTERPRISE | {"注册资金": "7000（万元）"})
    outcome, said = told(empty, [path])
    assert outcome.refused and "改 注册资金：5000 → 7000" in said and "--update" in said


def test_of_others_than_the_contact_the_terminal_shows_only_who_they_are(empty: Path, tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", ENTERPRISE | {"备注": "加急"})
    document = docx.Document(str(path))
    for texts in (
        ["填表人：示例周", "联系电话：15400000099"],
        ["法定代表人", "示例吴"],
        ["审核人 示例郑 电话：15400000098", ""],
    ):
        cells = document.tables[0].add_row().cells
        cells[0].text, cells[1].text = texts
    document.save(str(path))
    head = ["企业名称", "统一社会信用代码", "市", "填表人", "联系电话"]
    listed = [dict(zip(head, ["示例乙公司", "91370211EXAMPLE46L", "青岛市", "示例王", "15400000097"], strict=True))]
    (tmp_path / "b.xlsx").write_bytes(sheet([*listed, {"企业名称": "合计 1 家　填表人：示例冯 0531-00000009"}]))
    outcome, said = told(empty, [path, tmp_path / "b.xlsx"])
    assert "备注：加急" in said and "合计 1 家" in said and "填表人（内容只写在回执的工作簿里）" in said
    everything = "\n".join(whole(outcome))
    for text in (
        "示例周",
        "示例吴",
        "示例郑",
        "示例王",
        "示例冯",
        *(f"1540000009{digit}" for digit in "789"),
        "0531-00000009",
    ):
        assert text not in said and text in everything


def test_what_is_shown_to_everybody_has_no_name_of_a_sheet_or_a_column(empty: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "示例秘密"
    for row in (
        ["企业名称（示例机密）", "统一社会信用代码", "联系人", "示例隐私"],
        ["示例甲公司", CODE, "示例乙\n示例丙", "示例丁"],
        ["合计"],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    outcome, said = told(empty, [tmp_path / "a.xlsx"], values=False)
    assert outcome.written and "没有看懂" in said and "联系人" in said
    assert not [text for text in ("秘密", "机密", "隐私", "示例") if text in said]


# ---------- proofs on paper, and the city ----------


def test_a_sealed_form_with_its_proofs_at_hand_is_whole(empty: Path, made: Path) -> None:
    outcome, said = told(empty, [made / "01-plain.docx"], pledged=True, paper=True)
    text = (empty / PATH).read_text(encoding="utf-8")
    assert "材料:\n  - 类别: 营业执照\n    线下提交: 是\n  - 类别: 能力证明\n    线下提交: 是\n" in text
    assert outcome.complete and "没有问题" in said


@pytest.mark.parametrize(
    ("testing", "kinds"),
    [
        ("由示例软件评测中心于2024年3月检测并出具报告，机构具备资质", ["营业执照", "知识产权证书", "检测报告"]),
        ("否", ["营业执照", "知识产权证书", "应用证明"]),
        ("", ["营业执照", "知识产权证书"]),
    ],
)
def test_a_product_s_proofs_follow_its_test(empty: Path, tmp_path: Path, testing: str, kinds: list[str]) -> None:
    path = word(tmp_path / "a.docx", PRODUCT | {"大模型产品检测情况": testing})
    (draft,) = [item.draft for item in told(empty, [path], unit=CODE, paper=True)[0].items]
    assert draft and draft.values["材料"] == [{"类别": kind, "线下提交": "是"} for kind in kinds]


def test_proofs_that_a_file_lists_are_kept(tmp_path: Path, made: Path) -> None:
    shutil.copytree(ROOT / "submissions", tmp_path / "r/submissions")
    before = (tmp_path / "r" / PATH).read_text(encoding="utf-8")
    outcome, _ = told(tmp_path / "r", [made / "01-plain.docx"], paper=True, update=True)
    assert outcome.written == [PATH]
    text = (tmp_path / "r" / PATH).read_text(encoding="utf-8")
    assert text[text.index("材料:") :] == before[before.index("材料:") :]


def test_the_city_is_the_chosen_one_then_the_address_then_the_code_s(empty: Path, tmp_path: Path) -> None:
    rows = {label: text for label, text in ENTERPRISE.items() if "注册地" not in label}
    path = word(tmp_path / "a.docx", rows)
    outcome, said = told(empty, [path])
    assert outcome.written == [PATH] and "城市按信用代码的登记机关定为济南市，请核对" in said
    outcome, _ = told(empty, [word(tmp_path / "b.docx", PRODUCT)], unit="91370211EXAMPLE46L", city="weifang")
    assert outcome.written[0].startswith("submissions/weifang/91370211EXAMPLE46L/")
    outcome, said = told(empty, [path], city="weifang")
    assert outcome.same == [PATH] and "没有按 --city 另放" in said
    provincial = word(tmp_path / "c.docx", rows | {"统一社会信用代码": "91370000EXAMPLE04H"})
    outcome, said = told(empty, [provincial])
    assert outcome.refused and ("--city" in said or "校验码" in said)


# ---------- the command ----------


def test_the_command_s_receipt_and_exit_codes(
    empty: Path, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, plain = ["import", "--root", str(empty)], str(made / "01-plain.docx")
    assert main([*at, plain]) == 1  # without 材料 and 承诺
    assert str(empty / "build" / NAME) in capsys.readouterr().err and rows_of(empty / "build" / NAME)
    assert main([*at, plain, "--update", "--pledged", "--paper", "--receipt", str(tmp_path / "回执.xlsx")]) == 0
    assert (tmp_path / "回执.xlsx").is_file() and "\\u3000" not in capsys.readouterr().out
    assert main([*at, plain, "--receipt", str(tmp_path / "a.txt")]) == 2
    assert main([*at, plain, "--receipt", str(empty / "submissions/jinan/a.xlsx")]) == 2
    assert main([*at, plain, "--city", "北京"]) == 2
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    assert "退出码" in capsys.readouterr().out


def test_a_receipt_is_never_where_git_takes_it_up(empty: Path, made: Path) -> None:
    git(empty, "init", "-q")
    at, plain = ["import", "--root", str(empty)], str(made / "01-plain.docx")
    assert main([*at, plain, "--receipt", str(empty / "a.xlsx")]) == 2
    assert not (empty / PATH).exists() and not (empty / "a.xlsx").exists()
    assert main([*at, plain]) == 1
    assert (empty / "build" / NAME).is_file() and not is_tracked(empty / "build" / NAME)
    (empty / ".gitignore").write_text("/desk/\n", encoding="utf-8")
    assert main([*at, plain, "--receipt", str(empty / "desk/a.xlsx")]) == 1 and (empty / "desk/a.xlsx").is_file()


def test_our_own_forms_leave_nothing_to_look_at(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "submissions", tmp_path / "submissions")
    assert print_forms(tmp_path, [UNIT], tmp_path / "forms")
    _, said = told(tmp_path, [tmp_path / "forms"])
    assert len(said.split("\n")) == 3 + len(list((tmp_path / UNIT).rglob("*.yaml")))
