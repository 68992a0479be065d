"""Where names may break."""

from __future__ import annotations

import pytest

from scripts.site.breaks import named


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("示例历山·多模态基础大模型", "示例历山·|多模态|基础大模型"),
        ("示例锦裳·直播脚本智能体", "示例锦裳·|直播脚本|智能体"),
        ("示例历山智算技术股份有限公司", "示例历山智算|技术|股份有限公司"),
        ("示例泉智科技有限责任公司", "示例泉智|科技|有限责任公司"),
        ("石油和天然气开采业", "石油和|天然气|开采业"),
        ("货物运输、通用航空生产、仓储和邮政快递服务", "货物运输、|通用航空生产、|仓储和|邮政快递服务"),
        ("普及推广大模型", "普及推广|大模型"),
        ("大模型", "大模型"),
        ("模型·", "模型·"),
        ("甲与乙", "甲与乙"),
        ("<b>&·智能体", "&lt;b&gt;&amp;·|智能体"),
        ("", ""),
    ],
)
def test_a_name_breaks_where_words_end(name: str, pieces: str) -> None:
    assert named(name) == f'<span class="name">{pieces.replace("|", "<wbr>")}</span>'
