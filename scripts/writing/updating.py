"""A form's file updated from values: scalars that differ are replaced by position, what is new is inserted.

Nothing is removed: what the file has and the values have not is kept, and listed in ``Change.kept``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schema.fields.problem import Unreadable
from schema.forms.form import Form, Spec, specs
from schema.reading.document import KeyPath
from schema.reading.read import read
from schema.text.words import tidy
from scripts.writing.editor import Editor, Unchangeable
from scripts.writing.values import Values, path_text, text_of
from scripts.writing.yaml_writer import block, list_item

_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class Change:
    """The file's new bytes, and the paths that only the old file has."""

    data: bytes
    kept: list[str] = field(default_factory=list)


def update(cls: type[Form], path: str, data: bytes, values: Values) -> Change:
    """The file with ``values`` in it. Raises ``Unchangeable`` where the result would not be exactly that."""
    reading = read(path, data)
    document = reading.document
    if document is None or not document.root or not reading.parsed or reading.findings:
        raise Unchangeable("已有的文件本身有错误，不能按位置修改；请先用 catalogue validate 改好")
    updater = _Updater(Editor(document, data))
    updater.update_map(cls, document.root, values, ())
    result = updater.editor.result()
    _verify(cls, path, document.root, result, values)
    return Change(result, updater.kept)


class _Updater:
    """Walks a form, the file's values and the new values side by side."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.kept: list[str] = []

    def update_map(self, cls: type[Form], old: Values, new: Values, at: KeyPath) -> None:
        for spec in specs(cls):
            here, before = (*at, spec.label), old.get(spec.label)
            value: Any = new.get(spec.label)
            if value in _EMPTY:
                if before not in _EMPTY:
                    self.kept.append(path_text(here))
            elif spec.label not in old:
                self._insert(cls, spec.label, value, old, at)
            elif spec.part is None:
                self._update_scalar(spec, before, value, here)
            elif spec.many and isinstance(before, list):
                self._update_list(spec.part, before, value, here)
            elif not spec.many and isinstance(before, dict):
                self.update_map(spec.part, before, value, here)
            elif before is None:
                _, *lines = block(cls, {spec.label: value}, self.editor.indent(here))
                self.editor.insert_below(here, lines)
            else:
                raise _other_shape(here)

    def _update_scalar(self, spec: Spec, before: Any, value: str, at: KeyPath) -> None:
        if before is None:
            self.editor.fill_scalar(at, value)
        elif not _same(spec, before, value):
            self.editor.replace_scalar(at, value)

    def _update_list(self, part: type[Form], old: list[Any], new: list[Values], at: KeyPath) -> None:
        for position, (before, item) in enumerate(zip(old, new, strict=False), 1):
            if not isinstance(before, dict):
                raise _other_shape(at)
            self.update_map(part, before, item, (*at, position))
        self.kept += [path_text((*at, position)) for position in range(len(new) + 1, len(old) + 1)]
        if old and (more := new[len(old) :]):
            last = (*at, len(old))
            dash = self.editor.dash_indent(last)
            self.editor.append_items(last, (line for item in more for line in list_item(part, item, dash)))

    def _insert(self, cls: type[Form], label: str, value: Any, old: Values, at: KeyPath) -> None:
        """Insert a key that the file does not have behind the nearest key that comes before it in the form's order."""
        labels = [spec.label for spec in specs(cls)]
        before = [name for name in labels[: labels.index(label)] if name in old]
        if not before:
            raise Unchangeable(f"已有文件里“{path_text((*at, label))}”没有可以插入的位置；请手工改")
        anchor = (*at, before[-1])
        self.editor.insert_after(anchor, block(cls, {label: value}, self.editor.indent(anchor)))


def _other_shape(at: KeyPath) -> Unchangeable:
    return Unchangeable(f"已有文件里“{path_text(at)}”的写法与表格不同，不能按位置修改；请手工改")


def _same(spec: Spec, typed: Any, text: str) -> bool:
    """Whether a scalar as typed in the file has the value that ``text`` has: 4,200 is 4200."""
    if not isinstance(typed, str):
        return False
    if tidy(typed) == text:
        return True
    try:
        return spec.scalar is not None and text_of(spec.scalar.read(typed)) == text_of(spec.scalar.read(text))
    except Unreadable:
        return False


# ---------- verification ----------


def _verify(cls: type[Form], path: str, old: Values, data: bytes, values: Values) -> None:
    """Refuse a result that does not read cleanly, lacks a new value, or has lost anything of the old file."""
    reading = read(path, data)
    root = reading.document.root if reading.document else None
    if reading.findings or root is None or not _has_values(cls, root, values) or not _has_kept(old, root, values):
        raise Unchangeable("已有的文件不能按位置安全修改；请手工改，或先删去它再导入")


def _has_values(cls: type[Form], root: Any, values: Values) -> bool:
    for spec in specs(cls):
        value: Any = values.get(spec.label)
        if value in _EMPTY:
            continue
        there: Any = root.get(spec.label) if isinstance(root, dict) else None
        if spec.part is None:
            ok = _same(spec, there, str(value))
        elif spec.many:
            part = spec.part
            ok = isinstance(there, list) and len(there) >= len(value)
            ok = ok and all(_has_values(part, *pair) for pair in zip(there, value, strict=False))
        else:
            ok = _has_values(spec.part, there, value)
        if not ok:
            return False
    return True


def _has_kept(old: Any, new: Any, values: Any) -> bool:
    """Whether everything in ``old`` that ``values`` do not set is unchanged in ``new``."""
    if isinstance(old, dict):
        given = values if isinstance(values, dict) else {}
        return isinstance(new, dict) and all(
            _has_kept(value, new.get(key), given.get(key)) for key, value in old.items()
        )
    if isinstance(old, list):
        given_items = [*values, *[None] * len(old)] if isinstance(values, list) else [None] * len(old)
        return (
            isinstance(new, list)
            and len(new) >= len(old)
            and all(_has_kept(*item) for item in zip(old, new, given_items, strict=False))
        )
    return values not in (None, "") or old == new
