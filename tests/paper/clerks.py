"""Ten Word forms as clerks fill them in, made here so that each habit can be seen; everything in them is fictional.

``make(folder)`` writes them. Each function says what its clerk does differently.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

UNIT, CODE = "示例泉智科技有限公司", "91370102EXAMPLE031"
INTRO = (
    "示例泉智科技有限公司是虚构的软件企业，设定注册在济南，主要研制行业大模型并提供部署、微调和运维服务。公司设有算法、数据、平台三个中心，"
    * 2
)
PLANS = (
    "研发情况：公司围绕文书、质检和客服三个方向训练模型，完成数据治理、指令微调和评测，已有两项产品上线。发展规划：继续完善评测体系，扩大适配的芯片与系统，推进与本地企业的联合研制。"
    * 3
)
USES = (
    "适用于制造、政务、金融等单位的文书处理与知识问答，部署简便，可在本地服务器运行。后续可推广到园区和中小企业，以订阅方式提供服务，降低使用门槛，带动上下游企业共同应用大模型技术。"
    + "本段为虚构文字，仅作示范。"
)
NATURES = "□企业 □事业单位 □社会组织（社会团体、民办非企业单位） □其他，请说明____"
LEVELS = (
    "□基础大模型：参数量大、结构复杂、处理力强的通用大模型产品，能为行业级、场景级大模型产品研发提供适配灵活、稳定性高的底座支撑。"
    "□行业大模型：面向某个特定行业或领域需求，采用大规模数据训练和先进算法的深度学习模型。"
    "□场景大模型：面向具体应用场景，表现为智能体、应用程序（APP）、模型即服务（MaaS）等形式的大模型产品。"
)
SECTORS = "□工业，请说明：____行业\n□生产性服务业，请说明：____行业\n□生活性服务业，请说明：____行业\n□其它，请说明：____行业，参考附表"
PATENTS = "□拥有软件著作权。□拥有发明专利。□其他，请说明：____"

ENTERPRISE = {
    "企业名称（中文）": UNIT,
    "统一社会信用代码": CODE,
    "注册资金": "5000（万元）",
    "单位注册地": "山东省济南市历下区示例路17号",
    "单位性质": NATURES.replace("□企业", "☑企业"),
    "联系人姓名": "示例甲",
    "手机号码": "15400000001",
    "经营范围": "人工智能应用软件开发；大数据服务；信息技术咨询服务。",
    "企业简介": INTRO,
    "企业年度收入": "8600",
    "企业大模型相关收入": "3200",
    "大模型产品研发服务团队情况": "团队现有42人，其中算法20人、工程15人、数据7人，具备预训练和微调能力。",
    "大模型产品研发情况及相关业务发展规划": PLANS,
}
PRODUCT = {
    "报送单位": UNIT,
    "联系人": "示例乙",
    "联系方式": "0531-00000003转801",
    "大模型产品名称及版本号": "示例海若·合同评审大模型V2.0",
    "大模型产品知识产权情况": PATENTS.replace("□拥有软件", "☑拥有软件"),
    "大模型产品检测情况": "已由示例软件评测中心（具备CMA资质）于2024年3月检测并出具报告。",
    "大模型产品所属种类": LEVELS.replace("□行业大", "☑行业大"),
    "行业级大模型产品应用所属行业": SECTORS.replace("□工业，请说明：____行业", "☑工业，请说明：橡胶轮胎行业"),
    "场景级大模型产品应用所属场景": "",
    "大模型产品介绍及应用情况": "模型用于合同条款的核对与风险提示，能够标出缺失条款和前后矛盾之处，并给出修改建议。已在两家示例企业试用半年，合同初审时间缩短约一半。",
    "大模型产品主要应用领域及可适用推广前景": USES,
}


def make(folder: Path) -> list[Path]:
    """Write every form."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for number, (name, fill) in enumerate(CLERKS, 1):
        document = docx.Document()
        fill(document)
        path = folder / f"{number:02d}-{name}.docx"
        document.save(str(path))
        out.append(path)
    return out


