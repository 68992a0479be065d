"""A form to fill in: every field with its help above it, what is known filled in, the rest left blank.

A blank is an empty value, which ``validate`` tells as missing at its line. A field that only another field's value asks for stands
blank while that value is open, and is left out once it is known not to be needed; where its blank would be told (a part with
fields of its own), its lines are commented out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from pydantic_core import PydanticCustomError

from schema.fields.choice import Choice
from schema.fields.text import Text
from schema.forms.form import Form, Spec, specs
from schema.forms.in_words import kind_words, need_words
from schema.forms.parts import ABILITY, LICENCE, PATENT_PROOF, TEST_REPORT, USE_PROOF
from schema.forms.product import Product
from schema.forms.registry import kind_of
from schema.reading.document import Path
from scripts.report.explain import wrap
from scripts.writing.values import Values
from scripts.writing.yaml_writer import write_form

_RULES_OF_WRITING = "写法：冒号用半角，后面空一格；下级栏目缩进两个空格，不用 Tab。以 # 开头的行是说明，可以删去。"
_LONG = "从下一行写起，行首空两格，可以分几行"
_ITEMS = {"材料": "每项以“-”开头；文件、线下提交只填一行", "大模型产品知识产权情况": "每项以“-”开头"}
_WIDTH = 98  # columns of a remark


def template(cls: type[Form], values: Values, path: str) -> str:
    """The file of a form at ``path`` (from the repository's root)."""
    told = f"{_title(cls)}\n{_RULES_OF_WRITING}\n写好后检查：catalogue validate {path}"
    remarks: dict[Path, str] = {}
    return write_form(cls, _filled(cls, values, (), remarks), title=told, remarks=remarks)


def needed(cls: type[Form], spec: Spec, values: Mapping[str, Any]) -> bool | None:
    """Whether the sibling that a field depends on asks for it; None while that is open. Fields without a condition are needed."""
    when = spec.entry.when
    if when is None:
        return True
    sibling = next(other for other in specs(cls) if other.attribute == when.attribute)
    text = values.get(sibling.label)
    if not text or sibling.scalar is None:
        return None
    try:
        known: Any = SimpleNamespace(**{when.attribute: sibling.scalar.read(text)})
    except PydanticCustomError:
        return None
    return when.holds(known) or (None if not when.only else False)


def proofs(cls: type[Form], values: Values) -> tuple[str, ...]:
    """The kinds of 材料 that a form must name, as far as they are known; an empty one is for the unit to choose."""
    if cls is not Product:
        return (LICENCE, ABILITY)
    tested = values.get("大模型产品检测情况", {}).get("是否检测")
    return (LICENCE, PATENT_PROOF, {"是": TEST_REPORT, "否": USE_PROOF}.get(tested, ""))


def _title(cls: type[Form]) -> str:
    return f"{kind_of(cls).full_title}。"


def _filled(cls: type[Form], values: Values, at: Path, remarks: dict[Path, str]) -> Values:
    """All fields of a form that may be needed, with what is known; notes the help of each."""
    out: Values = {}
    waiting = ""  # lines that wait for the next key
    for spec in specs(cls):
        here, wanted = (*at, spec.label), needed(cls, spec, values)
        if wanted is False:
            continue
        if wanted is None and spec.part:
            waiting += _commented(spec)
            continue
        remarks[here] = waiting + "\n".join(help_lines(spec))
        waiting = ""
        known = values.get(spec.label)
        if spec.part is None:
            out[spec.label] = known or ""
        elif spec.many:
            out[spec.label] = [_filled(spec.part, item, (), {}) for item in known or _items(spec, cls, values)]
        else:
            out[spec.label] = _filled(spec.part, known or {}, here, remarks)
    return out


def _items(spec: Spec, cls: type[Form], values: Values) -> list[Values]:
    return [{"类别": kind} for kind in proofs(cls, values)] if spec.label == "材料" else [{}]


def _commented(spec: Spec) -> str:
    """The lines of a part that may be needed, commented out, with their help."""
    inner = specs(spec.part) if spec.part else ()
    told = f"{help_of(spec)}；填时删去下面 {len(inner) + 1} 行行首的“# ”"
    return "\n".join(
        [*wrap(told, _WIDTH), *_inner(inner), f"{spec.label}:", *(f"  {part.label}:" for part in inner), ""]
    )


def help_lines(spec: Spec) -> list[str]:
    """What stands above a field: need, help, range and example; of a list also of what each item has."""
    told = help_of(spec)
    if is_long(spec):
        told += f"；{_LONG}"
    if not spec.many or not spec.part:
        return list(wrap(told, _WIDTH))
    return [*wrap(f"{told}；{_ITEMS.get(spec.label, '每项以“-”开头')}", _WIDTH), *_inner(specs(spec.part))]


def _inner(parts: Iterable[Spec]) -> Iterator[str]:
    for part in parts:
        yield from wrap(f"· {part.label}：{help_of(part)}", _WIDTH)


def help_of(spec: Spec) -> str:
    """A field's need, help, range and example."""
    told, kind, choice = spec.entry, kind_words(spec), isinstance(spec.scalar, Choice)
    need = need_words(spec).split("，")[0] if told.required or told.when else ""
    help_ = "" if choice or (told.when and told.help.startswith(told.when.says)) else told.help
    limited = kind.endswith("个字符") or (is_long(spec) and "字" not in told.help)
    example = told.such_as if not choice and told.example not in told.help else ""
    said = "；".join(filter(None, (help_, kind if choice or limited else "", example)))
    return "。".join(filter(None, (need, said)))


def is_long(spec: Spec) -> bool:
    """Whether a field holds a text of several lines."""
    return isinstance(spec.scalar, Text) and spec.scalar.words
