"""``catalogue receive``: what came on paper and apart."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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


def add_receive(commands: Commands) -> None:
    """The command ``receive``."""
    command = add_command(commands, "receive", "登记收到的盖章件，收下不公开部分")
    command.add_argument(
        "files", nargs="+", type=Path, metavar="文件",
        help="填回来的材料核对表.xlsx、收件台存下的收件登记、不公开部分，或装着它们的文件夹、压缩包（.zip）、邮件（.eml）",
    )  # fmt: skip
    command.add_argument(
        "--from-bureau", action="store_true", help="给的压缩包、邮件是市局交来的：里面的收件登记和核对表也收"
    )
    command.epilog = (
        "全部收下、有不公开部分的表也没有错误，退出码才是 0；有一处没有收下，是 1。可以重复运行，收过的不会变。"
    )
    add_private(command)
    command.set_defaults(run=_run_receive)


def _run_receive(options: argparse.Namespace) -> int:
    from scripts.receiving.ledger import Unusable
    from scripts.receiving.receive import NeedsPrivate, receive
    from scripts.receiving.words import reception_lines
    from scripts.report.style import shows_values

    root = root_of(options)
    if missing := [str(path) for path in options.files if not path.exists()]:
        raise UsageError(f"没有找到 {'、'.join(missing)}")
    private = private_folder(options, root)
    try:
        reception = receive(options.files, root, private, from_bureau=options.from_bureau)
    except NeedsPrivate as reason:
        raise UsageError(f"联系信息另交，{reason}；请用 --private 目录 指明不公开部分在哪个文件夹") from reason
    except Unusable as reason:
        raise WorkError(str(reason)) from reason
    for line in reception_lines(reception, values=shows_values(sys.stdout)):
        say(line)
    return EXIT_OK if reception.complete else EXIT_BLOCKED
