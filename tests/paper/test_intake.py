"""Importing: where forms go, what is refused, what an update leaves alone, and what is never made up."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from schema.forms.enterprise import Enterprise
from schema.forms.product import Product
from scripts.bureau.stamps import Stamp, verify
from scripts.cli import main
from scripts.intake.draft import drafts_of_docx
from scripts.intake.storing import Outcome
from scripts.intake.templates import NAME, write_template
from scripts.paper.forms_command import print_forms
from scripts.sandbox.docx_reader import read_docx
from scripts.writing.digest import digest
from scripts.writing.editor import Unchangeable
from scripts.writing.updating import update
from scripts.writing.values import leaves, values_of
from scripts.writing.yaml_writer import write_form
from tests.gitbox import commit, git
from tests.paper.clerks import CODE, PRODUCT, make
from tests.paper.rows import to_row
from tests.paper.test_round_trip import sample, sheet
from tests.paper.told import told, whole
from tests.surveys import ROOT

UNIT = f"submissions/jinan/{CODE}"
ENTERPRISE = f"{UNIT}/enterprise.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "submissions", tmp_path / "submissions")
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "submissions").mkdir()
    return tmp_path


def run(root: Path, *paths: Path, values: bool = True, **options: Any) -> tuple[Outcome, str]:
    """The outcome, and the terminal's lines with those of the whole receipt."""
    outcome, lines = told(root, paths, values=values, **options)
    return outcome, "\n".join([lines, *whole(outcome, values=values)])


def clerk(folder: Path, name: str) -> Path:
    return next(path for path in make(folder) if name in path.stem)


def test_our_own_forms_come_back_as_they_were(repository: Path) -> None:
    before = {path: path.read_bytes() for path in (repository / "submissions").rglob("*.yaml")}
    assert print_forms(repository, [], repository / "forms")
    outcome, _ = run(repository, repository / "forms", update=True)
    assert not outcome.written and not outcome.refused and len(outcome.same) == len(before) - 16
    assert {path: path.read_bytes() for path in (repository / "submissions").rglob("*.yaml")} == before


def test_a_form_says_where_its_bureau_takes_it_and_is_read_without_that(repository: Path) -> None:
    header = repository / "submissions/jinan/bureau.yaml"
    header.write_text("报送邮箱: llm@example.com\n报送电话: 0531-00000000\n报送地址: 示例路17号\n", encoding="utf-8")
    assert print_forms(repository, [ENTERPRISE], repository / "forms")
    (made,) = (repository / "forms").rglob("*.docx")
    told = "交到：济南市工业和信息化局　邮箱 llm@example.com　电话 0531-00000000　地址 示例路17号"
    assert [line.text for line in docx.Document(str(made)).paragraphs].count(told) == 1
    outcome, _ = run(repository, repository / "forms")
    assert (len(outcome.same), outcome.outside) == (1, [])
    header.write_text("报送邮箱: [\n", encoding="utf-8")  # what is wrong with the header is no matter of the form
    assert print_forms(repository, [ENTERPRISE], repository / "forms")


def test_nothing_is_overwritten_without_update(repository: Path) -> None:
    print_forms(repository, [ENTERPRISE], repository / "forms")
    path = repository / ENTERPRISE
    text = path.read_text(encoding="utf-8").replace("注册资金: ", "注册资金: 1")
    path.write_text(text, encoding="utf-8")
    outcome, said = run(repository, repository / "forms")
    assert [item.target for item in outcome.rejected] == [ENTERPRISE] and path.read_text(encoding="utf-8") == text
    assert "--update" in said and "改 注册资金：" in said


