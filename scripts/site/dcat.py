"""The open data's description for other catalogues: DCAT 3 as JSON-LD, with absolute addresses where the site knows its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from scripts.site.catalogue import Catalogue

NAME = "山东大模型名录"
RIGHTS = "条目由报送单位自行提供并承诺可公开、真实合法；引用请注明名录、批次与数据版本。收录不构成评价、认证或推荐。"
_TYPES = "https://www.iana.org/assignments/media-types/"
_MEDIA = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def render(cat: Catalogue, tables: Iterable[str], site_url: str | None) -> bytes:
    """``data/catalogue.jsonld``. ``tables`` are the names of the statistics' files."""
    base = f"{site_url}data/" if site_url else ""
    stats = [f"stats/{name}.csv" for name in tables]
    datasets = [
        _dataset(cat, base, "products", "大模型产品", "各单位报送的大模型产品的公开内容，一行一个产品。", ["products.csv", "products.json", "catalogue.xlsx"]),
        _dataset(cat, base, "enterprises", "大模型企业", "报送企业调研表的单位的公开内容，一行一家。", ["enterprises.csv", "enterprises.json", "catalogue.xlsx"]),
        _dataset(cat, base, "stats", "摸底统计", "由公开条目算出的各项统计，一图一表。", stats),
    ]  # fmt: skip
    document = {
        "@context": _CONTEXT,
        "@id": f"{base}catalogue.jsonld",
        "@type": "dcat:Catalog",
        **_about(cat, f"{NAME}（{cat.round} 年）", "山东省大模型企业与产品摸底的公开数据。"),
        "dcat:dataset": datasets,
    }
    document |= {"foaf:homepage": {"@id": site_url}} if site_url else {}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _about(cat: Catalogue, title: str, text: str) -> dict[str, Any]:
    about: dict[str, Any] = {
        "dct:title": _chinese(title),
        "dct:description": _chinese(text),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _chinese(NAME)},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "dct:rights": {"@type": "dct:RightsStatement", "dct:description": _chinese(RIGHTS)},
    }
    return about | ({"dcat:version": cat.version} if cat.version else {})


def _dataset(cat: Catalogue, base: str, name: str, title: str, text: str, files: Iterable[str]) -> dict[str, Any]:
    return {
        "@id": f"{base}catalogue.jsonld#{name}",
        "@type": "dcat:Dataset",
        **_about(cat, f"{title}（{cat.round} 年）", text),
        "dct:identifier": f"{cat.round}/{name}",
        "dct:spatial": {"@type": "dct:Location", "dct:title": _chinese("山东省")},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _year(cat.round),
            "dcat:endDate": _year(cat.round),
        },
        "dcat:landingPage": {"@id": base or "./"},
        "dcat:distribution": [_distribution(base, name, file) for file in files],
    }


def _distribution(base: str, dataset: str, file: str) -> dict[str, Any]:
    form, media = _MEDIA[file.rsplit(".", 1)[-1]]
    return {
        "@id": f"{base}catalogue.jsonld#{dataset}-{file.replace('/', '-')}",
        "@type": "dcat:Distribution",
        "dct:title": _chinese(f"{file.rsplit('/', 1)[-1]}（{form}）"),
        "dcat:accessURL": {"@id": f"{base}{file}"},
        "dcat:downloadURL": {"@id": f"{base}{file}"},
        "dcat:mediaType": {"@id": f"{_TYPES}{media}"},
    }


def _year(year: int) -> dict[str, str]:
    return {"@type": "xsd:gYear", "@value": str(year)}


def _chinese(text: str) -> dict[str, str]:
    return {"@language": "zh-Hans", "@value": text}
