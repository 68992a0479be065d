"""The bureau's desk where contacts are kept apart (联系信息: 另交): halves are joined by their commitment, and go on as two."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from schema.vocabulary.survey import constants
from scripts.bureau.workbooks import BureauWorkbooks
from scripts.check.pipeline import check
from scripts.check.valid import valid_units
from scripts.intake.importer import import_files
from scripts.intake.storing import ImportOptions
from scripts.site.form_data import form_json
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from scripts.tree.private import PrivateFolder, TwoTrees
from tests.pages import LOOKS, opened, watch
from tests.separate import part, surveyed
from tests.test_desk_page import CITY, PDF, SHEETS, content_of, drop, taken, unit_row, units

pytestmark = pytest.mark.usefixtures("one_sandbox")


@pytest.fixture(scope="module", autouse=True)
def separate() -> Iterator[None]:
    with surveyed(联系信息="另交"):
        yield


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Five units in two halves, the first with a scan: the public tree, and what travels apart."""
    root = tmp_path_factory.mktemp("halves")
    for number, (code, files) in enumerate(units(5)):
        for path, text in files.items():
            at = root / "public" / path
            at.parent.mkdir(parents=True, exist_ok=True)
            if number == 0:
                text = text.replace("能力证明\n    线下提交: 是", "能力证明\n    文件: materials/证明.pdf")
            at.write_text(text, "utf-8")
        if number == 0:
            (root / "public/submissions/qingdao" / code / "materials").mkdir()
            (root / "public/submissions/qingdao" / code / "materials/证明.pdf").write_bytes(PDF)
    part(root / "public", root / "private")
    return root / "public", root / "private"


def package(halves: tuple[Path, Path], code: str, *, open_: bool = True, apart: bool = True) -> bytes:
    """A unit's package as the form page makes it, or one half of it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for root, name, wanted in zip(halves, ("公开部分", "不公开部分"), (open_, apart), strict=True):
            for path in sorted(root.rglob("*")) if wanted else ():
                if path.is_file() and code in path.parts:
                    archive.write(path, f"{name}/{path.relative_to(root).as_posix()}")
    return out.getvalue()


def test_halves_are_joined_and_go_on_as_two(browser: Any, base: str, halves: tuple[Path, Path], tmp_path: Path) -> None:
    codes = [code for code, _ in units(5)]
    private = halves[1] / "qingdao" / codes[3] / "enterprise.yaml"
    text = private.read_text("utf-8")
    with opened(browser, LOOKS["desk"]) as page:
        bad = watch(page, base.split("sub/")[0])
        page.route(
            "**/submit/form.json", lambda route: route.fulfill(body=form_json(), content_type="application/json")
        )
        page.goto(base + "bureau/")
        page.locator("#desk-city").wait_for()
        mails = {f"{number}.zip": package(halves, codes[number]) for number in (0, 1)}
        mails["2.zip"] = package(halves, codes[2], apart=False)
        private.write_text(text.replace("联系人姓名: 示例", "联系人姓名: 示例某"), "utf-8")
        mails["3.zip"] = package(halves, codes[3])
        private.write_text(text, "utf-8")
        mails["4.zip"] = package(halves, codes[4], open_=False)
        drop(page, mails)
        assert page.locator(".desk__unit").count() == 4
        assert codes[4] in page.locator("details", has_text="只来了不公开部分").inner_text()
        assert "缺不公开部分" in unit_row(page, codes[2]).inner_text()
        assert "1 份要改" in unit_row(page, codes[3]).inner_text()
        unit_row(page, codes[3]).get_by_role("button").click()
        assert "不公开部分与公开部分不是同一版" in page.locator(".desk__errors").inner_text()

        # What was sent apart and comes later finds its half.
        drop(page, {"2-不公开.zip": package(halves, codes[2], open_=False)})
        assert "没有错" in unit_row(page, codes[2]).inner_text()
        page.get_by_label("联系人").fill("示例经办")
        made = [taken(page, "存成 Excel", tmp_path, at=number) for number in (0, 1)]
        package_ = taken(page, "存 青岛市-报省厅.zip", tmp_path)
        with zipfile.ZipFile(package_) as archive:
            archive.extractall(tmp_path / "all")
        assert [line for line in bad if not line.startswith("blob:")] == []
    trees = TwoTrees(DiskTree(tmp_path / "all/公开部分"), tmp_path / "all/不公开部分", "DIR")
    checked = check(trees, keep=True)
    assert [finding for finding in checked.findings if finding.severity == "error"] == []
    assert "联系人" not in (tmp_path / "all/公开部分/submissions/qingdao/bureau.yaml").read_text("utf-8")
    assert "示例经办" in (tmp_path / "all/不公开部分/qingdao/bureau.yaml").read_text("utf-8")
    for root, name in zip(halves, ("公开部分", "不公开部分"), strict=True):
        for path in (path for path in root.rglob("*") if path.is_file() and set(path.parts) & set(codes[:3])):
            assert (tmp_path / "all" / name / path.relative_to(root)).read_bytes() == path.read_bytes()
    root, apart = tmp_path / "root", tmp_path / "apart"
    apart.mkdir()
    outcome = import_files([package_], ImportOptions(root, private=PrivateFolder(apart, "DIR")), lambda _: None)
    assert outcome.complete, outcome.refused
    checked = check(TwoTrees(DiskTree(root), apart, "DIR"), keep=True)
    assert [finding for finding in checked.findings if finding.severity == "error"] == []
    books = BureauWorkbooks(valid_units(checked), checked, History(), CITY.slug, real=False)
    books.write_summaries(tmp_path / "out")
    assert constants().separate and [path.name for path in made] == list(SHEETS)
    for path in made:
        assert content_of(path) == content_of(tmp_path / "out/qingdao" / path.name)
