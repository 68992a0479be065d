"""``catalogue verify``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.commands.common import (
    EXIT_BLOCKED,
    EXIT_OK,
    Commands,
    UsageError,
    WorkError,
    add_command,
    add_private,
    private_folder,
    root_of,
)
from scripts.report.said import say

if TYPE_CHECKING:
    from scripts.bureau.stamps import Stamp


def add_verify(commands: Commands) -> None:
    """The command ``verify``."""
    command = add_command(commands, "verify", "查盖章的表是哪一版，此后改了什么：附件1、附件2 和汇总表")
    command.add_argument(
        "stamps", nargs="+", metavar="摘要",
        help="页脚上的 10 位摘要或填表页的回执码，可以写几个；也可以是印出的调研表（.docx）、汇总表（.xlsx），或每行一个摘要的清单（.txt、.csv）",
    )  # fmt: skip
    command.epilog = "每一个都与现在的一致，退出码才是 0；有一个是从前的、改动过的或没有找到，是 1。"
    add_private(command)
    command.set_defaults(run=_run_verify)


def _run_verify(options: argparse.Namespace) -> int:
    from scripts.bureau.stamps import verify

    root = root_of(options)
    private = private_folder(options, root)
    answers = verify(root, [stamp for typed in options.stamps for stamp in _stamps(typed)], private)
    for answer in answers:
        say(answer.words)
    return EXIT_OK if all(answer.current for answer in answers) else EXIT_BLOCKED


def _stamps(typed: str) -> list[Stamp]:
    """The digests that an argument is or holds."""
    from scripts.bureau.stamps import ENDINGS, Stamp, stamps_in
    from scripts.paper.stamps import DIGEST
    from scripts.sandbox.refused import Refused

    plain, path = typed.strip().lower(), Path(typed)
    if DIGEST.fullmatch(plain):
        return [Stamp(plain)]
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        raise UsageError(
            f"{typed} 不是 10 位摘要（如 3f9a0c71de），也不是 {'、'.join(ENDINGS[:-1])} 或 {ENDINGS[-1]} 文件"
        )
    try:
        stamps = stamps_in(path)
    except Refused as reason:
        raise WorkError(f"{typed}：{reason}") from reason
    if not stamps:
        raise WorkError(f"{typed} 里没有摘要；草稿和空白表没有，盖章的表在页脚上")
    return stamps