def test_update_changes_only_what_differs(repository: Path) -> None:
    print_forms(repository, [ENTERPRISE], repository / "forms")
    path = repository / ENTERPRISE
    good = path.read_text(encoding="utf-8")
    capital = next(line for line in good.split("\n") if line.startswith("注册资金"))
    text = good.replace(capital, "注册资金:   1  # 万元，请核对").replace("材料:\n", "# 材料见文件夹\n材料:\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    outcome, said = run(repository, repository / "forms", update=True)
    assert outcome.refused and "有错误" in said  # a mark at the file's head is a finding, so nothing is touched
    path.write_bytes(text.replace("\n", "\r\n").encode())
    outcome, _ = run(repository, repository / "forms", update=True)
    amount = values_of(sample(ROOT / ENTERPRISE)[1])["注册资金"]
    assert outcome.written == [ENTERPRISE]
    assert path.read_bytes().decode() == text.replace("注册资金:   1 ", f"注册资金:   {amount} ").replace("\n", "\r\n")


def test_update_keeps_what_the_paper_does_not_have(repository: Path) -> None:
    cls, form = sample(ROOT / ENTERPRISE)
    data, values = (ROOT / ENTERPRISE).read_bytes(), values_of(form)
    del values["承诺"], values["材料"]
    values["手机号码"] = "15400000099"
    change = update(cls, ENTERPRISE, data, values)
    assert {"承诺", "材料"} <= set(change.kept)
    assert len(change.data.split(b"\n")) == len(data.split(b"\n"))
    assert sum(a != b for a, b in zip(change.data.split(b"\n"), data.split(b"\n"), strict=True)) == 1


def test_update_puts_in_new_keys_and_items() -> None:
    cls = Product
    text = "# 头\n报送单位: 甲公司 # 注\n版本号:\n大模型产品知识产权情况:\n  - 类型: 软件著作权\n    # 说明待补\n\n# 尾\n承诺:\n  信息可公开: 是\n"
    values = {
        "报送单位": "甲公司",
        "联系人": "示例甲",
        "版本号": "V2",
        "大模型产品知识产权情况": [{"类型": "软件著作权", "说明": "一"}, {"类型": "发明专利"}],
    }
    change = update(cls, "a.yaml", text.encode(), values)
    assert change.data.decode() == (
        "# 头\n报送单位: 甲公司 # 注\n联系人: 示例甲\n版本号: V2\n大模型产品知识产权情况:\n  - 类型: 软件著作权\n    说明: 一\n    # 说明待补\n"
        "  - 类型: 发明专利\n\n# 尾\n承诺:\n  信息可公开: 是\n"
    )


@pytest.mark.parametrize(
    "text",
    ["报送单位: [甲, 乙]\n", "{报送单位: 甲, 版本号: V1}\n", "报送单位: &a 甲\n", "报送单位:\n  甲\n版本号: V1\n"],
)
def test_update_refuses_what_it_cannot_place(text: str) -> None:
    with pytest.raises(Unchangeable):
        update(Product, "a.yaml", text.encode(), {"报送单位": "丙", "版本号": "V1"})


# ---------- places ----------


def test_a_product_finds_its_unit_by_name(repository: Path, tmp_path: Path) -> None:
    make(tmp_path / "in")
    outcome, said = run(repository, tmp_path / "in" / "06-product.docx")
    assert outcome.written == [f"{UNIT}/products/chanpin-1.yaml"] or outcome.refused, said
    name = values_of(sample(ROOT / ENTERPRISE)[1])["企业名称"]
    assert ("由报送单位的名称" in said) == (name == "示例泉智科技有限公司")


def test_an_unknown_unit_is_refused_with_both_ways(empty: Path, tmp_path: Path) -> None:
    outcome, said = run(empty, clerk(tmp_path / "in", "product"))
    assert not outcome.written and len(outcome.refused) == 1
    assert "附件1" in said and "--unit" in said


def test_the_batch_s_own_units_count(empty: Path, tmp_path: Path) -> None:
    make(tmp_path / "all")
    for name in ("06-product", "01-plain"):
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(tmp_path / "all" / f"{name}.docx", tmp_path / "in")
    outcome, _ = run(empty, tmp_path / "in")
    assert sorted(outcome.written) == [ENTERPRISE, f"{UNIT}/products/chanpin-1.yaml"]


def test_a_wrong_code_is_refused(empty: Path, tmp_path: Path) -> None:
    data = sheet(
        [
            {
                "企业名称": "示例甲公司",
                "统一社会信用代码": "91370102EXAMPLE030",
                "注册资金": "1",
                "单位注册地.市": "济南市",
            }
        ]
    )
    (tmp_path / "a.xlsx").write_bytes(data)
    outcome, said = run(empty, tmp_path / "a.xlsx")
    assert outcome.refused and not list((empty / "submissions").iterdir())
    assert "“91370102EXAMPLE030”的第 18 位校验码不对：按前 17 位应为“1”。" in said and "--unit" in said
    assert "读到 企业名称：示例甲公司" in said and "没有填的必填栏：" in said and "企业简介" in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9137O102EXAMPLE031", "可能应为 91370102EXAMPLE031"),
        ("9137010", "应为 18 位，现有 7 位"),
        ("11010519491231002X", "像是身份证号码"),
    ],
)
def test_a_wrong_code_is_told_as_the_check_does(empty: Path, tmp_path: Path, typed: str, words: str) -> None:
    row = {"企业名称": "示例甲公司", "统一社会信用代码": typed, "单位注册地.市": "济南市", "手机号码": "15400000001"}
    (tmp_path / "a.xlsx").write_bytes(sheet([row]))
    outcome, said = run(empty, tmp_path / "a.xlsx")
    assert outcome.refused and words in said
    assert "11010519491231002X" not in said
    _, veiled = run(empty, tmp_path / "a.xlsx", values=False)
    assert not any(text in veiled for text in ("15400000001", "示例甲", typed, "91370102EXAMPLE031"))


