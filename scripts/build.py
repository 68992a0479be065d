"""``catalogue build`` and ``summaries``: check, project, and write the public site and the bureaus' workbooks, all or nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from schema.fields.uscc import is_sample
from schema.layout.arrange import arrange
from schema.reading.unit import Unit
from schema.vocabulary.survey import constants
from scripts.bureau.packages import NotOurs
from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import Checked, check
from scripts.check.valid import left_out, valid_units
from scripts.publish import PublishError, renewing, replacing
from scripts.report.style import inert, visible
from scripts.site.archive import ArchiveError, read_rounds
from scripts.site.input import print_errors, published, site_input
from scripts.site.second_process import SecondProcessError, second_process
from scripts.tree.disk import DiskTree
from scripts.tree.history import History, read_history
from scripts.tree.private import PrivateFolder, beside


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a build. ``out`` gets ``site`` and ``bureau``; ``base_url`` ends with a slash; ``private`` fills in the contacts."""

    root: Path
    out: Path
    base_url: str | None = None
    skip_invalid: bool = False
    private: PrivateFolder | None = None


def build(options: Options) -> bool:
    """Build everything. False when findings forbid it: stderr says why, and the former result stays as it was."""
    from scripts.site.build import SiteError, build_site  # mkdocs takes 0.1 s to import: not for summaries

    checked = check(beside(DiskTree(options.root), options.private), keep=True)
    units = _publishable(checked, options.skip_invalid)
    if units is None:
        return False
    history = read_history(options.root)
    _print_missing(history, options.base_url)
    try:
        with replacing(options.out) as fresh:
            rounds = read_rounds(options.root)
            source = site_input(published(units, checked.received, rounds), history, checked.bureaus, rounds)
            workbooks = BureauWorkbooks(units, checked, history)
            with second_process(lambda: workbooks.write(fresh / "bureau"), entries=len(units)):
                build_site(options.root, fresh / "site", source, options.base_url)
    except (SiteError, ArchiveError, PublishError, SecondProcessError) as error:
        _print(f"没有生成：{error}")
        return False
    _print(f"已生成 {options.out}：site 是公开目录，bureau 是汇总表（{_contacts(options.private)}）。")
    return True


def summaries(
    root: Path,
    out: Path,
    city: str | None,
    *,
    skip_invalid: bool = False,
    private: PrivateFolder | None = None,
    zipped: bool = False,
) -> bool:
    """Only the workbooks, of one city or of all with the province; with ``skip_invalid`` without the wrong entries, which are listed;
    ``zipped`` with a package of each city's beside them.

    False when findings forbid 附件3 and 附件4; the desk gets its 材料核对表 all the same, which says whom to call about what.
    """
    tree = DiskTree(root)
    checked = check(beside(tree, private), paths=[f"submissions/{city}"] if city else [], keep=True)
    real = _holds_real_units(tree) if city else None
    workbooks = BureauWorkbooks(valid_units(checked), checked, read_history(root), city, real=real)
    complete = skip_invalid or not checked.blocked
    try:
        with renewing(out, workbooks.former(out, summaries=complete, packages=zipped)) as fresh:
            written = workbooks.write(fresh, summaries=complete)
            packages = workbooks.write_packages(fresh, written) if zipped else []
    except NotOurs as error:
        _print(f"没有写：{error}")
        return False
    if checked.blocked:
        print_errors(checked)
    if not complete:
        _print(
            f"有错误，没有生成附件3、附件4，从前的也已从 {out} 删去。已写入 {len(written)} 份材料核对表：要改正什么、该催办谁，都在里面。\n"
            "改正后重试，或加 --skip-invalid 略去有错的条目。"
        )
        return False
    if checked.blocked:
        _print_left_out(checked)
    packed = f"，按市打成 {len(packages)} 个压缩包" if packages else ""
    _print(f"已写入 {out}：{len(written)} 个工作簿{packed}（{_contacts(private)}）。")
    return True


# ---------- what may be published ----------


def _publishable(checked: Checked, skip_invalid: bool) -> list[Unit] | None:
    """The units to publish; None when errors forbid it. With ``skip_invalid`` wrong entries are left out and listed."""
    if not checked.blocked:
        return checked.units
    print_errors(checked)
    if not skip_invalid:
        _print("有错误，没有生成。改正后重试，或加 --skip-invalid 略去有错的条目。")
        return None
    _print_left_out(checked)
    return valid_units(checked)


def _holds_real_units(tree: DiskTree) -> bool:
    """Whether any city has a unit that is no sample, by the folders' names."""
    return any(not is_sample(code) for _, code in arrange(tree.entries()).units)


# ---------- messages ----------


def _print_left_out(checked: Checked) -> None:
    _print(
        "略去了这些条目（原因见材料核对表的“须改正”）：\n"
        + "\n".join(f"  {inert(visible(path))}" for path in sorted(left_out(checked)))
    )


def _contacts(private: PrivateFolder | None) -> str:
    if constants().separate and private is None:
        return "没有联系方式，写作〔另存〕；要填上请加 --private 目录"
    return "含联系方式，不得公开"


def _print_missing(history: History, base_url: str | None) -> None:
    if history.reason:
        _print(f"{history.reason}。")
    if base_url is None:
        _print("没有给 --base-url：不生成站点地图、订阅源和规范链接，其余不受影响。")


def _print(text: str) -> None:
    print(text, file=sys.stderr)
