"""A form's two halves joined into one, before the rules, and what binds them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schema.book.finding import Finding
from schema.book.wording import message
from schema.forms.commitment import commit
from schema.forms.form import Form, specs
from schema.forms.halves import private_half, private_paths
from schema.layout.paths import FormPath
from schema.reading.document import Document, TwoHalves, Value

Digest = Callable[[str], str | None]  # of the file that a line of 材料 names; None where it cannot be read


def joined_form(cls: type[Form], public: Any, private: Any) -> Any:
    """One form of both halves; without the private one its fields are None."""
    if public is None:
        return None
    values: dict[str, Any] = {}
    for spec in specs(cls):
        value = getattr(public, spec.attribute)
        if spec.entry.apart:
            value = getattr(private, spec.attribute, None)
        elif spec.part and value is not None:
            theirs = getattr(private, spec.attribute, None)
            value = _items(spec.part, value, theirs) if spec.many else joined_form(spec.part, value, theirs)
        values[spec.attribute] = value
    return cls.model_construct(**values)


def _items(part: type[Form], public: tuple[Any, ...], private: tuple[Any, ...] | None) -> tuple[Any, ...]:
    travelling = iter(private or ())
    return tuple(joined_form(part, item, next(travelling, None) if _travels(item) else None) for item in public)


def _travels(item: Any) -> bool:
    return item is not None and bool(getattr(item, "travels", False))


def joined_document(cls: type[Form], public: Document, form: Any, private: Document) -> TwoHalves:
    """Both documents as one; ``form`` is the public half."""
    return TwoHalves(
        public.path,
        f"{public.text}\n{private.text}",
        (private.root or {}) | (public.root or {}),
        public.places,
        public.commented | {at for at in private.commented if len(at) == 1},
        half=private,
        private=private_paths(cls),
        lines=travelling(form),
    )


def travelling(form: Any) -> tuple[int, ...]:
    """The positions of the lines of 材料 whose files travel with the private half."""
    return tuple(position for position, item in enumerate(getattr(form, "materials", None) or (), 1) if _travels(item))


def private_values(
    cls: type[Form], root: Mapping[str, Value], lines: tuple[int, ...], digest: Digest
) -> dict[str, str] | None:
    """What a commitment binds: each private value that is filled in, by its dotted path in the whole form and in the form's order.

    ``root`` is the private half as it was read, ``lines`` the positions of its files in 材料. Texts are in NFC and stripped, and for a
    file stands the SHA-256 of its bytes; None where one cannot be read.
    """
    values = dict(_values(private_half(cls), root, ""))
    out = {}
    for path, text in values.items():
        label, _, rest = path.partition(".")
        position, _, name = rest.partition(".")
        if label == "材料" and name == "文件":
            if int(position) > len(lines) or (text_digest := digest(text)) is None:
                return None
            out[f"材料.{lines[int(position) - 1]}.文件"] = text_digest
        elif path != "盐":
            out[path] = text
    return out


def _values(cls: type[Form], root: Mapping[str, Value], above: str) -> Iterator[tuple[str, str]]:
    for spec in specs(cls):
        value, path = root.get(spec.label), above + spec.label
        if spec.part is None and isinstance(value, str) and (text := unicodedata.normalize("NFC", value).strip()):
            yield path, text
        elif spec.part and isinstance(value, dict):
            yield from _values(spec.part, value, f"{path}.")
        elif spec.part and isinstance(value, list):
            for position, item in enumerate(value, 1):
                if isinstance(item, dict):
                    yield from _values(spec.part, item, f"{path}.{position}.")


def sha256(data: bytes) -> str:
    """The digest of a file that travels with a private half."""
    return hashlib.sha256(data).hexdigest()


def judge_binding(
    place: FormPath, form: Any, document: TwoHalves, salt: str | None, digest: Digest
) -> Iterator[Finding]:
    """``private-mismatch``: the private half is not the one that the public half commits to. Not judged where either lacks its part."""
    theirs = (document.half.root or {}).get("材料")
    count = len(theirs) if isinstance(theirs, list) else 0
    if count not in (0, len(document.lines)):
        yield document.half.finding(
            message("private.lines", count=count, lines=len(document.lines)), ("材料",), key=True
        )
        return
    year = None if form.round is None and (document.root or {}).get("批次") is not None else form.year
    values = private_values(place.kind.cls, document.half.root or {}, document.lines, digest)
    if year is None or salt is None or values is None or form.commitment is None:
        return
    if commit(year, place.city, place.code or "", place.slug or "enterprise", salt, values) != form.commitment:
        yield document.finding(message("private.mismatch"), ("不公开部分",))
