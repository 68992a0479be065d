"""Everything that is wrong with a document that is not a whole form: gone through field by field, one finding a mistake."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pydantic_core import PydanticCustomError

from schema.book.finding import Finding
from schema.book.messages import phrase, said
from schema.fields.problem import kind_of, shape, without_value
from schema.forms.form import Form, Spec, Visibility, specs
from schema.reading.conditions import conditional, fill, is_absent, shape_hint
from schema.reading.document import BROKEN, Document, Path
from schema.reading.excerpt import PRIVATE_LABELS, is_plain_key
from schema.text.placeholder import is_placeholder
from schema.text.similar import nearest


class Diagnosis:
    """Goes through a document that is not a whole form and tells everything that is wrong, one finding a mistake."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.astray: set[str] = set()  # labels told once as wrongly indented
        self.root_labels: frozenset[str] = frozenset()

    def form(self, cls: type[Form], raw: dict[str, Any], path: Path) -> Form:
        """The part of a form that can be read; fields that cannot are None."""
        if path == ():
            self.root_labels = frozenset(spec.label for spec in specs(cls))
        meant = self._unknown(cls, raw, path)
        values: dict[str, Any] = {}
        for spec in specs(cls):
            value = raw.get(spec.label)
            if is_absent(value):
                if spec.entry.required and spec.label not in meant:
                    self._absent(spec, (*path, spec.label))
                values[spec.attribute] = None
            else:
                values[spec.attribute] = None if value is BROKEN else self._value(spec, value, (*path, spec.label))
        form = cls.model_construct(**values)
        if path == ():
            told = {finding.field for finding in self.findings}
            more = conditional(cls, form, self.document, ())
            self.findings += [f for f in more if f.field not in told and (f.field or "").split(".")[-1] not in meant]
            self.findings = [f for f in self.findings if not (f.field in self.astray and f.rule.endswith("-missing"))]
        return form

    def _absent(self, spec: Spec, at: Path) -> None:
        known = at in self.document.places
        told = said("left.empty" if known else "absent", label=spec.label, fill=fill(spec))
        self.findings.append(self.document.finding(spec.entry.absent, at, told.message, told.hint, key=True))

    def _value(self, spec: Spec, raw: Any, at: Path) -> Any:
        if spec.part is None:
            return self._scalar(spec, raw, at)
        if spec.many:
            if not isinstance(raw, list):
                return self._mistyped(spec, raw, at, "以“-”开头的列表")
            return tuple(self._item(spec, item, (*at, position)) for position, item in enumerate(raw, 1))
        if not isinstance(raw, dict):
            return self._mistyped(spec, raw, at, "带有下级栏目的一组内容")
        return self.form(spec.part, raw, at)

    def _item(self, spec: Spec, raw: Any, at: Path) -> Any:
        assert spec.part is not None  # noqa: S101 - a list is always of parts
        if raw is BROKEN:
            return None
        if isinstance(raw, dict):
            return self.form(spec.part, raw, at)
        if raw is None:
            return self._tell(
                "field-missing", at, f"“{spec.label}”的第 {at[-1]} 项是空的", "请填写，或删去这一项的“-”", key=False
            )
        return self._mistyped(spec, raw, at, f"“{specs(spec.part)[0].label}: …”这样的一组内容")

    def _scalar(self, spec: Spec, raw: Any, at: Path) -> Any:
        assert spec.scalar is not None  # noqa: S101 - what is no part has a type
        try:
            return spec.scalar.read(raw)
        except PydanticCustomError as error:
            told = error.context or {}
            structure = not isinstance(raw, str)
            if isinstance(raw, str) and spec.entry.absent == "field-missing" and is_placeholder(raw):
                advice = fill(spec) if spec.entry.required or spec.entry.when else phrase("optional")
                filler = said("filler", label=spec.label, fill=advice)
                self._tell(filler.rule, at, filler.message, filler.hint, key=False)
            else:
                message, hint = str(told["message"]), str(told["hint"])
                if spec.entry.visibility is not Visibility.PUBLIC and isinstance(raw, str):
                    message, hint = (without_value(said, raw) for said in (message, hint))
                self._tell(error.type, at, phrase("of", label=spec.label, message=message), hint, key=structure)
            return None

    def _mistyped(self, spec: Spec, raw: Any, at: Path, wanted: str) -> None:
        part = spec.part
        if isinstance(raw, str) and part and (trouble := _lost_colon(part, raw)):
            self._tell("yaml-syntax", at, *trouble, key=False)
        elif spec.entry.absent != "field-missing":
            self._tell(spec.entry.absent, at, f"“{spec.label}”应写成{wanted}", shape_hint(spec), key=True)
        else:
            self._tell(
                "field-type", at, f"“{spec.label}”应是{wanted}，却写成了{kind_of(raw)}", shape_hint(spec), key=True
            )

    def _tell(self, rule: str, at: Path, message: str, hint: str, *, key: bool) -> None:
        self.findings.append(self.document.finding(rule, at, message, hint, key=key))

    def _misplaced(self, cls: type[Form], raw: dict[str, Any], key: str, path: Path) -> str | None:
        """Tell a key whose indentation is wrong; returns the label of this level that it explains, or the key itself."""
        for spec in specs(cls):
            if (
                spec.part
                and not spec.many
                and key in {inner.label for inner in specs(spec.part)}
                and is_absent(raw.get(spec.label))
            ):
                if spec.label not in self.astray:
                    self._tell(
                        "yaml-syntax",
                        (*path, key),
                        f"“{key}”是“{spec.label}”的下级栏目，没有缩进",
                        "请在它和同组各行的行首加两个空格",
                        key=True,
                    )
                self.astray.add(spec.label)
                return spec.label
        if path and key in self.root_labels and key not in (self.document.root or {}):
            self.astray.add(key)
            self._tell(
                "yaml-syntax",
                (*path, key),
                f"“{key}”多了缩进，成了“{path[0]}”的下级栏目",
                "请去掉行首的空格，与其他栏目左对齐",
                key=True,
            )
            return key
        return None

    def _unknown(self, cls: type[Form], raw: dict[str, Any], path: Path) -> set[str]:
        """Tell the keys that the form does not have; returns the labels that were probably meant."""
        labels = [spec.label for spec in specs(cls)]
        meant = set()
        for key in raw:
            if key in labels:
                continue
            head = re.split("[:：]", key, maxsplit=1)[0].strip()
            if head in labels and raw[key] is None and head != key:
                meant.add(head)
                wrong = "后面的冒号是全角“：”" if "：" in key[: len(head) + 2] else "的冒号后面缺一个空格"
                self._tell(
                    "yaml-syntax",
                    (*path, key),
                    f"“{head}”{wrong}",
                    f"请写成“{head}: …”，冒号用半角，后面空一格",
                    key=True,
                )
                continue
            if home := self._misplaced(cls, raw, key, path):
                meant.add(home)
                continue
            swapped = raw[key] if isinstance(raw[key], str) and raw[key] in labels else None
            free = [label for label in labels if label not in raw] or labels
            near = swapped or (_nearest_label(key, free) if len(raw) <= _GUESSES else None)
            if near:
                meant.add(near)
            hint = (
                f"您要写的是否是“{near}”？" if near else _no_label(key, labels if len(raw) <= _GUESSES else [], labels)
            )
            self._unknown_key(key, path, hint, swapped)
        return meant

    def _unknown_key(self, key: str, path: Path, hint: str, swapped: str | None) -> None:
        hidden = swapped in PRIVATE_LABELS or not is_plain_key(key, self.document.text, path[-1] if path else "")
        if swapped:
            hint = f"栏名与内容写反了，请写成“{swapped}: …”"
        shown = _hidden_key(key) if hidden else f"“{key[:40]}”"
        self._tell("field-unknown", (*path, key), f"不认识的栏目{shown}", hint, key=True)
        if swapped in PRIVATE_LABELS:
            self.findings[-1] = replace(self.findings[-1], field=None)


