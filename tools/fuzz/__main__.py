"""Fuzz every target for its share of the time: ``python -m tools.fuzz [--seconds N]``."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import ROOT
from tools.fuzz.targets import TARGETS

HOME = ROOT / "build" / "fuzz"
NEEDED = (ROOT / "requirements.txt", ROOT / "tools/fuzz/requirements.txt")


def python() -> Path:
    """An interpreter with atheris and the project's own packages, installed the first time and whenever a list changes."""
    command = HOME / "bin" / "python"
    stamp = HOME / hashlib.sha256(b"".join(path.read_bytes() for path in NEEDED)).hexdigest()
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        install = [command, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*install, *(word for path in NEEDED for word in ("-r", path))], check=True)
        stamp.touch()
    return command


def seeds(folder: Path) -> None:
    """Start from the shipped samples and from every input that once failed."""
    known = [*(ROOT / "submissions").rglob("*.yaml"), *(ROOT / "tools/fuzz/corpus").iterdir()]
    for number, path in enumerate(sorted(known)):
        (folder / str(number)).write_bytes(path.read_bytes())


def main() -> None:
    """Run every target; a crash, a hang of ten seconds or a gigabyte of memory ends the run with status 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120, help="for all targets together")
    options = parser.parse_args()
    crashes = HOME.parent / "crashes"
    crashes.mkdir(parents=True, exist_ok=True)
    for name in TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            seeds(Path(folder))
            limits = [
                f"-max_total_time={options.seconds // len(TARGETS)}",
                "-timeout=10",
                "-rss_limit_mb=1024",
                "-max_len=8192",
            ]
            command = [
                str(python()),
                "-m",
                "tools.fuzz.run",
                name,
                *limits,
                f"-artifact_prefix={crashes}/{name}-",
                folder,
            ]
            print(f"== {name}", flush=True)
            if subprocess.run(command, cwd=ROOT).returncode:
                raise SystemExit(f"{name}：出了错，输入存于 {crashes}")


if __name__ == "__main__":
    main()
