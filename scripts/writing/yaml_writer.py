"""The one writer of submissions: a form's values → YAML in the style of the shipped samples.

Keys in the form's order, block style, long texts folded (``>-``) into lines of about 45 Chinese characters, quotes only where
YAML needs them. A line is broken only where reading joins it to the same text again: between two CJK characters, or at a blank.
A text of several paragraphs is kept literally (``|-``) with blank lines between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from schema.fields.text import Text
from schema.forms.form import Form, specs
from schema.forms.product import Product
from schema.reading.document import Path
from schema.reading.read import read
from schema.text.hidden import hidden_characters
from schema.text.words import tidy
from scripts.writing.values import Values, spread

WIDTH = 96  # half-width columns of a line, its indent included
PLAIN_UP_TO = 84  # columns of a value that stays on its key's line
_CLOSING = "，。、；：！？）》〉」』】〕”’…％,.;:!?)]}%"
_OPENING = "（《〈「『【〔“‘([{"
_PAUSE = "，。、；：！？,;"


def write_form(cls: type[Form], values: Values, *, title: str = "", remarks: Mapping[Path, str] | None = None) -> str:
    """The file of a form. ``title`` is a comment below the first line, ``remarks`` are comments above keys; an empty text
    stays empty, for a template, with ``>-`` where a long one belongs. Keys that the form does not have are left out."""
    name, up = ("product", 4) if cls is Product else ("enterprise", 3)
    head = [f"# yaml-language-server: $schema={'../' * up}schema/{name}.schema.json"]
    head += [f"# {line}" for line in title.split("\n") if title]
    return "\n".join([*head, *block(cls, values, "", remarks or {}, ())]) + "\n"


def block(cls: type[Form], values: Values, indent: str, remarks: Mapping[Path, str], at: Path) -> Iterator[str]:
    """The lines of a form or of a part of one."""
    for spec in specs(cls):
        if spec.label not in values:
            continue
        here, value = (*at, spec.label), values[spec.label]
        if here in remarks:
            yield from (f"{indent}# {line}" for line in remarks[here].split("\n"))
        if spec.part is None and not value and isinstance(spec.scalar, Text) and spec.scalar.words:
            yield f"{indent}{spec.label}: >-"
        elif spec.part is None:
            yield from entry(spec.label, str(value), indent)
        elif spec.many:
            yield f"{indent}{spec.label}:"
            for position, item in enumerate(value, 1):
                yield from list_item(spec.part, item, f"{indent}  ", remarks, (*here, position))
        else:
            yield f"{indent}{spec.label}:"
            yield from block(spec.part, value, f"{indent}  ", remarks, here)


def list_item(part: type[Form], item: Values, indent: str, remarks: Mapping[Path, str], at: Path) -> Iterator[str]:
    """The lines of one item, behind its dash."""
    lines = list(block(part, item, f"{indent}  ", remarks, at)) or [f"{indent}  "]
    yield f"{indent}- {lines[0][len(indent) + 2 :]}".rstrip()
    yield from lines[1:]


def entry(label: str, text: str, indent: str) -> Iterator[str]:
    """``label: text``, on one line or with an indented block below."""
    first, *rest = scalar(text, f"{indent}  ")
    yield f"{indent}{label}: {first}".rstrip()
    yield from rest


def scalar(text: str, indent: str) -> list[str]:
    """What stands behind the colon, and the lines below it. Reading gives the same tidied text."""
    if not text or hidden_characters(text) or "\t" in text:
        return [json.dumps(text, ensure_ascii=False) if text else ""]
    if "\n" in text:
        return _checked(text, ["|-", *_literal(text, indent)])
    if columns(text) > PLAIN_UP_TO and (lines := _fold(text, WIDTH - len(indent), at_blanks=True))[1:]:
        return _checked(text, [">-", *(indent + line for line in lines)])
    return [text if _is_plain(text) else _quoted(text)]


def _checked(text: str, lines: list[str]) -> list[str]:
    return lines if _reads_as(lines, text) else [_quoted(text)]


def _reads_as(lines: list[str], text: str) -> bool:
    reading = read("", "\n".join([f"键: {lines[0]}", *lines[1:], "后: 完"]).encode("utf-8", "surrogatepass"))
    root = reading.document.root if reading.document else None
    return (
        not reading.findings
        and root is not None
        and isinstance(root.get("键"), str)
        and tidy(root["键"]) == text
        and root.get("后") == "完"
    )


_SIMPLE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9][\u4e00-\u9fffA-Za-z0-9，。、；“”（）《》·.—/+-]*")


def _is_plain(text: str) -> bool:
    """Whether a text needs no quotes. Words that YAML leaves empty (null) need them; those that it bends (是, 1.0, no) don't here."""
    if _SIMPLE.fullmatch(text):
        return text.lower() != "null"
    return _reads_as([text], text) and " #" not in text


def _quoted(text: str) -> str:
    """Double quotes, with line breaks as ``\\n``; paragraphs parted as reading wants them."""
    return json.dumps(spread(text), ensure_ascii=False)


# ---------- lines ----------


def _literal(text: str, indent: str) -> Iterator[str]:
    for number, paragraph in enumerate(spread(text).split("\n")):
        if number and not paragraph:
            yield ""
        else:
            yield from (indent + line for line in _fold(paragraph, WIDTH - len(indent), at_blanks=False))


def _fold(text: str, width: int, *, at_blanks: bool) -> list[str]:
    """Lines within ``width`` where the text can be broken; longer ones where it cannot."""
    lines = []
    while columns(text) > width and (cut := _cut(text, width, at_blanks)):
        lines.append(text[:cut].rstrip(" "))
        text = text[cut:].lstrip(" ") if text[cut] == " " else text[cut:]
    return [*lines, text]


def _cut(text: str, width: int, at_blanks: bool) -> int:
    """Where to break: behind a pause in the last two fifths of the line, else at the last place, else at the next."""
    most = _fit(text, width)
    places = [place for place in range(1, most + 1) if _breaks(text, place, at_blanks)]
    late = [place for place in places if place > most * 0.6 and text[place - 1] in _PAUSE]
    if late or places:
        return (late or places)[-1]
    return next((place for place in range(most + 1, len(text)) if _breaks(text, place, at_blanks)), 0)


def columns(text: str) -> int:
    """Half-width columns: one for ASCII, two for all else."""
    return sum(1 if char.isascii() else 2 for char in text)


def _fit(text: str, width: int) -> int:
    used = 0
    for place, char in enumerate(text):
        used += 1 if char.isascii() else 2
        if used > width:
            return place
    return len(text) - 1


def _breaks(text: str, place: int, at_blanks: bool) -> bool:
    before, after = text[place - 1], text[place] if place < len(text) else ""
    if not after or after in _CLOSING or before in _OPENING:
        return False
    if after == " ":
        return (
            at_blanks
            and before != " "
            and text[place + 1 : place + 2] not in ("", " ", "\u3000")
            and before != "\u3000"
        )
    return before != " " and _joins(before, after)


@lru_cache(maxsize=8192)
def _joins(before: str, after: str) -> bool:
    """Whether reading drops a line break between two characters."""
    return not before.isspace() and not after.isspace() and tidy(f"{before}\n{after}") == before + after
