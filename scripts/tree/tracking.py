"""Whether Git would keep what is put into a place: what holds contacts is never written there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def is_tracked(place: Path, names: Iterable[str] = ("",)) -> bool:
    """Whether Git keeps something at or below a place, or would take up a file there: the place itself, or one of ``names`` below it.

    Nothing of it need exist. Where Git cannot tell, it counts as tracked.
    """
    tops = [above for above in (place, *place.parents) if (above / ".git").exists()]
    if not tops:
        return False
    # Git's library takes 70 ms to import, and seldom there is a work tree.
    from scripts.tree.git import GitError, GitFailed, git, open_repository

    paths = [str(place / name) for name in names]
    try:
        repo = open_repository(tops[0])
        if git(repo, "ls-files", "--", str(place)):
            return True
        return len(git(repo, "check-ignore", "--", *paths).splitlines()) < len(paths)
    except GitFailed:
        return True  # nothing is ignored, or Git cannot tell
    except GitError:
        return False  # no work tree after all