_GUESSES = 200  # keys of one map; a map with more is not a form, and each guess takes time
_ALSO_CALLED = {
    "联系方式": "手机号码",
    "联系电话": "手机号码",
    "电话": "手机号码",
    "手机": "联系方式",
    "手机号码": "联系方式",
}


def _nearest_label(key: str, labels: list[str]) -> str | None:
    bare = re.sub(r"[\s\u3000*＊:：]|[（(].*?[）)]", "", key)
    if bare in labels:
        return bare
    if len(bare) < 2:
        holding = [label for label in labels if bare and bare in label]
        return holding[0] if len(holding) == 1 else None
    return nearest(bare, labels) or next((label for label in labels if _ALSO_CALLED.get(bare) == label), None)


def _no_label(key: str, likely: list[str], labels: list[str]) -> str:
    """The hint for a key that stands for no label that is still free: which one it is like, and all that there are."""
    written = _nearest_label(key, likely)
    return (f"最相近的“{written}”已经写了；" if written else "") + f"此处可用的栏目：{'、'.join(labels)}"


def _hidden_key(key: str) -> str:
    """What is told of a key that may be, or hold, a private value typed in the wrong place."""
    label = next((label for label in sorted(PRIVATE_LABELS, key=len, reverse=True) if label in key), "")
    return f"“{label}……”" if label else f"“……”（{shape(key)}）"


def _lost_colon(part: type[Form], raw: str) -> tuple[str, str] | None:
    """The lines of a map that became one text, because their colons are full-width or have no blank after them."""
    for spec in specs(part):
        if raw.startswith(spec.label):
            rest = raw[len(spec.label) :].lstrip()
            if rest.startswith("："):
                return f"“{spec.label}”后面的冒号是全角“：”", "请改成半角冒号“:”，并在后面空一格"
            if rest.startswith(":"):
                return f"“{spec.label}”的冒号后面缺一个空格", "请在冒号后面加一个空格"
    return None
