"""What the build has to do with the theme. All that is taken of it is listed in docs/design.md, with what its end would mean."""

from __future__ import annotations

import os

from jinja2 import Environment
from mkdocs.theme import Theme


def silence() -> None:
    """Keep the theme from printing the notice of its own end, which it does when it is first asked for."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def strip(theme: Theme) -> None:
    """Take of the theme its templates alone: no assets, and no sitemap, which we write."""
    theme.static_templates.discard("sitemap.xml")
    get_env = theme.get_env

    def without_assets() -> Environment:
        env = get_env()
        env.list_templates = lambda *_, **__: []  # type: ignore[method-assign] # else mkdocs lists 14,000 icons
        return env

    theme.get_env = without_assets  # type: ignore[method-assign]
