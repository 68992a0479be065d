"""What the commands share: the parser, the errors, and arguments that several of them take."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

if TYPE_CHECKING:
    from scripts.tree.private import PrivateFolder

EXIT_OK, EXIT_BLOCKED, EXIT_USAGE = 0, 1, 2

# Messages of argparse, in any version of Python that is supported; one that is not here stays English.
_USAGE_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"argument (.+?): expected one argument", r"\1 后面缺一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同用"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 不够明确，可能是 \2"),
)

_CHOICE = r"argument (.+?): invalid choice: '(.+?)' \(choose from (.+)\)"


class UsageError(Exception):
    """Wrong use of a command: exit status 2."""


class WorkError(Exception):
    """The work could not be completed, for a reason that the user can remedy: exit status 1."""


class _Formatter(argparse.HelpFormatter):
    """Help that begins in Chinese too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser in Chinese, of which every command has one. Options cannot be abbreviated."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **settings)
        self._optionals.title, self._positionals.title = "选项", "参数"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments; what this command does not know is its own error, not that of the whole program."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            near = _near(unknown[0].partition("=")[0], list(self._option_string_actions))
            self.error(f"不认识的参数：{' '.join(unknown)}{near}")
        return options, unknown

    def error(self, message: str) -> NoReturn:
        """Exit with status 2."""
        for pattern, words in _USAGE_WORDS:
            message = re.sub(f"^{pattern}$", words, message, flags=re.DOTALL)
        message = re.sub(_CHOICE, _no_such_choice, message, flags=re.DOTALL)
        self.exit(EXIT_USAGE, f"用法不对：{message}\n看说明：{self.prog} --help\n")


def _no_such_choice(found: re.Match[str]) -> str:
    options = re.findall(r"[\w-]+", found[3])
    return f"{found[1]} 没有“{found[2]}”" + (_near(found[2], options) or f"，可选：{'、'.join(options)}")


def _near(text: str, options: list[str]) -> str:
    """The option that was meant, as the end of a sentence; empty where none is near."""
    from schema.text.similar import nearest

    names = {option.strip("-"): option for option in options}
    near = nearest(text.strip("-"), list(names), 0.6) if text.strip("-") else None
    return f"；您要写的是否是 {names[near]}？" if near else ""


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(commands: Commands, name: str, summary: str) -> Parser:
    """A command with the option ``--root``."""
    command = commands.add_parser(name, help=summary, description=summary)
    command.add_argument("--root", type=Path, default=Path(), metavar="目录", help="在哪个仓库上工作，默认为当前目录")
    return command


def root_of(options: argparse.Namespace, *needed: str) -> Path:
    """The absolute path of the repository to work on; every name in ``needed`` must exist in it."""
    root: Path = options.root.resolve()
    for name in needed or ("submissions",):
        if not (root / name).exists():
            raise UsageError(f"{options.root} 里没有 {name}；请在仓库的顶层文件夹里运行，或用 --root 指明仓库的位置")
    return root


def folder_for_output(folder: Path, private: Iterable[str] = ()) -> Path:
    """The absolute path of a folder to write to. Nothing but submissions belongs into ``submissions/``.

    ``private`` are names of files with private values that it will get, which Git must not take up.
    """
    from schema.layout.paths import ROOT
    from schema.vocabulary.survey import constants
    from scripts.tree.tracking import is_tracked

    place = folder.resolve()
    for above in (place, *place.parents):
        if above.name == ROOT and any((above / city).is_dir() for city in constants().cities):
            raise UsageError(f"{folder} 在 submissions 里，那里只放填报文件和证明材料；请换一个文件夹，如 build")
    if (names := list(private)) and is_tracked(place, names):
        raise UsageError(f"{folder} 在 Git 仓库里，Git 会保存其中的联系信息；请用 --out 换一个仓库之外的文件夹")
    return place


def add_private(command: Parser) -> None:
    """The option ``--private`` of a command that reads or writes private halves."""
    command.add_argument(
        "--private", metavar="目录", help="联系信息另交时，不公开部分放在哪个文件夹；它不能在 Git 会保存的地方"
    )


def private_folder(options: argparse.Namespace, root: Path) -> PrivateFolder | None:
    """The folder that ``--private`` names, None without the option.

    ``UsageError`` where contacts are not kept apart, where there is no such folder, or where Git would keep it.
    """
    from schema.layout.paths import ROOT
    from schema.vocabulary.survey import constants
    from scripts.tree.private import PrivateFolder
    from scripts.tree.tracking import is_tracked

    if options.private is None:
        return None
    if not constants().separate:
        raise UsageError("--private 只用于联系信息另交的摸底；这里是明文（schema/survey.yaml 的“联系信息”）")
    folder = Path(options.private).resolve()
    if not folder.is_dir():
        raise UsageError(f"没有找到文件夹 {options.private}")
    if root.is_relative_to(folder) or folder.is_relative_to(root / ROOT):
        raise UsageError(f"{options.private} 不能装着仓库，也不能在 submissions 里；请换一个文件夹")
    if is_tracked(folder, (f"{city}/x/enterprise.yaml" for city in constants().cities)):
        raise UsageError(f"{options.private} 在 Git 仓库里，Git 会保存其中的文件；请换一个仓库之外的文件夹")
    return PrivateFolder(folder, options.private)


def needed_private_folder(options: argparse.Namespace, root: Path, why: str) -> PrivateFolder | None:
    """The same for a command that cannot do without it where contacts are kept apart; ``why`` says so in words."""
    from schema.vocabulary.survey import constants

    if constants().separate and options.private is None:
        raise UsageError(f"联系信息另交，{why}；请用 --private 目录 指明不公开部分在哪个文件夹")
    return private_folder(options, root)


def private_file(path: Path, ending: str) -> Path:
    """The absolute path of a file to write that holds contacts: with the right ending, not in ``submissions/``, not seen by Git."""
    from scripts.tree.tracking import is_tracked

    if path.suffix.lower() != ending:
        raise UsageError(f"{path} 的名字要以 {ending} 结尾")
    place = folder_for_output(path.parent) / path.name
    if is_tracked(place):
        raise UsageError(f"{path} 在 Git 仓库里，会被提交进去；里面有联系方式，请换一个地方，如 build/{path.name}")
    return place


def build_folder(root: Path) -> Path:
    """The folder ``build`` of a repository, which Git ignores."""
    from scripts.tree.tracking import keep_untracked

    keep_untracked(root / "build")
    return root / "build"


def inside(root: Path, text: str) -> str:
    """A path argument, given from the current folder or from the root, as a path from the repository's root."""
    for base in (Path.cwd(), root):
        path = Path(os.path.normpath(base / text))
        if os.path.lexists(path) and path.is_relative_to(root):
            name = PurePosixPath(path.relative_to(root)).as_posix()
            if name == "." or name == "submissions" or name.startswith("submissions/"):
                return "submissions" if name == "." else name
            raise UsageError(f"{text} 不在 submissions 之下")
    raise UsageError(f"没有找到 {text}")


def city_slug(text: str | None) -> str | None:
    """The folder's name of a city, named in any way that ``new`` accepts."""
    from scripts.new.place import InvalidAnswer, city_of

    try:
        return None if text is None else city_of(text).slug
    except InvalidAnswer as error:
        raise UsageError(f"--city {error}") from error
