"""What is said of one form's values, as templates: the validator fills them in, and the web form does so with the same ones.

A template's ``{name}`` is replaced by what is seen; braces in that are inert.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from schema.book.severity import Severity


class Said(NamedTuple):
    """What is wrong and what to do, under which rule and how severe."""

    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def said(name: str, /, **values: object) -> Said:
    """A message of the book with its places filled in."""
    rule, message, hint, severity = MESSAGES[name]
    return Said(rule, message.format(**values), hint.format(**values), severity)


def phrase(name: str, /, **values: object) -> str:
    """A part of a message that several share."""
    return PHRASES[name].format(**values)


_LICENCE = "请对照营业执照逐位核对"
_URL = "请写成 https://www.example.com 的样子"

MESSAGES: Mapping[str, Said] = {
    # any field
    "empty": Said("field-missing", "没有填写", "请填写此栏"),
    "left.empty": Said("field-missing", "“{label}”没有填写", "{fill}"),
    "absent": Said("field-missing", "缺少“{label}”", "{fill}"),
    "absent.then": Said("field-missing", "{says}，“{label}”必须填写", "{fill}"),
    "unneeded": Said("field-unneeded", "“{label}”只在{says}时填写", "请删去此栏，或核对前面的选择", Severity.WARNING),
    "filler": Said("text-placeholder", "“{label}”只写了“无”“待补充”一类的字，没有写实际内容", "{fill}"),
    "choice": Said("field-choice", "“{text}”不在选项之内，可选：{options}", "{advice}"),
    "pledge": Said("pledge-missing", "没有承诺", "同意后请写“是”；不写“是”不能报送"),
    # amounts and numbers
    "amount.negative": Said("amount-range", "金额不能是负数", "请填写 0 或正数，单位为万元"),
    "amount.excel": Said(
        "amount-format", "{shown}像是被 Excel 改成了科学计数法", "请直接写数字，单位为万元，例如 9600"
    ),
    "amount.width": Said("amount-format", "{shown}用了全角字符或空格", "{advice}"),
    "amount.other": Said(
        "amount-format", "{shown}不是一个数字", "请只写数字，单位为万元，例如 9600；不写“约”“以上”和范围"
    ),
    "amount.commas": Said("amount-format", "{shown}的写法不对", "千分位逗号每三位一个，小数不超过六位，例如 8,600.5"),
    "amount.unit": Said("amount-format", "{shown}带有单位“{unit}”，此栏已按万元计", "{advice}"),
    "count.least": Said("amount-range", "人数不能少于 1", "请填写实际人数"),
    "count.negative": Said("amount-range", "人数不能是负数", "请填写实际人数"),
    "count.other": Said("field-type", "“{text}”不是整数", "{advice}"),
    # dates
    "date.loose": Said("date-format", "“{text}”的日期写法不对", "请改为 {corrected}"),
    "date.wrong": Said("date-format", "“{text}”{reason}", "请写成 {form}"),
    "date.other": Said("date-format", "“{text}”不是日期", "请写成 {form}"),
    "date.future": Said("date-future", "检测时间 {date} 还没有到", "请核对年份；今天是 {today}"),
    # telephone numbers: never told, only their shape
    "phone.masked": Said("phone-format", "{which}号码已打码", "汇总表需要完整号码，请填写完整；公开页面不会显示号码"),
    "phone.excel": Said(
        "phone-format", "{which}号码像是被 Excel 改成了科学计数法", "请把单元格设为“文本”后，重新填写完整的号码"
    ),
    "phone.mail": Said("phone-format", "{which}这里要填电话，不是邮箱", "{wanted}"),
    "phone.landline": Said("phone-format", "{which}这里只收手机号码，填的是座机或热线", "请填写联系人的 11 位手机号码"),
    "phone.several": Said("phone-format", "{which}写了不止一个号码", "此栏只填一个手机号码"),
    "phone.length": Said("phone-format", "{which}手机号码应为 11 位数字，这里有 {digits} 位", "{wanted}"),
    "phone.zero": Said("phone-format", "{which}区号少了开头的 0", "请在最前面补上 0"),
    "phone.area": Said("phone-format", "{which}{digits} 位数字像是座机，缺区号", "请在前面加上区号，如 0531-"),
    "phone.other": Said("phone-format", "{which}不是可用的电话号码（{shape}）", "{wanted}"),
    # web addresses
    "url.form": Said("url-format", "网址写法不对", _URL),
    "url.user": Said("url-format", "网址里带有用户名或密码", "请去掉“@”及其前面的部分"),
    "url.scheme": Said("url-format", "网址应以 https:// 开头", "{advice}"),
    "url.blank": Said("url-format", "网址里有空格", f"{_URL}，中间不留空格"),
    "url.wide": Said("url-format", "网址里有中文或全角字符", "请从浏览器的地址栏复制"),
    "url.other": Said("url-format", "网址写法不对", f"{_URL}，用域名，不用 IP 地址"),
    # codes
    "uscc.identity": Said(
        "uscc-format", "这里填的像是身份证号码，不是统一社会信用代码", "请立即删去，改填营业执照上的 18 位代码"
    ),
    "uscc.excel": Said(
        "uscc-format", "“{text}”像是被 Excel 改成了科学计数法", "请把单元格设为“文本”后，照营业执照重新填写"
    ),
    "uscc.case": Said("uscc-format", "“{text}”含小写字母、全角字符或空格", "请改为 {code}"),
    "uscc.length": Said("uscc-format", "统一社会信用代码应为 18 位，{known}", "请填写营业执照上的 18 位代码，逐位核对"),
    "uscc.char": Said(
        "uscc-format",
        "“{code}”的第 {place} 位“{char}”不会出现在统一社会信用代码里",
        "第 {place} 位{likely}{fixed}，" + _LICENCE,
    ),
    "uscc.digits": Said("uscc-format", "“{code}”的第 {place} 位是“{char}”，第 3 至 8 位只能是数字", "{advice}"),
    "uscc.check": Said("uscc-check-digit", "“{code}”的第 18 位校验码不对：按前 17 位应为“{right}”", "{advice}"),
    "uscc.folder": Said("uscc-folder", "表内代码 {code} 与文件夹名 {folder} 不同", "请对照营业执照，改正其中一处"),
    "uscc.region": Said(
        "uscc-region",
        "代码第 3 至 8 位 {region} 不是山东省的登记机关",
        "企业迁入后代码不变；请确认营业执照上的住所在山东省内",
        Severity.WARNING,
    ),
    "uscc.kind-unknown": Said(
        "uscc-kind", "代码前两位 {prefix} 不在常见的登记类别里", "请对照证书核对", Severity.WARNING
    ),
    "uscc.kind": Said(
        "uscc-kind",
        "选的是“{nature}”，但代码以 {prefix} 开头，{prefix} 是{kind}",
        "请改为“{right}”，或核对代码是否抄错",
    ),
    # texts
    "text.length": Said("text-length", "“{label}”现有 {count} {unit}，{wanted}", "{advice}"),
    "text.own-number": Said(
        "text-personal", "“{label}”会公开，里面有本单位联系人的号码", "请删去号码；联系方式只写在联系人一栏，不公开"
    ),
    "text.mobile": Said(
        "text-personal",
        "“{label}”会公开，里面像是有手机号码（11 位数字）",
        "请确认可以公开，最好删去",
        Severity.WARNING,
    ),
    "text.mail": Said(
        "text-personal", "“{label}”会公开，里面有电子邮箱地址", "请确认可以公开，最好删去", Severity.WARNING
    ),
    "text.identity": Said(
        "text-personal", "这里有一个身份证号码", "请立即删去；报送不需要身份证号码，提交后会永远留在历史里"
    ),
    "text.hidden": Said("text-hidden", "内容里有看不见的字符：{name}", "请删去后重新输入"),
    # places
    "city.unknown": Said("division-unknown", "山东省没有“{text}”", "{advice}"),
    "city.folder": Said(
        "division-city",
        "文件放在 {folder}（{here}）之下，表内写的是{city}",
        "请把单位文件夹移到 submissions/{slug}/，或改正注册地",
    ),
    "district.unknown": Said("division-unknown", "{city}没有“{text}”", "{advice}"),
    # the form as a whole
    "revenue.over": Said(
        "amount-range",
        "企业大模型相关收入大于企业年度收入",
        "大模型相关收入是年度收入的一部分，请核对两栏，单位都是万元",
    ),
    "revenue.low": Said(
        "revenue-threshold",
        "大模型相关收入不足 {threshold} 万元",
        "具有高成长性的企业可以放宽，请填写“高成长性说明”；若按“亿元”填写了，请换算成万元",
    ),
    "revenue.explained": Said(
        "revenue-threshold",
        "大模型相关收入不足 {threshold} 万元",
        "已有高成长性说明，请市工信局判断是否放宽",
        Severity.WARNING,
    ),
    "industry": Said(
        "industry-unknown",
        "“{text}”归不进建议行业目录，统计时算作“未归类”",
        "可以不改；行业照您的写法印入表格",
        Severity.INFO,
    ),
    "unit.name": Said("unit-name", "产品表写“{name}”，{source}写“{wanted}”", "请统一为营业执照上的全称"),
    "same.product": Said("product-duplicate", "“{name} {version}”与 {earlier} 重复", "请删去一个，或改正名称、版本号"),
    # materials
    "material.missing": Said(
        "material-missing", "缺少“{told}”", "请在“材料”下加一条，类别写“{kind}”；纸质件直接交工信局的，写“线下提交: 是”"
    ),
    "material.neither": Said(
        "field-missing",
        "第 {position} 条材料既没有文件，也没有写线下提交",
        "请写“文件: materials/文件名”，或写“线下提交: 是”",
    ),
    "material.both": Said("field-unneeded", "已有文件，不必再写线下提交", "请保留其中一项", Severity.WARNING),
    "material.absolute": Said(
        "material-file",
        "材料的位置不能是绝对路径、网址，也不能用反斜杠",
        "请写成 materials/文件名，并把文件放进本单位的 materials 文件夹",
    ),
    "material.outside": Said(
        "material-file",
        "材料不在本单位的 materials 文件夹里",
        "请写成 materials/文件名，并把文件放进本单位的 materials 文件夹",
    ),
}

PHRASES: Mapping[str, str] = {
    "of": "“{label}”：{message}",
    "fix": "请改为 {corrected}",
    "refill": "请填写实际内容：{help}",
    "refill.bare": "请填写实际内容",
    "optional": "此栏选填，没有就删去这一行",
    "veiled": "填的内容（{shape}）",
    "shape.digits": "{count} 位数字",
    "shape.signs": "{count} 个字符",
    "shape.others": "{count} 个其他字符",
    "shape.none": "空白",
    "choice.near": "请改为“{near}”",
    "choice.any": "请从这些选项中照写一个",
    "yes.or-no": "请写“是”或“否”",
    "amount.veiled": "填的内容",
    "amount.halfwidth": "请改用半角数字，中间不留空格",
    "amount.times": "请去掉“{unit}”，把数字乘以 10000",
    "amount.drop": "请去掉“{unit}”",
    "amount.over": "请去掉“{unit}”，把数字除以 10000",
    "count.example": "请只写一个整数，例如 42",
    "date.month": "2024-03-18 或 2024-03 的样子",
    "date.day": "2024-06-05 的样子",
    "date.no-day": "没有这一天",
    "date.no-month": "没有这个月",
    "date.lacks-day": "缺日",
    "phone.which": "第 {position} 个号码：",
    "phone.mobile": "请填写 11 位手机号码",
    "phone.any": "请填写 11 位手机号码，或带区号的座机，如 0531-00000000、0531-00000000转801",
    "url.form": _URL,
    "uscc.15": "15 位像是旧的工商注册号",
    "uscc.9": "9 位像是旧的组织机构代码",
    "uscc.count": "现有 {count} 位",
    "uscc.likely": "可能是 {letters}",
    "uscc.letters": "应是数字或大写字母（无 I、O、S、V、Z）",
    "uscc.fixed": "；很可能应为 {fixed}",
    "uscc.repair": "很可能应为 {code}，" + _LICENCE,
    "uscc.common": f"{_LICENCE}，常见错误是相邻两位颠倒、0 与 D、8 与 B 相混",
    "length.more": "请再补充至少 {count} {unit}",
    "length.less": "请删减至少 {count} {unit}",
    "place.near": "您要填的是否是{near}？",
    "place.in-district": "{city}，“{text}”写在区县一栏",
    "place.any": "请填写：{names}之一",
    "district.elsewhere": "您要填的是否是{cities}的{text}？若是，请把市和文件夹一并改正",
    "district.near": "您要填的是否是“{near}”？",
    "district.any": "请填写区、县、县级市或功能区的全称",
    "test.report": "{kind}（已检测的产品必须有）",
    "either": "{first}或{second}",
}
