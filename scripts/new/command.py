"""``catalogue new``: options or answers → one new file, never over another."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schema.book.severity import Severity
from schema.layout.paths import PRIVATE_ROOT, FormPath
from schema.vocabulary.survey import constants
from scripts.check.pipeline import today_in_shanghai
from scripts.new.interview import ask_fields, ask_kind, ask_name, ask_place, ask_slug
from scripts.new.judging import Judge
from scripts.new.place import InvalidAnswer, NewOptions, NotWritten, Repository
from scripts.new.talk import Talk
from scripts.tree.private import PrivateFolder
from scripts.writing.values import Values


def terminal() -> Talk | None:
    """A talk on this terminal; None where standard input or output is none. With readline, Chinese can be edited while typing."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    return Talk(print, input)


def new(root: Path, options: NewOptions, talk: Talk | None, private: PrivateFolder | None = None) -> Judge:
    """Write the form, or its two halves. If an option is missing, asks for it and for the short fields too; otherwise asks nothing.

    Raises ``InvalidAnswer`` and ``NotWritten``.
    """
    repository = Repository(root)
    missing = _missing(repository, options)
    if not missing:
        judge, values = _without_questions(repository, options)
    elif talk is None:
        raise InvalidAnswer(f"缺少 {'、'.join(missing)}")
    else:
        try:
            judge, values = _interview(talk, repository, options)
        except (KeyboardInterrupt, EOFError) as error:
            raise NotWritten("已中断，没有写入任何文件") from error
    _write_all(
        [(_target(path, root, private), _shown(path, private), data) for path, data in judge.files(values).items()]
    )
    return judge


def next_steps(judge: Judge, root_option: str, private: PrivateFolder | None = None) -> str:
    """What to do with the new file, or with both halves. ``root_option`` is `` --root …`` if that was given."""
    place = judge.place
    paths = [place.path, *([place.private_path] if private else [])]
    root = judge.repository.root
    blanks = _blanks(judge, {path: _target(path, root, private).read_bytes() for path in paths})
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
        lines.append(f"报产品：catalogue new product --code {place.code} --slug 文件名{root_option}")
    return "\n".join(["接下来：", *(f"  {number}. {line}" for number, line in enumerate(lines, 1))])


def _blanks(judge: Judge, files: Mapping[str, bytes]) -> int:
    """How many fields are still to be filled in by hand."""
    found = (one for one in judge.findings(files) if one.severity is Severity.ERROR and one.rule != "private-form")
    return sum(1 for _ in found)


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


def _without_questions(repository: Repository, options: NewOptions) -> tuple[Judge, Values]:
    code = options.code or ""
    city = options.city or repository.cities(code)[0]
    place = repository.check_free(FormPath(city.slug, code, options.slug))
    return Judge(repository, place, today_in_shanghai()), _known_values(repository, place)


def _interview(talk: Talk, repository: Repository, options: NewOptions) -> tuple[Judge, Values]:
    talk.say("逐项回答；写着“回车跳过”的可以以后在文件里填。Ctrl-C 放弃，不留下文件。长文字在文件里写。")
    kind, today = options.kind or ask_kind(talk), today_in_shanghai()
    place, name = ask_place(talk, repository, options), ""
    if kind == "product":
        name = ask_name(talk, Judge(repository, place._replace(slug="x"), today))
        place = place._replace(slug=options.slug) if options.slug else ask_slug(talk, repository, place, name)
    judge = Judge(repository, repository.check_free(place), today)
    values = _known_values(repository, place) | ({"大模型产品名称": name} if name else {})
    return judge, ask_fields(talk, judge, values)


def _known_values(repository: Repository, place: FormPath) -> Values:
    """What is known of a form before anything is asked."""
    name = repository.unit_name(place)
    if place.slug:
        return {"报送单位": name} if name else {}
    known = {"统一社会信用代码": place.code, "单位注册地": {"市": constants().cities[place.city].name}}
    return {"企业名称": name, **known} if name else known


def _target(path: str, root: Path, private: PrivateFolder | None) -> Path:
    """Where a file of a form stands on the disk."""
    if private and path.startswith(f"{PRIVATE_ROOT}/"):
        return private.at(path)
    return root / path


def _shown(path: str, private: PrivateFolder | None) -> str:
    """The path as the user knows it."""
    return private.name + path.removeprefix(PRIVATE_ROOT) if private and path.startswith(PRIVATE_ROOT) else path


def _write_all(files: Sequence[tuple[Path, str, bytes]]) -> None:
    """Write new files, all or none; each comes with its name for messages."""
    for target, name, _ in files:
        if os.path.lexists(target):
            raise NotWritten(f"已有 {name}，没有改动")
    for target, name, data in files:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
        except FileExistsError as error:
            raise NotWritten(f"已有 {name}，没有改动") from error
        except OSError as error:
            raise NotWritten(f"写不进 {name}：磁盘只读、已满，或没有权限（{error.strerror}）") from error
