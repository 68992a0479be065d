"""The open data's description for other catalogues: DCAT-AP 3 as JSON-LD, with absolute addresses where the site knows its own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.site.about import KEYWORDS, NAME, RIGHTS, Dataset, Publisher, day_of, days, licence
from scripts.site.catalogue import Catalogue

PATH = "data/catalogue.jsonld"
CSVW = "data/csv-metadata.json"  # what CSV files conform to beside RFC 4180
_EU = "http://publications.europa.eu/resource/authority/"
_ADMS = "http://purl.org/adms/"
_TYPES = "https://www.iana.org/assignments/media-types/"
# Ending → name, media type, and the standard that such a file follows.
_MEDIA = {
    "csv": ("CSV", "text/csv", "https://www.rfc-editor.org/info/rfc4180"),
    "json": ("JSON", "application/json", "https://www.rfc-editor.org/info/rfc8259"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "https://www.iso.org/standard/71691.html"),
}  # fmt: skip
_LICENCE_TYPES = {"CC BY 4.0": "Attribution", "CC0 1.0": "PublicDomain"}
_SHANDONG = "https://sws.geonames.org/1796328/"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d()（） -]{7,}")
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]


def media_type(file: str) -> str:
    """The media type of a data file."""
    return _MEDIA[file.rsplit(".", 1)[-1]][1]


@dataclass(frozen=True, slots=True)
class Description:
    """What ``catalogue.jsonld`` is made of. ``site_url`` is '' where the site's own address is unknown."""

    cat: Catalogue
    site_url: str
    publisher: Publisher

    def render(self, known: Sequence[Dataset], contents: Mapping[str, bytes]) -> bytes:
        """The file. ``contents`` are the data files by their address from the site's root."""
        document = {
            "@context": _CONTEXT,
            "@id": self._at(PATH),
            "@type": "dcat:Catalog",
            **self._about(f"{NAME}（{self.cat.round} 年）", "山东省大模型企业与产品摸底的公开数据。"),
            **_dated(days(self.cat)),
            "dct:license": _licence(),
            "dcat:themeTaxonomy": {"@id": f"{_EU}data-theme"},
            "foaf:homepage": {"@id": self._at("")},
            "dcat:dataset": [self._dataset(dataset, contents) for dataset in known],
        }
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def _at(self, path: str) -> str:
        """An address, from the file itself where the site does not know its own."""
        return f"{self.site_url or '../'}{path}"

    def _about(self, title: str, text: str) -> Node:
        return {
            "dct:title": _chinese(title),
            "dct:description": _chinese(text),
            "dct:publisher": self._publisher(),
            "dct:language": {"@id": f"{_EU}language/ZHO"},
            "dct:spatial": {"@id": _SHANDONG, "@type": "dct:Location", "skos:prefLabel": _chinese("山东省")},
            "dct:rights": {"@type": "dct:RightsStatement", "dct:description": _chinese(RIGHTS)},
        }

    def _publisher(self) -> Node:
        kind = {"dct:type": {"@id": f"{_ADMS}publishertype/RegionalAuthority"}} if self.publisher.named else {}
        return {"@type": "foaf:Agent", "foaf:name": _chinese(self.publisher.name), **kind}

    def _dataset(self, dataset: Dataset, contents: Mapping[str, bytes]) -> Node:
        closed = dataset.closed
        year = closed.year if closed else self.cat.round
        ended = closed and day_of(closed.version)
        version = closed.version if closed else self.cat.version
        known = (ended, ended) if ended else None if closed else days(self.cat)
        first, last = (_typed("gYear", str(one)) for one in (self.cat.since if dataset.earlier else year, year))
        return {
            "@id": f"{self._at(PATH)}#{dataset.name}",
            "@type": "dcat:Dataset",
            **self._about(f"{dataset.title}（{year} 年）", dataset.text),
            **_dated(known),
            **({"dcat:version": version} if version else {}),
            "dct:identifier": f"{year}/{dataset.name}",
            "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last},
            "dct:accrualPeriodicity": {"@id": f"{_EU}frequency/{'NEVER' if closed else 'IRREG'}"},
            "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
            "dcat:theme": [{"@id": f"{_EU}data-theme/{theme}"} for theme in ("TECH", "ECON")],
            "dcat:keyword": [_chinese(word) for word in KEYWORDS],
            "dcat:contactPoint": self._contact(),
            "dcat:landingPage": {"@id": self._at(closed.url if closed else "data/")},
            "dcat:distribution": [self._distribution(dataset, file, contents[file]) for file in dataset.files],
        }

    def _contact(self) -> Node:
        """Whom to ask: 联系 as the telephone or e-mail that it is, and the page that says how to correct an entry."""
        told, page = self.publisher.contact, {"vcard:hasURL": {"@id": self._at("guide/#correct")}}
        mail, phone = _MAIL.search(told), _PHONE.search(told)
        page |= {"vcard:hasEmail": {"@id": f"mailto:{mail[0]}"}} if mail else {}
        page |= {"vcard:hasTelephone": {"@id": f"tel:{re.sub('[^+0-9]', '', phone[0])}"}} if phone else {}
        return {"@type": "vcard:Organization", "vcard:fn": self.publisher.name, **page}

    def _distribution(self, dataset: Dataset, file: str, content: bytes) -> Node:
        form, media, standard = _MEDIA[file.rsplit(".", 1)[-1]]
        told = [standard, self._at(CSVW)] if form == "CSV" else [standard]
        return {
            "@id": f"{self._at(PATH)}#{dataset.name}-{form.lower()}",
            "@type": "dcat:Distribution",
            "dct:title": _chinese(f"{dataset.title}（{form}）"),
            "dct:description": _chinese(dataset.text),
            "dcat:accessURL": {"@id": self._at(file)},
            "dcat:downloadURL": {"@id": self._at(file)},
            "dcat:mediaType": {"@id": f"{_TYPES}{media}"},
            "dct:format": {"@id": f"{_EU}file-type/{form}"},
            "dct:license": _licence(),
            "dct:conformsTo": [{"@id": address, "@type": "dct:Standard"} for address in told],
            "dcatap:availability": {"@id": f"{_EU}planned-availability/STABLE"},
            "dcat:byteSize": _typed("nonNegativeInteger", str(len(content))),
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": _typed("hexBinary", hashlib.sha256(content).hexdigest()),
            },
        }


def _dated(known: tuple[str, str] | None) -> Node:
    return {"dct:issued": _typed("date", known[0]), "dct:modified": _typed("date", known[1])} if known else {}


def _licence() -> Node:
    known = licence()
    node: Node = {"@type": "dct:LicenseDocument", "dct:title": _chinese(known.words)}
    if known.words in _LICENCE_TYPES:
        node["dct:type"] = {"@id": f"{_ADMS}licencetype/{_LICENCE_TYPES[known.words]}"}
    return ({"@id": known.url} if known.url else {}) | node


def _typed(kind: str, value: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": value}


def _chinese(text: str) -> dict[str, str]:
    return {"@language": "zh-Hans", "@value": text}
