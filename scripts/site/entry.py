"""One entry as data: its JSON file, and the schema.org block (JSON-LD) of its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from scripts.site import data
from scripts.site.catalogue import Catalogue
from scripts.site.templates import web
from scripts.site.views import ProductEntry, UnitEntry

FILE = "entry.json"
Value = dict[str, Any]

_INERT = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))  # replace is ten times as fast as translate on Chinese


def of_unit(cat: Catalogue, unit: UnitEntry) -> bytes:
    """``entry.json`` of a unit: its 附件1 as in ``enterprises.json``, or name, code, city and 单位性质 without one; its products."""
    form = data.enterprise(unit) or {
        "报送单位": unit.name,
        "统一社会信用代码": unit.code,
        "市": unit.city.name,
        "单位性质": unit.nature,
        "页面": unit.url,
    }
    products = [
        {
            "大模型产品名称": item.data.name,
            "版本号": item.data.version,
            "大模型产品所属种类": item.level.name,
            "页面": item.url,
        }
        for item in unit.products
    ]
    return _file(cat, unit, {"条目": form, "产品": products})


def of_product(cat: Catalogue, product: ProductEntry) -> bytes:
    """``entry.json`` of a product: its 附件2 as in ``products.json``."""
    return _file(cat, product, {"条目": data.product(product)})


def linked_unit(unit: UnitEntry, site_url: str) -> Markup:
    """A unit as schema.org's Organization. ``site_url`` is '' where the site's own address is unknown."""
    form = unit.enterprise
    place = {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": "山东省", "addressLocality": unit.place}
    block = {**_organisation(unit.name, unit.code), "address": place}
    if form:
        block |= {"description": form.profile} | _website(form.website)
    return _block(block, unit.url, site_url)


def linked_product(product: ProductEntry, site_url: str) -> Markup:
    """A product as schema.org's SoftwareApplication."""
    form = product.data
    block = {
        "@type": "SoftwareApplication",
        "name": form.name,
        "softwareVersion": form.version,
        "applicationCategory": f"{product.level.name}大模型",
        "description": form.introduction,
        "creator": _organisation(product.unit, product.code),
        "inLanguage": "zh-CN",
    }
    block |= {"keywords": product.field} if product.field else {}
    return _block(block | _website(form.website), product.url, site_url)


def _file(cat: Catalogue, entry: UnitEntry | ProductEntry, content: Value) -> bytes:
    head: Value = {"批次": cat.round, "版本": cat.version}
    if entry.dates:
        head |= {"首次公布": entry.dates.first, "最近更新": entry.dates.last}
    return data.compact_json(head | content) + b"\n"


def _organisation(name: str, code: str) -> Value:
    identifier = {"@type": "PropertyValue", "propertyID": "统一社会信用代码", "value": code}
    return {"@type": "Organization", "name": name, "identifier": identifier}


def _website(address: str | None) -> Value:
    return {"url": address} if web(address) else {}


def _block(content: Mapping[str, Any], url: str, site_url: str) -> Markup:
    """The data block of an entry."""
    where = {"@id": f"{site_url}{url}#entry", "mainEntityOfPage": f"{site_url}{url}"} if site_url else {}
    return inert({"@context": "https://schema.org", **content, **where})


def inert(content: Mapping[str, Any]) -> Markup:
    """JSON-LD as the text of a data block, which no text in it can end and in which none can start a tag."""
    text = data.compact_json(content).decode()
    for sign, harmless in _INERT:
        text = text.replace(sign, harmless)
    return Markup(text)  # noqa: S704 - it holds no markup: see above
