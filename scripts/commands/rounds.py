"""``catalogue renew``, ``close``, ``compare`` and ``samples``: from one round to the next."""

from __future__ import annotations

import argparse
import sys
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
    city_slug,
    folder_for_output,
    inside,
    private_folder,
    root_of,
)

if TYPE_CHECKING:
    from scripts.rounds.renew import Renewal


def add_renew(commands: Commands) -> None:
    """The command ``renew``."""
    command = add_command(commands, "renew", "把以前各轮的条目沿用到本轮：改批次，去掉承诺，其余一字不动")
    command.add_argument("paths", nargs="*", metavar="路径", help="沿用这些文件、单位文件夹或市文件夹里的条目")
    command.add_argument("--city", metavar="城市", help="沿用一个市的全部条目，写市名或文件夹名，如 济南、jinan")
    command.add_argument("--pledged", action="store_true", help="本轮盖章的纸质表在手上，两项承诺保留")
    add_private(command)
    command.set_defaults(run=_run_renew)


def _run_renew(options: argparse.Namespace) -> int:
    from schema.vocabulary.survey import constants
    from scripts.rounds.renew import renew
    from scripts.tree.disk import DiskTree
    from scripts.tree.private import beside

    root, city = root_of(options), city_slug(options.city)
    paths = [inside(root, path) for path in options.paths] + ([f"submissions/{city}"] if city else [])
    if not paths:
        raise UsageError("缺少要沿用的条目：写上路径，或用 --city 写一个市")
    private = private_folder(options, root)
    if constants().separate and private is None:
        raise UsageError(
            "联系信息另交时，仓库里的那一串字符连批次也管着，要有不公开部分才能改；请用 --private 写明它在哪个文件夹，"
            "没有的请单位在网页上沿用上轮内容，重新报送"
        )
    outcome = renew(root, beside(DiskTree(root), private), paths, pledged=options.pledged)
    for place in outcome.done:
        print(place.path)
    print(_advice(outcome, pledged=options.pledged), file=sys.stderr)
    return EXIT_BLOCKED if outcome.refused else EXIT_OK


def _advice(outcome: Renewal, *, pledged: bool) -> str:
    """What was done and what a person has to look at now. No value is repeated."""
    from schema.vocabulary.survey import constants

    year, done = constants().round, outcome.done
    if not done and not outcome.refused:
        return f"这里没有以前各轮的条目，不用沿用；本轮是 {year} 年。"
    lines = [f"已沿用到 {year} 年：{len(done)} 份。内容还是以前的，请逐份核对："] if done else []
    if any(not place.slug for place in done):
        lines.append(
            "  企业表：注册资金、企业年度收入、企业大模型相关收入、人员数量是以前的数；联系人和手机号码是否换了。"
        )
    if any(place.slug for place in done):
        lines.append("  产品表：版本号、检测情况、介绍及应用情况、联系人和联系方式。")
    if done:
        lines.append("  bureau.yaml：填报日期若是以前的，请删去或改正。")
        lines.append(
            "承诺没有动：只有本轮盖章的纸质表确在手上才可以这样。" if pledged
            else "承诺已去掉，要由单位重新作出，在此之前检查不会通过；请在分支上改，不要直接改主分支。"
        )  # fmt: skip
    if outcome.refused:
        lines.append(f"没有沿用 {len(outcome.refused)} 份，文件没有动：")
        lines += [f"  {path}：{reason}" for path, reason in outcome.refused]
    return "\n".join(lines)


def add_samples(commands: Commands) -> None:
    """The command ``samples``."""
    command = add_command(commands, "samples", "删去随程序带来的虚构示例单位，清空它们的 bureau.yaml")
    command.add_argument(
        "--remove", action="store_true", required=True, help="确认删去；代码第 9 至 15 位是 EXAMPLE 的才是示例"
    )
    command.set_defaults(run=_run_samples)


def _run_samples(options: argparse.Namespace) -> int:
    from scripts.rounds.samples import remove_samples

    removed = remove_samples(root_of(options))
    for path in (*removed.units, *removed.bureaus):
        print(path)
    print(
        f"删去 {len(removed.units)} 家示例单位，清空 {len(removed.bureaus)} 个 bureau.yaml。真实的单位和已填好的 bureau.yaml 没有动。",
        file=sys.stderr,
    )
    return EXIT_OK


def add_close(commands: Commands) -> None:
    """The command ``close``."""
    command = add_command(commands, "close", "结束本轮：存下公开的清单和数字，收入合计只算这一次")
    command.add_argument("--redact", metavar="信用代码", help="不结束，只从已结束各轮的清单里去掉一家单位；数字不变")
    add_private(command)
    command.set_defaults(run=_run_close)


def _run_close(options: argparse.Namespace) -> int:
    from schema.vocabulary.survey import constants
    from scripts.rounds.close import NotClosed, close, redact, survey_file
    from scripts.site.archive import ArchiveError, files
    from scripts.tree.disk import DiskTree
    from scripts.tree.private import beside

    root = root_of(options)
    private = private_folder(options, root)
    try:
        if options.redact is not None:
            return _redacted(options.redact, redact(root, options.redact.strip().upper()))
        if survey_file(root) is None:
            raise UsageError(
                f"{options.root} 的 schema/survey.yaml 不是装好的程序所用的那一份；请在那个仓库里装上它自己的程序（make），再运行"
            )
        if constants().separate and private is None:
            raise UsageError("联系信息另交时，收入在不公开部分里；请用 --private 写明它在哪个文件夹")
        closed = close(root, beside(DiskTree(root), private))
    except (NotClosed, ArchiveError) as error:
        raise WorkError(str(error)) from error
    for name in (*files(closed), "digest"):
        print(f"rounds/{closed.year}/{name}")
    amounts = "收入合计已算好，以后不再改动" if closed.sums else "企业太少或一家占比过高，收入合计一项也不能公布"
    print(
        f"{closed.year} 年摸底已结束：{len(closed.enterprises)} 张企业表，{len(closed.products)} 张产品表；{amounts}。\n"
        "schema/survey.yaml 已写上“摸底结束: 是”。请把 rounds 和它一并提交。",
        file=sys.stderr,
    )
    return EXIT_OK


def _redacted(code: str, years: list[int]) -> int:
    if not years:
        raise WorkError(f"已结束的各轮里没有 {code}")
    print(
        f"已从 {'、'.join(map(str, sorted(years)))} 年的清单里去掉 {code}，数字不变。Git 历史里还有从前的内容。",
        file=sys.stderr,
    )
    return EXIT_OK


def add_compare(commands: Commands) -> None:
    """The command ``compare``."""
    command = add_command(commands, "compare", "把本轮与已结束的一轮逐条对比，写成工作簿")
    command.add_argument("year", nargs="?", type=int, metavar="年份", help="与哪一年的比，默认为上一轮")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 dist/bureau")
    command.set_defaults(run=_run_compare)


def _run_compare(options: argparse.Namespace) -> int:
    from scripts.rounds.workbook import NothingToCompare, write_comparison
    from scripts.site.archive import ArchiveError
    from scripts.site.input import InputError
    from scripts.tree.disk import DiskTree

    root = root_of(options)
    out = folder_for_output(options.out or root / "dist" / "bureau")
    try:
        path, year = write_comparison(root, DiskTree(root), options.year, out)
    except (NothingToCompare, ArchiveError, InputError) as error:
        raise WorkError(str(error)) from error
    print(path)
    print(f"已与 {year} 年对比：新增、更新、尚未确认、撤下、更名、迁市和级别变化，一市一张表。", file=sys.stderr)
    return EXIT_OK
