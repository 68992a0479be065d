"""``data/feed.xml``: additions and changes of entries as Atom (RFC 4287). Needs the site's address and dates."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from scripts.site.about import NAME, licence
from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, UnitEntry

PATH = "data/feed.xml"
MOST = 100
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an entry on a day."""

    day: str
    url: str
    title: str
    what: str
    text: str
    author: str
    added: bool


def render(cat: Catalogue, site_url: str) -> bytes | None:
    """The feed, the newest event first; None without an address or dates."""
    if not site_url or not cat.dated:
        return None
    newest = heapq.nlargest(MOST, _days(cat), key=lambda told: (told[0], told[1].url))
    events = [_event(entry, day, added=added) for day, entry, added in newest]
    version = f"，数据版本 {cat.version}" if cat.version else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>{_text(site_url)}{PATH}</id>",
        f"<title>{NAME}：收录与更新</title>",
        f"<subtitle>{cat.round} 年摸底{_text(version)}</subtitle>",
        f"<updated>{_moment(events[0].day)}</updated>",
        f"<author><name>{NAME}</name></author>",
        f"<rights>{_text(licence().words)}</rights>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(site_url + PATH)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(site_url)}/>',
        *(line for event in events for line in _entry(event, site_url)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _days(cat: Catalogue) -> Iterator[tuple[str, ProductEntry | UnitEntry, bool]]:
    """Every day on which an entry was added (True) or changed."""
    entries: tuple[UnitEntry | ProductEntry, ...] = (*cat.products, *(unit for unit in cat.units if unit.enterprise))
    for entry in entries:
        if entry.dates is None:
            continue
        yield entry.dates.first, entry, True
        if entry.dates.last > entry.dates.first:
            yield entry.dates.last, entry, False


def _event(entry: UnitEntry | ProductEntry, day: str, *, added: bool) -> Event:
    word = "收录" if added else "更新"
    if isinstance(entry, ProductEntry):
        return Event(day, entry.url, entry.title, f"{word}产品", entry.data.introduction, entry.unit, added)
    profile = entry.enterprise.profile if entry.enterprise else ""
    return Event(day, entry.url, entry.name, f"{word}企业", profile, entry.name, added)


def _entry(event: Event, site_url: str) -> Iterator[str]:
    address = site_url + event.url
    yield "<entry>"
    yield f"<id>{_text(address)}#{'added' if event.added else f'changed-{event.day}'}</id>"
    yield f"<title>{_text(event.what)}：{_text(event.title)}</title>"
    yield f"<updated>{_moment(event.day)}</updated>"
    yield f"<author><name>{_text(event.author)}</name></author>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>'
    yield f'<category term="{"added" if event.added else "changed"}" label={quoteattr(event.what)}/>'
    yield f"<summary>{_text(event.text)}</summary>"
    yield "</entry>"


def _moment(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))
