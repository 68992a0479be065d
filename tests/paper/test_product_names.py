"""名称及版本号 in one box: one product, several for certain, or one that is to be confirmed."""

from __future__ import annotations

import pytest

from scripts.paper.product_names import several, single


@pytest.mark.parametrize(
    ("typed", "name", "version"),
    [
        ("示例海若·合同评审大模型V2.0", "示例海若·合同评审大模型", "V2.0"),
        ("示例海若大模型\n\nV2.0", "示例海若大模型", "V2.0"),
        ("示例海若·合同评审\n大模型（V2.0）", "示例海若·合同评审大模型", "V2.0"),
        ("示例 Large\nModel V3", "示例 Large Model", "V3"),
        ("示例采购、销售合同评审大模型V2.0", "示例采购、销售合同评审大模型", "V2.0"),
        ("文本、图像、视频生成大模型", "文本、图像、视频生成大模型", ""),
        ("《采购大模型、销售大模型》V2", "采购大模型、销售大模型", "V2"),
    ],
)
def test_one_product(typed: str, name: str, version: str) -> None:
    assert several(typed) == []
    assert single(typed)[:2] == (name, version)


@pytest.mark.parametrize(
    ("typed", "products"),
    [
        ("甲大模型V1.0、乙大模型V2.0", ["甲大模型V1.0", "乙大模型V2.0"]),
        ("甲大模型\n\n乙智能体", ["甲大模型", "乙智能体"]),
        ("1. 甲大模型\n2. 乙大模型；3.丙大模型", ["甲大模型", "乙大模型", "丙大模型"]),
        ("（1）甲大模型V1；（2）乙大模型V2", ["甲大模型V1", "乙大模型V2"]),
        ("示例海若大模型V1.0、V2.0", ["示例海若大模型V1.0", "V2.0"]),
        ("《甲》《乙》", ["《甲》", "《乙》"]),
    ],
)
def test_several_products(typed: str, products: list[str]) -> None:
    assert several(typed) == products


def test_what_is_not_certain_is_told() -> None:
    assert "若是几个产品，请每个产品填一张附件2" in single("采购、销售合同评审大模型V2.0")[2]
    assert "已连成一行" in single("合同评审\n大模型V2.0")[2]
    assert single("合同评审大模型V2.0")[2] == "名称和版本号写在一起，请核对拆得对不对"
