"""附件1 山东省大模型企业摸底调研表."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from schema.fields.amount import Amount, Count
from schema.fields.choice import Choice
from schema.fields.commitment import Commitment
from schema.fields.phone import Mobile
from schema.fields.text import Text
from schema.fields.url import Url
from schema.fields.uscc import Uscc
from schema.forms.form import Form, Visibility, When, entry
from schema.forms.parts import EnterpriseMaterial, Pledge, UnitForm, commitment, pledge, text_range, website
from schema.vocabulary.survey import constants, range_words

NATURES = ("企业", "事业单位", "社会组织", "其他")
_ROUND = constants()


class Location(Form):
    """单位注册地: the form's three blanks. Only 市 and 区县 are public."""

    city: Annotated[str, Text()] = entry("市", "山东省十六市之一", clause="附件1 单位注册地", example="济南市")
    district: Annotated[str, Text()] = entry(
        "区县", "区、县、县级市或功能区", clause="附件1 单位注册地", example="历下区"
    )
    address: Annotated[str, Text()] | None = entry(
        "地址", "选填，街道门牌；不公开", clause="附件1 单位注册地", visibility=Visibility.PRIVATE, required=False
    )


class Team(Form):
    """大模型产品研发服务团队情况."""

    size: Annotated[int, Count()] = entry(
        "人员数量", "整数", clause="附件1 大模型产品研发服务团队情况", example="42", unit="人"
    )
    skills: Annotated[str, Text()] = entry("团队能力", "团队分工与能力情况", clause="附件1 大模型产品研发服务团队情况")


class Enterprise(UnitForm):
    """附件1. Amounts in 万元."""

    name: Annotated[str, Text(2, 100, names="unit")] = entry(
        "企业名称", "营业执照上的全称", clause="附件1 企业名称（中文）", example="示例泉智科技有限公司"
    )
    uscc: Annotated[str, Uscc()] = entry(
        "统一社会信用代码",
        "营业执照上的 18 位代码，与文件夹名相同",
        clause="附件1 统一社会信用代码",
        example="91370102EXAMPLE031",
    )
    capital: Annotated[Decimal, Amount()] = entry(
        "注册资金", "只写数字，单位为万元", clause="附件1 注册资金", example="5000", unit="万元"
    )
    location: Location = entry("单位注册地", "市、区县，地址选填", clause="附件1 单位注册地")
    nature: Annotated[str, Choice(NATURES)] = entry(
        "单位性质", "、".join(NATURES) + "之一", clause="附件1 单位性质", example="企业"
    )
    nature_note: Annotated[str, Text()] | None = entry(
        "单位性质说明", "单位性质选“其他”时说明", clause="附件1 单位性质", example="农民专业合作社",
        when=When("nature", "单位性质选“其他”", ("其他",)),
    )  # fmt: skip
    contact: Annotated[str, Text(2, 50, names="person")] = entry(
        "联系人姓名", "只给工信部门，不公开", clause="附件1 联系人姓名", visibility=Visibility.PRIVATE
    )
    mobile: Annotated[str, Mobile()] = entry(
        "手机号码", "11 位手机号码，只给工信部门，不公开", clause="附件1 手机号码", visibility=Visibility.PRIVATE
    )
    scope: Annotated[str, Text()] = entry("经营范围", "按照营业执照等法人证书填写", clause="附件1 经营范围")
    profile: Annotated[str, text_range("企业简介")] = entry(
        "企业简介", range_words("企业简介"), clause="附件1 企业简介"
    )
    revenue: Annotated[Decimal, Amount(private=True)] = entry(
        "企业年度收入", "只写数字，单位为万元；不单独公开", clause="附件1 企业年度收入", example="9600",
        visibility=Visibility.AGGREGATE, unit="万元",
    )  # fmt: skip
    llm_revenue: Annotated[Decimal, Amount(private=True)] = entry(
        "企业大模型相关收入", "只写数字，单位为万元，不大于企业年度收入；不单独公开", clause="附件1 企业大模型相关收入", example="3600",
        visibility=Visibility.AGGREGATE, unit="万元",
    )  # fmt: skip
    growth: Annotated[str, text_range("高成长性说明")] | None = entry(
        "高成长性说明", "大模型相关收入不足门槛时说明高成长性；不公开", clause="通知一、摸底范围", visibility=Visibility.PRIVATE,
        when=When("llm_revenue", f"大模型相关收入不足 {_ROUND.threshold} 万元", below=_ROUND.threshold), absent="",
    )  # fmt: skip
    team: Team = entry(
        "大模型产品研发服务团队情况", "需注明人员数量、团队能力情况", clause="附件1 大模型产品研发服务团队情况"
    )
    plans: Annotated[str, text_range("大模型产品研发情况及相关业务发展规划")] = entry(
        "大模型产品研发情况及相关业务发展规划",
        range_words("大模型产品研发情况及相关业务发展规划"),
        clause="附件1 大模型产品研发情况及相关业务发展规划",
    )
    website: Annotated[str, Url()] | None = website()
    materials: tuple[EnterpriseMaterial, ...] = entry(
        "材料", "营业执照复印件、能力证明必须有", clause="通知二、报送材料 2、4",
        visibility=Visibility.PRIVATE, paperwork=True,
    )  # fmt: skip
    pledge: Pledge = pledge()
    commitment: Annotated[str, Commitment()] | None = commitment()
