"""sitemap.xml, for sites that know their own address."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

FIXED = (
    "",
    "products/",
    "enterprises/",
    "cities/",
    "industries/",
    "landscape/",
    "stats/",
    "rounds/",
    "data/",
    "about/",
    "submit/",
    "submit/forms/",
    "guide/",
    "guide/bureau/",
    "guide/privacy/",
    "rules/",
    "fields/",
)


def render(site_url: str, generated: Iterable[tuple[str, str | None]]) -> bytes:
    """The sitemap of the hand-written pages and the ``generated`` ones, which come with their last change."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for url, changed in (*((url, None) for url in FIXED), *generated):
        last = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(site_url + url)}</loc>{last}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()
