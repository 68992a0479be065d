"""The writer of submissions: a form's values → YAML in the style of the shipped samples.

Keys in the form's order, block style, long texts folded (``>-``) into lines of about 45 Chinese characters, quotes only where
YAML needs them. A line is broken only where reading joins it to the same text again: between two CJK characters, or at a blank.
A text of several paragraphs is written literally (``|-``), with a blank line between paragraphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from schema.fields.text import Text
from schema.forms.form import Form, specs
from schema.forms.halves import private_half
from schema.forms.registry import kind_of
from schema.reading.document import KeyPath
from schema.reading.read import read
from schema.text.hidden import hidden_characters
from schema.text.words import tidy
from scripts.writing.values import Values, spread

Remarks = Mapping[KeyPath, str]
_NO_REMARKS: Remarks = MappingProxyType({})
WIDTH = 96  # half-width columns of a line, its indent included
PLAIN_UP_TO = 84  # columns of a value that stays on its key's line
_CLOSING = "，。、；：！？）》〉」』】〕”’…％,.;:!?)]}%"
_OPENING = "（《〈「『【〔“‘([{"
_PAUSE = "，。、；：！？,;"


def write_form(cls: type[Form], values: Values, *, title: str = "", remarks: Remarks = _NO_REMARKS) -> str:
    """The file of a form.

    ``title`` becomes comments below the first line, ``remarks`` comments above keys. An empty text stays empty, for a template, with
    ``>-`` where a long one belongs. Keys that the form does not have are left out.
    """
    head = [kind_of(cls).schema_comment, *(f"# {line}" for line in title.splitlines())]
    return "\n".join([*head, *block(cls, values, remarks=remarks)]) + "\n"


def write_private(cls: type[Form], values: Values, *, remarks: Remarks = _NO_REMARKS) -> str:
    """The file of a form's private half."""
    return "\n".join([private_head(cls), *block(private_half(cls), values, remarks=remarks)]) + "\n"


def private_head(cls: type[Form]) -> str:
    """The first line of a private half's file."""
    return f"# {kind_of(cls).full_title}的不公开部分：只交市工信局，不要放进 Git。"


def block(
    cls: type[Form], values: Values, indent: str = "", *, remarks: Remarks = _NO_REMARKS, at: KeyPath = ()
) -> Iterator[str]:
    """The lines of a form or of a part of one; ``at`` is its path, by which ``remarks`` are looked up."""
    for spec in specs(cls):
        if spec.label not in values:
            continue
        here, value = (*at, spec.label), values[spec.label]
        if here in remarks:
            yield from (f"{indent}# {line}" for line in remarks[here].split("\n"))
        if spec.part is None and not value and isinstance(spec.scalar, Text) and spec.scalar.words:
            yield f"{indent}{spec.label}: >-"
        elif spec.part is None:
            first, *rest = scalar(str(value), f"{indent}  ")
            yield f"{indent}{spec.label}: {first}".rstrip()
            yield from rest
        elif spec.many:
            yield f"{indent}{spec.label}:"
            for position, item in enumerate(value, 1):
                yield from list_item(spec.part, item, f"{indent}  ", remarks=remarks, at=(*here, position))
        else:
            yield f"{indent}{spec.label}:"
            yield from block(spec.part, value, f"{indent}  ", remarks=remarks, at=here)


def list_item(
    part: type[Form], item: Values, indent: str, *, remarks: Remarks = _NO_REMARKS, at: KeyPath = ()
) -> Iterator[str]:
    """The lines of one item, the first behind its dash."""
    lines = list(block(part, item, f"{indent}  ", remarks=remarks, at=at)) or [f"{indent}  "]
    yield f"{indent}- {lines[0][len(indent) + 2 :]}".rstrip()
    yield from lines[1:]


def scalar(text: str, indent: str) -> list[str]:
    """The text behind the colon, then any lines below it, each beginning with ``indent``. Reads as the same tidied text."""
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
    """Whether a text needs no quotes. ``null`` does; words that other YAML readers convert (1.0, no) do not, as ours keeps them."""
    if _SIMPLE.fullmatch(text):
        return text.lower() != "null"
    return _reads_as([text], text) and " #" not in text


def _quoted(text: str) -> str:
    """In double quotes, with line breaks as ``\\n`` and a blank line between paragraphs."""
    return json.dumps(spread(text), ensure_ascii=False)


# ---------- lines ----------


def _literal(text: str, indent: str) -> Iterator[str]:
    for number, paragraph in enumerate(spread(text).split("\n")):
        if number and not paragraph:
            yield ""
        else:
            yield from (indent + line for line in _fold(paragraph, WIDTH - len(indent), at_blanks=False))


def _fold(text: str, width: int, *, at_blanks: bool) -> list[str]:
    """Lines of at most ``width`` columns; longer ones where the text cannot be broken."""
    lines = []
    while columns(text) > width and (cut := _cut(text, width, at_blanks)):
        lines.append(text[:cut].rstrip(" "))
        text = text[cut:].lstrip(" ") if text[cut] == " " else text[cut:]
    return [*lines, text]


def _cut(text: str, width: int, at_blanks: bool) -> int:
    """Where to break: behind a pause in the last two fifths of the line, else at the last place, else beyond; 0 for nowhere."""
    limit = _fit(text, width)
    places = [place for place in range(1, limit + 1) if _can_break(text, place, at_blanks)]
    pauses = [place for place in places if place > limit * 0.6 and text[place - 1] in _PAUSE]
    if places:
        return (pauses or places)[-1]
    return next((place for place in range(limit + 1, len(text)) if _can_break(text, place, at_blanks)), 0)


def columns(text: str) -> int:
    """Half-width columns: one for ASCII, two for any other character."""
    return sum(1 if char.isascii() else 2 for char in text)


def _fit(text: str, width: int) -> int:
    """How many characters fit into ``width``."""
    used = 0
    for place, char in enumerate(text):
        used += 1 if char.isascii() else 2
        if used > width:
            return place
    return len(text) - 1


def _can_break(text: str, place: int, at_blanks: bool) -> bool:
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
