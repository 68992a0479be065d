"""Small Git repositories for tests, with fixed names and dates."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

WHEN = "2024-05-01T10:00:00+08:00"
_IDENTITY = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip


def git(root: Path, *arguments: str, when: str = WHEN) -> str:
    """Run git in a folder; returns what it printed."""
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, env=os.environ | _IDENTITY | dates
    )
    return done.stdout.decode().strip()


def commit(root: Path, message: str, when: str = WHEN) -> str:
    """Commit everything; returns the commit."""
    git(root, "add", "-A", when=when)
    git(root, "commit", "--allow-empty", "-m", message, when=when)
    return git(root, "rev-parse", "HEAD")