# ---------- the pledge ----------


def test_the_pledge_is_never_made_up(empty: Path, tmp_path: Path) -> None:
    path = clerk(tmp_path / "in", "plain")
    run(empty, path)
    assert "承诺" not in (empty / ENTERPRISE).read_text(encoding="utf-8")
    outcome, said = run(empty, path, update=True, pledged=True)
    assert outcome.written == [ENTERPRISE] and "--pledged" in said
    assert (empty / ENTERPRISE).read_text(encoding="utf-8").endswith("承诺:\n  信息可公开: 是\n  真实合法: 是\n")


# ---------- rows ----------


def test_csv_in_gbk_with_the_paper_s_labels(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(
        "企业名称（中文）,统一社会信用代码,注册资金（万元）,市,区县,年度收入（单位：元）,备注\r\n"
        f"示例泉智科技有限公司,{CODE.lower()},500万元,济南市,历下区,86000000,加急\r\n".encode("gb18030")
    )
    outcome, said = run(empty, path)
    text = (empty / ENTERPRISE).read_text(encoding="utf-8")
    assert outcome.written == [ENTERPRISE]
    assert "注册资金: 500\n" in text and "企业年度收入: 8600\n" in text and f"统一社会信用代码: {CODE}\n" in text
    assert "备注" in said and "加急" in said and "企业年度收入：86000000 → 8600　【按表头的单位“元”换算成万元" in said
    assert "8600" not in run(empty, path, values=False)[1]


def test_several_products_on_one_paper_are_refused_with_what_to_do(empty: Path, tmp_path: Path) -> None:
    document = docx.Document()
    rows = PRODUCT | {"大模型产品名称及版本号": "示例甲大模型V1.0、示例乙大模型V2.0"}
    table = document.add_table(rows=0, cols=2)
    for label, value in rows.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.save(str(tmp_path / "两个.docx"))
    outcome, said = run(empty, tmp_path / "两个.docx", unit=CODE)
    assert not outcome.written and len(outcome.refused) == 1
    assert "写了 2 个产品或版本（“示例甲大模型V1.0”；“示例乙大模型V2.0”）" in said and "请每个产品填一张附件2" in said
    assert not list((empty / "submissions").rglob("*.yaml"))


def test_a_name_with_its_version_in_one_cell_of_a_list(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        "报送单位,统一社会信用代码,联系人,大模型产品名称及版本号,单位注册地\r\n"
        f"示例泉智科技有限公司,{CODE},示例甲,示例海若大模型V2.0,济南市\r\n"
        f'示例泉智科技有限公司,{CODE},示例甲,"示例甲大模型\n示例乙大模型",济南市\r\n',
        encoding="utf-8",
    )
    shutil.copytree(ROOT / UNIT, empty / UNIT)
    outcome, said = run(empty, path)
    (written,) = outcome.written
    text = (empty / written).read_text(encoding="utf-8")
    assert "大模型产品名称: 示例海若大模型\n" in text and "版本号: V2.0\n" in text
    assert "请核对拆得对不对" in said and len(outcome.refused) == 1


def test_numbers_dates_and_formulas_of_excel(empty: Path, tmp_path: Path) -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    page = book.worksheets[0]
    page.append(
        [
            "统一社会信用代码",
            "报送单位",
            "联系人",
            "联系方式",
            "版本号",
            "大模型产品检测情况.检测时间",
            "大模型产品名称",
        ]
    )
    page.append([CODE, "示例甲公司", "示例甲", 15400000001, 1.1, date(2024, 3, 5), "=A1"])
    page.append([913701020000000000, "示例乙公司", "示例乙", None, None, None, "示例大模型"])
    book.save(tmp_path / "a.xlsx")
    outcome, said = run(empty, tmp_path / "a.xlsx", unit=CODE)
    text = (empty / outcome.written[0]).read_text(encoding="utf-8")
    assert "联系方式: 15400000001\n" in text and "版本号: 1.1\n" in text and "检测时间: 2024-03-05\n" in text
    assert "公式" in said and "末尾的 0" in said and "15 位以后" in said and "大模型产品名称: =" not in text


def test_the_template_can_be_filled_in(empty: Path, tmp_path: Path) -> None:
    path = write_template(tmp_path / "t")
    assert path.name == NAME and path.read_bytes() == write_template(tmp_path / "u").read_bytes()
    book = load_workbook(path)
    assert book.sheetnames == ["企业", "产品", "说明"]
    page = book["企业"]
    heads = {cell.value: cell for cell in page[1]}
    assert heads["单位性质"].comment is not None and len(page.data_validations.dataValidation) > 3
    values = values_of(sample(ROOT / ENTERPRISE)[1])
    for head, text in to_row(Enterprise, values).items():
        heads[head].offset(1).value = text
    book.save(path)
    outcome, _ = run(empty, path)
    assert outcome.written == [ENTERPRISE]
    assert (empty / ENTERPRISE).read_text(encoding="utf-8") == write_form(Enterprise, values)


# ---------- receipts ----------


def test_a_receipt_gives_only_the_shape_of_persons_addresses_and_revenue() -> None:
    paths = [ROOT / ENTERPRISE, next((ROOT / UNIT).glob("products/*.yaml"))]
    hidden = {
        leaf.spec.label
        for path in paths
        for leaf in leaves(type(sample(path)[1]), values_of(sample(path)[1]))
        if not leaf.quotable
    }
    assert hidden == {"地址", "联系人姓名", "手机号码", "企业年度收入", "企业大模型相关收入", "联系人", "联系方式"}


def test_a_label_that_occurs_twice_is_reported(empty: Path, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for label, value in [*PRODUCT.items(), ("应用所属场景", "合同评审"), ("应用场景", "招标")]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.save(str(tmp_path / "a.docx"))
    _, said = run(empty, tmp_path / "a.docx", unit=CODE)
    assert "应用所属场景：合同评审" in said and "“应用所属场景”出现了两次，取前一处；后一处：招标" in said


# ---------- bundles ----------


def bundle(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def test_a_bundle_is_taken_as_it_is(empty: Path, tmp_path: Path) -> None:
    data = (ROOT / ENTERPRISE).read_bytes()
    outcome, _ = run(empty, bundle(tmp_path / "a.zip", {ENTERPRISE: data}))
    assert outcome.written == [ENTERPRISE] and (empty / ENTERPRISE).read_bytes() == data


@pytest.mark.parametrize(
    "name",
    ["../a.yaml", "/etc/a.yaml", "submissions/../a.yaml", "..\\a.yaml", "C:/a.yaml", "schema/survey.yaml", "submissions/jinan/a.yaml",
     f"submissions/nowhere/{CODE}/enterprise.yaml", f"{UNIT}/materials/a.yaml", f"{UNIT}/products/A.yaml", "submissions/jinan/bureau.txt"],
)  # fmt: skip
def test_a_bundle_with_tricks_is_taken_but_for_them(empty: Path, tmp_path: Path, name: str) -> None:
    outcome, said = run(empty, bundle(tmp_path / "a.zip", {ENTERPRISE: b"a: 1\n", name: b"a: 1\n"}))
    assert outcome.written == [ENTERPRISE] and len(outcome.refused) == 1 and f"✗ {outcome.refused[0]}" in said
    assert [path.name for path in tmp_path.rglob("*.yaml")] == ["enterprise.yaml"]


BUREAU = "填报单位: 济南市工业和信息化局\n联系人: 示例癸\n联系方式: 15400000077\n"


@pytest.mark.parametrize(
    "name", ["submissions/jinan/bureau.yaml", "jinan/bureau.yaml", "济南市/bureau.yaml", "bureau.yaml"]
)
def test_a_bundle_may_hold_a_bureaus_header(empty: Path, tmp_path: Path, name: str) -> None:
    outcome, said = run(empty, bundle(tmp_path / "a.zip", {name: BUREAU.encode()}))
    assert outcome.written == ["submissions/jinan/bureau.yaml"] and "检查：没有问题" in said
    assert (empty / outcome.written[0]).read_text(encoding="utf-8") == BUREAU
    assert run(empty, tmp_path / "a.zip")[0].same == outcome.written
    changed = bundle(tmp_path / "b.zip", {name: BUREAU.replace("示例癸", "示例壬").encode()})
    outcome, said = run(empty, changed)
    assert outcome.refused and "--update" in said and "改 联系人：示例癸 → 示例壬" in said
    _, veiled = run(empty, changed, values=False)
    assert "联系人" in veiled and "示例癸" not in veiled and "示例壬" not in veiled
    assert run(empty, changed, update=True)[0].written
    assert "联系人: 示例壬" in (empty / "submissions/jinan/bureau.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"bureau.yaml": "联系人: 示例癸\n"}, "看不出"),
        ({"bureau.yaml": "填报单位: 示例市工信局\n"}, "看不出"),
        ({"bureau.yaml": "填报单位: [\n"}, "读不出"),
        ({"beijing/bureau.yaml": "联系人: 示例癸\n"}, "看不出"),
    ],
)
def test_a_bureaus_header_of_no_known_city_is_refused(
    empty: Path, tmp_path: Path, files: dict[str, str], why: str
) -> None:
    made = bundle(tmp_path / "a.zip", {name: text.encode() for name, text in files.items()})
    outcome, said = run(empty, made)
    assert outcome.refused and why in said and "没有导入" in said and not list((empty / "submissions").iterdir())


def test_of_two_headers_of_one_city_the_second_is_refused(empty: Path, tmp_path: Path) -> None:
    files = {"bureau.yaml": BUREAU, "submissions/jinan/bureau.yaml": BUREAU.replace("示例癸", "示例壬")}
    made = bundle(tmp_path / "a.zip", {name: text.encode() for name, text in files.items()})
    outcome, told = run(empty, made, update=True)
    assert outcome.refused == ["a.zip/submissions/jinan/bureau.yaml"] and "有两份" in told
    assert (empty / "submissions/jinan/bureau.yaml").read_text(encoding="utf-8") == BUREAU


# ---------- scans that come with the forms ----------

PDF = b"%PDF-1.4\nx"


def mail(folder: Path, **scans: bytes) -> Path:
    """A folder as a firm sends it: the zip of the web form, and scans."""
    folder.mkdir()
    bundle(folder / "a.zip", {ENTERPRISE: (ROOT / ENTERPRISE).read_bytes()})
    for name, data in scans.items():
        (folder / name).write_bytes(data)
    return folder


def scan() -> str:
    """A PDF that the sample's form names."""
    items = values_of(sample(ROOT / ENTERPRISE)[1])["材料"]
    return next(item["文件"].removeprefix("materials/") for item in items if item.get("文件", "").endswith(".pdf"))


def test_scans_go_where_the_form_names_them(empty: Path, tmp_path: Path) -> None:
    folder, target = mail(tmp_path / "in", **{scan(): PDF}), empty / UNIT / "materials" / scan()
    outcome, said = run(empty, folder)
    assert outcome.proofs == [f"{UNIT}/materials/{scan()}"] and not outcome.refused
    assert target.read_bytes() == PDF and f"{scan()} → {UNIT}/materials/{scan()}　已写入" in said
    outcome, said = run(empty, folder)
    assert not outcome.refused and f"{UNIT}/materials/{scan()}　相同" in said and "材料 1 个" in said
    (folder / scan()).write_bytes(PDF + b"other")
    outcome, said = run(empty, folder)
    assert outcome.refused and "没有覆盖" in said and target.read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("别的.pdf", PDF, f"请放进 {UNIT}/materials/"),
        (None, b"MZ" + b"x" * 99, "名字说是 PDF，内容却是程序"),
        (None, b"", "空文件"),
        (None, PDF + b"x" * (10 * 2**20), "超过 10 MiB"),
    ],
)
def test_other_scans_are_refused_with_what_to_do(
    empty: Path, tmp_path: Path, name: str | None, data: bytes, words: str
) -> None:
    outcome, said = run(empty, mail(tmp_path / "in", **{name or scan(): data}))
    assert outcome.written == [ENTERPRISE] and len(outcome.refused) == 1 and words in said
    assert not (empty / UNIT / "materials").exists()


