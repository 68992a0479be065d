"""What the web form knows: fields, vocabularies, patterns and messages, exported from the schema as one JSON.

The browser's modules hold no range, no choice, no pattern and no sentence of their own about a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from schema.book.rule_book import rule_book
from schema.book.source import read_book
from schema.book.wording import templates
from schema.fields import amount, date, phone, url, uscc
from schema.fields.choice import Choice
from schema.fields.text import Text
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, Spec, asked, specs
from schema.forms.registry import UNIT_FORMS, FormKind
from schema.layout.arrange import MAX_MATERIAL_BYTES, MAX_NAME_BYTES, RESERVED, SLUG
from schema.public.projection import NOWHERE, PublicBureau
from schema.reading.filling import fill
from schema.rules import forms as rules
from schema.rules import material_files as proofs
from schema.rules.materials import ENTERPRISE_PROOFS, PRODUCT_PROOFS
from schema.rules.values import SURE_PREFIXES, wanted
from schema.text import garbled, hidden, lookalikes, names, numerals, personal, placeholder, words
from schema.text.pinyin import common_sounds
from schema.vocabulary import divisions as division
from schema.vocabulary import industries as industry
from schema.vocabulary.survey import City, constants
from scripts.paper import wording
from scripts.paper.wording import Box
from scripts.site.js_pattern import BLANK, js_pattern
from scripts.writing.yaml_writer import private_head

Json = dict[str, Any]
# The form's parts on the screen: a title, and the field that it begins with.
_SECTIONS = {
    "enterprise": (
        ("企业基本情况", "企业名称"), ("联系人", "联系人姓名"), ("经营与简介", "经营范围"), ("收入", "企业年度收入"),
        ("团队与研发", "大模型产品研发服务团队情况"), ("报送材料与承诺", "材料"),
    ),
    "product": (
        ("报送单位", "报送单位"), ("大模型产品", "大模型产品名称"), ("所属种类", "大模型产品所属种类"),
        ("介绍与前景", "大模型产品介绍及应用情况"), ("报送材料与承诺", "材料"),
    ),
}  # fmt: skip
# groups of rules about what the page itself writes, or cannot see
_BEYOND = ("位置与文件", "YAML 写法", "批次", "不公开部分", "合并请求")
_AND_YET = ("size.material", "size.unit")  # of those, what the page says of scans
_LONG = ("经营范围", "团队能力")  # texts without a range that take several lines
# Help in the words of files, worded otherwise on the screen.
_ON_SCREEN = {"统一社会信用代码": "营业执照上的 18 位代码", "检测时间": "写到月或写到日"}
_PATTERNS: Mapping[str, Mapping[str, str | re.Pattern[str]]] = {
    "amount": amount.PATTERNS, "date": date.PATTERNS, "phone": phone.PATTERNS, "problem": placeholder.PATTERNS,
    "text": words.PATTERNS | hidden.PATTERNS | personal.PATTERNS | garbled.PATTERNS | lookalikes.PATTERNS | numerals.PATTERNS, "names": names.PATTERNS, "url": url.PATTERNS, "uscc": uscc.PATTERNS,
}  # fmt: skip


def form_json(
    repo_url: str | None = None, branch: str = "main", bureaus: Mapping[str, PublicBureau] | None = None
) -> str:
    """The file's text. ``repo_url`` is the repository that takes submissions, where one is configured; ``bureaus`` are by city."""
    data = form_data(bureaus or {}) | {"repository": {"url": (repo_url or "").rstrip("/"), "branch": branch}}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def form_data(bureaus: Mapping[str, PublicBureau] | None = None) -> Json:
    """Everything but the repository."""
    contacts = bureaus or {}
    survey = constants()
    return {
        "round": survey.round,
        "firstRound": survey.first_round,
        "separate": survey.separate,
        "deadline": survey.deadline.isoformat(),
        "closed": survey.closed,
        "threshold": f"{survey.threshold:f}",
        "forms": {kind.name: _form(kind) for kind in UNIT_FORMS},
        "cities": [_city(city, contacts.get(slug, NOWHERE)) for slug, city in survey.cities.items()],
        "industries": [[row.sector, row.name, list(aliases)] for row, aliases in industry.directory()],
        "industryTail": js_pattern(industry.TAIL),
        "prefixes": {prefix: [row.kind, row.nature] for prefix, row in uscc.prefixes().items()},
        "surePrefixes": list(SURE_PREFIXES),
        "uscc": {
            "alphabet": uscc.ALPHABET, "lookalikes": uscc.LOOKALIKES, "confused": list(uscc.CONFUSED), "offices": sorted(uscc.offices()),
        },
        "most": {"capital": rules.MOST_CAPITAL, "perHead": rules.MOST_A_HEAD, "people": rules.MOST_PEOPLE},
        "scans": _scans(),
        "messages": _messages(),
        "phrases": _phrases(),
        "hiddenNames": dict(hidden.HIDDEN_NAMES),
        "lookalikes": lookalikes.lookalikes(),
        "pinyin": common_sounds(),
        "numerals": {"digits": numerals.DIGITS, "units": numerals.UNITS},
        "blank": BLANK,
        "slug": js_pattern(SLUG),
        "patterns": {
            name: {key: js_pattern(re.compile(pattern)) for key, pattern in patterns.items()} for name, patterns in _PATTERNS.items()
        },
        "words": {"seal": wording.SEAL, "extraTitle": wording.EXTRA_TITLE, "extraNote": wording.EXTRA_NOTE, "place": wording.PLACE, "bond": wording.BOND},
    }  # fmt: skip


