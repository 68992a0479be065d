"""The process that ``site`` times: writes the site of a kept survey, but no search index, since the peers make none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.uncollected import rarely_collected
from tools import ROOT

if TYPE_CHECKING:
    from schema.public.projection import PublicSurvey


def main() -> None:
    """``survey.pickle FOLDER ADDRESS [rendered]``; with the last word mkdocs renders every entry, instead of its being stamped."""
    rarely_collected()  # as the command does, before all that it loads
    import pickle
    import shutil

    from scripts.site import search_index
    from scripts.site.build import build_site
    from tools.site_fixture import site_input

    kept, out, address, *rendered = sys.argv[1:]
    shutil.rmtree(out, ignore_errors=True)
    search_index.write = lambda folder, cat: None
    survey: PublicSurvey = pickle.loads(Path(kept).read_bytes())
    full = set(_entries(survey)) if rendered else ()
    build_site(ROOT, Path(out), site_input(survey), address, full=full)


def _entries(survey: PublicSurvey) -> Iterator[str]:
    for unit in survey.units:
        yield unit.code
        yield from (f"{unit.code}/{product.slug}" for product in unit.products)


if __name__ == "__main__":
    main()
