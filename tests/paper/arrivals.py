"""A folder of forty files as a bureau gets them in a day: ``arrived`` makes them, ``FORMS`` is what the firms wrote in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import docx
import openpyxl

from schema.forms.registry import ENTERPRISE, PRODUCT
from scripts.paper.forms import blank_bytes
from scripts.writing.values import Values
from scripts.writing.yaml_writer import write_form
from tests.paper.clerks import INTRO, LEVELS, NATURES, PATENTS, PLANS, SECTORS, USES
from tests.paper.test_blank import filled
from tests.paper.test_wrappings import mail, packed
from tests.surveys import ROOT

PDF = (ROOT / "submissions/jinan/91370102EXAMPLE031/materials/business-licence.pdf").read_bytes()
NUMERALS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"
DISTRICTS = ("市南区", "市北区", "黄岛区", "崂山区", "李沧区", "城阳区")
PRODUCERS = (0, 1, 2, 3, 4, 10, 11, 12, 17, 20, 23)


def _codes() -> list[str]:
    with (ROOT / "tests/data/uscc_samples.csv").open(encoding="utf-8") as file:
        return [row["uscc"] for row in csv.DictReader(file) if row["prefix"] == "91"][: len(NUMERALS)]


def _firm(number: int, code: str) -> Values:
    return {
        "企业名称": f"示例{NUMERALS[number]}海智能科技有限公司", "统一社会信用代码": code, "注册资金": str(1000 + number),
        "单位注册地": {"市": "青岛市", "区县": DISTRICTS[number % 6], "地址": f"示例路{number + 1}号"}, "单位性质": "企业",
        "联系人姓名": f"示例{NUMERALS[number]}", "手机号码": f"1540000{number + 1:04}", "经营范围": "人工智能应用软件开发；大数据服务。",
        "企业简介": INTRO.replace("示例泉智", f"示例{NUMERALS[number]}海"), "企业年度收入": str(8600 + number), "企业大模型相关收入": str(3200 + number),
        "大模型产品研发服务团队情况": {"人员数量": str(30 + number), "团队能力": "设有算法、数据、平台三个组，能够独立完成训练和部署。"},
        "大模型产品研发情况及相关业务发展规划": PLANS,
    }  # fmt: skip


def _product(number: int, firm: Values) -> Values:
    return {
        "报送单位": firm["企业名称"], "联系人": firm["联系人姓名"], "联系方式": f"0532-000{number:05}", "大模型产品名称": f"示例{NUMERALS[number]}·合同评审大模型",
        "版本号": f"V{number}.0", "大模型产品知识产权情况": [{"类型": "软件著作权"}], "大模型产品检测情况": {"是否检测": "否"}, "大模型产品所属种类": "行业级",
        "应用所属行业": {"门类": "工业", "行业": "纺织"}, "大模型产品介绍及应用情况": USES, "大模型产品主要应用领域及可适用推广前景": USES,
    }  # fmt: skip


FIRMS = [_firm(number, code) for number, code in enumerate(_codes())]
OF = {number: _product(number, FIRMS[number]) for number in PRODUCERS}
SECOND = OF[10] | {"大模型产品名称": "示例子·知识问答大模型"}
PRODUCTS = [*OF.values(), SECOND]
FORMS = {(values["企业名称"], ""): values for values in FIRMS}
FORMS |= {(values["报送单位"], values["大模型产品名称"]): values for values in PRODUCTS}


# ---------- as firms write it ----------


def _texts(values: Values) -> dict[str, str]:
    """A form as labels and texts in the notice's words."""
    place, team = values.get("单位注册地", {}), values.get("大模型产品研发服务团队情况", {})
    written = {
        "单位注册地": "".join(["山东省", *place.values()]), "单位性质": NATURES.replace("□企业", "☑企业"),
        "大模型产品研发服务团队情况": f"人员数量：{team.get('人员数量')}人\n团队能力：{team.get('团队能力')}",
        "大模型产品知识产权情况": PATENTS.replace("□拥有软件", "☑拥有软件"), "大模型产品检测情况": "未检测",
        "大模型产品所属种类": LEVELS.replace("□行业大", "☑行业大"),
        "应用所属行业": SECTORS.replace("□工业，请说明：____行业", "☑工业，请说明：纺织行业"),
    }  # fmt: skip
    return {label: written.get(label, value) for label, value in values.items()}


def two_columns(texts: Mapping[str, str], title: str = "山东省大模型摸底调研表") -> Any:
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(rows=0, cols=2)
    for label, text in texts.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, text
    return document