def test_a_scan_never_follows_a_link(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (empty / UNIT).mkdir(parents=True)
    (empty / UNIT / "materials").symlink_to(tmp_path / "elsewhere")
    outcome, said = run(empty, mail(tmp_path / "in", **{scan(): PDF}))
    assert "路径中有链接" in said and outcome.refused and not list((tmp_path / "elsewhere").iterdir())


def test_a_scan_that_two_units_name_is_not_guessed_at(empty: Path, tmp_path: Path) -> None:
    other = "submissions/qingdao/91370211EXAMPLE46L/enterprise.yaml"
    text = (ROOT / other).read_text(encoding="utf-8").replace("capability-process-knowledge.pdf", scan())
    folder = mail(tmp_path / "in", **{scan(): PDF})
    bundle(folder / "b.zip", {other: text.encode()})
    outcome, said = run(empty, folder)
    assert len(outcome.written) == 2 and outcome.refused == [scan()] and "不知道是哪家的" in said


# ---------- stamps and commands ----------


def test_a_stamp_tells_the_version_and_what_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "init", "-q")
    commit(repository, "a")
    form = sample(ROOT / ENTERPRISE)[1]
    stamp = digest(form)
    assert main(["verify", "--root", str(repository), stamp]) == 0
    assert "一致" in capsys.readouterr().out
    path = repository / ENTERPRISE
    path.write_text(
        path.read_text(encoding="utf-8").replace(form.mobile, "15400000077").replace(form.name, "示例新名有限公司"),
        encoding="utf-8",
    )
    commit(repository, "b")
    ((is_current, said),) = ((answer.current, answer.words) for answer in verify(repository, [Stamp(stamp)]))
    assert not is_current and "2024-05-01" in said and "示例新名有限公司" in said
    assert form.mobile not in said and "手机号码" in said
    now = digest(sample(path)[1])
    assert main(["verify", "--root", str(repository), now.upper(), now]) == 0
    capsys.readouterr()
    assert main(["verify", "--root", str(repository), now, stamp, "0123456789"]) == 1
    assert [line for line in capsys.readouterr().out.split("\n") if re.match("[0-9a-f]{10} ", line)] == [
        f"{now} 与现在的文件一致：{ENTERPRISE}",
        f"{stamp} 是 2024-05-01 的版本：{ENTERPRISE}（提交 {git(repository, 'rev-parse', 'HEAD^')[:10]}）",
        "0123456789 没有找到：现在的文件里没有，历史里也没有。请核对页脚上的 10 位摘要。",
    ]


