"""Filler text left where content belongs."""

from __future__ import annotations

import re

_ELSEWHERE = (
    r"(?:具体|内容|详情?|请|可|参|均)*(?:见|阅|同|按照?|参照|依照|以|与|如)(?:上(?:述|文|面|表|栏|页)?|前(?:述|文|页)?|下(?:文|页|表)?|"
    r"附[件表页图]\d*|后附|[企产][业品]表|企业简介|简介|官网|网站|正文|(?:本?(?:公司|企业|单位)的?)?(?:营业执照|执照|证书|证照)"
    r"(?:[副正]本|复印件|扫描件)?)(?:上?中?的?(?:经营)?范围)?(?:一致|相同|为准|所载|所列|所示|内容)?"
)
# What Word and WPS show in a control or a cell that nobody has filled in.
_PROMPT = (
    r"(?:请?(?:单击|点击|双击|轻触)|在此)(?:或(?:单击|点击|点按|轻触))?(?:此处|这里|处|以)?.{0,4}(?:键入|输入|添加|填写|选择|编辑).{0,20}|"
    r"[【\[]?键入.{0,20}|选择(?:一项|日期|一个选项)|请选择.{0,8}|(?:click|tap)(?: or (?:tap|click))?(?: here)? to (?:enter|add|select|insert).{0,40}|"
    r"choose an item|(?:type|enter) (?:your )?text(?: here)?"
)
_PLACEHOLDER = re.compile(
    rf"(?:[_＿\-—–－/／\\、.。…·*＊?？\s]+|[xX×ＸｘＯ〇]{{2,}}|"
    r"[（(【\[]?(?:n/?a|tbd|todo|null|none|略|空|无|暂无|没有|未填|待填|待定|待补|待补充)[）)】\]]?[。.！!；;，,]*|"
    rf"[（(【\[]?(?:{_ELSEWHERE}|{_PROMPT})[）)】\]]?[。.！!；;，,]*|"
    r"请(?:在此)?(?:填写|输入|说明|补充).*|此处填写.*|[【\[（(<《].*(?:填写|占位).*[】\]）)>》])",
    re.IGNORECASE | re.DOTALL,
)

PATTERNS: dict[str, str | re.Pattern[str]] = {"placeholder": _PLACEHOLDER}


def is_placeholder(text: str) -> bool:
    """Whether the whole text is template or filler: ＿＿, XXX, 请填写…, 暂无, 无, 待补充, 详见附件, / and the like."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None
