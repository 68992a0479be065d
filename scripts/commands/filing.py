"""``catalogue new``, ``forms``, ``import`` and ``pack``: forms as files and on paper, and a city's files on their way."""

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
    build_folder,
    city_slug,
    folder_for_output,
    inside,
    needed_private_folder,
    private_file,
    root_of,
)
from scripts.report.said import say


def add_new(commands: Commands) -> None:
    """The command ``new``."""
    command = add_command(commands, "new", "新建填报表：选项给全的是空白表，没有给全的在终端上逐项询问，填对才写入")
    command.add_argument(
        "kind", nargs="?", choices=("enterprise", "product"), metavar="种类", help="enterprise 是附件1，product 是附件2"
    )
    command.add_argument("--city", metavar="城市", help="市名或文件夹名，如 济南、jinan；单位已有文件时可以不写")
    command.add_argument("--code", metavar="信用代码", help="单位的 18 位统一社会信用代码")
    command.add_argument("--slug", metavar="文件名", help="产品文件名：小写英文字母、数字、连字符，如 hetong")
    add_private(command)
    command.set_defaults(run=_run_new)


def _run_new(options: argparse.Namespace) -> int:
    from scripts.new.command import new, next_steps, terminal
    from scripts.new.place import InvalidAnswer, NewOptions, NotWritten

    root = root_of(options)
    private = needed_private_folder(options, root, "联系人和收入要写进不公开的一份")
    try:
        judge = new(root, NewOptions.of(options.kind, options.code, options.city, options.slug), terminal(), private)
    except InvalidAnswer as error:
        raise UsageError(str(error)) from error
    except NotWritten as error:
        raise WorkError(str(error)) from error
    print(judge.place.path)
    if private:
        print(private.at(judge.place.private_path))
    root_option = f" --root {options.root}" if options.root != Path() else ""
    print(next_steps(judge, root_option, private), file=sys.stderr)
    return EXIT_OK


def add_forms(commands: Commands) -> None:
    """The command ``forms``."""
    command = add_command(commands, "forms", "把填报文件印成附件1、附件2 的 Word 表格，供盖章；有错误的印成草稿")
    command.add_argument("paths", nargs="*", metavar="路径", help="只印这些文件或文件夹，默认全部")
    command.add_argument("--city", metavar="城市", help="只要一个市，写市名或文件夹名，如 济南、jinan")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 build/forms（不进 Git）")
    command.add_argument("--blank", action="store_true", help="只写出空白的附件1、附件2，附有补充页，供单位填写")
    add_private(command)
    command.set_defaults(run=_run_forms)


def _run_forms(options: argparse.Namespace) -> int:
    if options.blank:
        from scripts.paper.forms_command import print_blanks

        if options.paths or options.city or options.private:
            raise UsageError("--blank 写的是空白表，不能再写路径、--city 或 --private")
        print_blanks(folder_for_output(options.out or options.root / "build" / "forms"))
        return EXIT_OK
    root = root_of(options)
    from scripts.paper.forms_command import print_forms

    city = city_slug(options.city)
    paths = [inside(root, path) for path in options.paths] + ([f"submissions/{city}"] if city else [])
    private = needed_private_folder(options, root, "调研表要印出联系人和收入")
    out = folder_for_output(options.out or root / "build" / "forms", ["x/x.docx"] if private else [])
    return EXIT_OK if print_forms(root, paths, out, private) else EXIT_BLOCKED


