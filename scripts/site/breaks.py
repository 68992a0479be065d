"""Where a line may end within a name: after a middle dot or a joining word, before the word for what it is (大模型, 有限公司, 制造业).

The styles keep the rest together (``.name``), so that no word is cut where there is room for it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

_COMPANY = r"(?:股份|集团)?有限(?:责任)?公司|研究院|研究所|研究中心|实验室|促进会|(?:专业)?合作社|工作室"
_TRADE = r"(?:智能)?科技|(?:信息|软件|网络)?技术"
_PRODUCT = r"(?:通用|轻量)?基础大模型|大模型|智能体|助手|平台|系统"
_INDUSTRY = r"制造业|制品业|开采业|洗选业|加工业|服务业|生产和供应业"
_BREAK = re.compile(
    rf"(?<=[·・、])(?=.)"
    rf"|(?<=[与和])(?=..)|(?<=[^涉波普遍]及)(?=[^时格]..)|(?<=[^目]的)(?=..)"
    rf"|(?<=..)(?<!股份)(?<!集团)(?=(?:{_COMPANY}))"
    rf"|(?<=..)(?=(?:{_TRADE})(?:{_COMPANY}))"
    rf"|(?<=..)(?<!通用)(?<!轻量)(?<!基础)(?=(?:{_PRODUCT}))"
    rf"|(?<=..)(?=(?:{_INDUSTRY}))"
)


@lru_cache(maxsize=4096)
def named(name: str) -> Markup:
    """A name as HTML: ``<wbr>`` where a line may end, the pieces escaped."""
    pieces = (str(escape(piece)) for piece in _BREAK.split(name))
    return Markup(f'<span class="name">{"<wbr>".join(pieces)}</span>')  # noqa: S704  # every piece is escaped
