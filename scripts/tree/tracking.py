"""Whether Git would keep what is put into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def is_tracked(folder: Path, cities: Iterable[str]) -> bool:
    """Whether a folder lies in a work tree of Git that does not ignore the cities' folders in it, or keeps something there."""
    if not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return False
    from scripts.tree.git import GitError, GitFailed, Repo, git  # takes 70 ms, and seldom there is a work tree

    try:
        repo = Repo(folder, search_parent_directories=True)
        if git(repo, "-C", str(folder), "ls-files", "--", "."):
            return True
        places = [str(folder / city / "x" / "enterprise.yaml") for city in cities]
        return len(git(repo, "check-ignore", "--", *places).splitlines()) < len(places)
    except GitFailed:
        return True  # nothing is ignored, or Git cannot tell
    except GitError:
        return False  # no work tree after all
