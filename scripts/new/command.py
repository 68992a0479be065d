"""``catalogue new``: options or answers → one new file, never over another."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path

from schema.book.severity import Severity
from scripts.check.pipeline import today_in_shanghai
from scripts.new.interview import ask_fields, ask_kind, ask_name, ask_place, ask_slug
from scripts.new.judging import Judge
from scripts.new.place import Given, Known, Place, Refused, Unfit
from scripts.new.talk import Talk
from scripts.new.template import template
from scripts.writing.values import Values


def terminal() -> Talk | None:
    """Whoever sits at the terminal; None where nobody can be asked. With readline, Chinese can be edited while typing."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    return Talk(print, input)


def new(root: Path, given: Given, talk: Talk | None) -> Judge:
    """Write the form. Asks for what is missing, and then for the short fields too; with nothing missing it asks nothing."""
    known = Known(root)
    missing = _missing(known, given)
    if missing and talk is None:
        raise Unfit(f"缺少 {'、'.join(missing)}")
    if missing and talk:
        try:
            judge, values = _asked(talk, known, given)
        except (KeyboardInterrupt, EOFError) as error:
            raise Refused("已中断，没有写入任何文件") from error
    else:
        judge, values = _told(known, given)
    _write(root, judge.place.path, template(judge.cls, values, judge.place.path))
    return judge


def next_steps(judge: Judge, root_option: str) -> str:
    """What to do with the new file. ``root_option`` is `` --root …`` where that was given."""
    place = judge.place
    data = judge.known.tree.read(place.path)
    left = sum(finding.severity is Severity.ERROR for finding in judge.findings(data))
    lines = [
        f"打开它，照每栏上面的说明填写，还有 {left} 处要填；VS Code 装上 YAML 扩展会提示栏目和选项",
        f"随文件提交的材料放进 {place.folder}/materials/；含印章、个人或客户信息的，写“线下提交: 是”，纸件交市工信局",
        f"检查：catalogue validate {place.folder}{root_option}",
    ]
    if place.slug is None:
        lines.append(f"报产品：catalogue new product --code {place.code} --slug 文件名{root_option}")
    return "\n".join(["接下来：", *(f"  {number}. {line}" for number, line in enumerate(lines, 1))])


def _missing(known: Known, given: Given) -> list[str]:
    wanted: list[tuple[str, object]] = [("enterprise 或 product", given.kind), ("--code 信用代码", given.code)]
    wanted.append(("--city 城市", given.city or (given.code and known.cities(given.code))))
    if given.kind == "product":
        wanted.append(("--slug 文件名", given.slug))
    return [name for name, value in wanted if not value]


def _told(known: Known, given: Given) -> tuple[Judge, Values]:
    code = given.code or ""
    place = known.settle(Place(given.city or known.cities(code)[0], code, given.slug))
    return Judge(known, place, today_in_shanghai()), _known_values(place)


def _asked(talk: Talk, known: Known, given: Given) -> tuple[Judge, Values]:
    talk.say("逐项回答；写着“回车跳过”的可以以后在文件里填。Ctrl-C 放弃，不留下文件。长文字在文件里写。")
    kind = given.kind or ask_kind(talk)
    place, today = ask_place(talk, known, given), today_in_shanghai()
    if kind == "enterprise":
        judge = Judge(known, known.settle(place), today)
        return judge, ask_fields(talk, judge, _known_values(judge.place))
    name = ask_name(talk, Judge(known, replace(place, slug="x"), today))
    place = known.settle(replace(place, slug=given.slug)) if given.slug else ask_slug(talk, known, place, name)
    judge = Judge(known, place, today)
    values = _known_values(place) | ({"大模型产品名称": name} if name else {})
    return judge, ask_fields(talk, judge, values)


def _known_values(place: Place) -> Values:
    """What is known of the form before anything is asked."""
    if place.slug:
        return {"报送单位": place.unit_name} if place.unit_name else {}
    name = {"企业名称": place.unit_name} if place.unit_name else {}
    return {**name, "统一社会信用代码": place.code, "单位注册地": {"市": place.city.name}}


def _write(root: Path, path: str, text: str) -> None:
    target = root / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refused(f"已有 {path}，没有改动") from error
    except OSError as error:
        raise Refused(f"写不进 {path}：磁盘只读、已满，或没有权限（{error.strerror}）") from error
