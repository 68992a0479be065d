"""Rewrites what the cases expect, for review in the diff: ``python -m tests.cases --update [PATH…]``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.cases import SEPARATOR, cases, parts, render, run


def main() -> int:
    """List the cases that do not hold; with ``--update`` write down what they give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write what the validator says now")
    parser.add_argument("paths", nargs="*", type=Path, help="these cases only")
    options = parser.parse_args()
    stale = 0
    for path in options.paths or cases():
        told, expected = parts(path.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            found = render(run(told, Path(folder)))
        if found != expected:
            stale += 1
            print(path)
            if options.update:
                path.write_text(told + SEPARATOR + found, encoding="utf-8")
    return int(stale > 0 and not options.update)


if __name__ == "__main__":
    raise SystemExit(main())
