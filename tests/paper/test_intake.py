"""Importing: where forms go, what is refused, what an update leaves alone, and what is never made up."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from schema.forms.enterprise import Enterprise
from schema.forms.product import Product
from scripts.cli import main
from scripts.intake.importer import ImportOptions, Outcome, import_files
from scripts.intake.templates import NAME, write_template
from scripts.paper.forms_command import print_forms
from scripts.paper.stamps import verify
from scripts.writing.editor import Unchangeable
from scripts.writing.updating import update
from scripts.writing.values import digest, leaves, values_of
from scripts.writing.yaml_writer import write_form
from tests.gitbox import commit, git
from tests.paper.clerks import CODE, PRODUCT, make
from tests.paper.rows import to_row
from tests.paper.test_round_trip import sample, sheet
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


def run(
    root: Path, *paths: Path, unit: str | None = None, update: bool = False, pledged: bool = False, values: bool = True
) -> tuple[Outcome, str]:
    lines: list[str] = []
    return import_files(paths, ImportOptions(root, unit, update, pledged, values), lines.append), "\n".join(lines)


def clerk(folder: Path, name: str) -> Path:
    return next(path for path in make(folder) if name in path.stem)


def test_our_own_forms_come_back_as_they_were(repository: Path) -> None:
    before = {path: path.read_bytes() for path in (repository / "submissions").rglob("*.yaml")}
    assert print_forms(repository, [], repository / "forms")
    outcome, _ = run(repository, repository / "forms", update=True)
    assert not outcome.written and not outcome.refused and len(outcome.same) == len(before) - 16
    assert {path: path.read_bytes() for path in (repository / "submissions").rglob("*.yaml")} == before


def test_nothing_is_overwritten_without_update(repository: Path) -> None:
    print_forms(repository, [ENTERPRISE], repository / "forms")
    path = repository / ENTERPRISE
    text = path.read_text(encoding="utf-8").replace("注册资金: ", "注册资金: 1")
    path.write_text(text, encoding="utf-8")
    outcome, told = run(repository, repository / "forms")
    assert outcome.refused == [ENTERPRISE] and path.read_text(encoding="utf-8") == text
    assert "--update" in told and "注册资金：" in told


def test_update_changes_only_what_differs(repository: Path) -> None:
    print_forms(repository, [ENTERPRISE], repository / "forms")
    path = repository / ENTERPRISE
    good = path.read_text(encoding="utf-8")
    capital = next(line for line in good.split("\n") if line.startswith("注册资金"))
    text = good.replace(capital, "注册资金:   1  # 万元，请核对").replace("材料:\n", "# 材料见文件夹\n材料:\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    outcome, told = run(repository, repository / "forms", update=True)
    assert outcome.refused and "有错误" in told  # a mark at the file's head is a finding, so nothing is touched
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
    outcome, told = run(repository, tmp_path / "in" / "06-product.docx")
    assert outcome.written == [f"{UNIT}/products/chanpin-1.yaml"] or outcome.refused, told
    name = values_of(sample(ROOT / ENTERPRISE)[1])["企业名称"]
    assert ("由报送单位的名称" in told) == (name == "示例泉智科技有限公司")


def test_an_unknown_unit_is_refused_with_both_ways(empty: Path, tmp_path: Path) -> None:
    outcome, told = run(empty, clerk(tmp_path / "in", "product"))
    assert not outcome.written and len(outcome.refused) == 1
    assert "附件1" in told and "--unit" in told


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
    outcome, told = run(empty, tmp_path / "a.xlsx")
    assert outcome.refused and not list((empty / "submissions").iterdir())
    assert "“91370102EXAMPLE030”的第 18 位校验码不对：按前 17 位应为“1”。" in told and "--unit" in told
    assert "  企业名称：示例甲公司" in told and "没有填的必填栏：" in told and "企业简介" in told


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
    outcome, told = run(empty, tmp_path / "a.xlsx")
    assert outcome.refused and words in told
    assert "11010519491231002X" not in told
    _, veiled = run(empty, tmp_path / "a.xlsx", values=False)
    assert not any(text in veiled for text in ("15400000001", "示例甲", typed, "91370102EXAMPLE031"))


# ---------- the pledge ----------


def test_the_pledge_is_never_made_up(empty: Path, tmp_path: Path) -> None:
    path = clerk(tmp_path / "in", "plain")
    run(empty, path)
    assert "承诺" not in (empty / ENTERPRISE).read_text(encoding="utf-8")
    outcome, told = run(empty, path, update=True, pledged=True)
    assert outcome.written == [ENTERPRISE] and "--pledged" in told
    assert (empty / ENTERPRISE).read_text(encoding="utf-8").endswith("承诺:\n  信息可公开: 是\n  真实合法: 是\n")


# ---------- rows ----------


def test_csv_in_gbk_with_the_paper_s_labels(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(
        "企业名称（中文）,统一社会信用代码,注册资金（万元）,市,区县,年度收入（单位：元）,备注\r\n"
        f"示例泉智科技有限公司,{CODE.lower()},500万元,济南市,历下区,86000000,加急\r\n".encode("gb18030")
    )
    outcome, told = run(empty, path)
    text = (empty / ENTERPRISE).read_text(encoding="utf-8")
    assert outcome.written == [ENTERPRISE]
    assert "注册资金: 500\n" in text and "企业年度收入: 8600\n" in text and f"统一社会信用代码: {CODE}\n" in text
    assert "备注" in told and "加急" in told and "86000000" in told and "按表头的单位“元”换算成万元" in told
    assert "8600" not in run(empty, path, values=False)[1]


def test_several_products_on_one_paper_are_refused_with_what_to_do(empty: Path, tmp_path: Path) -> None:
    document = docx.Document()
    rows = PRODUCT | {"大模型产品名称及版本号": "示例甲大模型V1.0、示例乙大模型V2.0"}
    table = document.add_table(rows=0, cols=2)
    for label, value in rows.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.save(str(tmp_path / "两个.docx"))
    outcome, told = run(empty, tmp_path / "两个.docx", unit=CODE)
    assert not outcome.written and len(outcome.refused) == 1
    assert "写了 2 个产品或版本（“示例甲大模型V1.0”；“示例乙大模型V2.0”）" in told and "请每个产品填一张附件2" in told
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
    outcome, told = run(empty, path)
    (written,) = outcome.written
    text = (empty / written).read_text(encoding="utf-8")
    assert "大模型产品名称: 示例海若大模型\n" in text and "版本号: V2.0\n" in text
    assert "请核对拆得对不对" in told and len(outcome.refused) == 1


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
    outcome, told = run(empty, tmp_path / "a.xlsx", unit=CODE)
    text = (empty / outcome.written[0]).read_text(encoding="utf-8")
    assert "联系方式: 15400000001\n" in text and "版本号: 1.1\n" in text and "检测时间: 2024-03-05\n" in text
    assert "公式" in told and "末尾的 0" in told and "15 位以后" in told and "大模型产品名称: =" not in text


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
    _, told = run(empty, tmp_path / "a.docx", unit=CODE)
    assert "应用所属场景：合同评审" in told and "“应用所属场景”出现了两次，取前一处；后一处：招标" in told


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
    ["../a.yaml", "/etc/a.yaml", "submissions/../a.yaml", "submissions\\jinan\\a.yaml", "C:/a.yaml", "schema/survey.yaml", "submissions/jinan/a.yaml",
     f"submissions/nowhere/{CODE}/enterprise.yaml", f"{UNIT}/materials/a.pdf", f"{UNIT}/materials/a.yaml", f"{UNIT}/products/A.yaml", "submissions//jinan/bureau.yaml"],
)  # fmt: skip
def test_a_bundle_with_tricks_is_refused(empty: Path, tmp_path: Path, name: str) -> None:
    outcome, told = run(empty, bundle(tmp_path / "a.zip", {ENTERPRISE: b"a: 1\n", name: b"a: 1\n"}))
    assert (not outcome.written and outcome.refused and "没有导入" in told) or "应是" in told
    assert not list((empty / "submissions").iterdir())


BUREAU = "填报单位: 济南市工业和信息化局\n联系人: 示例癸\n联系方式: 15400000077\n"


@pytest.mark.parametrize(
    "name", ["submissions/jinan/bureau.yaml", "jinan/bureau.yaml", "济南市/bureau.yaml", "bureau.yaml"]
)
def test_a_bundle_may_hold_a_bureaus_header(empty: Path, tmp_path: Path, name: str) -> None:
    outcome, told = run(empty, bundle(tmp_path / "a.zip", {name: BUREAU.encode()}))
    assert outcome.written == ["submissions/jinan/bureau.yaml"] and "检查：没有问题" in told
    assert (empty / outcome.written[0]).read_text(encoding="utf-8") == BUREAU
    assert run(empty, tmp_path / "a.zip")[0].same == outcome.written
    changed = bundle(tmp_path / "b.zip", {name: BUREAU.replace("示例癸", "示例壬").encode()})
    outcome, told = run(empty, changed)
    assert outcome.refused and "--update" in told and "改 联系人：示例癸 → 示例壬" in told
    _, veiled = run(empty, changed, values=False)
    assert "联系人" in veiled and "示例癸" not in veiled and "示例壬" not in veiled
    assert run(empty, changed, update=True)[0].written
    assert "联系人: 示例壬" in (empty / "submissions/jinan/bureau.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"bureau.yaml": "联系人: 示例癸\n"}, "看不出"),
        ({"bureau.yaml": "填报单位: 示例市工信局\n"}, "看不出"),
        ({"bureau.yaml": "填报单位: [\n"}, "看不出"),
        ({"beijing/bureau.yaml": BUREAU}, "看不出"),
        ({"bureau.yaml": BUREAU, "submissions/jinan/bureau.yaml": BUREAU}, "两份"),
    ],
)
def test_a_bureaus_header_of_no_known_city_is_refused(
    empty: Path, tmp_path: Path, files: dict[str, str], why: str
) -> None:
    made = bundle(tmp_path / "a.zip", {name: text.encode() for name, text in files.items()})
    outcome, told = run(empty, made)
    assert outcome.refused and why in told and "没有导入" in told and not list((empty / "submissions").iterdir())


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
    outcome, told = run(empty, folder)
    assert outcome.proofs == [f"{UNIT}/materials/{scan()}"] and not outcome.refused
    assert target.read_bytes() == PDF and f"■ {scan()} → {UNIT}/materials/{scan()}\n  已放入" in told
    outcome, told = run(empty, folder)
    assert not outcome.refused and "与已有的文件相同" in told and "材料 1 个" in told
    (folder / scan()).write_bytes(PDF + b"other")
    outcome, told = run(empty, folder)
    assert outcome.refused and "没有覆盖" in told and target.read_bytes() == PDF


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
    outcome, told = run(empty, mail(tmp_path / "in", **{name or scan(): data}))
    assert outcome.written == [ENTERPRISE] and len(outcome.refused) == 1 and words in told
    assert not (empty / UNIT / "materials").exists()


def test_a_scan_never_follows_a_link(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (empty / UNIT).mkdir(parents=True)
    (empty / UNIT / "materials").symlink_to(tmp_path / "elsewhere")
    outcome, told = run(empty, mail(tmp_path / "in", **{scan(): PDF}))
    assert "路径中有链接" in told and outcome.refused and not list((tmp_path / "elsewhere").iterdir())


def test_a_scan_that_two_units_name_is_not_guessed_at(empty: Path, tmp_path: Path) -> None:
    other = "submissions/qingdao/91370211EXAMPLE46L/enterprise.yaml"
    text = (ROOT / other).read_text(encoding="utf-8").replace("capability-process-knowledge.pdf", scan())
    folder = mail(tmp_path / "in", **{scan(): PDF})
    bundle(folder / "b.zip", {other: text.encode()})
    outcome, told = run(empty, folder)
    assert len(outcome.written) == 2 and outcome.refused == [scan()] and "不知道是哪家的" in told


# ---------- stamps and commands ----------


def test_a_stamp_tells_the_version_and_what_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "init", "-q")
    commit(repository, "a")
    form = sample(ROOT / ENTERPRISE)[1]
    stamp = digest(form)
    assert main(["forms", "--root", str(repository), "--verify", stamp]) == 0
    assert "一致" in capsys.readouterr().out
    path = repository / ENTERPRISE
    path.write_text(
        path.read_text(encoding="utf-8").replace(form.mobile, "15400000077").replace(form.name, "示例新名有限公司"),
        encoding="utf-8",
    )
    commit(repository, "b")
    known, told = verify(repository, stamp)
    assert (
        known and "2024-05-01" in told and "示例新名有限公司" in told and form.mobile not in told and "手机号码" in told
    )
    assert main(["forms", "--root", str(repository), "--verify", "0123456789"]) == 1


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
    assert "bad.docx" in out.out and "相同 1 份" in out.out


def test_forms_with_errors_are_not_printed(repository: Path) -> None:
    path = repository / ENTERPRISE
    path.write_text(path.read_text(encoding="utf-8").replace("单位性质: 企业", "单位性质: 民企"), encoding="utf-8")
    assert not print_forms(repository, [UNIT], repository / "forms")
    assert not list((repository / "forms").rglob("附件1*")) and list((repository / "forms").rglob("附件2*"))
