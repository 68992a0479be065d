"""The process timed by ``site``: writes the site of a pickled survey, without the search index, which the peers lack too."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools import ROOT

if TYPE_CHECKING:
    from schema.public.projection import PublicSurvey


def main() -> None:
    """``survey.pickle FOLDER ADDRESS``."""
    gc.set_threshold(100_000)  # as the command does, before its imports
    import pickle
    import shutil

    from scripts.site import search_index
    from scripts.site.build import build_site
    from tools.site_fixture import site_input

    kept, out, address = sys.argv[1:]
    shutil.rmtree(out, ignore_errors=True)
    search_index.write = lambda folder, cat: None
    survey: PublicSurvey = pickle.loads(Path(kept).read_bytes())
    build_site(ROOT, Path(out), site_input(survey), address)


if __name__ == "__main__":
    main()
