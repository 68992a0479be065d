"""The command ``catalogue``: arguments → plain options → one call. Heavy modules are imported where a command needs them."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from scripts.check import Checked

EXIT_OK, EXIT_BLOCKED, EXIT_USAGE = 0, 1, 2

_USAGE_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): expected one argument", r"\1 后面缺一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (.+?): invalid choice: '(.+?)' \(choose from (.+)\)", r"\1 没有“\2”，可选：\3"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同用"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 不够明确，可能是 \2"),
)


class UsageError(Exception):
    """Wrong use of a command: exit status 2."""


class WorkError(Exception):
    """The work could not be completed for a reason that the user can mend: exit status 1."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for pattern, words in _USAGE_WORDS:
            message = re.sub(f"^{pattern}$", words, message, flags=re.DOTALL)
        message = message.replace("', '", "、").replace("'", "")
        self.exit(EXIT_USAGE, f"用法不对：{message}\n看说明：{self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status; no traceback reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        _tolerate(stream)
    options = _parser().parse_args(arguments)
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
        print(f"没有完成：{_reason(error)}", file=sys.stderr)
        return EXIT_BLOCKED
    except Exception as error:
        if os.environ.get("CATALOGUE_DEBUG"):
            raise
        print(
            f"程序出错：{type(error).__name__}。请带上这一行和所用命令告诉维护者；设 CATALOGUE_DEBUG=1 可看到详情。",
            file=sys.stderr,
        )
        return EXIT_BLOCKED


_REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘是只读的", errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "应是文件夹的地方是一个文件", errno.EEXIST: "应是文件夹的地方是一个文件", errno.EISDIR: "应是文件的地方是一个文件夹",
    errno.ENOENT: "没有这个文件或文件夹", errno.ENAMETOOLONG: "名字太长",
}  # fmt: skip


def _reason(error: OSError) -> str:
    where = f"（{error.filename}）" if error.filename else ""
    open_elsewhere = isinstance(error, PermissionError) and str(error.filename).endswith((".xlsx", ".docx"))
    cure = "；若正在 Excel、WPS 或 Word 里打开着，请先关闭" if open_elsewhere else ""
    return f"{_REASONS.get(error.errno or 0, error.strerror or error)}{where}{cure}"


