"""What a proposal changes, and the trees before and after it, which merging it would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT
from schema.rules.pull_request import Change
from scripts.tree.disk import DiskTree, Tree
from scripts.tree.git import GitError, GitFailed, GitTree, Repo, git, open_repository


class RevisionError(Exception):
    """A revision that is not there, or a history too short to compare; the message says what to do."""


class WorkTree(DiskTree):
    """The working tree as Git has it: a submodule is one entry, whatever lies in its folder."""

    def __init__(self, root: Path, submodules: Iterable[str]) -> None:
        super().__init__(root)
        self.submodules = tuple(submodules)

    def entries(self) -> list[TreeEntry]:
        """Every path under ``submissions/``, with the submodules."""
        within = tuple(f"{path}/" for path in self.submodules)
        kept = [entry for entry in super().entries() if not entry.path.startswith(within)]
        return kept + [TreeEntry(path, EntryKind.SUBMODULE, 0) for path in self.submodules]


class Overlay:
    """A tree with some paths taken from another."""

    def __init__(self, under: Tree, over: Tree, changes: Iterable[Change]) -> None:
        self.under, self.over = under, over
        self.changed = {change.path for change in changes}

    def entries(self) -> list[TreeEntry]:
        """What is not changed from below, what is changed from above."""
        kept = [entry for entry in self.under.entries() if entry.path not in self.changed]
        return kept + [entry for entry in self.over.entries() if entry.path in self.changed]

    def read(self, path: str) -> bytes:
        """A file's bytes, from where it stands."""
        return (self.over if path in self.changed else self.under).read(path)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: the tree before and after, every path that changes in the whole repository, and those where Git cannot merge."""

    before: Tree
    after: Tree
    changes: tuple[Change, ...]
    conflicts: tuple[str, ...] = ()


def read_proposal(root: Path, base: str, head: str | None) -> Proposal:
    """The proposal of ``head`` against ``base``, or of the working tree when there is no head.

    Changes are counted from the merge base, from each of them where histories cross: a proposal must not be able to choose the one
    from which a file looks untouched. The tree after is what Git makes of merging both, line by line, so that what the base gained
    in between is seen too; where they conflict, which no one can merge as it is, the base's with the proposal's files laid over it.
    """
    try:
        repo = open_repository(root)
    except GitError as error:
        raise RevisionError(f"{root} 不是 Git 仓库，不能用 --base 比较") from error
    below = _commit(repo, base)
    above = _commit(repo, head) if head else None
    forks = _merge_bases(repo, below, above or _commit(repo, "HEAD"))
    changes = _crossed(repo, forks, below, above) if above and len(forks) > 1 else _changes(repo, forks[0], above)
    before = GitTree(repo, below if above else forks[0])
    if not above:
        return Proposal(before, WorkTree(root, _submodules(repo)), changes)
    merged, conflicts = _merged(repo, below, above)
    if merged is None:
        return Proposal(before, Overlay(before, GitTree(repo, above), changes), changes, conflicts)
    return Proposal(before, GitTree(repo, merged), _joined(changes, _changes(repo, below, merged)))


def _commit(repo: Repo, name: str) -> str:
    try:
        return git(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitFailed as error:
        if error.status == 1:
            raise RevisionError(f"没有名为 {name} 的提交或分支；请先取回它（git fetch）") from error
        raise RevisionError(error.reason) from error


def _merge_bases(repo: Repo, below: str, above: str) -> list[str]:
    try:
        return git(repo, "merge-base", "--all", below, above).split()
    except GitFailed as error:
        if error.status != 1:
            raise RevisionError(error.reason) from error
        raise RevisionError("两个版本没有共同的起点；若是浅克隆，请先取全历史（git fetch --unshallow）") from error


def _merged(repo: Repo, below: str, above: str) -> tuple[str | None, tuple[str, ...]]:
    """The tree of merging two commits, made in the object database alone; where they conflict, none and the paths.

    Git before 2.38 cannot do this: no tree and no paths.
    """
    try:
        merged = git(repo, "merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", below, above)
    except GitFailed as error:
        _, *paths = error.output.split("\0")
        return None, tuple(sorted(filter(None, paths))) if error.status == 1 else ()
    return merged.split("\0")[0], ()


def _submodules(repo: Repo) -> list[str]:
    """The paths of submodules in the index, also those that are not checked out."""
    listing = git(repo, "ls-files", "--stage", "-z", "--full-name", "--", ROOT).split("\0")
    return [line.partition("\t")[2] for line in listing if line.startswith("160000 ")]


def _joined(*parts: tuple[Change, ...]) -> tuple[Change, ...]:
    """All changes, the last word on a path counts: a merge may move what is proposed to where the base has moved its folder."""
    known = {change.path: change for changes in parts for change in changes}
    return tuple(known[path] for path in sorted(known))


def _crossed(repo: Repo, forks: Iterable[str], below: str, above: str) -> tuple[Change, ...]:
    """What differs from any merge base, save what the base has in just the same way."""
    differs = {change.path for change in _changes(repo, below, above)}
    changes = _joined(*(_changes(repo, fork, above) for fork in forks))
    return tuple(change for change in changes if change.path in differs)


def _changes(repo: Repo, fork: str, above: str | None) -> tuple[Change, ...]:
    tokens = git(repo, "diff", "--name-status", "--no-renames", "-z", fork, *([above] if above else []), "--").split(
        "\0"
    )
    changes = {path: status == "D" for status, path in zip(tokens[::2], tokens[1::2], strict=False)}
    if above is None:
        new = git(repo, "ls-files", "--others", "--exclude-standard", "-z", "--full-name").split("\0")
        changes.update(dict.fromkeys(filter(None, new), False))
    return tuple(Change(path, removed) for path, removed in sorted(changes.items()))
