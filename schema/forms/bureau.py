"""bureau.yaml: the header of 附件3 and 附件4. What is absent is left blank on the sheet, for a pen."""

from __future__ import annotations

from typing import Annotated

from schema.fields.choice import YesNo
from schema.fields.date import DateText
from schema.fields.phone import Phones
from schema.fields.text import Text
from schema.forms.form import Form, Visibility, entry


class Bureau(Form):
    """填报单位, 联系人, 联系方式, 填报日期, 零报告, all optional; and how the public reaches the bureau."""

    name: Annotated[str, Text()] | None = entry(
        "填报单位", "不填则用市工信局的名称", clause="附件3、附件4 填报单位", required=False
    )
    contact: Annotated[str, Text()] | None = entry(
        "联系人", "市工信局的联系人", clause="附件3、附件4 联系人", visibility=Visibility.PRIVATE, required=False
    )
    phones: Annotated[tuple[str, ...], Phones()] | None = entry(
        "联系方式", "手机或带区号的座机", clause="附件3、附件4 联系方式", visibility=Visibility.PRIVATE, required=False
    )
    date: Annotated[str, DateText()] | None = entry(
        "填报日期", "YYYY-MM-DD；不填则打印后手写", clause="附件3、附件4 填报日期", example="2024-06-05", required=False
    )
    zero: Annotated[bool, YesNo()] | None = entry(
        "零报告", "本市没有单位要报送时写“是”", clause="通知四、其他事项", example="是", required=False
    )
    public_mail: Annotated[str, Text()] | None = entry(
        "报送邮箱",
        "公开：填报单位把文件发到这里",
        clause="公开目录所需，通知未列",
        example="llm@example.com",
        required=False,
    )
    public_phones: Annotated[tuple[str, ...], Phones()] | None = entry(
        "报送电话",
        "公开：手机或带区号的座机，可写几个",
        clause="公开目录所需，通知未列",
        example="0531-00000000",
        required=False,
    )
    public_address: Annotated[str, Text()] | None = entry(
        "报送地址", "公开：盖章的纸质件送到这里", clause="公开目录所需，通知未列", required=False
    )
