"""``catalogue new``: options or answers → one new file, never over another."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from schema.book.severity import Severity
from schema.layout.paths import FormPath
from scripts.check.pipeline import today_in_shanghai
from scripts.new.draft import Draft
from scripts.new.interview import Interview
from scripts.new.judging import Files, Judge
from scripts.new.place import InvalidAnswer, NewOptions, NotWritten
from scripts.new.repository import Repository
from scripts.new.talk import Talk
from scripts.tree.private import PrivateFolder
from scripts.tree.trouble import trouble

_HOW = "在终端上运行会逐项询问；这里的输入或输出不是终端，问不了。请到终端上运行，或把选项写全："


def terminal() -> Talk | None:
    """A talk on this terminal; None where standard input or output is none.

    With readline, Chinese can be edited while typing, and what is pasted is one answer, however many lines it has.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    with contextlib.suppress(ImportError):
        import readline

        for setting in ("input-meta on", "output-meta on", "convert-meta off"):  # or the C locale cuts characters
            readline.parse_and_bind(f"set {setting}")
        if os.environ.get("TERM", "dumb") != "dumb":
            readline.parse_and_bind("set enable-bracketed-paste on")
    return Talk(print, input)


def new(root: Path, options: NewOptions, talk: Talk | None, private: PrivateFolder | None = None) -> Judge:
    """Write the form, or its two halves: if an option is missing, or a draft waits, what a conversation fills in whole; otherwise a blank one.

    Raises ``InvalidAnswer`` and ``NotWritten``.
    """
    repository = Repository(root, private)
    missing = _missing(repository, options)
    if not missing and not (talk and _broken_off(repository, options)):
        judge, files = _blank(repository, options)
        _write_all(repository, files)
    elif talk is None:
        raise InvalidAnswer(f"缺少 {'、'.join(missing)}。{_HOW}\n  {_example(options)}")
    else:
        interview = Interview(talk, repository, options, today_in_shanghai())
        judge, files = interview.run()
        _write_all(repository, files)
        interview.forget()
    return judge


def next_steps(judge: Judge, root_option: str, private: PrivateFolder | None = None) -> str:
    """What to do with the new file, or with both halves. ``root_option`` is `` --root …`` if that was given."""
    place, root = judge.place, judge.repository.root
    if not (blanks := _blanks(root, private, place)):
        lines = _once_whole(place, root_option, private)
    else:
        lines = [
            f"打开{'两份' if private else '它'}，照每栏上面的说明填写，还有 {blanks} 处要填；VS Code 装上 YAML 扩展会提示栏目和选项",
            *_about_materials(place, private),
            f"检查：catalogue validate {place.folder}{root_option}",
        ]
        if private:
            lines[-1] = (
                f"检查，并把两份对应起来：catalogue validate --fix --private {private.name} {place.folder}{root_option}"
            )
    if place.slug is None:
        more = f" --private {private.name}" if private else ""
        lines.append(f"报产品：catalogue new product --code {place.code}{more}{root_option}")
    return "\n".join(["接下来：", *(f"  {number}. {line}" for number, line in enumerate(lines, 1))])


def _once_whole(place: FormPath, root_option: str, private: PrivateFolder | None) -> list[str]:
    """What is left to do with a form that has no error."""
    more = f" --private {private.name}" if private else ""
    lines = [f"已检查，没有错误。印出 Word 表盖章：catalogue forms {place.path}{more}{root_option}"]
    if private:
        lines.append(
            f"公开的一份交到网上；{private.name}/{place.city}/{place.code} 里不公开的一份和材料发给市工信局，不要放进 Git"
        )
    return lines


def _blanks(root: Path, private: PrivateFolder | None, place: FormPath) -> int:
    """How many fields of a new form, as it stands on the disk, are still to be filled in by hand."""
    repository = Repository(root, private)
    judge = Judge(repository, place, today_in_shanghai())
    paths = [place.path, *([place.private_path] if private else [])]
    found = judge.findings({path: repository.target(path).read_bytes() for path in paths})
    return sum(1 for one in found if one.severity is Severity.ERROR and one.rule != "private-form")


def _about_materials(place: FormPath, private: PrivateFolder | None) -> Iterator[str]:
    offline = "含印章、个人或客户信息的，写“线下提交: 是”，纸件交市工信局"
    if private is None:
        yield f"随文件提交的材料放进 {place.folder}/materials/；{offline}"
        return
    here = f"{private.name}/{place.city}/{place.code}/materials/"
    yield f"交扫描件的材料放进 {here}，公开的一份写“另交: 是”，不公开的一份按同样的顺序写“- 文件: materials/文件名”；{offline}"


def _missing(repository: Repository, options: NewOptions) -> list[str]:
    needed: list[tuple[str, object]] = [
        ("enterprise 或 product", options.kind),
        ("--code 信用代码", options.code),
        ("--city 城市", options.city or (options.code and repository.cities(options.code))),
    ]
    if options.kind == "product":
        needed.append(("--slug 文件名", options.slug))
    return [name for name, value in needed if not value]


def _example(options: NewOptions) -> str:
    """The command with every option, those that were given as they are."""
    city = options.city.short if options.city else "济南"
    words = ["catalogue new", options.kind or "product", f"--city {city}", f"--code {options.code or '信用代码'}"]
    return " ".join([*words, f"--slug {options.slug or 'hetong'}"] if words[1] == "product" else words)


def _place(repository: Repository, options: NewOptions) -> FormPath:
    """Where the form goes that the options name, once none is missing."""
    code = options.code or ""
    city = options.city or repository.cities(code)[0]
    return FormPath(city.slug, code, options.slug)


def _broken_off(repository: Repository, options: NewOptions) -> bool:
    """Whether a conversation about the form was begun, whose files may be what tells the city now."""
    return not options.city and Draft(repository.root, _place(repository, options)).exists


def _blank(repository: Repository, options: NewOptions) -> tuple[Judge, Files]:
    judge = Judge(repository, repository.check_free(_place(repository, options)), today_in_shanghai())
    return judge, judge.files(repository.known(judge.place))


def _write_all(repository: Repository, files: Files) -> None:
    """Write new files, all or none. What is there already to the byte stays: an earlier try may have ended between two files."""
    written: list[Path] = []
    try:
        for path, data in files.items():
            target, name = repository.target(path), repository.shown(path)
            if target.parent.is_symlink():
                raise NotWritten(f"{name} 所在的文件夹是链接，不往里写。请先移开它")
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if _holds(target, data):
                    continue
                with target.open("xb") as file:
                    written.append(target)
                    file.write(data)
            except FileExistsError as error:
                if not os.path.lexists(target):  # a file stands where a folder belongs
                    raise NotWritten(f"写不进 {name}：{trouble(error)}") from error
                raise NotWritten(f"已有 {name}，内容与要写的不同，没有改动。请移开它，再试一次") from error
            except OSError as error:
                raise NotWritten(f"写不进 {name}：{trouble(error)}") from error
    except BaseException:
        for target in written:
            target.unlink()
        raise


def _holds(target: Path, data: bytes) -> bool:
    """Whether a file stands there with just these bytes."""
    return target.is_file() and not target.is_symlink() and target.read_bytes() == data
