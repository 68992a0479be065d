"""``catalogue validate``."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
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
    inside,
    private_folder,
    root_of,
)

if TYPE_CHECKING:
    from scripts.check.pipeline import Checked
    from scripts.tree.private import PrivateFolder


def add_validate(commands: Commands) -> None:
    """The command ``validate``."""
    command = add_command(commands, "validate", "检查填报文件，列出全部问题")
    command.add_argument("paths", nargs="*", metavar="路径", help="只检查这些文件或文件夹，默认检查全部")
    command.add_argument("--base", metavar="版本", help="只看相对这个版本改动了什么、弄坏了什么，如 origin/main")
    command.add_argument("--head", metavar="版本", help="与 --base 同用：从 Git 里读取这个版本，不看工作区的文件")
    command.add_argument(
        "--format", choices=("text", "json", "github", "markdown"), metavar="格式",
        help="text 给人看，json 给程序用，github 是代码行上的批注，markdown 用于评论；默认 text，在 GitHub 上为 github",
    )  # fmt: skip
    command.add_argument(
        "--batch", action="store_true", help="与 --base 同用：市工信局成批撤下，几家单位的条目可以一起撤"
    )
    add_private(command)
    shown = command.add_mutually_exclusive_group()
    shown.add_argument(
        "--values",
        action="store_true",
        default=None,
        help="写出填报的原文，不论输出到哪里；不写时只在终端上显示，只能用于 text",
    )
    shown.add_argument(
        "--no-values",
        action="store_false",
        dest="values",
        default=None,
        help="在终端上也不写原文，只写是几个汉字、几位数字",
    )
    command.add_argument(
        "--fix",
        action="store_true",
        help="先把只有一种正确写法的错误改好（冒号、空格、缩进、全角数字、单位、日期、编码），列出改动，再检查",
    )
    command.add_argument("--strict", action="store_true", help="把提醒也当作错误")
    command.add_argument(
        "--site",
        metavar="网址",
        help="公开目录的网址，markdown 和 github 里的规则名就链接到它的规则页；默认取环境变量 CATALOGUE_SITE",
    )
    command.set_defaults(run=_run_validate)


def _run_validate(options: argparse.Namespace) -> int:
    from scripts.check.pipeline import check, strict, today_in_shanghai
    from scripts.report import format_of, write, write_job_summary
    from scripts.tree.disk import DiskTree
    from scripts.tree.private import beside
    from scripts.writing.fixing import is_mendable

    if options.head and not options.base:
        raise UsageError("--head 要与 --base 同用")
    if options.batch and not options.base:
        raise UsageError("--batch 要与 --base 同用")
    if options.fix and options.base:
        raise UsageError("--fix 不能与 --base 同用：它改的是工作区里的文件")
    name = format_of(options.format)
    if options.values is not None and name != "text":
        raise UsageError("--values 和 --no-values 只能用于 --format text；其余格式里从不写填报的原文")
    site = _site(options.site)
    root = root_of(options, *([] if options.head is None else ["."]))
    paths = [inside(root, path) for path in options.paths]
    private = private_folder(options, root)
    if options.fix:
        _fix(root, paths, name, private, values=options.values)
    checked = (
        _proposed(root, options, paths, private) if options.base
        else check(beside(DiskTree(root), private), paths=paths, today=today_in_shanghai())
    )  # fmt: skip
    if options.strict:
        checked = strict(checked)
    write(checked, name, sys.stdout, site, values=options.values)
    mendable = 0 if options.fix or options.head else sum(map(is_mendable, checked.findings))
    if mendable and name == "text":
        print(f"其中 {mendable} 处只有一种正确写法，运行 catalogue validate --fix 可直接改好。")
    write_job_summary(checked, site)
    return EXIT_BLOCKED if checked.blocked else EXIT_OK


def _fix(root: Path, paths: list[str], name: str, private: PrivateFolder | None, *, values: bool | None) -> None:
    """Mend files and print each change: before the report, but apart from one that a program reads.

    With the private halves at hand, a public one that lacks its commitment gets it.
    """
    from scripts.report.style import inert, on_github, shows_values
    from scripts.tree.disk import DiskTree
    from scripts.writing.binding import LABEL, bind_halves
    from scripts.writing.fixing import mend_files

    stream = sys.stdout if name == "text" else sys.stderr
    shown = shows_values(stream) if values is None else values
    files = count = 0
    for path, mended in mend_files(DiskTree(root), paths):
        lines = [change.render(path, values=shown) for change in mended.changes]
        if mended.doubtful:
            lines = [f"{path}　没有把握改对，没有动；请照下面列出的逐处改"]
        for line in lines:
            print(inert(line) if on_github() else line, file=stream)
        files, count = files + bool(mended.changes), count + len(mended.changes)
    for path in bind_halves(root, private, paths) if private else ():
        print(inert(f"{path}　写入了“{LABEL}”") if on_github() else f"{path}　写入了“{LABEL}”", file=stream)
        files, count = files + 1, count + 1
    print(f"改好 {count} 处，在 {files} 个文件里。" if count else "没有可以直接改好的地方。", file=stream)
    if private:
        print("不公开部分没有动：它要与公开部分对应，有错请报送单位改好后重新交来。", file=stream)
    print(file=stream)


def _site(option: str | None) -> str:
    """The site to link to. Never from the repository that is checked: a proposal could lead readers anywhere."""
    from scripts.report.style import site_address

    given = option if option is not None else os.environ.get("CATALOGUE_SITE", "")
    address = site_address(given)
    if given and address is None:
        told = "应是以 https:// 开头的网址，不带问号、井号和中文"
        if option is not None:
            raise UsageError(f"--site {told}")
        print(f"环境变量 CATALOGUE_SITE {told}；报告里没有规则的链接。", file=sys.stderr)
    return address or ""


def _proposed(root: Path, options: argparse.Namespace, paths: list[str], private: PrivateFolder | None) -> Checked:
    from scripts.bureau.marks import received_marks
    from scripts.check.pipeline import today_in_shanghai
    from scripts.check.proposal import check_proposal
    from scripts.tree.private import beside
    from scripts.tree.revision import RevisionError, read_proposal

    try:
        proposal = read_proposal(root, options.base, options.head)
        marks = tuple(received_marks(proposal))
        proposal = replace(proposal, after=beside(proposal.after, private))
        return replace(check_proposal(proposal, today_in_shanghai(), paths, batch=options.batch), marks=marks)
    except RevisionError as error:
        raise WorkError(str(error)) from error
