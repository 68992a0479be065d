"""Build the fixture's site, install the browsers' packages into ``build/browsers``, and go through the pages in each browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.site.build import build_site
from tools.browser import served
from tools.site_fixture import site_input

ROOT = Path(__file__).parents[2]
HOME = ROOT / "build" / "browsers"
UNIT = ROOT / "submissions" / "qingdao" / "91370211EXAMPLE46L"
FILES = ("package.json", "package-lock.json", "run.mjs")


def main() -> int:
    """The number of browsers in which a step failed."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    firefox = os.environ.get("FIREFOX") or shutil.which("firefox-esr")
    if missing or not firefox:
        print(
            f"缺少 {'、'.join([*missing, *([] if firefox else ['firefox-esr'])])}。Debian 上：apt-get install npm firefox-esr",
            file=sys.stderr,
        )
        return 1
    HOME.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(Path(__file__).with_name(name), HOME / name)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HOME, check=True)
    with TemporaryDirectory() as folder:
        build_site(ROOT, Path(folder), site_input())
        with served(Path(folder)) as address:
            return sum(_tried(kind, address, firefox) for kind in ("chromium", "firefox"))


def _tried(kind: str, address: str, firefox: str) -> bool:
    """Whether a step failed in this browser."""
    command = ["node", "run.mjs", kind, address, str(UNIT)]
    return subprocess.run(command, cwd=HOME, env={**os.environ, "FIREFOX": firefox}, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
