"""How to cite the data and each entry: as GB/T 7714—2015 has it, and as BibTeX.

The day of citing is the reader's: ``CITED`` stands for it, which the browser fills in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.site.about import NAME, Publisher, day_of
from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, UnitEntry

CITED = "引用日期"
NOWHERE = "https://<本站地址>/"  # where the site does not know its own address; the browser knows
_KEY = "sdllm"
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
# Braces by name: BibTeX counts an escaped one too, and would not find the end of the field.
_ESCAPED = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """One way to cite, in two forms."""

    text: str
    bibtex: str


def of_data(cat: Catalogue, site_url: str, publisher: Publisher) -> Citation:
    """The data as a whole."""
    author = publisher.name if publisher.named else None
    title = f"{_whole(cat.round)}{f': 数据版本 {cat.version}' if cat.version else ''}"
    return _citation(
        str(cat.round), author, title, None, cat.round, cat.version, day_of(cat.version), f"{site_url or NOWHERE}data/"
    )


def of_entry(cat: Catalogue, entry: UnitEntry | ProductEntry, site_url: str) -> Citation:
    """An entry, of which its unit is the author."""
    product = isinstance(entry, ProductEntry)
    unit, title = (entry.unit, entry.title) if isinstance(entry, ProductEntry) else (entry.name, entry.name)
    key = "-".join((str(entry.round), *entry.url.split("/")[1:-1])).lower()
    day = entry.dates.last if entry.dates else None
    author = unit if product else None
    url = f"{site_url or NOWHERE}{entry.url}"
    return _citation(key, author, title, _whole(entry.round), entry.round, cat.version, day, url)


def _whole(round: int) -> str:
    return f"{NAME}（{round} 年）"


def _citation(
    key: str, author: str | None, title: str, inside: str | None, year: int, version: str | None, day: str | None, url: str
) -> Citation:  # fmt: skip
    """``inside`` is the whole that a part is taken from."""
    text = (
        f"{f'{author}. ' if author else ''}{title}[DS/OL]{f'//{inside}' if inside else ''}. "
        f"{f'({day})' if day else ''}[{CITED}]. {url}."
    )
    fields = {
        "author": f"{{{_bib(author)}}}" if author else None,
        "title": f"{{{_bib(title)}}}",
        "howpublished": _bib(inside) if inside else None,
        "year": str(year),
        "note": f"数据版本 {_bib(version)}" if version and inside else None,
        "url": url,
        "urldate": CITED,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return Citation(text, "\n".join((f"@misc{{{_KEY}{key},", *lines, "}")))


def _bib(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _ESCAPED.get(sign[0], f"\\{sign[0]}"), " ".join(text.split()))