def four_columns(texts: Mapping[str, str]) -> Any:
    document = docx.Document()
    pairs = [*texts.items(), ("填表人", "示例周"), ("联系电话", "15400009999"), ("审核意见", "同意")]
    table = document.add_table(rows=(len(pairs) + 1) // 2, cols=4)
    for number, pair in enumerate(pairs):
        for column, text in enumerate(pair, number % 2 * 2):
            table.cell(number // 2, column).text = text
    return document


def lines(texts: Mapping[str, str]) -> Any:
    document = docx.Document()
    document.add_paragraph("山东省大模型摸底调研表")
    for label, text in texts.items():
        document.add_paragraph(f"{label}：{text}")
    return document


def in_one_row(texts: Mapping[str, str]) -> Any:
    document = docx.Document()
    table = document.add_table(rows=2, cols=len(texts))
    for column, (label, text) in enumerate(texts.items()):
        table.cell(0, column).text, table.cell(1, column).text = label, text
    return document


def in_other_words(texts: Mapping[str, str]) -> Any:
    """Other labels, a whole sum in 元, an amount with its unit, a telephone with blanks, ticks in brackets."""
    names = {
        "企业名称": "1.企 业 名 称\n（盖章）",
        "统一社会信用代码": "★信用代码",
        "手机号码": "联系电话",
        "企业年度收入": "2023年度收入（元）",
    }
    other = dict(texts)
    if "手机号码" in other:
        mobile = other["手机号码"]
        other |= {
            "手机号码": f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
            "企业大模型相关收入": f"{other['企业大模型相关收入']}万元",
        }
        other |= {
            "企业年度收入": f"{int(other['企业年度收入']) * 10000:,}",
            "单位性质": "（√）企业 （ ）事业单位 （ ）社会组织 （ ）其他",
        }
    return two_columns({names.get(label, label): text for label, text in other.items()})


STYLES: tuple[Callable[[Mapping[str, str]], Any], ...] = (two_columns, four_columns, lines, in_one_row, in_other_words)


def word(values: Values, style: int) -> bytes:
    """A form in Word; in the last style it is our own blank form filled in."""
    kind = ENTERPRISE if "企业名称" in values else PRODUCT
    document = STYLES[style](_texts(values)) if style < len(STYLES) else filled(kind, values)
    return _saved(document)


def rosters() -> Iterator[tuple[str, bytes]]:
    """Lists of firms in Excel, with a head of two rows, and as CSV, with a title; a list of products, with the firm merged over its rows."""
    head = [
        ["序号", "企业名称", "统一社会信用代码", "注册资金", "单位注册地", None, None, "单位性质", "联系人", None, "经营范围", "企业简介", "企业年度收入",
         "企业大模型相关收入", "团队情况", "大模型产品研发情况及相关业务发展规划"],
        [None, None, None, None, "市", "区县", "地址", None, "姓名", "手机号码"],
    ]  # fmt: skip
    rows = [_flat(values) for values in FIRMS[10:14]]
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        *head,
        *([number, *row] for number, row in enumerate(rows, 1)),
        ["合计", "4 家"],
        ["填表人：示例周", None, "联系电话：15400009999"],
    ]:
        sheet.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:H2", "I1:J1"):
        sheet.merge_cells(merged)
    yield "企业名单.xlsx", _saved(book)
    book = openpyxl.Workbook()
    sheet = book.active
    products = [OF[10], SECOND, OF[11], OF[12]]
    sheet.append(list(_texts(products[0])))
    for product in products:
        sheet.append(list(_texts(product).values()))
    sheet.merge_cells("A2:A3")
    yield "产品名单.xlsx", _saved(book)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        [["青岛市企业名单"], list(_texts(FIRMS[14])), *(list(_texts(values).values()) for values in FIRMS[14:17])]
    )
    yield "企业名单.csv", text.getvalue().encode("gb18030")


def _flat(values: Values) -> list[str]:
    texts = list(_texts(values).values())
    return [*texts[:3], *values["单位注册地"].values(), *texts[4:]]


def _saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def arrived() -> Iterator[tuple[str, bytes]]:
    """Everything that came, by name."""
    for number in range(10):
        yield f"{NUMERALS[number]}海-附件1.docx", word(FIRMS[number], number % 6)
    for number in range(5):
        yield f"{NUMERALS[number]}海-附件2.docx", word(OF[number], number)
    yield from rosters()
    own = {number: {"附件1.docx": word(FIRMS[number], 0), "营业执照.pdf": PDF} for number in range(17, 24)}
    own[17] |= {"附件2.docx": word(OF[17], 0), "Thumbs.db": b"x"}
    own[20] |= {"附件2.docx": word(OF[20], 5)}
    yield "子海.zip", packed({f"子海报送材料/{name}": data for name, data in own[17].items()}, codec="gb18030")
    inner = {f"{NUMERALS[number]}海.zip": packed(own[number], codec="gb18030") for number in (18, 19)}
    yield "两家.zip", packed(inner)
    yield "来信.eml", mail(own[20])
    yield "转发.eml", mail({"材料.zip": packed(own[21])})
    path = f"submissions/qingdao/{FIRMS[22]['统一社会信用代码']}/enterprise.yaml"
    proofs = [{"类别": kind, "线下提交": "是"} for kind in ("营业执照", "能力证明")]
    whole = FIRMS[22] | {"材料": proofs, "承诺": {"信息可公开": "是", "真实合法": "是"}}
    yield "网页填报.zip", packed({path: write_form(ENTERPRISE.cls, whole).encode()})
    for name, data in (own[23] | {"附件2.docx": word(OF[23], 0), "知识产权证书（2）.pdf": PDF}).items():
        yield f"{NUMERALS[23]}海/{name}", data
    yield from NOT_READ.items()
    yield from {"~$附件1.docx": b"x", "Thumbs.db": b"x"}.items()


def _not_read() -> dict[str, bytes]:
    """What cannot be read, or is none of our forms."""
    other = two_columns(
        {
            "企业名称": "示例甲公司",
            "统一社会信用代码": FIRMS[0]["统一社会信用代码"],
            "注册资金": "1",
            "联系人": "示例吴",
        },
        "专精特新企业申报表",
    )
    return {
        "老表.doc": b"\xd0\xcf\x11\xe0", "名单.xls": b"\xd0\xcf\x11\xe0", "打包.rar": b"Rar!", "名单.et": b"\xd0\xcf\x11\xe0", "甲海-附件1盖章.pdf": PDF, "专精特新申报表.docx": _saved(other),
        "空白附件1.docx": blank_bytes(ENTERPRISE), "未完成.json": json.dumps({"enterprise": {}, "products": []}).encode(), "说明.txt": "见附件".encode(),
        "照片.heic": b"x", "公章.png": b"x",
    }  # fmt: skip


NOT_READ = _not_read()