def _tolerate(stream: TextIO) -> None:
    """A console that lacks a character gets a code in its place, not a crash."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="catalogue",
        description="山东省大模型企业及产品摸底：检查填报文件，生成公开目录和汇总表。",
        add_help=False,
        allow_abbrev=False,
    )
    _help(parser)
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="命令")
    _validate(commands)
    _build(commands)
    _serve(commands)
    _summaries(commands)
    _new(commands)
    _forms(commands)
    _import(commands)
    _schema(commands)
    _explain(commands)
    return parser


def _command(commands: argparse._SubParsersAction[_Parser], name: str, told: str) -> _Parser:
    command = commands.add_parser(name, help=told, description=told, add_help=False, allow_abbrev=False)
    command._optionals.title = "选项"
    command._positionals.title = "参数"
    command.add_argument("--root", type=Path, default=Path(), metavar="目录", help="在哪个仓库上工作，默认为当前目录")
    _help(command)
    return command


def _help(parser: argparse.ArgumentParser) -> None:
    parser._optionals.title = "选项"
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")


def _root(options: argparse.Namespace, *needed: str) -> Path:
    """The repository to work on, absolute; every name in ``needed`` must be there."""
    root: Path = options.root.resolve()
    for name in needed or ("submissions",):
        if not (root / name).exists():
            raise UsageError(f"{options.root} 里没有 {name}；请在仓库的顶层文件夹里运行，或用 --root 指明仓库的位置")
    return root


# ---------- validate ----------


def _validate(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "validate", "检查填报文件，列出全部问题")
    command.add_argument("paths", nargs="*", metavar="路径", help="只检查这些文件或文件夹，默认检查全部")
    command.add_argument("--base", metavar="版本", help="只看相对这个版本改动了什么、弄坏了什么，如 origin/main")
    command.add_argument("--head", metavar="版本", help="与 --base 同用：从 Git 里读取这个版本，不看工作区的文件")
    command.add_argument(
        "--format", choices=("text", "json", "github", "markdown"), metavar="格式",
        help="text 给人看，json 给程序用，github 是代码行上的批注，markdown 用于评论；默认 text，在 GitHub 上为 github",
    )  # fmt: skip
    command.add_argument("--strict", action="store_true", help="把提醒也当作错误")
    command.add_argument(
        "--site",
        metavar="网址",
        help="公开目录的网址，markdown 和 github 里的规则名就链接到它的规则页；默认取环境变量 CATALOGUE_SITE",
    )
    command.set_defaults(run=_run_validate)


def _run_validate(options: argparse.Namespace) -> int:
    from scripts.check import check, strict, today_in_shanghai
    from scripts.report import write, write_job_summary
    from scripts.repository import DiskTree

    if options.head and not options.base:
        raise UsageError("--head 要与 --base 同用")
    site = _site(options.site)
    root = _root(options, *([] if options.head is None else ["."]))
    paths = [_inside(root, path) for path in options.paths]
    checked = (
        _proposed(root, options.base, options.head, paths) if options.base
        else check(DiskTree(root), paths=paths, today=today_in_shanghai())
    )  # fmt: skip
    if options.strict:
        checked = strict(checked)
    write(checked, options.format, sys.stdout, site)
    write_job_summary(checked, site)
    return EXIT_BLOCKED if checked.blocked else EXIT_OK


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


def _proposed(root: Path, base: str, head: str | None, paths: list[str]) -> Checked:
    from scripts.check import today_in_shanghai
    from scripts.proposal import check_proposal
    from scripts.revision import RevisionError, read_proposal

    try:
        return check_proposal(read_proposal(root, base, head), today_in_shanghai(), paths)
    except RevisionError as error:
        raise WorkError(str(error)) from error


def _inside(root: Path, text: str) -> str:
    """A path argument as seen from the repository's root, with forward slashes; it may be given from the current folder."""
    for base in (Path.cwd(), root):
        path = Path(os.path.normpath(base / text))
        if os.path.lexists(path) and path.is_relative_to(root):
            inside = PurePosixPath(path.relative_to(root)).as_posix()
            if inside == "." or inside == "submissions" or inside.startswith("submissions/"):
                return "submissions" if inside == "." else inside
            raise UsageError(f"{text} 不在 submissions 之下")
    raise UsageError(f"没有找到 {text}")


# ---------- build, serve, summaries ----------


def _build(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "build", "检查无误后生成公开目录 site 和汇总表 bureau")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 dist")
    command.add_argument("--base-url", metavar="网址", help="公开目录的正式网址，如 https://example.org/catalogue/")
    command.add_argument("--skip-invalid", action="store_true", help="有错误的条目略去不发布，并逐一列出")
    command.add_argument("--timings", action="store_true", help="最后列出各步用了多少时间")
    command.set_defaults(run=_run_build)


def _run_build(options: argparse.Namespace) -> int:
    from scripts.build import Options, build

    root = _root(options, "submissions", "mkdocs.yml", "site_src")
    out = (options.out or root / "dist").resolve()
    asked = Options(root, out, _base_url(options.base_url), options.skip_invalid, options.timings)
    return EXIT_OK if build(asked) else EXIT_BLOCKED


def _base_url(text: str | None) -> str | None:
    if text is None:
        return None
    if not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", text):
        raise UsageError("--base-url 应是以 https:// 开头的网址，不带问号和井号")
    return text if text.endswith("/") else text + "/"


def _serve(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "serve", "在本机预览公开目录，文件改动后自动重建")
    command.add_argument("--address", default="127.0.0.1:8000", metavar="地址:端口", help="默认 127.0.0.1:8000")
    command.set_defaults(run=_run_serve)


