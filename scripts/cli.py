"""The command ``catalogue``: arguments → plain options → one call. Heavy modules are imported where a command needs them."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from scripts.commands import building, explaining, filing, parting, receiving, rounds, validating, verifying
from scripts.commands.common import EXIT_BLOCKED, EXIT_USAGE, Parser, UsageError, WorkError
from scripts.tree.trouble import trouble


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status; no traceback reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        _tolerate(stream)
    gc.set_threshold(100_000)  # building 10,000 entries: 16 s instead of 24
    parser = _parser()
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        parser.print_help(sys.stderr)
        return EXIT_USAGE
    options = parser.parse_args(given)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"用法不对：{error}", file=sys.stderr)
        return EXIT_USAGE
    except WorkError as error:
        print(f"没有完成：{error}", file=sys.stderr)
        return EXIT_BLOCKED
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return EXIT_BLOCKED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BLOCKED
    except OSError as error:
        print(f"没有完成：{_told(error)}", file=sys.stderr)
        return EXIT_BLOCKED
    except Exception as error:
        if os.environ.get("CATALOGUE_DEBUG"):
            raise
        print(_fault(error), file=sys.stderr)
        return EXIT_BLOCKED


def _fault(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"没有完成：还缺软件包 {error.name}；这个命令要照 requirements.txt 安装，检查所需的不够用。"
    return f"程序出错：{type(error).__name__}。请带上这一行和所用命令告诉维护者；设 CATALOGUE_DEBUG=1 可看到详情。"


def _told(error: OSError) -> str:
    where = f"（{error.filename}）" if error.filename else ""
    open_elsewhere = isinstance(error, PermissionError) and str(error.filename).endswith((".xlsx", ".docx"))
    cure = "；若正在 Excel、WPS 或 Word 里打开着，请先关闭" if open_elsewhere else ""
    return f"{trouble(error)}{where}{cure}"


def _tolerate(stream: TextIO) -> None:
    """A console that lacks a character gets a code in its place, not a crash."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


class _Version(argparse.Action):
    """Prints the version that is installed."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"catalogue {version('shandong-llm-catalogue')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="catalogue",
        description="山东省大模型企业及产品摸底：检查填报文件，生成公开目录和汇总表。",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="命令")
    validating.add_validate(commands)
    building.add_build(commands)
    building.add_serve(commands)
    building.add_summaries(commands)
    building.add_preview(commands)
    filing.add_new(commands)
    filing.add_forms(commands)
    verifying.add_verify(commands)
    filing.add_import(commands)
    receiving.add_receive(commands)
    filing.add_pack(commands)
    parting.add_split(commands)
    rounds.add_renew(commands)
    rounds.add_close(commands)
    rounds.add_compare(commands)
    rounds.add_samples(commands)
    explaining.add_schema(commands)
    explaining.add_explain(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
