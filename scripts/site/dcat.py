"""The open data's description for other catalogues: DCAT-AP 3 as JSON-LD, with absolute addresses where the site knows its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.vocabulary.survey import constants
from scripts.site.catalogue import Catalogue
from scripts.site.figures import Table

NAME = "山东大模型名录"
RIGHTS = "条目由报送单位自行提供并承诺可公开、真实合法；引用请注明名录、批次与数据版本。收录不构成评价、认证或推荐。"
KEYWORDS = ("大模型", "人工智能", "产品目录", "企业名录", "山东省")
# Licences with an address of their own; any other is named by its words.
LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/", "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/"}  # fmt: skip
_EU = "http://publications.europa.eu/resource/authority/"
_TYPES = "https://www.iana.org/assignments/media-types/"
# Ending → name, media type, and the standard that such a file follows.
_MEDIA = {
    "csv": ("CSV", "text/csv", "https://www.rfc-editor.org/info/rfc4180"),
    "json": ("JSON", "application/json", "https://www.rfc-editor.org/info/rfc8259"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "https://www.iso.org/standard/71691.html"),
}  # fmt: skip
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table, in one or more files below ``data/`` that say the same."""

    name: str
    title: str
    text: str
    files: tuple[str, ...]


def datasets(tables: Iterable[Table]) -> list[Dataset]:
    """Every dataset of the site; each of the statistics' ``tables`` is one."""
    return [
        Dataset("products", "大模型产品", "各单位报送的大模型产品的公开内容，一行一个产品。", ("products.csv", "products.json")),
        Dataset("enterprises", "大模型企业", "报送企业调研表的单位的公开内容，一行一家。", ("enterprises.csv", "enterprises.json")),
        Dataset("rights", "大模型产品的知识产权", "各产品的知识产权，一行一项。", ("intellectual-property.csv",)),
        Dataset("all", "大模型产品与企业", "产品、企业两张表和各栏的含义，在一个工作簿里。", ("catalogue.xlsx",)),
        *(Dataset(f"stats-{table.name}", f"摸底统计：{table.heads[0]}", f"由公开条目算出：{'、'.join(table.heads)}。", (f"stats/{table.name}.csv",)) for table in tables),
    ]  # fmt: skip


def render(cat: Catalogue, known: Sequence[Dataset], contents: Mapping[str, bytes], site_url: str | None) -> bytes:
    """``data/catalogue.jsonld``. ``contents`` are the files by their address from the site's root."""
    base = f"{site_url}data/" if site_url else ""
    document = {
        "@context": _CONTEXT,
        "@id": f"{base}catalogue.jsonld",
        "@type": "dcat:Catalog",
        **_about(cat, f"{NAME}（{cat.round} 年）", "山东省大模型企业与产品摸底的公开数据。"),
        "dct:license": _licence(),
        "dcat:dataset": [_dataset(cat, base, site_url, dataset, contents) for dataset in known],
    }
    document |= {"foaf:homepage": {"@id": site_url}} if site_url else {}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def linked(cat: Catalogue, site_url: str) -> dict[str, Any]:
    """The open data as schema.org's Dataset, for search engines. ``site_url`` is '' where the site's own address is unknown."""
    words, known = constants().licence, days(cat)
    block: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{NAME}（{cat.round} 年）",
        "description": f"山东省大模型企业与产品摸底的公开数据：{len(cat.products)} 个产品，{len(cat.units)} 家单位。{RIGHTS}",
        "keywords": list(KEYWORDS),
        "license": LICENCES.get(words, words),
        "creator": {"@type": "Organization", "name": NAME},
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "temporalCoverage": str(cat.round),
        "spatialCoverage": {"@type": "Place", "name": "山东省"},
    }
    block |= {"version": cat.version} if cat.version else {}
    block |= {"datePublished": known[0], "dateModified": known[1]} if known else {}
    if site_url:
        files = [(file, _MEDIA[file.rsplit(".", 1)[-1]][1]) for dataset in datasets(()) for file in dataset.files]
        block |= {"url": f"{site_url}data/"}
        block["distribution"] = [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{site_url}data/{file}"}
            for file, media in files
        ]
    return block


