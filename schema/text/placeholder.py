"""Filler text left where content belongs."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"(?:[_＿\-—–－/／\\、.。…·*＊?？\s]+|[xX×ＸｘＯ〇]{2,}|"
    r"[（(【\[]?(?:n/?a|tbd|todo|null|none|同上|略|空|无|暂无|没有|未填|待填|待定|待补|待补充)[）)】\]]?[。.！!；;，,]*|"
    r"(?:详)?见附件|请(?:在此)?(?:填写|输入|说明|补充).*|此处填写.*|[【\[（(<《].*(?:填写|占位).*[】\]）)>》])",
    re.IGNORECASE | re.DOTALL,
)

PATTERNS: dict[str, str | re.Pattern[str]] = {"placeholder": _PLACEHOLDER}


def is_placeholder(text: str) -> bool:
    """Whether the whole text is template or filler: ＿＿, XXX, 请填写…, 暂无, 无, 待补充, / and similar placeholders."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None
