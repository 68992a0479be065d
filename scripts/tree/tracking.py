"""Whether Git would keep what is written to a place: what holds contacts is never written there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def is_tracked(path: Path, below: Iterable[str] = ()) -> bool:
    """Whether Git holds something at a path, or would see a file there, or one of those ``below`` it; nothing of it need exist.

    False outside a work tree; where Git cannot tell, True.
    """
    path = path.resolve()
    if not any((folder / ".git").exists() for folder in (path, *path.parents)):
        return False
    from scripts.tree.git import GitError, GitFailed, git, open_above  # takes 70 ms, and seldom there is a work tree

    places = [str(path / name) for name in below] or [str(path)]
    try:
        repo = open_above(path / "x")
        if git(repo, "ls-files", "--", str(path)):
            return True
        return len(git(repo, "check-ignore", "--", *places).splitlines()) < len(places)
    except GitFailed:
        return True  # nothing is ignored, or Git cannot tell
    except GitError:
        return False  # no work tree after all


def keep_untracked(folder: Path) -> None:
    """Make a folder of the program's own that Git ignores, whatever the repository's .gitignore says."""
    folder.mkdir(parents=True, exist_ok=True)
    if is_tracked(folder / "any"):
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
