"""``catalogue build``, ``serve``, ``summaries`` and ``preview``."""

from __future__ import annotations

import argparse
import re
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
    build_folder,
    city_slug,
    folder_for_output,
    inside,
    private_folder,
    root_of,
)

if TYPE_CHECKING:
    from scripts.tree.disk import Tree

_PRIVATE = "全省/x.xlsx"  # such files hold contacts
_PACKAGE = "青岛市.zip"


def add_build(commands: Commands) -> None:
    """The command ``build``."""
    command = add_command(commands, "build", "检查无误后生成公开目录 site 和汇总表 bureau")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 dist")
    command.add_argument("--base-url", metavar="网址", help="公开目录的正式网址，如 https://example.org/catalogue/")
    command.add_argument("--skip-invalid", action="store_true", help="有错误的条目略去不发布，并逐一列出")
    add_private(command)
    command.set_defaults(run=_run_build)


def _run_build(options: argparse.Namespace) -> int:
    from scripts.build import Options, build

    root = root_of(options, "submissions", "mkdocs.yml", "site_src")
    private = private_folder(options, root)
    out = folder_for_output(options.out or root / "dist", [f"bureau/{_PRIVATE}"] if private else [])
    done = build(Options(root, out, _base_url(options.base_url), options.skip_invalid, private))
    return EXIT_OK if done else EXIT_BLOCKED


def _base_url(text: str | None) -> str | None:
    if text is None:
        return None
    if not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", text):
        raise UsageError("--base-url 应是以 https:// 开头的网址，不带问号和井号")
    return text if text.endswith("/") else text + "/"


def add_serve(commands: Commands) -> None:
    """The command ``serve``."""
    command = add_command(commands, "serve", "在本机预览公开目录，文件改动后自动重建")
    command.add_argument("--address", default="127.0.0.1:8000", metavar="地址:端口", help="默认 127.0.0.1:8000")
    command.set_defaults(run=_run_serve)


def _run_serve(options: argparse.Namespace) -> int:
    from scripts.site.build import serve_site

    root = root_of(options, "submissions", "mkdocs.yml", "site_src")
    if not re.fullmatch(r"[\w.\-\[\]:]+:\d{1,5}", options.address):
        raise UsageError("--address 应写成 地址:端口，如 127.0.0.1:8000")
    serve_site(root, options.address)
    return EXIT_OK


def add_summaries(commands: Commands) -> None:
    """The command ``summaries``."""
    command = add_command(commands, "summaries", "只生成附件3、附件4 和材料核对表；有错误时只生成材料核对表")
    command.add_argument("--city", metavar="城市", help="只要一个市，写市名或文件夹名，如 济南、jinan；默认全部及全省")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 dist/bureau")
    command.add_argument(
        "--skip-invalid", action="store_true", help="有错误的条目不进附件3、附件4，逐一列出，其余照常生成"
    )
    command.add_argument(
        "--zip", action="store_true", help="另把每个市的几张表打成一个压缩包，如 青岛市-2024-06-05.zip，发给该市"
    )
    add_private(command)
    command.set_defaults(run=_run_summaries)


def _run_summaries(options: argparse.Namespace) -> int:
    from scripts.build import summaries

    root, city = root_of(options), city_slug(options.city)
    private = private_folder(options, root)
    kept = [_PRIVATE, *([_PACKAGE] if options.zip else [])]
    out = folder_for_output(options.out or root / "dist" / "bureau", kept if private else [])
    done = summaries(root, out, city, skip_invalid=options.skip_invalid, private=private, zipped=options.zip)
    return EXIT_OK if done else EXIT_BLOCKED


def add_preview(commands: Commands) -> None:
    """The command ``preview``."""
    command = add_command(commands, "preview", "看条目公开后的样子：写成一个网页文件，只有公开的栏目")
    command.add_argument("paths", nargs="*", metavar="路径", help="一张填报表、一家单位或一个市的文件夹")
    command.add_argument("--base", metavar="版本", help="不写路径，看相对这个版本改动了的条目，如 origin/main")
    command.add_argument("--head", metavar="版本", help="与 --base 同用：从 Git 里读取这个版本，不看工作区的文件")
    command.add_argument("--out", type=Path, metavar="文件", help="写到哪里，默认为仓库里的 build/preview.html")
    command.set_defaults(run=_run_preview)


def _run_preview(options: argparse.Namespace) -> int:
    from scripts.site.preview import preview

    if bool(options.paths) == bool(options.base):
        raise UsageError("请写一张填报表或一家单位的文件夹，或者用 --base 指明与哪个版本比较")
    if options.head and not options.base:
        raise UsageError("--head 要与 --base 同用")
    if options.out and options.out.suffix != ".html":
        raise UsageError(f"{options.out} 的名字要以 .html 结尾")
    root = root_of(options, "submissions", "site_src")
    made = preview(*_previewed(root, options), root / "site_src")
    if not made.shown and not made.hidden:
        if options.paths:
            raise WorkError("这里没有填报表；请写 enterprise.yaml、products 里的文件，或单位的文件夹")
        print("没有改动填报表，没有写。", file=sys.stderr)
        return EXIT_OK
    out = (
        folder_for_output(options.out.parent) / options.out.name if options.out else build_folder(root) / "preview.html"
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(made.html, encoding="utf-8")
    print(out)
    wrong = sum(bool(item.errors) for item in made.shown)
    print(
        f"{len(made.shown)} 个条目" + (f"，其中 {wrong} 个有错误" if wrong else "")
        + (f"，{len(made.hidden)} 个不能预览" if made.hidden else "") + (f"，{made.more} 个太多没有写" if made.more else "")
        + "。用浏览器打开这个文件。",
        file=sys.stderr,
    )  # fmt: skip
    return EXIT_OK


def _previewed(root: Path, options: argparse.Namespace) -> tuple[Tree, list[str]]:
    """The tree to show entries of, and where they stand in it."""
    from scripts.tree.disk import DiskTree
    from scripts.tree.revision import RevisionError, read_proposal

    if options.paths:
        return DiskTree(root), [inside(root, path) for path in options.paths]
    try:
        proposal = read_proposal(root, options.base, options.head)
    except RevisionError as error:
        raise WorkError(str(error)) from error
    return proposal.after, [change.path for change in proposal.changes if not change.removed]
