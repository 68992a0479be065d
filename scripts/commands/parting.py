"""``catalogue split``: from whole forms to forms in two halves."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.commands.common import (
    EXIT_BLOCKED,
    EXIT_OK,
    Commands,
    UsageError,
    add_command,
    folder_for_output,
    root_of,
)

if TYPE_CHECKING:
    from scripts.writing.splitting import Split


def add_split(commands: Commands) -> None:
    """The command ``split``."""
    command = add_command(commands, "split", "把明文的填报文件分成公开和不公开两半，原来的文件不动")
    command.add_argument(
        "--public", type=Path, required=True, metavar="目录", help="新仓库的文件夹，公开的一半写到它的 submissions 里"
    )
    command.add_argument(
        "--private", type=Path, required=True, metavar="目录",
        help="不公开的一半和材料写到这个空文件夹；它不能在 Git 会保存的地方",
    )  # fmt: skip
    command.set_defaults(run=_run_split)


def _run_split(options: argparse.Namespace) -> int:
    from scripts.report.style import visible
    from scripts.writing.splitting import split

    root = root_of(options)
    public, private = _folders(options, root)
    halves = split(root)
    if _has_errors(root, halves):
        print("有错误，没有分开。改正后重试。", file=sys.stderr)
        return EXIT_BLOCKED
    if halves.refused:
        for path, reason in halves.refused:
            print(f"{visible(path)}：{reason}", file=sys.stderr)
        print(f"有 {len(halves.refused)} 个文件不能分开，什么都没有写。改正后重试。", file=sys.stderr)
        return EXIT_BLOCKED
    _write(private, halves.private)
    _write(public, halves.public)
    print(
        f"已把 {halves.forms} 张表分成两半，原来的文件没有动：\n"
        f"  {options.public}/submissions 是公开的一半\n"
        f"  {options.private} 是不公开的一半和 {halves.proofs} 个材料文件，只留在工信部门，不要放进任何仓库\n"
        "接下来：\n"
        "  1. 在新仓库的 schema/survey.yaml 里写“联系信息: 另交”，运行 catalogue schema\n"
        f"  2. 在新仓库里核对：catalogue validate --private {options.private}\n"
        "  3. 新仓库从头提交，不带旧的历史：原来的仓库每一版里都有联系方式、收入和材料，永远不要公开",
        file=sys.stderr,
    )
    return EXIT_OK


def _folders(options: argparse.Namespace, root: Path) -> tuple[Path, Path]:
    """The absolute paths to write to; ``UsageError`` where they hold something, hold each other, or Git would keep what is private."""
    from schema.layout.paths import ROOT
    from schema.vocabulary.survey import constants
    from scripts.tree.tracking import is_tracked

    public, private = folder_for_output(options.public), folder_for_output(options.private)
    for folder, name in ((public / ROOT, f"{options.public}/{ROOT}"), (private, options.private)):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{name} 里已有文件；请换一个空文件夹，或先移走它们（样例也是）")
    if any(one.is_relative_to(other) for one, other in ((root, private), (public, private), (private, public))):
        raise UsageError("--private 的文件夹不能装着仓库，也不能与 --public 的互相装着；请分开放")
    if is_tracked(private, (f"{city}/x/enterprise.yaml" for city in constants().cities)):
        raise UsageError(f"{options.private} 在 Git 仓库里，Git 会保存其中的文件；请换一个仓库之外的文件夹")
    return public, private


def _has_errors(root: Path, halves: Split) -> bool:
    """Whether the forms have errors, which stderr lists: judged whole, or as their halves where the survey is in two already."""
    from schema.vocabulary.survey import constants
    from scripts.check.pipeline import check
    from scripts.site.input import print_errors
    from scripts.tree.disk import DiskTree
    from scripts.tree.private import TwoTrees

    if not constants().separate:
        checked = check(DiskTree(root))
    elif halves.refused:
        return False
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _write(folder, halves.public)
            _write(folder / "private", halves.private)
            checked = check(TwoTrees(DiskTree(folder), folder / "private", str(folder)))
    if checked.blocked:
        print_errors(checked)
    return checked.blocked


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
