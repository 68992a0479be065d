"""Whether Git would take up a file: what holds contacts is never written to such a place."""

from __future__ import annotations

from pathlib import Path


def is_tracked(path: Path) -> bool:
    """Whether a file at this path, which need not exist, would be seen by Git: it lies in a work tree and is not ignored.

    Where Git cannot tell, it counts as seen.
    """
    path = path.resolve()
    if not any((folder / ".git").exists() for folder in path.parents):
        return False
    from scripts.tree.git import GitError, git, open_above  # Git's library takes 70 ms to import

    try:
        git(open_above(path), "check-ignore", "--quiet", "--", str(path))
    except GitError:
        return True
    return False


def keep_untracked(folder: Path) -> None:
    """Make a folder of the program's own that Git ignores, whatever the repository's .gitignore says."""
    folder.mkdir(parents=True, exist_ok=True)
    if is_tracked(folder / "any"):
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
