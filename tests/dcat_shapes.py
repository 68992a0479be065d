"""DCAT-AP 3.0.1 as a table: what each class must have and should have, how often, and of what kind.

Written from the specification (https://semiceu.github.io/DCAT-AP/releases/3.0.1/), for the classes that a catalogue of files
uses; left out are properties of things that there are none of: services, records, series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

Node = Mapping[str, Any]

MUST, SHOULD, MAY = "mandatory", "recommended", "optional"
ONE, MANY = 1, None
EU = "http://publications.europa.eu/resource/authority/"
# Class → property → (level, most, kind).
SHAPES: dict[str, dict[str, tuple[str, int | None, str]]] = {
    "dcat:Catalog": {
        "dct:title": (MUST, MANY, "text"),
        "dct:description": (MUST, MANY, "text"),
        "dct:publisher": (MUST, ONE, "foaf:Agent"),
        "dcat:dataset": (SHOULD, MANY, "dcat:Dataset"),
        "foaf:homepage": (SHOULD, ONE, "address"),
        "dct:language": (SHOULD, MANY, f"{EU}language/"),
        "dct:license": (SHOULD, ONE, "dct:LicenseDocument"),
        "dct:issued": (SHOULD, ONE, "date"),
        "dct:modified": (SHOULD, ONE, "date"),
        "dct:spatial": (SHOULD, MANY, "dct:Location"),
        "dcat:themeTaxonomy": (SHOULD, MANY, f"{EU}data-theme"),
        "dct:rights": (MAY, ONE, "dct:RightsStatement"),
    },
    "dcat:Dataset": {
        "dct:title": (MUST, MANY, "text"),
        "dct:description": (MUST, MANY, "text"),
        "dcat:contactPoint": (SHOULD, MANY, "vcard:Organization"),
        "dcat:distribution": (SHOULD, MANY, "dcat:Distribution"),
        "dcat:keyword": (SHOULD, MANY, "text"),
        "dct:publisher": (SHOULD, ONE, "foaf:Agent"),
        "dct:spatial": (SHOULD, MANY, "dct:Location"),
        "dct:temporal": (SHOULD, MANY, "dct:PeriodOfTime"),
        "dcat:theme": (SHOULD, MANY, f"{EU}data-theme/"),
        "dct:accessRights": (MAY, ONE, f"{EU}access-right/"),
        "dct:accrualPeriodicity": (MAY, ONE, f"{EU}frequency/"),
        "dct:identifier": (MAY, MANY, "text"),
        "dct:issued": (MAY, ONE, "date"),
        "dct:modified": (MAY, ONE, "date"),
        "dcat:landingPage": (MAY, MANY, "address"),
        "dct:language": (MAY, MANY, f"{EU}language/"),
        "dct:rights": (MAY, ONE, "dct:RightsStatement"),
        "dcat:version": (MAY, ONE, "text"),
    },
    "dcat:Distribution": {
        "dcat:accessURL": (MUST, MANY, "address"),
        "dcatap:availability": (SHOULD, ONE, f"{EU}planned-availability/"),
        "dct:description": (SHOULD, MANY, "text"),
        "dct:format": (SHOULD, ONE, f"{EU}file-type/"),
        "dct:license": (SHOULD, ONE, "dct:LicenseDocument"),
        "dct:title": (MAY, MANY, "text"),
        "dcat:downloadURL": (MAY, MANY, "address"),
        "dcat:mediaType": (MAY, ONE, "https://www.iana.org/assignments/media-types/"),
        "dct:conformsTo": (MAY, MANY, "dct:Standard"),
        "dcat:byteSize": (MAY, ONE, "count"),
        "spdx:checksum": (MAY, ONE, "spdx:Checksum"),
    },
    "foaf:Agent": {"foaf:name": (MUST, MANY, "text"), "dct:type": (SHOULD, ONE, "http://purl.org/adms/publishertype/")},
    "dct:LicenseDocument": {"dct:type": (SHOULD, MANY, "http://purl.org/adms/licencetype/"), "dct:title": (MAY, MANY, "text")},
    "dct:PeriodOfTime": {"dcat:startDate": (SHOULD, ONE, "date"), "dcat:endDate": (SHOULD, ONE, "date")},
    "spdx:Checksum": {"spdx:algorithm": (MUST, ONE, "spdx:checksumAlgorithm_"), "spdx:checksumValue": (MUST, ONE, "hex")},
    "dct:Location": {"skos:prefLabel": (MAY, MANY, "text")},
    "dct:RightsStatement": {"dct:description": (MAY, MANY, "text")},
    "dct:Standard": {},
    "vcard:Organization": {"vcard:fn": (MAY, MANY, "text"), "vcard:hasURL": (MAY, MANY, "address"), "vcard:hasEmail": (MAY, MANY, "address"), "vcard:hasTelephone": (MAY, MANY, "address")},
}  # fmt: skip


def faults(node: Node, levels: tuple[str, ...] = (MUST, SHOULD)) -> Iterator[str]:
    """What is wrong with a node and the nodes in it: absent properties of ``levels``, too many, of another kind, or unknown to us."""
    kind = node["@type"]
    shape = SHAPES[kind]
    for name in node.keys() - shape.keys() - {"@id", "@type", "@context"}:
        yield f"{kind}: {name} is not in the profile"
    for name, (level, most, wanted) in shape.items():
        value = node.get(name, [])
        values = value if isinstance(value, list) else [value]
        if not values and level in levels:
            yield f"{kind}: no {name}"
        if most is not None and len(values) > most:
            yield f"{kind}: {len(values)} of {name}"
        for one in values:
            if wanted in SHAPES:
                if one.get("@type") != wanted:
                    yield f"{kind}: {name} is no {wanted}"
                else:
                    yield from faults(one, levels)
            elif not _fits(one, wanted):
                yield f"{kind}: {name} is {one!r}"


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "text":
        text = value if isinstance(value, str) else value["@value"] if value.keys() == {"@language", "@value"} else ""
        return bool(text.strip())
    if wanted in ("date", "count", "hex"):
        return _typed(value["@type"], value["@value"], wanted)
    address = value.get("@id", "")
    if wanted == "address":
        return re.match(r"https?://[^\s]+$|(?:mailto:|tel:)[^\s]+$|\.\.?/", address) is not None
    return bool(address.startswith(wanted))


def _typed(datatype: str, text: str, wanted: str) -> bool:
    if wanted == "count":
        return datatype == "xsd:nonNegativeInteger" and text.isdecimal()
    if wanted == "hex":
        return datatype == "xsd:hexBinary" and re.fullmatch("(?:[0-9a-f]{2})+", text) is not None
    return datatype == "xsd:gYear" and len(text) == 4 if datatype != "xsd:date" else bool(date.fromisoformat(text))
