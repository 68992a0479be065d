"""``catalogue build``, ``serve`` and ``summaries``."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from scripts.commands.common import (
    EXIT_BLOCKED,
    EXIT_OK,
    Commands,
    UsageError,
    add_command,
    add_private,
    city_slug,
    folder_for_output,
    private_folder,
    root_of,
)

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
