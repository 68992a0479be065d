"""One target under atheris, in an interpreter of its own: ``python -m tools.fuzz.run TARGET [libFuzzer's options]``."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["schema"]):
    from tools.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until the options say that it is enough."""
    name, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
