"""``entry.json``: one entry as data, beside its page."""

from __future__ import annotations

from typing import Any

from scripts.site import data
from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, UnitEntry

FILE = "entry.json"
Value = dict[str, Any]


def of_unit(cat: Catalogue, unit: UnitEntry, site_url: str = "") -> bytes:
    """``entry.json`` of a unit: its 附件1 as in ``enterprises.json``, or name, code, city and 单位性质 without one; its products."""
    form = data.enterprise(unit, site_url) or {
        "报送单位": unit.name,
        "统一社会信用代码": unit.code,
        "市": unit.city.name,
        "行政区划代码": unit.city.code,
        "单位性质": unit.nature,
        **data.dated(unit.round, unit, site_url),
    }
    products = [
        {
            "大模型产品名称": item.data.name,
            "版本号": item.data.version,
            "大模型产品所属种类": item.level.name,
            "页面": site_url + item.url,
        }
        for item in unit.products
    ]
    return _file(cat, unit, {"条目": form, "产品": products})


def of_product(cat: Catalogue, product: ProductEntry, site_url: str = "") -> bytes:
    """``entry.json`` of a product: its 附件2 as in ``products.json``."""
    return _file(cat, product, {"条目": data.product(product, site_url)})


def _file(cat: Catalogue, entry: UnitEntry | ProductEntry, content: Value) -> bytes:
    head = data.head(cat)
    if entry.dates:
        head |= {"首次公布": entry.dates.first, "最近更新": entry.dates.last}
    return data.compact_json(head | content) + b"\n"
