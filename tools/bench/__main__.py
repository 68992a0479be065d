"""``python -m tools.bench [validate|build|site|search|sheets|growth …] [--units N] [--runs N] [--against CHECKOUT]``.

``--against`` names another checkout of this project, installed into its own ``.venv``: ``validate`` and ``build`` time it too.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.bench import build, search, sheets, site, validate

BENCHMARKS: dict[str, tuple[Callable[..., str], int]] = {
    "validate": (validate.run, 10_000),
    "build": (build.run, 1_000),
    "site": (site.run, 10_000),
    "search": (search.run, 10_000),
    "sheets": (sheets.run, 10_000),
    "growth": (site.grow, 100_000),
}
COMPARED = ("validate", "build")  # whole commands, which another checkout has too
MEMORY_DISK = Path("/dev/shm")


def main() -> None:
    """Run the named benchmarks, all but ``growth`` by default, each in a fresh folder in memory where there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[[], *BENCHMARKS], metavar="validate|build|site|search|sheets|growth"
    )
    parser.add_argument("--units", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    options = parser.parse_args()
    for name in options.names or [name for name in BENCHMARKS if name != "growth"]:
        benchmark, units = BENCHMARKS[name]
        with tempfile.TemporaryDirectory(dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None) as folder:
            other = {"other": options.against.resolve()} if options.against and name in COMPARED else {}
            print(benchmark(Path(folder), options.units or units, options.runs, **other), flush=True)


if __name__ == "__main__":
    main()