def days(cat: Catalogue) -> tuple[str, str] | None:
    """The day of the first entry and of the last change; None without history."""
    dates = [unit.dates for unit in cat.units if unit.dates]  # a unit's span those of its products
    return (min(d.first for d in dates), max(d.last for d in dates)) if dates else None


def _about(cat: Catalogue, title: str, text: str) -> dict[str, Any]:
    about: dict[str, Any] = {
        "dct:title": _chinese(title),
        "dct:description": _chinese(text),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _chinese(NAME)},
        "dct:language": {"@id": f"{_EU}language/ZHO"},
        "dct:spatial": {"@type": "dct:Location", "dct:title": _chinese("山东省")},
        "dct:rights": {"@type": "dct:RightsStatement", "dct:description": _chinese(RIGHTS)},
    }
    if known := days(cat):
        about |= {"dct:issued": _typed("date", known[0]), "dct:modified": _typed("date", known[1])}
    return about | ({"dcat:version": cat.version} if cat.version else {})


def _dataset(
    cat: Catalogue, base: str, site_url: str | None, dataset: Dataset, contents: Mapping[str, bytes]
) -> dict[str, Any]:
    year = _typed("gYear", str(cat.round))
    return {
        "@id": f"{base}catalogue.jsonld#{dataset.name}",
        "@type": "dcat:Dataset",
        **_about(cat, f"{dataset.title}（{cat.round} 年）", dataset.text),
        "dct:identifier": f"{cat.round}/{dataset.name}",
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": year, "dcat:endDate": year},
        "dct:accrualPeriodicity": {"@id": f"{_EU}frequency/IRREG"},
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dcat:theme": [{"@id": f"{_EU}data-theme/{theme}"} for theme in ("TECH", "ECON")],
        "dcat:keyword": [_chinese(word) for word in KEYWORDS],
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": NAME,
            "vcard:hasURL": {"@id": f"{site_url or '../'}guide/#correct"},
        },
        "dcat:landingPage": {"@id": base or "./"},
        "dcat:distribution": [_distribution(base, dataset, file, contents[f"data/{file}"]) for file in dataset.files],
    }


def _distribution(base: str, dataset: Dataset, file: str, content: bytes) -> dict[str, Any]:
    form, media, standard = _MEDIA[file.rsplit(".", 1)[-1]]
    return {
        "@id": f"{base}catalogue.jsonld#{dataset.name}-{file.replace('/', '-')}",
        "@type": "dcat:Distribution",
        "dct:title": _chinese(f"{dataset.title}（{form}）"),
        "dct:description": _chinese(dataset.text),
        "dcat:accessURL": {"@id": f"{base}{file}"},
        "dcat:downloadURL": {"@id": f"{base}{file}"},
        "dcat:mediaType": {"@id": f"{_TYPES}{media}"},
        "dct:format": {"@id": f"{_EU}file-type/{form}"},
        "dct:license": _licence(),
        "dct:conformsTo": {"@id": standard},
        "dcatap:availability": {"@id": f"{_EU}planned-availability/STABLE"},
        "dcat:byteSize": _typed("nonNegativeInteger", str(len(content))),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed("hexBinary", hashlib.sha256(content).hexdigest()),
        },
    }


def _licence() -> dict[str, Any]:
    words = constants().licence
    named = {"@type": "dct:LicenseDocument", "dct:title": _chinese(words)}
    return {"@id": LICENCES[words], **named} if words in LICENCES else named


def _typed(kind: str, value: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": value}


def _chinese(text: str) -> dict[str, str]:
    return {"@language": "zh-Hans", "@value": text}