def _run_serve(options: argparse.Namespace) -> int:
    from scripts.build import serve

    root = _root(options, "submissions", "mkdocs.yml", "site_src")
    if not re.fullmatch(r"[\w.\-\[\]:]+:\d{1,5}", options.address):
        raise UsageError("--address 应写成 地址:端口，如 127.0.0.1:8000")
    serve(root, options.address)
    return EXIT_OK


def _summaries(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "summaries", "只生成附件3、附件4 和材料核对表；有错误时只生成材料核对表")
    command.add_argument("--city", metavar="城市", help="只要一个市，写市名或文件夹名，如 济南、jinan；默认全部及全省")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 dist/bureau")
    command.add_argument(
        "--skip-invalid", action="store_true", help="有错误的条目不进附件3、附件4，逐一列出，其余照常生成"
    )
    command.set_defaults(run=_run_summaries)


def _run_summaries(options: argparse.Namespace) -> int:
    from scripts.build import summaries

    root, city = _root(options), _city(options.city)
    out = (options.out or root / "dist" / "bureau").resolve()
    return EXIT_OK if summaries(root, out, city, skip_invalid=options.skip_invalid) else EXIT_BLOCKED


def _city(text: str | None) -> str | None:
    """The folder of a city that is named in any way that ``new`` takes too."""
    from scripts.new.place import Unfit, city_of

    try:
        return None if text is None else city_of(text).slug
    except Unfit as error:
        raise UsageError(f"--city {error}") from error


# ---------- new, forms, import ----------


def _new(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "new", "新建一张带说明的填报表，缺什么在终端上问什么")
    command.add_argument(
        "kind", nargs="?", choices=("enterprise", "product"), metavar="种类", help="enterprise 是附件1，product 是附件2"
    )
    command.add_argument("--city", metavar="城市", help="市名或文件夹名，如 济南、jinan；单位已有文件时可以不写")
    command.add_argument("--code", metavar="信用代码", help="单位的 18 位统一社会信用代码")
    command.add_argument("--slug", metavar="文件名", help="产品文件名：小写英文字母、数字、连字符，如 hetong")
    command.set_defaults(run=_run_new)


def _run_new(options: argparse.Namespace) -> int:
    from scripts.new.command import new, next_steps, terminal
    from scripts.new.place import Given, Refused, Unfit

    root = _root(options)
    try:
        judge = new(root, Given.of(options.kind, options.code, options.city, options.slug), terminal())
    except Unfit as error:
        raise UsageError(str(error)) from error
    except Refused as error:
        raise WorkError(str(error)) from error
    print(judge.place.path)
    print(next_steps(judge, f" --root {options.root}" if options.root != Path() else ""), file=sys.stderr)
    return EXIT_OK


def _forms(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "forms", "把填报文件印成附件1、附件2 的 Word 表格，供盖章")
    command.add_argument("paths", nargs="*", metavar="路径", help="只印这些文件或文件夹，默认全部")
    command.add_argument("--city", metavar="城市", help="只要一个市，写市名或文件夹名，如 济南、jinan")
    command.add_argument("--out", type=Path, metavar="目录", help="写到哪里，默认为仓库里的 build/forms（不进 Git）")
    command.add_argument("--verify", metavar="摘要", help="查页脚上的摘要是哪个文件的哪一版，此后改了什么")
    command.set_defaults(run=_run_forms)


def _run_forms(options: argparse.Namespace) -> int:
    root = _root(options)
    if options.verify is not None:
        from scripts.paper.stamps import verify

        if not re.fullmatch(r"[0-9a-f]{10}", options.verify.strip().lower()):
            raise UsageError("--verify 后面应是页脚上的 10 位摘要，如 3f9a0c71de")
        known, told = verify(root, options.verify.strip().lower())
        sys.stdout.write(told)
        return EXIT_OK if known else EXIT_BLOCKED
    from scripts.paper.forms_command import print_forms

    city = _city(options.city)
    paths = [_inside(root, path) for path in options.paths] + ([f"submissions/{city}"] if city else [])
    out = (options.out or root / "build" / "forms").resolve()
    return EXIT_OK if print_forms(root, paths, out) else EXIT_BLOCKED


