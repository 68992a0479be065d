"""附件2 山东省大模型产品摸底调研表."""

from __future__ import annotations

from typing import Annotated

from schema.fields.choice import Choice, YesNo
from schema.fields.commitment import Commitment
from schema.fields.date import DateText
from schema.fields.phone import Phones
from schema.fields.text import Text
from schema.fields.url import Url
from schema.forms.form import Form, Visibility, When, entry
from schema.forms.parts import Pledge, ProductMaterial, UnitForm, commitment, pledge, text_range, website
from schema.vocabulary.industries import SECTORS
from schema.vocabulary.survey import range_words

LEVELS = ("基础级", "行业级", "场景级")
PATENT_KINDS = ("软件著作权", "发明专利", "其他")
_LEVEL_READINGS = {
    f"{level.removesuffix('级')}{tail}": level
    for level in LEVELS
    for tail in ("大模型", "级大模型", "级大模型产品", "大模型产品")
}
_OTHER_SECTOR = {"其他": "其它"}
_TESTED = When("tested", "已检测", (True,))


class Patent(Form):
    """One line of 大模型产品知识产权情况."""

    kind: Annotated[str, Choice(PATENT_KINDS)] = entry(
        "类型", "、".join(PATENT_KINDS) + "之一", clause="附件2 大模型产品知识产权情况", example="软件著作权"
    )
    note: Annotated[str, Text()] | None = entry(
        "说明", "登记号或专利号；类型为“其他”时必须说明", clause="附件2 大模型产品知识产权情况",
        example="软著登字第0000001号（示例）", when=When("kind", "类型为“其他”", ("其他",), only=False),
    )  # fmt: skip


class Testing(Form):
    """大模型产品检测情况."""

    tested: Annotated[bool, YesNo()] = entry(
        "是否检测", "是否由检验检测机构检测并出具报告", clause="附件2 大模型产品检测情况", example="是"
    )
    lab: Annotated[str, Text()] | None = entry(
        "检测机构", "检测机构名称", clause="附件2 大模型产品检测情况", when=_TESTED
    )
    date: Annotated[str, DateText(month=True)] | None = entry(
        "检测时间", "YYYY-MM 或 YYYY-MM-DD", clause="附件2 大模型产品检测情况", example="2024-03", when=_TESTED
    )
    qualified: Annotated[bool, YesNo()] | None = entry(
        "机构具备资质",
        "机构是否具备检验检测资质，写“是”或“否”",
        clause="附件2 大模型产品检测情况",
        example="是",
        when=_TESTED,
    )


class ProductIndustry(Form):
    """行业级大模型产品应用所属行业."""

    sector: Annotated[str, Choice(SECTORS, _OTHER_SECTOR)] = entry(
        "门类", "、".join(SECTORS) + "之一", clause="附件2 行业级大模型产品应用所属行业", example="工业"
    )
    text: Annotated[str, Text()] = entry(
        "行业", "按自己的说法写，可参考建议行业目录", clause="附件2 行业级大模型产品应用所属行业", example="橡胶轮胎"
    )


class Product(UnitForm):
    """附件2."""

    unit: Annotated[str, Text(names="unit")] = entry(
        "报送单位", "与企业名称一致，营业执照上的全称", clause="附件2 报送单位", example="示例泉智科技有限公司"
    )
    contact: Annotated[str, Text(names="person")] = entry(
        "联系人", "只给工信部门，不公开", clause="附件2 联系人", visibility=Visibility.PRIVATE
    )
    phones: Annotated[tuple[str, ...], Phones()] = entry(
        "联系方式", "手机或带区号的座机，只给工信部门，不公开", clause="附件2 联系方式", visibility=Visibility.PRIVATE
    )
    name: Annotated[str, Text(2, 60)] = entry(
        "大模型产品名称", "不含版本号", clause="附件2 大模型产品名称及版本号", example="海若·合同评审大模型"
    )
    version: Annotated[str, Text(1, 30)] = entry(
        "版本号", "照产品标注", clause="附件2 大模型产品名称及版本号", example="V2.0"
    )
    patents: tuple[Patent, ...] = entry(
        "大模型产品知识产权情况", "软件著作权、发明专利、其他，有几项写几项", clause="附件2 大模型产品知识产权情况"
    )
    testing: Testing = entry(
        "大模型产品检测情况", "是否检测；已检测的注明机构、时间、资质", clause="附件2 大模型产品检测情况"
    )
    level: Annotated[str, Choice(LEVELS, _LEVEL_READINGS)] = entry(
        "大模型产品所属种类", "、".join(LEVELS) + "之一", clause="附件2 大模型产品所属种类", example="行业级"
    )
    industry: ProductIndustry | None = entry(
        "应用所属行业", "行业级产品填写：门类和行业", clause="附件2 行业级大模型产品应用所属行业",
        when=When("level", "所属种类为“行业级”", ("行业级",)),
    )  # fmt: skip
    scenario: Annotated[str, Text()] | None = entry(
        "应用所属场景", "场景级产品填写：谁在什么环节使用", clause="附件2 场景级大模型产品应用所属场景", example="企业采购与销售合同评审",
        when=When("level", "所属种类为“场景级”", ("场景级",)),
    )  # fmt: skip
    introduction: Annotated[str, text_range("大模型产品介绍及应用情况")] = entry(
        "大模型产品介绍及应用情况",
        f"{range_words('大模型产品介绍及应用情况')}：做什么，在哪里用，效果如何",
        clause="附件2 大模型产品介绍及应用情况",
    )
    prospects: Annotated[str, text_range("大模型产品主要应用领域及可适用推广前景")] = entry(
        "大模型产品主要应用领域及可适用推广前景",
        range_words("大模型产品主要应用领域及可适用推广前景"),
        clause="附件2 大模型产品主要应用领域及可适用推广前景",
    )
    website: Annotated[str, Url()] | None = website()
    materials: tuple[ProductMaterial, ...] = entry(
        "材料",
        "营业执照复印件、知识产权证书、检测报告或应用证明",
        clause="通知二、报送材料 2、3",
        visibility=Visibility.PRIVATE,
        paperwork=True,
    )
    pledge: Pledge = pledge()
    commitment: Annotated[str, Commitment()] | None = commitment()
