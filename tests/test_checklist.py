"""材料核对表: materials on file, due on paper and missing; messages to the units, ready to be sent."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from schema.book.office import office_book
from schema.book.severity import Severity
from schema.book.wording import phrases, templates
from schema.vocabulary.survey import constants
from scripts.build import summaries
from scripts.bureau.checklist import CHECKLIST, URGE_MM, CityStatus, DataState, checklist
from scripts.bureau.items import MISSING, ON_PAPER, SEALED_FORM, THERE, UNLISTED, ChecklistItem
from scripts.bureau.papers import FormNow, PaperStatus
from scripts.bureau.remarks import Remark
from scripts.bureau.sheets import Header
from scripts.bureau.status import UnitStatus, unit_statuses
from scripts.bureau.urging import Reach, urging
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from scripts.writing.digest import digest
from scripts.writing.values import whole_form
from scripts.xlsx.cell_text import SMALL_SIZE, line_count, most_lines, room
from tests.cases import cases, lay_out, parts
from tests.clerk import FILE_TALK
from tests.gitbox import commit, git
from tests.needs import needs_office
from tests.profiles import examples
from tests.surveys import ROOT, copy_samples
from tests.test_summaries import WHEN, read
from tools.office import page_sizes, page_text, to_pdf

HEADS = {
    "进度": [
        "序号",
        "单位",
        "区县",
        "附件1",
        "基础级",
        "行业级",
        "场景级",
        "须改正",
        "盖章待交",
        "盖章已收",
        "须重盖",
        "不纳入",
        "在库",
        "线下待交",
        "缺",
        "待判断",
        "最近改动",
    ],
    "材料核对": ["序号", "单位", "报送表", "页脚摘要", "盖章件", "核对后勾选", "材料（逐项核对）", "处理意见"],
    "待判断": ["序号", "单位", "位置", "问题", "办法", "处理意见"],
    "催办名单": ["序号", "单位", "联系人", "联系方式", "催办内容（可直接发送）", "办结"],
    "须改正": ["序号", "单位", "位置", "问题", "办法", "处理意见"],
}
UNIT = "submissions/qingdao/91370211EXAMPLE46L"
FORMS = [f"{UNIT}/enterprise.yaml", f"{UNIT}/products/hetong.yaml", f"{UNIT}/products/xiangsu.yaml"]
NAME = "示例海纳工业智能有限公司"
STATE = DataState(2024, constants().deadline, "2024-06-05（版本 abc）")


def rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """The rows below the head, as many columns as it has."""
    values = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(values) if row[0] == "序号")
    return values[start + 1 :]


def survey(tmp_path: Path) -> Path:
    """Only the samples of Qingdao, so that what a test breaks is all that is wrong."""
    shutil.copytree(ROOT / "submissions/qingdao", tmp_path / "root/submissions/qingdao")
    return tmp_path / "root"


def edit(path: Path, pattern: str, text: str) -> None:
    old = path.read_text(encoding="utf-8")
    new = re.sub(pattern, text, old, flags=re.MULTILINE)
    assert new != old
    path.write_text(new, encoding="utf-8")


def written(root: Path, tmp_path: Path, folder: str = "qingdao") -> Path:
    summaries(root, tmp_path / "out", None if folder == "全省" else folder)
    return tmp_path / "out" / folder / f"{CHECKLIST}.xlsx"


def test_sheets_and_heads(tmp_path: Path) -> None:
    book = load_workbook(written(survey(tmp_path), tmp_path))
    assert book.sheetnames == ["进度", "材料核对", "待判断", "催办名单"]
    for sheet in book.worksheets:
        texts = list(sheet.iter_rows(values_only=True))
        assert HEADS[sheet.title] in [list(row) for row in texts]
        assert texts[0][0].startswith("青岛市")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows and sheet.oddFooter.center.text.strip() == "— &P —"


def test_every_form_has_a_row_with_its_digest_and_each_of_its_materials(tmp_path: Path) -> None:
    root = survey(tmp_path)
    found = [row[2:] for row in rows(written(root, tmp_path), "材料核对") if row[1] == NAME]
    assert all(len(line) < 34 for row in found for line in row[4].split("\n"))
    found = [(*row[:4], row[4].replace("\n", "　"), row[5]) for row in found]
    stamps = [digest(form) for path in FORMS if (form := whole_form(path, (root / path).read_bytes()))]
    ticks, product = "□收到 □已核对", "附件2《示例海纳·{}大模型》"
    registered, licence = "□省内注册（青岛市青岛西海岸新区）", "□营业执照（章） 在库"
    assert found == [
        ("附件1", stamps[0], "盖章待交", ticks, f"{registered}　{licence}　□能力证明 在库", None),
        (
            product.format("合同评审"), stamps[1], "盖章待交", ticks,
            f"{licence}　□知识产权证书 在库　□应用证明 线下待交　□实际应用案例", None,
        ),
        (
            product.format("橡塑"), stamps[2], "盖章待交", ticks,
            f"{licence}　□知识产权证书 在库　□检测报告 在库　□实际应用案例", None,
        ),
    ]  # fmt: skip


def test_missing_materials_are_listed_and_urged_although_the_sheets_are_refused(tmp_path: Path) -> None:
    root = survey(tmp_path)
    edit(root / UNIT / "products/hetong.yaml", r"  - 类别: 应用证明\n.*\n", "")
    (root / UNIT / "materials/business-licence.jpg").unlink()
    edit(root / UNIT / "products/xiangsu.yaml", "^大模型产品所属种类.*\n", "")
    path = written(root, tmp_path)
    assert [file.name for file in path.parent.iterdir()] == [f"{CHECKLIST}.xlsx"]
    found = {row[2]: row[3:] for row in rows(path, "材料核对") if row[1] == NAME}
    assert "□补交检测报告或应用证明" in found["附件2《示例海纳·合同评审大模型》"][3]
    assert "□补交营业执照（章）（表上写的材料没有一同交来）" in found["附件1"][3]
    first, *_ = rows(path, "催办名单")
    assert first[1:4] == (NAME, "示例乙", "15400000002")
    text = first[4].split("\n")
    assert text[0].startswith(f"{NAME}示例乙：您好！") and "6月10日前" in text[0]
    product = "附件2《示例海纳·合同评审大模型》"
    assert text[1] == f"1. 改正后请送交加盖公章的调研表：附件1；{product}；附件2《示例海纳·橡塑大模型》。"
    assert found["附件2《示例海纳·橡塑大模型》"][:2] == ("先改正", "盖章待交")
    assert text[2].startswith("2. 请补交材料：附件1的营业执照复印件（加盖公章）（表上写的材料没有一同交来）；")
    assert f"{product}的营业执照" in text[2] and "检测报告或应用证明" in text[2]
    assert text[3].startswith("3. 附件2《示例海纳·橡塑大模型》：缺少“大模型产品所属种类”。请填写")
    assert "写在第" not in text[3]  # a line of the file means nothing to whoever filled in paper
    assert text[-1] == "青岛市工业和信息化局，示例柏，15400000102。"
    progress = {row[1]: row for row in rows(path, "进度")}
    assert progress[NAME][2:8] == ("青岛西海岸新区", 0, 0, 0, 0, 3)
    assert progress["合计"][7] == 3
    assert len(rows(path, "须改正")) == 5


def test_a_file_that_cannot_be_read_is_urged_too(tmp_path: Path) -> None:
    root = survey(tmp_path)
    edit(root / UNIT / "enterprise.yaml", "^企业名称: .*", '企业名称: "没有收尾')
    path = written(root, tmp_path)
    first = rows(path, "催办名单")[0]
    assert first[1:4] == (NAME, "示例乙", "0532-00000002")  # of the product's form
    assert "3. 附件1：填报内容有一处读不出来。请用网站的填报页重新填写" in first[4] and " 行" not in first[4]
    assert re.search(r"附件1第 \d+ 行", rows(path, "须改正")[0][2]), "whoever corrects it is told the line"
    only = root / UNIT
    shutil.rmtree(only / "products")
    nameless = rows(written(root, tmp_path), "催办名单")
    assert nameless[0][1:4] == ("（名称未读出）91370211EXAMPLE46L", None, None)
    assert nameless[0][4].startswith("信用代码为 91370211EXAMPLE46L 的单位：您好！")


def test_stray_files_are_listed_by_their_paths(tmp_path: Path) -> None:
    root = survey(tmp_path)
    (root / "submissions/qingdao/说明.txt").write_text("x", encoding="utf-8")
    (root / "submissions/beijing").mkdir()
    (root / "submissions/beijing/a.yaml").write_text("x", encoding="utf-8")
    province = written(root, tmp_path, "全省")
    city = rows(province.parents[1] / "qingdao" / province.name, "须改正")
    assert [row[1:3] for row in city] == [("（不属于任何单位）", "qingdao/说明.txt")]
    assert [row[1] for row in rows(province, "须改正")] == ["青岛市", "不属于任何市"]
    assert len(rows(province, "进度")) == 1 + len(constants().cities)


def test_warnings_are_in_plain_words(tmp_path: Path) -> None:
    path = written(ROOT, tmp_path, "yantai")
    (number, *found), *_ = rows(path, "待判断")
    assert (number, found[1]) == (1, "附件1“企业大模型相关收入”")
    assert "不足 500 万元" in found[2] and "市工信局判断" in found[3] and found[4] is None
    root = survey(tmp_path)
    edit(
        root / UNIT / "products/hetong.yaml",
        r"(  - 类别: 知识产权证书\n).*\n",
        r"\1    文件: materials/copyright-xiangsu.png\n",
    )
    (root / UNIT / "materials/acceptance-notice-hetong.pdf").unlink()
    shared = rows(written(root, tmp_path), "待判断")[0]
    assert "另一个产品（附件2《示例海纳·合同评审大模型》）也用了这个文件" in shared[3]
    assert "submissions/" not in " ".join(filter(None, map(str, shared)))


def test_paths_in_messages_become_names(tmp_path: Path) -> None:
    root = survey(tmp_path)
    edit(
        root / "submissions/qingdao/91370202EXAMPLE38Q/products/haiyang-yuye.yaml",
        "^大模型产品名称: .*",
        "大模型产品名称: 示例海纳·橡塑大模型",
    )
    (row,) = rows(written(root, tmp_path), "待判断")
    assert row[3] == "产品名称与示例琴屿海洋智能科技有限公司的附件2《示例海纳·橡塑大模型》相同"


def test_a_city_without_a_unit_has_nothing_or_reports_nothing(tmp_path: Path) -> None:
    root = survey(tmp_path)
    (root / "submissions/jinan").mkdir()
    (root / "submissions/jinan/bureau.yaml").write_text("零报告: 是\n", encoding="utf-8")
    path = written(root, tmp_path, "全省")
    city = path.parents[1] / "jinan" / path.name
    texts = [row[0] for row in load_workbook(city)["进度"].iter_rows(values_only=True)]
    assert "零报告：没有单位报送企业或产品。" in texts
    assert rows(city, "催办名单") == []
    province = {row[1]: row for row in rows(path, "进度")}
    assert (
        province["济南市"][-1] == "零报告" and province["淄博市"][-1] == "尚无报送" and province["青岛市"][-1] is None
    )
    zibo = path.parents[1] / "zibo" / path.name
    assert "尚无报送：没有单位报送企业或产品。" in [
        row[0] for row in load_workbook(zibo)["进度"].iter_rows(values_only=True)
    ]
    assert province["合计"][2:7] == (3, 3, 1, 2, 1) and province["青岛市"][2:] == province["合计"][2:]


def test_last_change_comes_from_git(tmp_path: Path) -> None:
    root = survey(tmp_path)
    git(root, "init", "-q", "-b", "main")
    commit(root, "a", "2024-05-01T10:00:00+08:00")
    edit(root / UNIT / "enterprise.yaml", "^(企业年度收入: ).*", r"\g<1>4360")
    commit(root, "b", "2024-05-20T10:00:00+08:00")
    path = written(root, tmp_path)
    progress = {row[1]: row[-1] for row in rows(path, "进度")}
    assert progress[NAME] == progress["合计"] == "2024-05-20"
    assert set(progress.values()) == {"2024-05-01", "2024-05-20"}
    assert load_workbook(path)["进度"]["I2"].value.startswith("数据：2024-05-20（版本 ")


def test_summaries_can_leave_out_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = survey(tmp_path)
    edit(root / UNIT / "products/xiangsu.yaml", "^大模型产品所属种类.*\n", "")
    at = ["summaries", "--root", str(root), "--out", str(tmp_path / "out"), "--city", "青岛"]
    assert main(at) == 1
    assert "--skip-invalid" in capsys.readouterr().err
    folder = tmp_path / "out/qingdao"
    assert [path.stem for path in folder.iterdir()] == [CHECKLIST]
    assert main([*at, "--skip-invalid"]) == 0
    err = capsys.readouterr().err
    assert f"  {UNIT}/products/xiangsu.yaml\n" in err.split("略去了这些条目")[1] and "hetong.yaml" not in err
    *products, note = rows(folder / "附件4 大模型产品汇总表.xlsx", "青岛市")
    assert note[0] == "另有 1 个待补报。"
    names = [row[2] for row in products]
    assert any("合同评审" in name for name in names) and not any("橡塑" in name for name in names)
    assert [row[1] for row in rows(folder / f"{CHECKLIST}.xlsx", "须改正")] == [NAME]


def test_samples_beside_real_units_are_not_shown_even_if_the_real_one_is_wrong(tmp_path: Path) -> None:
    root = copy_samples(tmp_path / "root")
    real = root / "submissions/jinan/91370100MA3CQL5R4"
    from schema.fields.uscc import check_character

    real = real.with_name(real.name + check_character(real.name))
    real.mkdir()
    (real / "enterprise.yaml").write_text("企业名称: 某公司\n", encoding="utf-8")
    assert summaries(root, tmp_path / "all", None, skip_invalid=True)
    folder = tmp_path / "all/qingdao"
    assert "尚无报送" in str(list(load_workbook(folder / f"{CHECKLIST}.xlsx")["进度"].values))
    assert rows(folder / "附件4 大模型产品汇总表.xlsx", "青岛市")[0][1] is None
    assert not summaries(root, tmp_path / "one", "jinan")
    assert [row[1] for row in rows(tmp_path / f"one/jinan/{CHECKLIST}.xlsx", "进度")] == ["合计", "某公司"]
    assert summaries(root, tmp_path / "one", "qingdao")
    assert len(rows(tmp_path / f"one/qingdao/{CHECKLIST}.xlsx", "进度")) == 1


@pytest.mark.usefixtures("one_sandbox")
@pytest.mark.parametrize("path", cases()[::12], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_error_of_a_case_is_on_the_checklist(path: Path, tmp_path: Path) -> None:
    case, _ = parts(path.read_text(encoding="utf-8"))
    lay_out(case, tmp_path)
    checked = check(DiskTree(tmp_path), keep=True)
    units = unit_statuses(checked.units, [], checked.findings, History())
    assert sum(len(unit.errors) for unit in units) == checked.summary.errors
    assert checklist([CityStatus("", "", "", Header(""), tuple(units))], None, STATE).to_bytes(WHEN)


# ---------- hostile, long, many ----------


def status(name: str = "示例", **more: Any) -> UnitStatus:
    proofs = (
        ChecklistItem("附件1", "营业执照", MISSING, ""),
        ChecklistItem("附件2《甲》", "检测报告", ON_PAPER, ""),
    )
    fields = {"contact": "示例甲", "phone": "15400000000", "enterprise": True, "levels": (1, 0, 0), "wrong": 0}
    fields |= {"items": proofs, "warnings": (), "errors": (), "changed": None} | more
    return UnitStatus("jinan", "9137", name, **fields)


def desk(*units: UnitStatus) -> CityStatus:
    return CityStatus("jinan", "济南市", "370100", Header("济南市工业和信息化局"), units)


@pytest.mark.parametrize("value", ["=1+1", "@x", "+8615400000000", "-1\x07"])
def test_hostile_values_stay_text(value: str) -> None:
    remark = Remark("r", value, value, value, value)
    unit = status(
        value,
        contact=value,
        phone=value,
        warnings=(remark,),
        errors=(remark,),
        items=(ChecklistItem(*[value] * 4),),
        forms=(FormNow("jinan", value, value, value, value, PaperStatus.TO_SEAL, value),),
        district=value,
    )
    book = checklist([desk(unit)], None, STATE)
    assert {cell.data_type for sheet in read(book).worksheets for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
    }
    assert checklist([desk(unit)], None, STATE).to_bytes(WHEN) == checklist([desk(unit)], None, STATE).to_bytes(WHEN)


words = st.text("示例大模型（）。，a1 -", max_size=200)


@given(
    st.lists(st.builds(Remark, st.just("r"), words, words, words, words), max_size=30), words, words,
    st.lists(st.builds(ChecklistItem, words, words, st.sampled_from((MISSING, ON_PAPER)), words), max_size=30),
)  # fmt: skip
@examples(60)
def test_a_text_to_send_fits_a_printed_row(
    errors: list[Remark], name: str, contact: str, proofs: list[ChecklistItem]
) -> None:
    unit = status(name, contact=contact, errors=tuple(errors), items=tuple(proofs))
    width = room(URGE_MM, indented=True, size=SMALL_SIZE)
    text = urging(unit, Header("济南市工业和信息化局", "示例", "0531-00000000"), width)
    assert line_count(text, width) <= most_lines(SMALL_SIZE)
    assert bool(text) is bool(errors or proofs)


def test_a_very_long_list_still_names_materials() -> None:
    proofs = [ChecklistItem(f"附件2《示例{number}大模型》", "检测报告", MISSING, UNLISTED) for number in range(300)]
    papers = [ChecklistItem(f"附件2《示例{number}大模型》", "营业执照", ON_PAPER, "") for number in range(300)]
    forms = [
        ChecklistItem(f"附件2《示例{number}大模型》", SEALED_FORM, PaperStatus.TO_SEAL, "") for number in range(300)
    ]
    errors = [Remark("r", "附件1", "企业简介", "太短" * 100, "请补充") for _ in range(300)]
    unit = status("名" * 5000, contact="人" * 5000, items=(*proofs, *papers, *forms), errors=tuple(errors))
    width = room(URGE_MM, indented=True, size=SMALL_SIZE)
    text = urging(unit, Header("局" * 5000, "人" * 5000, "1" * 500), width)
    assert line_count(text, width) <= most_lines(SMALL_SIZE)
    assert "1. 改正后请送交加盖公章的调研表：附件2《示例0大模型》；" in text
    assert "2. 请补交材料：附件2《示例0大模型》的检测报告；" in text and "等共 300 张表。\n3. 请送交纸质材料" in text
    assert "项，请与我们联系。" in text


def test_a_complete_unit_gets_no_message() -> None:
    assert urging(status(items=(ChecklistItem("附件1", "营业执照", THERE, ""),)), Header(""), 60) == ""


def test_a_firm_is_told_where_to_send_what() -> None:
    sealed = ChecklistItem("附件1", SEALED_FORM, PaperStatus.WRONG, "没有盖章")
    reach = Reach("llm@example.com", "示例路1号")
    lines = urging(status(items=(sealed,)), Header("济南市工业和信息化局"), 90, reach).split("\n")
    assert lines[1:] == [
        "1. 送来的盖章件有问题，请改好重新送交：附件1（没有盖章）。",
        "填报的文件发到 llm@example.com。盖章的纸质件送到示例路1号。济南市工业和信息化局。",
    ]


def test_units_that_owe_only_paper_come_last() -> None:
    paper = status("示例安", items=(ChecklistItem("附件1", "营业执照", ON_PAPER, ""),))
    sealed = status("示例阿", items=(ChecklistItem("附件1", SEALED_FORM, PaperStatus.TO_SEAL, ""),))
    book = read(checklist([desk(sealed, paper, status("示例章"))], None, STATE))
    assert [row[1] for row in list(book["催办名单"].values)[4:]] == ["示例章", "示例安", "示例阿"]


def test_sealed_forms_are_asked_for_first_and_are_not_missing() -> None:
    forms = [ChecklistItem(form, SEALED_FORM, PaperStatus.TO_SEAL, "") for form in ("附件1", "附件2《甲》")]
    unit = status(items=(*forms, ChecklistItem("附件1", "营业执照", THERE, "")))
    lines = urging(unit, Header("济南市工业和信息化局"), 60).split("\n")
    assert lines[1:] == ["1. 请送交加盖公章的调研表：附件1；附件2《甲》。", "济南市工业和信息化局。"]
    progress = list(read(checklist([desk(unit)], None, STATE))["进度"].values)
    assert progress[-1][8:15] == (2, 0, 0, 0, 1, 0, 0)


def with_forms(name: str) -> UnitStatus:
    """A unit with 附件1 and two products, each with what the notice asks for."""
    names = ["附件1", *(f"附件2《示例泉智·{kind}大模型》" for kind in ("合同评审", "公文写作"))]
    proofs = [
        ChecklistItem(form, kind, THERE, "") for form in names for kind in ("营业执照", "知识产权证书", "检测报告")
    ]
    forms = [FormNow("jinan", form, name, form, "3f9a0c71de", PaperStatus.TO_SEAL) for form in names]
    sealed = [ChecklistItem(form, SEALED_FORM, PaperStatus.TO_SEAL, "") for form in names]
    return status(name, items=(*sealed, *proofs), forms=tuple(forms))


def test_sixteen_cities_progress_on_one_page() -> None:
    cities = [replace(desk(with_forms(str(number))), slug=f"c{number}") for number in range(16)]
    sheet = read(checklist(cities, Header("山东省工业和信息化厅"), STATE))["进度"]
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1) and sheet.max_row < 24


@pytest.mark.usefixtures("one_sandbox")
@pytest.mark.parametrize("path", cases()[5::24], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_firm_is_told_in_words_of_an_office(path: Path, tmp_path: Path) -> None:
    case, _ = parts(path.read_text(encoding="utf-8"))
    lay_out(case, tmp_path)
    checked = check(DiskTree(tmp_path), keep=True)
    for unit in unit_statuses(checked.units, [], checked.findings, History()):
        if unit.code:
            assert not FILE_TALK.search(urging(unit, Header(""), 200)), urging(unit, Header(""), 200)


def test_every_error_of_a_form_has_words_for_the_firm() -> None:
    book = office_book()
    assert not book["措辞"].keys() - templates().keys() and not book["短语"].keys() - phrases().keys()
    ours = ("received-", "pr-")  # of which no firm is told
    for name, template in templates().items():
        own = {**book["规则"].get(template.rule, {}), **book["措辞"].get(name, {})}
        told = own.get("说", template.message) + own.get("改", template.hint)
        assert (
            template.severity is not Severity.ERROR or template.rule.startswith(ours) or not FILE_TALK.search(told)
        ), name


@needs_office
@pytest.mark.parametrize("count", [0, 1, 60])
def test_pages(count: int, tmp_path: Path) -> None:
    units = [with_forms(f"示例泉智{number:03}（山东）人工智能科技有限公司") for number in range(count)]
    path = tmp_path / "表.xlsx"
    path.write_bytes(checklist([desk(*units)], None, STATE).to_bytes(WHEN))
    pdf = to_pdf(path, tmp_path)
    sizes = page_sizes(pdf)
    assert all(size.startswith("841") and size.endswith("(A4)") for size in sizes)
    assert len(sizes) >= 4
    assert sum("页脚摘要" in page_text(pdf, page) for page in range(1, len(sizes) + 1)) <= max(1, -(-count // 5))
    text = [page_text(pdf, page) for page in range(1, len(sizes) + 1)]
    assert all("序号" in page for page in text)
    if count:
        assert f"示例泉智{count - 1:03}" in "".join(text)
