"""``catalogue build``: check, project, and write the public site and the bureaus' workbooks, all or nothing."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schema.book.finding import Finding
from schema.book.severity import Severity
from schema.fields.uscc import is_sample
from schema.layout.arrange import arrange
from schema.public.aggregate import aggregate
from schema.public.projection import project
from schema.reading.unit import Filed, Unit
from schema.vocabulary.survey import constants
from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import Checked, check
from scripts.publish import PublishError, replacing
from scripts.site.catalogue import Dates, SiteInput
from scripts.timings import Timings
from scripts.tree.disk import DiskTree
from scripts.tree.history import History, read_history


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for. ``out`` gets ``site`` and ``bureau``; ``base_url`` ends with a slash."""

    root: Path
    out: Path
    base_url: str | None = None
    skip_invalid: bool = False
    timings: bool = False


def build(options: Options) -> bool:
    """Build everything; False when findings forbid it, said on stderr, with the former result left as it was."""
    from scripts.site.build import SiteError, build_site

    timings = Timings()
    checked = _read(DiskTree(options.root))
    timings.lap("读取与检查")
    units = _publishable(checked, options.skip_invalid)
    if units is None:
        return False
    history = read_history(options.root)
    timings.lap("Git 历史")
    _tell_missing(history, options.base_url)
    try:
        with replacing(options.out) as fresh:
            given = _site_input(units, history, whole=not checked.blocked)
            build_site(options.root, fresh / "site", given, options.base_url, timings=timings)
            BureauWorkbooks(units, checked, history).write(fresh / "bureau")
            timings.lap("汇总表")
        timings.lap("换上新的结果")
    except (SiteError, PublishError) as error:
        _say(f"没有生成：{error}")
        return False
    if options.timings:
        _say("\n".join(timings.lines()))
    _say(f"已生成 {options.out}：site 是公开目录，bureau 是汇总表（含联系方式，不得公开）。")
    return True


def summaries(root: Path, out: Path, city: str | None, *, skip_invalid: bool = False) -> bool:
    """Only the workbooks, of one city or of all with the province; with ``skip_invalid`` without what is wrong, which is listed.

    False when findings forbid 附件3 and 附件4; the desk gets its 材料核对表 all the same, which says whom to call about what.
    """
    tree = DiskTree(root)
    checked = _read(tree, [f"submissions/{city}"] if city else [])
    workbooks = BureauWorkbooks(
        _right(checked), checked, read_history(root), city, real=_holds_real_units(tree) if city else None
    )
    complete = skip_invalid or not checked.blocked
    written = workbooks.write(out, summaries=complete)
    if checked.blocked:
        _report(checked)
    if not complete:
        _say(
            f"有错误，没有生成附件3、附件4（{out} 里若有，是从前的）。已写入 {len(written)} 份材料核对表：要改正什么、该催办谁，都在里面。\n"
            "改正后重试，或加 --skip-invalid 略去有错的条目。"
        )
        return False
    if checked.blocked:
        _tell_left_out(checked)
    _say(f"已写入 {out}：{len(written)} 个工作簿（含联系方式，不得公开）。")
    return True


def public_input(root: Path) -> SiteInput:
    """What the site is made from, for plain ``mkdocs build``; ends the build with the findings when there are errors."""
    checked = check(DiskTree(root), keep=True)
    if checked.blocked:
        _report(checked)
        raise SystemExit("有错误，没有生成。请先改正。")
    return _site_input(checked.units, read_history(root))


def serve(root: Path, address: str) -> None:
    """Preview the site, rebuilding on change, until interrupted."""
    from scripts.site.build import serve_site

    serve_site(root, address)


def _read(tree: DiskTree, paths: Sequence[str] = ()) -> Checked:
    """The check with its units, which stay to the end: the cycle collector need not walk them again and again."""
    checked = check(tree, paths=paths, keep=True)
    gc.freeze()
    return checked


# ---------- what may be published ----------


def _publishable(checked: Checked, skip_invalid: bool) -> list[Unit] | None:
    """The units to publish; None when errors forbid it. With ``skip_invalid`` what is wrong is left out and listed."""
    if not checked.blocked:
        return checked.units
    _report(checked)
    if not skip_invalid:
        _say("有错误，没有生成。改正后重试，或加 --skip-invalid 略去有错的条目。")
        return None
    _tell_left_out(checked)
    return _right(checked)


def _tell_left_out(checked: Checked) -> None:
    kept, wrong = _right(checked), _wrong(checked)
    left_out = sorted(_paths(checked.units) - _paths(kept) | {path for path in wrong if path.endswith(".yaml")})
    _say("略去了这些条目（原因见材料核对表的“须改正”）：\n" + "\n".join(f"  {path}" for path in left_out))


def _report(checked: Checked) -> None:
    from scripts.report import as_text
    from scripts.report.style import Style

    sys.stderr.write(as_text.render(replace(checked, findings=_errors(checked)), Style.of(sys.stderr)))


def _errors(checked: Checked) -> list[Finding]:
    return [finding for finding in checked.findings if finding.severity is Severity.ERROR]


def _wrong(checked: Checked) -> set[str]:
    return {finding.path for finding in _errors(checked)}


def _right(checked: Checked) -> list[Unit]:
    """The units without the forms that have an error."""
    wrong = _wrong(checked)
    return [_without(unit, wrong) for unit in checked.units if unit.folder not in wrong]


def _without(unit: Unit, wrong: set[str]) -> Unit:
    """A unit without the forms that have an error, or that name a material that has one."""

    def right(filed: Filed[Any] | None) -> bool:
        if filed is None or filed.path in wrong or not filed.whole:
            return False
        files = (item.file for item in filed.form.materials if item.file)
        return not any(f"{unit.folder}/{name}" in wrong for name in files)

    return replace(
        unit,
        enterprise=unit.enterprise if right(unit.enterprise) else None,
        products=[filed for filed in unit.products if right(filed)],
    )


def _holds_real_units(tree: DiskTree) -> bool:
    """Whether any city has a unit that is no sample, by the folders' names."""
    return any(not is_sample(code) for _, code in arrange(tree.entries()).units)


def _paths(units: Sequence[Unit]) -> set[str]:
    return {filed.path for unit in units for filed in unit.forms()}


# ---------- the site's input ----------


def _site_input(units: Sequence[Unit], history: History, *, whole: bool = True) -> SiteInput:
    """What the site is made from. Sums of amounts need a closed round and a ``whole`` one: two builds' difference would tell."""
    told = constants()
    version = f"{history.date} {history.commit}" if history.commit else None
    return SiteInput(
        survey=project(units),
        cities=tuple(told.cities.values()),
        deadline=told.deadline,
        dates=_dates(units, history),
        version=version,
        threshold=told.threshold,
        texts=told.texts,
        aggregates=aggregate(units) if told.closed and whole else None,
    )


def _dates(units: Sequence[Unit], history: History) -> dict[str, Dates]:
    """By ``<code>`` for an enterprise's page and ``<code>/<slug>`` for a product's."""
    out: dict[str, Dates] = {}
    for unit in units:
        for filed in unit.forms():
            known = history.dates.get(filed.path)
            if known:
                key = unit.code if filed is unit.enterprise else f"{unit.code}/{filed.slug}"
                out[key] = Dates(*known)
    return out


def _tell_missing(history: History, base_url: str | None) -> None:
    if history.reason:
        _say(f"{history.reason}。")
    if base_url is None:
        _say("没有给 --base-url：不生成站点地图、订阅源和规范链接，其余不受影响。")


def _say(text: str) -> None:
    print(text, file=sys.stderr)