def _import(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "import", "把 Word 表格、Excel 名单或网页填报的压缩包变成填报文件")
    command.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="文件",
        help=".docx、.xlsx、.csv、.zip，一同发来的材料（PDF、PNG、JPEG），或装着它们的文件夹",
    )
    command.add_argument("--unit", metavar="信用代码", help="这些表格是哪个单位的；手工填的附件2 没有信用代码时用")
    command.add_argument("--update", action="store_true", help="已有的文件按表格修改，注释和没变的内容一字不动")
    command.add_argument("--pledged", action="store_true", help="盖章的纸质表在手上，写入两项承诺")
    command.add_argument("--template", type=Path, metavar="目录", help="不导入，只写出可填写的 Excel 模板")
    command.set_defaults(run=_run_import)


def _run_import(options: argparse.Namespace) -> int:
    from schema.fields.uscc import is_valid
    from scripts.paper.intake import import_files
    from scripts.paper.storing import Options

    if options.template is not None:
        from scripts.paper.templates import write_template

        print(write_template(options.template.resolve()))
        return EXIT_OK
    root = _root(options)
    if not options.files:
        raise UsageError("缺少要导入的文件；只要模板请用 --template 目录")
    if options.unit is not None and not is_valid(options.unit):
        raise UsageError("--unit 后面应是营业执照上的 18 位统一社会信用代码")
    if missing := [str(path) for path in options.files if not path.exists()]:
        raise UsageError(f"没有找到 {'、'.join(missing)}")
    outcome = import_files(options.files, Options(root, options.unit, options.update, options.pledged), _tell)
    return EXIT_BLOCKED if outcome.refused else EXIT_OK


# ---------- schema, explain ----------


def _schema(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "schema", "写出供编辑器用的 schema/*.schema.json")
    command.add_argument("--check", action="store_true", help="只核对，不改动；不一致时退出码为 1")
    command.set_defaults(run=_run_schema)


def _run_schema(options: argparse.Namespace) -> int:
    from schema.json_schema import export

    folder = _root(options, "schema") / "schema"
    for name, text in export().items():
        path = folder / name
        if options.check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            raise WorkError(f"schema/{name} 与字段定义不一致；请运行 catalogue schema 后提交")
        if not options.check:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"schema/{name}")
    return EXIT_OK


def _explain(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "explain", "讲解一条规则：为什么、错例、对例")
    command.add_argument("rule", metavar="规则", help="规则的名字，如 uscc-check-digit；写 all 列出全部")
    command.set_defaults(run=_run_explain)


def _run_explain(options: argparse.Namespace) -> int:
    from schema.fields.choice import nearest
    from schema.rule_book import rule_book
    from scripts.report.explain import render, render_list
    from scripts.report.style import Style

    book, style = rule_book(), Style.of(sys.stdout)
    if options.rule == "all":
        sys.stdout.write(render_list(book, style))
        return EXIT_OK
    if options.rule not in book:
        near = nearest(options.rule, list(book))
        raise UsageError(
            f"没有名为 {options.rule} 的规则"
            + (f"；您要看的是否是 {near}？" if near else "；用 catalogue explain all 列出全部")
        )
    sys.stdout.write(render(book[options.rule], style))
    return EXIT_OK


def _tell(told: str) -> None:
    """Print lines that hold strangers' names and values: nothing in them steers a terminal or a GitHub runner."""
    from scripts.report.style import inert, visible

    safe = inert if os.environ.get("GITHUB_ACTIONS") == "true" else str
    print("\n".join(safe(visible(line)) for line in told.split("\n")))


if __name__ == "__main__":
    sys.exit(main())