def _table(document: Any, rows: dict[str, str], columns: int = 2) -> Any:
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    for label, value in rows.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    return table


def _cell(table: Any, label: str) -> Any:
    return next(row.cells[1] for row in table.rows if row.cells[0].text == label)


def plain_copy(document: Any) -> None:
    """Types the notice's table into two columns and ticks with ☑."""
    document.add_paragraph("附件1")
    document.add_paragraph("山东省大模型企业摸底调研表")
    _table(document, ENTERPRISE)


def loose_labels(document: Any) -> None:
    """Blanks and line breaks in labels, half-width brackets and colons, digits in full width, √ behind the box."""
    rows = ENTERPRISE | {
        "单位性质": "□√企业  □事业单位  □社会组织(社会团体、民办非企业单位)  □其他,请说明",
        "手机号码": "１５４０００００００１", "注册资金": "５,０００万元", "企业年度收入": "0.86亿元", "企业大模型相关收入": "３２００",
    }  # fmt: skip
    renamed = {
        "企业名称（中文）": "企业名称\n(中文)：",
        "注册资金": "注 册 资 金",
        "联系人姓名": "联 系 人\n姓  名",
        "统一社会信用代码": "统一社会\n信用代码：",
    }
    _table(document, {renamed.get(label, label): value for label, value in rows.items()})


def merged_pairs(document: Any) -> None:
    """Four columns: two labels a row, values merged over three cells, long texts under a label over the whole width."""
    table = document.add_table(rows=0, cols=4)
    for pair in (
        ("企业名称（中文）", "统一社会信用代码"),
        ("联系人姓名", "手机号码"),
        ("企业年度收入（单位：元）", "企业大模型相关收入（单位：元）"),
    ):
        cells = table.add_row().cells
        for place, label in enumerate(pair):
            cells[2 * place].text = label
            cells[2 * place + 1].text = {
                "企业年度收入（单位：元）": "86,000,000",
                "企业大模型相关收入（单位：元）": "32000000",
            }.get(label) or ENTERPRISE[label]
    for label in ("注册资金", "单位注册地", "单位性质", "经营范围"):
        cells = table.add_row().cells
        cells[0].text = label
        cells[1].merge(cells[3]).text = ENTERPRISE[label]
    for label in ("企业简介", "大模型产品研发服务团队情况", "大模型产品研发情况及相关业务发展规划"):
        for text in (label, ENTERPRISE[label]):
            cells = table.add_row().cells
            cells[0].merge(cells[3]).text = text


def split_options(document: Any) -> None:
    """单位性质 as four rows beside a tall label, chosen by bold; the place's blanks underlined."""
    table = document.add_table(rows=0, cols=2)
    for label, value in ENTERPRISE.items():
        if label == "单位性质":
            first = None
            for option in ("企业", "事业单位", "社会组织", "其他"):
                cells = table.add_row().cells
                first = first or cells[0]
                cells[1].paragraphs[0].add_run(option).bold = option == "企业"
            assert first is not None
            first.merge(cells[0]).text = label
            continue
        cells = table.add_row().cells
        cells[0].text = label
        if label == "单位注册地":
            paragraph = cells[1].paragraphs[0]
            for text, ruled in (
                ("山东省", False),
                ("济南", True),
                ("市", False),
                ("历下区", True),
                ("（县/市）", False),
                ("示例路17号", True),
            ):
                paragraph.add_run(text).underline = ruled
        else:
            cells[1].text = value


