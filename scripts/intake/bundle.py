"""Files that are submissions already, as the form page and ``catalogue pack`` make them: taken byte by byte, wherever they lay."""

from __future__ import annotations

from collections.abc import Sequence

from schema.book.finding import Finding
from schema.fields.uscc import is_valid, normalise
from schema.forms.registry import BUREAU, ENTERPRISE, PRODUCT, FormKind
from schema.layout.arrange import SLUG, EntryKind, TreeEntry, arrange
from schema.layout.paths import ROOT, FormPath
from schema.reading.read import read
from schema.vocabulary.survey import constants
from scripts.intake.draft import Draft
from scripts.intake.incoming import Incoming
from scripts.intake.receipt import Receipt
from scripts.sandbox.refused import Refused
from scripts.writing.values import Values, typed_values


def submission(item: Incoming, data: bytes) -> FormPath | Draft:
    """The place of a submission by the folders it lay in; else a draft, whose content has to say where it belongs.

    Raises ``Refused``.
    """
    steps = item.origin.split("/")
    if ROOT in steps[:-1]:
        return _place("/".join(steps[_last(steps, ROOT) :]))
    reading = read(item.name, data)
    if reading.document is None or not reading.parsed:
        raise Refused(_unreadable(reading.findings))
    root = reading.document.root or {}
    kind = _kind(steps, root)
    values = typed_values(kind.cls, root)
    if kind is BUREAU:
        return _bureau(steps, values)
    code = next((text for text in map(normalise, reversed(steps[:-1])) if is_valid(text)), "")
    stem = item.name.removesuffix(".yaml").removesuffix(".yml")
    slug = stem if kind is PRODUCT and SLUG.fullmatch(stem) else ""
    city = next((slug for slug in map(_city_named, reversed(steps[:-1])) if slug), "")
    draft = Draft(item.origin, kind, values, Receipt(), code or _text(values, "统一社会信用代码"), slug=slug, data=data)
    if code and city:
        draft.printed_path = FormPath(city, code, slug or None)
    return draft


def _unreadable(findings: Sequence[Finding]) -> str:
    """Why a file cannot be read, and where, without anything of what stands in it."""
    first = findings[0]
    words = first.content.render(values=False)
    place = f"第 {first.line} 行：" if first.line else ""
    return f"{place}{words.text}，读不出是哪个单位的，没有导入；{words.hint}"


def _last(steps: Sequence[str], name: str) -> int:
    return max(place for place, step in enumerate(steps) if step == name)


def _place(path: str) -> FormPath:
    for finding in arrange([TreeEntry(path, EntryKind.FILE, 0)]).findings:
        raise Refused(f"{finding.message}，没有导入；{finding.hint}")
    place = FormPath.parse(path)
    if place is None:
        raise Refused(f"填报文件应在 {ROOT}/城市/信用代码/ 之下，没有导入")
    return place


def _kind(steps: Sequence[str], values: Values) -> FormKind:
    """Which form it is, by its name and folder, else by what stands in it."""
    if steps[-1] == "bureau.yaml":
        return BUREAU
    if steps[-1] == "enterprise.yaml":
        return ENTERPRISE
    if "products" in steps[-2:-1] or "报送单位" in values:
        return PRODUCT
    if "企业名称" in values:
        return ENTERPRISE
    raise Refused(
        f"不是附件1、附件2 的填报文件，没有导入；若确是，请放进 {ROOT}/城市/信用代码/，再运行 catalogue validate"
    )


def _bureau(steps: Sequence[str], values: Values) -> FormPath:
    """The place of a bureau's header: its folder names the city, else its 填报单位."""
    city = _city_named(steps[-2]) if len(steps) > 1 else None
    city = city or _city_named(_text(values, "填报单位"))
    if city is None:
        bureau = next(iter(constants().cities.values())).bureau
        raise Refused(
            f"看不出是哪个市的，没有导入；请在里面写明“填报单位”，如 {bureau}，或把它放在压缩包的 {ROOT}/城市/ 之下，如 {ROOT}/jinan/bureau.yaml"
        )
    return FormPath(city)


def _city_named(text: str) -> str | None:
    """The folder of the city that a text names or begins with; None for any other text."""
    for slug, city in constants().cities.items():
        if text in (slug, city.short) or text.startswith(city.name):
            return slug
    return None


def _text(values: Values, label: str) -> str:
    value = values.get(label)
    return value.strip() if isinstance(value, str) else ""
