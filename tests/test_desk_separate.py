"""The bureau's desk where contacts are kept apart (联系信息: 另交): halves are joined by their commitment, and go on as two."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
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
from scripts.site.build import build_site
from scripts.site.form_data import form_json
from scripts.site.input import site_input
from scripts.site.published import published_forms
from scripts.tree.disk import DiskTree
from scripts.tree.history import History
from scripts.tree.private import PrivateFolder, TwoTrees
from tests.pages import LOOKS, opened, watch
from tests.separate import part, surveyed
from tests.surveys import ROOT
from tests.test_desk_page import CITY, PDF, SHEETS, content_of, drop, taken, unit_row, units
from tools.browser import served

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
        page.route("**/bureau/published.json", lambda route: route.fulfill(body="{}", content_type="application/json"))
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


@pytest.fixture(scope="module")
def site_of_three(halves: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the first three units' public halves."""
    codes, out = [code for code, _ in units(3)], tmp_path_factory.mktemp("three") / "site"
    shown = [unit for unit in valid_units(check(DiskTree(halves[0]), keep=True)) if unit.code in codes]
    build_site(ROOT, out, site_input(shown, History()))
    return out


def test_what_is_published_tells_nothing_private(
    halves: tuple[Path, Path], site_of_three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [code for code, _ in units(5)]
    found = json.loads((site_of_three / "bureau/published.json").read_text("utf-8"))
    assert sorted(found) == sorted(
        f"submissions/qingdao/{code}/{name}.yaml" for code in codes[:3] for name in ("enterprise", "products/moxing")
    )
    form = found[f"submissions/qingdao/{codes[0]}/enterprise.yaml"]
    assert list(form) == ["批次", "企业名称", "另交", "不公开部分", "摘要"]
    product = found[f"submissions/qingdao/{codes[0]}/products/moxing.yaml"]
    assert list(product)[1:5] == ["报送单位", "大模型产品名称", "版本号", "大模型产品所属种类"]
    told, private = json.dumps(found, ensure_ascii=False), 0
    for path in (halves[1] / "qingdao" / codes[0]).rglob("*.yaml"):
        for line in path.read_text("utf-8").splitlines():
            value = line.rpartition(": ")[2].strip()
            if ": " in line and not line.startswith("#") and len(value) > 1:
                private += 1
                assert value not in told, value
    assert private > 6
    # With the private half at hand, as the bureau's programs read it, the same.
    joined = valid_units(check(TwoTrees(DiskTree(halves[0]), halves[1], "DIR"), keep=True))
    assert {path: form.data() for path, form in published_forms(joined).items() if path in found} == found
    real = replace(joined[0], code="91370200MA00000000")
    assert {path.split("/")[2] for path in published_forms([real, *joined])} == {joined[0].code}  # samples stay out
    plain = replace(constants(), separate=False)
    monkeypatch.setattr("scripts.site.published.constants", lambda: plain)
    assert published_forms(joined) == {}


def test_halves_that_come_alone_are_joined_with_what_the_site_has(
    browser: Any, site_of_three: Path, halves: tuple[Path, Path], tmp_path: Path
) -> None:
    codes, asked = [code for code, _ in units(5)], list[str]()
    with served(site_of_three) as base, opened(browser, LOOKS["desk"]) as page:
        bad = watch(page, base)
        page.on("request", lambda request: asked.append(request.url) if "published" in request.url else None)
        page.goto(base + "bureau/")
        page.locator("#desk-city").wait_for()
        drop(page, {"0.zip": package(halves, codes[0]), "1.zip": package(halves, codes[1])})
        whole = [unit_row(page, code).locator(".is-good").count() for code in codes[:2]]
        assert asked == [] and whole == [1, 1]  # nothing is fetched where both halves came
        page.reload()
        drop(page, {f"{number}.zip": package(halves, codes[number], open_=False) for number in (0, 1)})
        for code in codes[:2]:
            assert "没有错" in unit_row(page, code).inner_text()
            assert "公开部分已在网上" in unit_row(page, code).inner_text()
        unit_row(page, codes[0]).get_by_role("button").click()
        page.get_by_label("盖章的纸件").first.select_option("收到")
        assert "收到 1 / 2" in unit_row(page, codes[0]).inner_text()
        unit_row(page, codes[0]).get_by_role("button").click()
        page.get_by_label("联系人").fill("示例经办")
        made = [taken(page, "存成 Excel", tmp_path, at=number) for number in (0, 1)]
        package_ = taken(page, "存 青岛市-报省厅.zip", tmp_path)

        # Another version than the published one, and one that is not published.
        private = halves[1] / "qingdao" / codes[2] / "enterprise.yaml"
        text = private.read_text("utf-8")
        private.write_text(text.replace("联系人姓名: 示例", "联系人姓名: 示例某"), "utf-8")
        drop(page, {f"{number}.zip": package(halves, codes[number], open_=False) for number in (2, 3)})
        private.write_text(text, "utf-8")
        page.locator(".desk__unit").nth(2).wait_for()
        assert "1 份要改" in unit_row(page, codes[2]).inner_text()
        unit_row(page, codes[2]).get_by_role("button").click()
        assert "不公开部分与网上公布的公开部分不是同一版" in page.locator(".desk__errors").inner_text()
        assert codes[3] in page.locator("details", has_text="只来了不公开部分").inner_text()
        # The public half that comes by mail counts, not the site's.
        drop(page, {"2-公开.zip": package(halves, codes[2], apart=False)})
        page.locator(".desk__errors", has_text="请在填表页重新打包，把公开、不公开两部分一起发来").wait_for()
        assert not {"公开部分已在网上", "收到几版"} & set(unit_row(page, codes[2]).inner_text().split("\n"))
        assert len(asked) == 1
        assert [line for line in bad if not line.startswith("blob:")] == []

    names = zipfile.ZipFile(package_).namelist()
    assert not [name for name in names if name.startswith("公开部分/") and any(code in name for code in codes)]
    assert sum(name.startswith("不公开部分/qingdao/9") for name in names) == 5
    root, apart = tmp_path / "root", tmp_path / "apart"
    for code in codes[:2]:
        shutil.copytree(halves[0] / "submissions/qingdao" / code, root / "submissions/qingdao" / code)
    apart.mkdir()
    outcome = import_files([package_], ImportOptions(root, private=PrivateFolder(apart, "DIR")), lambda _: None)
    assert outcome.complete, outcome.refused
    checked = check(TwoTrees(DiskTree(root), apart, "DIR"), keep=True)
    assert [finding for finding in checked.findings if finding.severity == "error"] == []
    BureauWorkbooks(valid_units(checked), checked, History(), CITY.slug, real=False).write_summaries(tmp_path / "out")
    for path in made:
        assert content_of(path) == content_of(tmp_path / "out/qingdao" / path.name)
