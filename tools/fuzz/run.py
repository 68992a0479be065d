"""Run one target under atheris, in the interpreter that has it: ``python -m tools.fuzz.run TARGET [libFuzzer's options]``."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["schema"]):
    from tools.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until libFuzzer's options end it."""
    name, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