def _scans() -> Json:
    """What a scan may be, and what else is told apart by its first bytes."""
    return {
        "most": MAX_MATERIAL_BYTES,
        "mostOfUnit": proofs.MAX_UNIT_BYTES,
        "nameBytes": MAX_NAME_BYTES,
        "reserved": js_pattern(RESERVED),
        "signatures": [[sign.decode("latin-1"), kind] for sign, kind in proofs.OTHERS],
        "brands": {
            kind: sorted(brand.decode() for brand in brands)
            for kind, brands in (("kind.avif", proofs.AVIF), ("kind.heic", proofs.HEIF))
        },
        "cures": proofs.CURES,
    }


def _messages() -> Json:
    """The wording of what the page can judge: [rule, message, hint, severity] by name."""
    return {
        name: [template.rule, template.message, template.hint, template.severity.value]
        for name, template in templates().items()
        if name in _AND_YET or rule_book()[template.rule].group not in _BEYOND
    }


def _phrases() -> Json:
    """The parts of those messages by name."""
    groups = read_book("phrases.yaml").items()
    return {
        name: text
        for group, texts in groups
        for name, text in texts.items()
        if group not in _BEYOND or name.startswith(("kind.", "cure."))
    }


def _city(city: City, contact: PublicBureau) -> Json:
    named = {spelt: found.name for (slug, spelt), found in division.spellings().items() if slug == city.slug}
    official = [found.name for found in division.divisions() if found.city == city.slug]
    aliases = {spelt: meant for spelt, meant in named.items() if spelt != meant}
    taken = {
        "mail": contact.mail,
        "phone": "、".join(contact.phones),
        "address": contact.address,
        "handedTo": wording.handed_to(city, contact),
    }
    return {
        "slug": city.slug,
        "name": city.name,
        "short": city.short,
        "bureau": city.bureau,
        "districts": official,
        "aliases": aliases,
    } | {key: text for key, text in taken.items() if text}


# ---------- forms ----------


def plain_form(kind: FormKind, boxes: Mapping[str, Box] | None = None) -> Json:
    """What it takes to read and to write a form's file. ``boxes`` are those of the paper, by key."""
    return {
        "head": kind.schema_comment,
        "privateHead": private_head(kind.cls),
        "keys": [spec.label for spec in specs(kind.cls)],  # in the file's order, those that programs write too
        "fields": [_field(spec, kind.cls, (boxes or {}).get(spec.label)) for spec in asked(kind.cls)],
    }


def _form(kind: FormKind) -> Json:
    name, paper = kind.name, kind.paper
    boxes = wording.BOXES[paper]
    return plain_form(kind, {box.key: box for box in boxes}) | {
        "paper": paper,
        "title": kind.title,
        "sections": [{"title": title, "from": label} for title, label in _SECTIONS[name]],
        "boxes": [_box(box) for box in boxes],
        "proofs": [
            {"kinds": proof.kinds, "title": str(proof.title), "tested": proof.tested}
            for proof in (ENTERPRISE_PROOFS if kind.cls is Enterprise else PRODUCT_PROOFS)
        ],
    }


def _field(spec: Spec, parent: type[Form], box: Box | None, words: str = "") -> Json:
    entry = spec.entry
    out: Json = {
        "key": spec.label,
        "title": words or (box.label if box and not box.parts else spec.label),
        "help": entry.help,
    }
    out |= {
        "example": entry.example,
        "unit": entry.unit,
        "required": entry.required,
        "absent": entry.absent,
        "fill": str(fill(spec)),
    }
    if spec.label in _ON_SCREEN:
        out["screen"] = _ON_SCREEN[spec.label]
    out["see"] = entry.visibility.value
    if entry.apart:
        out["apart"] = True
    if entry.when:
        sibling = next(found.label for found in specs(parent) if found.attribute == entry.when.attribute)
        below = f"{entry.when.below:f}" if entry.when.below is not None else None
        out["when"] = {
            "key": sibling,
            "says": entry.when.says,
            "only": entry.when.only,
            "values": list(entry.when.values),
            "below": below,
        }
    if spec.part:
        parts = dict(box.parts) | {option.value: option.printed for option in box.options} if box else {}
        out["part"] = [_field(inner, spec.part, None, parts.get(inner.label, "")) for inner in asked(spec.part)]
        out["title"] = box.label if box else spec.label
        out["many"] = spec.many
    else:
        out["type"] = _type(spec)
    return {key: value for key, value in out.items() if value not in ("", None)}


def _type(spec: Spec) -> Json:
    scalar: Any = spec.scalar
    out: Json = {"kind": type(scalar).__name__} | _plain(asdict(scalar))
    if isinstance(scalar, Text):
        out |= {
            "long": scalar.words or spec.label in _LONG,
            "wanted": str(wanted(scalar)) if scalar.least > 1 or scalar.most else "",
        }
    if isinstance(scalar, Choice):
        out["readings"] = dict(scalar.readings)
    return out


def _plain(values: Mapping[str, Any]) -> Json:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in values.items()
        if not isinstance(value, Decimal)
    }


def _box(box: Box) -> Json:
    out = {
        "key": box.key,
        "label": box.label,
        "note": box.note,
        "half": box.half,
        "extra": box.extra,
        "unit": box.unit,
    }
    out["options"] = [[option.value, option.printed, option.blank, option.tail] for option in box.options]
    out["parts"] = [list(part) for part in box.parts]
    return {key: value for key, value in out.items() if value}