def test_a_printed_form_or_a_list_of_digests_is_looked_up(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--root", str(repository)]
    assert main(["forms", *at, UNIT, "--out", str(tmp_path / "forms"), "--root", str(repository)]) == 0
    printed = sorted(map(str, (tmp_path / "forms").rglob("*.docx")))
    assert main(["verify", *at, *printed]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(printed) and all("一致" in line for line in told)
    stamps = [line.split()[0] for line in told]
    (tmp_path / "list.csv").write_text(
        "\ufeff摘要,收到\r\n" + "".join(f"{one.upper()},是\r\n" for one in stamps), "utf-8"
    )
    assert main(["verify", *at, str(tmp_path / "list.csv")]) == 0
    assert main(["forms", *at, "--blank", "--out", str(tmp_path / "blank")]) == 0
    assert main(["verify", *at, str(tmp_path / "blank/附件1.docx")]) == 1
    (tmp_path / "broken.docx").write_bytes(b"PK")
    assert main(["verify", *at, str(tmp_path / "broken.docx")]) == 1
    for wrong in ("abc", "12345", "none.docx", str(tmp_path)):
        assert main(["verify", *at, wrong]) == 2


def test_commands_and_exit_codes(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--root", str(repository)]
    assert main(["forms", *at, "--city", "德州市"]) == 0
    made = sorted((repository / "build" / "forms").rglob("*.docx"))
    assert made and all("dezhou" in str(path) for path in made)
    assert main(["import", *at, *map(str, made)]) == 0
    assert main(["import", *at]) == 2
    assert main(["import", *at, "nothing.docx"]) == 2
    assert main(["import", *at, "--unit", "123", str(made[0])]) == 2
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    assert main(["import", *at, str(tmp_path / "bad.docx"), str(made[0])]) == 1
    out = capsys.readouterr()
    assert "第 1 个 .docx" in out.out and "bad" not in out.out and "相同 1 份" in out.out


def test_a_form_with_errors_is_printed_as_a_draft(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = repository / ENTERPRISE
    text = path.read_text(encoding="utf-8").replace("单位性质: 企业", "单位性质: 民企").replace("承诺:", "承诺一:")
    path.write_text(text, encoding="utf-8")
    assert print_forms(repository, [UNIT], repository / "forms")
    (made,) = (repository / "forms").rglob("附件1*草稿.docx")
    assert ENTERPRISE in capsys.readouterr().err and list((repository / "forms").rglob("附件2*）.docx"))
    document = docx.Document(str(made))
    header, footer = (
        "".join(p.text for p in part.paragraphs) for part in (document.sections[0].header, document.sections[0].footer)
    )
    assert "草稿" in header and CODE in header and "草稿" in footer and "摘要" not in footer
    assert not any("公章" in line.text for line in document.paragraphs)
    (draft,), outside = drafts_of_docx("a.docx", read_docx(made.read_bytes()))
    kept = values_of(sample(ROOT / ENTERPRISE)[1])
    del kept["承诺"], kept["单位性质"]
    assert draft.values == kept and not outside
    assert "民企" in draft.receipt.unread[0][1]


def test_a_form_that_cannot_be_read_is_listed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / ENTERPRISE).write_text("企业名称: [\n", encoding="utf-8")
    assert not print_forms(repository, [UNIT], repository / "forms")
    assert f"没有打印：{ENTERPRISE}" in capsys.readouterr().err


def test_empty_forms_need_no_repository(tmp_path: Path) -> None:
    assert main(["forms", "--root", str(tmp_path), "--blank"]) == 0
    assert sorted(path.name for path in (tmp_path / "build/forms").iterdir()) == ["附件1.docx", "附件2.docx"]
    assert main(["forms", "--root", str(tmp_path), "--blank", "--city", "青岛"]) == 2
