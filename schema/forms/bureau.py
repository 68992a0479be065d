"""bureau.yaml: the header of 附件3 and 附件4. What is absent is left blank on the sheet, for a pen."""

from __future__ import annotations

from typing import Annotated

from schema.fields.date import DateText
from schema.fields.phone import Phones
from schema.fields.text import Text
from schema.forms.form import Form, Visibility, entry


class Bureau(Form):
    """填报单位, 联系人, 联系方式, 填报日期, all optional."""

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
