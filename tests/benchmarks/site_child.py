"""The process that ``site`` times: writes the site of a kept survey, but no search index, since the peers make none."""

from __future__ import annotations

import pickle
import shutil
import sys
from pathlib import Path

from scripts.site import search_index
from scripts.site.build import build_site
from tests.site_fixture import site_input

ROOT = Path(__file__).parents[2]


def main() -> None:
    """``survey.pickle FOLDER ADDRESS``."""
    kept, out, address = sys.argv[1:]
    shutil.rmtree(out, ignore_errors=True)
    search_index.write = lambda folder, cat: None
    build_site(ROOT, Path(out), site_input(pickle.loads(Path(kept).read_bytes())), address)


if __name__ == "__main__":
    main()