def add_import(commands: Commands) -> None:
    """The command ``import``."""
    command = add_command(commands, "import", "把 Word 表格、Excel 名单或网页填报的压缩包变成填报文件")
    command.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="文件",
        help=".docx、.xlsx、.csv、填报文件，一同发来的材料（PDF、PNG、JPEG），或装着它们的文件夹、压缩包（.zip）、邮件（.eml）",
    )
    command.epilog = "全部读出、写入的也没有错误，退出码才是 0；有一份没有导入，或写入的有错误，是 1。"
    command.add_argument("--unit", metavar="信用代码", help="这些表格是哪个单位的；手工填的附件2 没有信用代码时用")
    command.add_argument("--update", action="store_true", help="已有的文件按表格修改，注释和没变的内容一字不动")
    command.add_argument("--pledged", action="store_true", help="盖章的纸质表在手上，写入两项承诺")
    command.add_argument("--paper", action="store_true", help="证明材料的纸质件在手上，通知要求的材料写作“线下提交”")
    command.add_argument("--city", metavar="城市", help="新单位放到哪个市；不写则看单位注册地，再看信用代码的登记机关")
    command.add_argument(
        "--receipt", type=Path, metavar="文件", help="逐栏的回执写到哪里，默认为仓库里的 build/import-receipt.xlsx"
    )
    command.add_argument("--template", type=Path, metavar="目录", help="不导入，只写出可填写的 Excel 模板")
    add_private(command)
    command.set_defaults(run=_run_import)


def _run_import(options: argparse.Namespace) -> int:
    from schema.fields.uscc import is_valid
    from scripts.intake.importer import import_files
    from scripts.intake.receipt_book import NAME
    from scripts.intake.storing import ImportOptions
    from scripts.report.style import shows_values

    if options.template is not None:
        from scripts.intake.templates import write_template

        print(write_template(folder_for_output(options.template)))
        return EXIT_OK
    root = root_of(options)
    if not options.files:
        raise UsageError("缺少要导入的文件；只要模板请用 --template 目录")
    if options.unit is not None and not is_valid(options.unit):
        raise UsageError("--unit 后面应是营业执照上的 18 位统一社会信用代码")
    if missing := [str(path) for path in options.files if not path.exists()]:
        raise UsageError(f"没有找到 {'、'.join(missing)}")
    private = needed_private_folder(options, root, "表里的联系人和收入要写进不公开的一份")
    receipt = private_file(options.receipt, ".xlsx") if options.receipt else build_folder(root) / NAME
    chosen = ImportOptions(
        root,
        options.unit,
        update=options.update,
        pledged=options.pledged,
        paper=options.paper,
        city=city_slug(options.city),
        values=shows_values(sys.stdout),
        receipt=receipt,
        private=private,
    )
    outcome = import_files(options.files, chosen, say)
    print(f"逐栏的回执：{receipt}（含联系方式，不得公开）", file=sys.stderr)
    return EXIT_OK if outcome.complete else EXIT_BLOCKED


def add_pack(commands: Commands) -> None:
    """The command ``pack``."""
    command = add_command(commands, "pack", "把一个市的文件夹打成一个压缩包，材料也在内，交省厅用 import 收下")
    command.add_argument("--city", metavar="城市", required=True, help="市名或文件夹名，如 济南、jinan")
    command.add_argument("--out", type=Path, metavar="文件", help="写到哪里，默认为仓库里的 build/城市.zip")
    command.set_defaults(run=_run_pack)


def _run_pack(options: argparse.Namespace) -> int:
    from scripts.intake.packing import pack
    from scripts.report.style import visible

    root, city = root_of(options), city_slug(options.city)
    assert city is not None  # noqa: S101 - the option is required
    path = private_file(options.out, ".zip") if options.out else build_folder(root) / f"{city}.zip"
    count, left_out = pack(root, city, path)
    if not count:
        raise WorkError(f"submissions/{city} 里没有填报文件")
    for name in left_out:
        print(f"位置或名字不对，没有装入：{visible(name)}（用 catalogue validate 查看）", file=sys.stderr)
    print(path)
    print(
        f"装入 {count} 个文件。含联系方式和证明材料，请用内网或当面交接；省厅用 catalogue import {path.name} 收下。",
        file=sys.stderr,
    )
    return EXIT_BLOCKED if left_out else EXIT_OK