def controls(document: Any) -> None:
    """Ticks by content controls, an old check box and Wingdings; a changed name under track changes; a text box."""
    table = _table(document, ENTERPRISE | {"单位性质": "", "企业名称（中文）": ""})
    paragraph = _cell(table, "单位性质").paragraphs[0]
    paragraph._p.append(_control(True))
    paragraph.add_run("企业 ")
    paragraph._p.append(_control(False))
    paragraph.add_run("事业单位 ")
    paragraph._p.append(_symbol("F0A8"))
    paragraph.add_run("社会组织 ")
    _cell(table, "企业名称（中文）").paragraphs[0]._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>旧名称有限公司</w:delText></w:r></w:del>'
        )
    )
    _cell(table, "企业名称（中文）").paragraphs[0]._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>{UNIT}</w:t></w:r></w:ins>')
    )
    document.add_paragraph("填表说明：联系电话 15400000009，如有疑问请来电。")


def product_copy(document: Any) -> None:
    """附件2 typed by hand: name and version in one, the testing as a sentence, no credit code."""
    document.add_paragraph("附件2：山东省大模型产品摸底调研表")
    _table(document, PRODUCT)


def product_ticks(document: Any) -> None:
    """√ in brackets, an old check box, options deleted but one, numbers behind the patents, not tested."""
    rows = PRODUCT | {
        "大模型产品名称及版本号": "示例海若·公文写作助手（V1.0-beta）",
        "大模型产品知识产权情况": "（√）拥有软件著作权（软著登字第0000002号）。（ ）拥有发明专利。（ ）其他，请说明：",
        "大模型产品检测情况": "未检测", "大模型产品所属种类": "场景级大模型", "行业级大模型产品应用所属行业": SECTORS, "场景级大模型产品应用所属场景": "机关公文起草与校对",
    }  # fmt: skip
    _table(document, rows)


def two_products(document: Any) -> None:
    """Two products in one file, one table after the other; the second with both 种类 ticked."""
    _table(document, PRODUCT | {"大模型产品名称及版本号": "示例一号大模型 1.0"})
    document.add_paragraph("山东省大模型产品摸底调研表")
    _table(
        document,
        PRODUCT
        | {
            "大模型产品名称及版本号": "示例二号大模型",
            "大模型产品所属种类": LEVELS.replace("□行业", "☑行业").replace("□场景", "■场景"),
        },
    )


def gaps(document: Any) -> None:
    """Blanks left, fillers, a phone that lacks a digit, amounts in words, a code with a letter too small, a remark row."""
    rows = ENTERPRISE | {
        "统一社会信用代码": "91370102example031", "注册资金": "伍仟万元整", "手机号码": "1540000001", "经营范围": "详见附件", "企业大模型相关收入": "约500万元",
        "单位性质": NATURES, "大模型产品研发服务团队情况": "算法20人，工程15人。", "企业简介": "",
    }  # fmt: skip
    table = _table(document, rows)
    cells = table.add_row().cells
    cells[0].text, cells[1].text = "备注", "材料另寄，联系 15400000001"


def without_table(document: Any) -> None:
    """No table at all: lines of label and value, the long texts below their label; nested layout table for the head."""
    document.add_paragraph("山东省大模型企业摸底调研表")
    for label, value in ENTERPRISE.items():
        if len(value) > 60 and "□" not in value:
            document.add_paragraph(f"{label}：")
            document.add_paragraph(value)
        else:
            document.add_paragraph(f"{label}：{value}")


def _control(ticked: bool) -> Any:
    return parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w14:checkbox>'
        f'<w14:checked w14:val="{int(ticked)}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{"☒" if ticked else "☐"}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def _symbol(code: str) -> Any:
    run, symbol = OxmlElement("w:r"), OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Wingdings")
    symbol.set(qn("w:char"), code)
    run.append(symbol)
    return copy.deepcopy(run)


CLERKS: tuple[tuple[str, Callable[[Any], None]], ...] = (
    ("plain", plain_copy), ("loose", loose_labels), ("merged", merged_pairs), ("split", split_options), ("controls", controls),
    ("product", product_copy), ("ticks", product_ticks), ("two", two_products), ("gaps", gaps), ("lines", without_table),
)  # fmt: skip
