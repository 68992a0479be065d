"""A form to fill in: every field with its help above it, known values filled in, the rest left blank.

A blank is an empty value, which ``validate`` reports as missing at its line. A field that depends on another one is blank while that
one is open, and left out once it is known not to be needed; a part with fields of its own is commented out meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from schema.fields.choice import Choice
from schema.fields.problem import Unreadable
from schema.fields.text import Text
from schema.forms.form import Form, Spec, asked, specs
from schema.forms.halves import private_half
from schema.forms.in_words import kind_words, need_words
from schema.forms.product import Product
from schema.forms.registry import kind_of
from schema.layout.paths import FormPath
from schema.reading.document import KeyPath
from schema.rules.materials import ENTERPRISE_PROOFS, PRODUCT_PROOFS
from schema.vocabulary.survey import constants
from scripts.report.explain import wrap
from scripts.writing.halves import parted
from scripts.writing.values import Values, this_round
from scripts.writing.yaml_writer import write_form, write_private

_RULES_OF_WRITING = "写法：冒号用半角，后面空一格；下级栏目缩进两个空格，不用 Tab。以 # 开头的行是说明，可以删去。"
_LONG = "从下一行写起，行首空两格，可以分几行"
_WIDTH = 98  # columns of a comment


def template(cls: type[Form], values: Values, path: str) -> str:
    """The file of a form at ``path`` (from the repository's root)."""
    title = f"{kind_of(cls).full_title}。\n{_RULES_OF_WRITING}\n写好后检查：catalogue validate {path}"
    remarks: dict[KeyPath, str] = {}
    filled = _filled(kind_of(cls).filed, this_round() | values, (), remarks)
    return write_form(cls, filled, title=title, remarks=remarks)


def templates(place: FormPath, values: Values, salt: str) -> dict[str, str]:
    """The files of a new form by their paths: one, or a public and a private half with ``salt``; each is bound once both are filled in."""
    cls = place.kind.cls
    if not constants().separate:
        return {place.path: template(cls, values, place.path)}
    public, private = parted(cls, values)
    remarks: dict[KeyPath, str] = {}
    filled = _filled(private_half(cls), {"盐": salt} | private, (), remarks)
    if "材料" not in private:  # one line for each that travels, which nobody knows yet
        filled.pop("材料")
    return {
        place.path: template(cls, public, place.path),
        place.private_path: write_private(cls, filled, remarks=remarks),
    }


def needed(cls: type[Form], spec: Spec, values: Mapping[str, Any]) -> bool | None:
    """Whether a field is needed, as far as the sibling that it depends on is known; None while that is open."""
    when = spec.entry.when
    if when is None:
        return True
    sibling = next(other for other in specs(cls) if other.attribute == when.attribute)
    text = values.get(sibling.label)
    if not text or sibling.scalar is None:
        return None
    try:
        known: Any = SimpleNamespace(**{when.attribute: sibling.scalar.read(text)})
    except Unreadable:
        return None
    return when.holds(known) or (None if not when.only else False)


def proofs(cls: type[Form], values: Values) -> list[str]:
    """The 类别 of 材料 that a form must list, as far as they are known; "" for one that is still to be chosen."""
    if not issubclass(cls, Product):
        return [proof.kinds[0] for proof in ENTERPRISE_PROOFS]
    tested = {"是": True, "否": False}.get(values.get("大模型产品检测情况", {}).get("是否检测"))
    kinds = [proof.kinds[0] for proof in PRODUCT_PROOFS if proof.tested in (None, tested)]
    return kinds if tested is not None else [*kinds, ""]


def _filled(cls: type[Form], values: Values, at: KeyPath, remarks: dict[KeyPath, str]) -> Values:
    """All fields of a form that may be needed, with the known values; their help goes into ``remarks``."""
    out: Values = {}
    commented = ""  # parts commented out above the next key
    for spec in specs(cls):
        here, wanted = (*at, spec.label), needed(cls, spec, values)
        if wanted is False or not (spec.entry.asked or spec.label in values):
            continue
        if wanted is None and spec.part:
            commented += _commented(spec)
            continue
        remarks[here] = commented + "\n".join(help_lines(spec))
        commented = ""
        known = values.get(spec.label)
        if spec.part is None:
            out[spec.label] = known or ""
        elif spec.many:
            out[spec.label] = [_item(spec.part, item) for item in known or _items(spec, cls, values)]
        else:
            out[spec.label] = _filled(spec.part, known or {}, here, remarks)
    return out


def _item(part: type[Form], item: Values) -> Values:
    """One item; of a material whose way is known, what is not needed is left out."""
    return item if any(item.get(way) for way in ("文件", "线下提交", "另交")) else _filled(part, item, (), {})


def _items(spec: Spec, cls: type[Form], values: Values) -> list[Values]:
    return [{"类别": kind} for kind in proofs(cls, values)] if spec.label == "材料" else [{}]


def _commented(spec: Spec) -> str:
    """The lines of a part that may be needed, commented out, with their help."""
    inner = specs(spec.part) if spec.part else ()
    help = wrap(f"{help_of(spec)}；填时删去下面 {len(inner) + 1} 行行首的“# ”", _WIDTH)
    return "\n".join([*help, *_inner(inner), f"{spec.label}:", *(f"  {part.label}:" for part in inner), ""])


@cache
def _wrapped(text: str) -> tuple[str, ...]:
    """A text in lines; an answer is judged in its file, which is made anew each time."""
    return tuple(wrap(text, _WIDTH))


def help_lines(spec: Spec) -> list[str]:
    """The comment above a field: need, help, range and example; for a list also those of its items' fields."""
    help = help_of(spec) + (f"；{_LONG}" if is_long(spec) else "")
    if not spec.many or not spec.part:
        return list(_wrapped(help))
    ways = "另交" if constants().separate else "文件"
    items = f"每项以“-”开头；{ways}、线下提交只填一行" if spec.label == "材料" else "每项以“-”开头"
    return [*_wrapped(f"{help}；{items}"), *_inner(asked(spec.part))]


def _inner(parts: Iterable[Spec]) -> Iterator[str]:
    for part in parts:
        yield from _wrapped(f"· {part.label}：{help_of(part)}")


def help_of(spec: Spec) -> str:
    """A field's need, help, range and example."""
    entry, kind, choice = spec.entry, kind_words(spec), isinstance(spec.scalar, Choice)
    need = need_words(spec).split("，")[0] if entry.required or entry.when else ""
    help = "" if choice or (entry.when and entry.help.startswith(entry.when.says)) else entry.help
    ranged = choice or kind.endswith("个字符") or (is_long(spec) and "字" not in entry.help)
    example = entry.such_as if not choice and entry.example not in entry.help else ""
    details = "；".join(filter(None, (help, kind if ranged else "", example)))
    return "。".join(filter(None, (need, details)))


def is_long(spec: Spec) -> bool:
    """Whether a field holds a text of several lines."""
    return isinstance(spec.scalar, Text) and spec.scalar.words
