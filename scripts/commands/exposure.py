"""``python -m scripts.commands.exposure PRIVATE [REVISION…]``: whether a repository shows contacts to people who are no officials.

The workflows ask this before anything else. PRIVATE is ``true`` where the platform says that the repository is private; any other
word counts as open. It is no command of ``catalogue``: nobody asks it on their own computer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from schema.fields.uscc import is_sample
from schema.layout.paths import UnitPath
from schema.vocabulary.survey import constants
from scripts.commands.common import EXIT_BLOCKED, EXIT_OK
from scripts.tree.disk import DiskTree, Tree
from scripts.tree.git import GitTree, open_repository

_EXPOSED = (
    "::error title=联系信息外露::仓库不是私有的，survey.yaml 却写着“联系信息: 明文”：填报文件里的联系人、电话和收入外人都能看到。"
    "请立即把仓库改为私有，只让工信部门的人能看；要公开收报送，请改用“另交”。已经放进来的，按已经公开处理，办法见网站的“联系信息怎么保管”。"
)


def main(arguments: Sequence[str]) -> int:
    """Judge the working tree in the current folder and the revisions that are named; prints an annotation where contacts are exposed."""
    private, *revisions = arguments
    if private == "true" or constants().separate:
        return EXIT_OK
    trees: list[Tree] = [DiskTree(Path()), *(GitTree(open_repository(Path()), revision) for revision in revisions)]
    if not _hold_real_units(trees):
        return EXIT_OK
    print(_EXPOSED)
    return EXIT_BLOCKED


def _hold_real_units(trees: Iterable[Tree]) -> bool:
    """Whether anything lies in the folder of a unit that is no sample, wherever that folder stands."""
    units = {UnitPath.holding(entry.path) for tree in trees for entry in tree.entries()}
    return any(unit and not is_sample(unit.code) for unit in units)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
