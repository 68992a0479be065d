"""End to end: the shipped samples become a site and sheets, nothing private leaves, and a failed build leaves no trace."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schema.reading.read import read
from schema.reading.unit import Unit
from schema.vocabulary.survey import constants
from scripts.build import Options, build, summaries
from scripts.check.pipeline import check
from scripts.site.input import InputError, read_input
from scripts.tree.disk import DiskTree
from tests.surveys import CANARIES, GROWTH, PROOF, ROOT, copy_samples, mark_private

ENTERPRISES, PRODUCTS = "附件3 大模型企业汇总表.xlsx", "附件4 大模型产品汇总表.xlsx"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "dist"
    assert build(Options(ROOT, out))
    return out


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    """The shipped samples, read."""
    return check(DiskTree(ROOT), keep=True).units


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def unpacked(name: str, content: bytes, folder: Path) -> str:
    """A file's text, of an archive the text of all that it holds."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(folder / name) as archive:
            return "\n".join(archive.read(member).decode("utf-8", "replace") for member in archive.namelist())
    return content.decode("utf-8", "replace")


def test_samples_have_the_size_and_edge_cases_of_a_survey() -> None:
    checked = check(DiskTree(ROOT), keep=True)
    assert checked.summary.errors == 0
    assert checked.summary.units >= 16
    assert checked.summary.products >= 20
    assert len({unit.city for unit in checked.units}) >= 10
    assert set(checked.bureaus) == set(constants().cities)
    products = [filed.form for unit in checked.units for filed in unit.products]
    assert {product.level for product in products} == {"基础级", "行业级", "场景级"}
    assert any(not product.testing.tested for product in products)
    enterprises = [unit.enterprise.form for unit in checked.units if unit.enterprise]
    assert {form.nature for form in enterprises} == {"企业", "事业单位", "社会组织", "其他"}
    assert any(unit.enterprise is None for unit in checked.units)
    assert any(len(unit.products) == 2 for unit in checked.units)
    assert any(form.llm_revenue < 500 and form.growth for form in enterprises)
    assert any(form.llm_revenue == 500 for form in enterprises)


def test_every_entry_has_its_page_and_stands_in_the_data(dist: Path, units: list[Unit]) -> None:
    listed = json.loads((dist / "site/data/products.json").read_text(encoding="utf-8"))
    assert listed["批次"] == constants().round
    assert len(listed["条目"]) == sum(len(unit.products) for unit in units)
    for unit in units:
        assert (dist / f"site/enterprises/{unit.code}/index.html").is_file()
        for filed in unit.products:
            page = (dist / f"site/products/{unit.code}/{filed.slug}/index.html").read_text(encoding="utf-8")
            assert filed.form.name in page
    for name in ("enterprises.json", "enterprises.csv", "products.csv"):
        assert (dist / "site/data" / name).stat().st_size > 100
    for city in constants().cities:
        assert (dist / f"site/cities/{city}/index.html").is_file()
    for level in ("foundation", "industry", "scenario"):
        assert (dist / f"site/levels/{level}/index.html").is_file()


def test_sheets_hold_every_contact_in_order(dist: Path, units: list[Unit]) -> None:
    assert {path.name for path in (dist / "bureau").iterdir()} == {*constants().cities, "全省"}
    sheet = openpyxl.load_workbook(dist / "bureau/全省" / ENTERPRISES).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    enterprises = [unit.enterprise.form for unit in units if unit.enterprise]
    assert [row[0] for row in rows] == list(range(1, len(enterprises) + 1))
    assert {(row[1], row[2], row[3]) for row in rows} == {
        (form.name, form.contact, form.mobile) for form in enterprises
    }
    sheet = openpyxl.load_workbook(dist / "bureau/jinan" / PRODUCTS).worksheets[0]
    levels = [row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert levels == sorted(levels, key=["基础级", "行业级", "场景级"].index)


def test_a_city_without_a_submission_gets_numbered_blank_rows(dist: Path, units: list[Unit]) -> None:
    empty = set(constants().cities) - {unit.city for unit in units}
    assert empty
    for city in empty:
        sheet = openpyxl.load_workbook(dist / "bureau" / city / ENTERPRISES).worksheets[0]
        rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
        assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
        assert not any(cell for row in rows for cell in row[1:])


def test_nothing_private_reaches_the_site(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = copy_samples(tmp_path)
    mark_private(root)
    checked = check(DiskTree(root))
    assert not checked.blocked, checked.findings
    assert build(Options(root, tmp_path / "dist", "https://example.org/c/"))
    secrets = [*CANARIES.values(), "87.65", GROWTH[:8], PROOF, "9876", "4321", "****"]
    said = "".join(capfd.readouterr())
    for name, content in files(tmp_path / "dist/site").items():
        text = name + unpacked(name, content, tmp_path / "dist/site")
        assert [secret for secret in secrets if secret in text and not _is_style(name)] == [], name
    assert not any(secret in said for secret in CANARIES.values())
    sheets = unpacked(f"全省/{PRODUCTS}", b"", tmp_path / "dist/bureau")
    assert CANARIES["联系人"] in sheets
    assert "0531-00009876" in sheets


def test_no_sample_s_contact_is_anywhere_on_the_site(dist: Path, units: list[Unit]) -> None:
    """Not even in an example of the rules, the guide or the form page: nobody could tell it from a leak."""
    paths = [filed.path for unit in units for filed in unit.forms()]
    documents = [read(path, (ROOT / path).read_bytes()).document for path in paths]
    secrets = {secret for document in documents if document for secret in private(document.root or {})} - {""}
    assert len(secrets) > 100
    for name, content in files(dist / "site").items():
        text = unpacked(name, content, dist / "site")
        assert [secret for secret in secrets if secret in text] == [], name


def private(root: dict[str, Any]) -> Iterator[str]:
    """A form's contact, numbers one by one, address, explanation and files."""
    for label in ("联系人姓名", "手机号码", "联系人", "联系方式"):
        yield from re.split("[、，；/]", root.get(label) or "")
    yield str(root.get("高成长性说明") or "")[:20]
    yield (root.get("单位注册地") or {}).get("地址") or ""
    yield from (item.get("文件") or "" for item in root.get("材料") or ())


def test_no_amounts_are_published_of_an_open_round(dist: Path) -> None:
    """Between two builds of an open round the difference would be one firm's revenue."""
    assert not list((dist / "site/data/stats").glob("revenue*"))
    assert "各市大模型相关收入" not in (dist / "site/stats/index.html").read_text(encoding="utf-8")


def _is_style(name: str) -> bool:
    """Styles and scripts are the same whatever is submitted; their numbers may look like anything."""
    return name.startswith("assets/")


def test_the_same_input_gives_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.cli", "build", "--root", str(ROOT), "--out", str(tmp_path / "again")]
    environment = {"PYTHONHASHSEED": "7", "TZ": "America/Lima", "PATH": "/usr/bin:/bin"}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    assert files(tmp_path / "again") == files(dist)


def test_two_processes_write_the_same_files(dist: Path, tmp_path: Path) -> None:
    code = "from scripts.site import second_process; second_process.LARGE = 1; import scripts.cli; scripts.cli.main()"
    command = [sys.executable, "-c", code, "build", "--root", str(ROOT), "--out", str(tmp_path / "again")]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    assert files(tmp_path / "again") == files(dist)


def test_an_error_in_the_second_process_fails_the_build(tmp_path: Path) -> None:
    code = """
from scripts.site import second_process
from scripts.bureau.workbooks import BureauWorkbooks
import scripts.cli, sys
def fail(*_): raise OSError(28, "No space left on device")
second_process.LARGE, BureauWorkbooks.write = 1, fail
sys.exit(scripts.cli.main())
"""
    command = [sys.executable, "-c", code, "build", "--root", str(ROOT), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "没有生成：" in done.stderr and "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr and list(tmp_path.iterdir()) == []


def test_plain_mkdocs_gives_the_same_pages(dist: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(ROOT / "mkdocs.yml"),
        "-d",
        str(tmp_path / "site"),
    ]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    assert files(tmp_path / "site") == files(dist / "site")


def break_one(root: Path) -> Path:
    """A product without its level."""
    path = next(iter(sorted((root / "submissions").rglob("products/*.yaml"))))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        "\n".join(line for line in text.split("\n") if not line.startswith("大模型产品所属种类")), encoding="utf-8"
    )
    return path


def test_a_failed_build_leaves_the_former_result(
    dist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = copy_samples(tmp_path / "root"), tmp_path / "dist"
    shutil.copytree(dist, out)
    before = files(out)
    broken = break_one(root)
    assert not build(Options(root, out))
    assert files(out) == before
    assert "大模型产品所属种类" in capsys.readouterr().err
    (root / "site_src/overrides/products.html").write_text("{% broken", encoding="utf-8")
    broken.unlink()
    assert not build(Options(root, out, skip_invalid=True))
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_skip_invalid_leaves_out_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_samples(tmp_path / "root")
    broken = break_one(root)
    assert build(Options(root, tmp_path / "dist", skip_invalid=True))
    inside = broken.relative_to(root).as_posix()
    assert f"  {inside}\n" in capsys.readouterr().err
    code, slug = broken.parts[-3], broken.stem
    assert not (tmp_path / f"dist/site/products/{code}/{slug}").exists()
    assert (tmp_path / f"dist/site/enterprises/{code}/index.html").is_file()
    city = broken.parts[-4]
    assert len(list((tmp_path / "dist/bureau" / city).iterdir())) == 3
    wrong = openpyxl.load_workbook(tmp_path / "dist/bureau" / city / "材料核对表.xlsx")["须改正"]
    assert [row[0] for row in wrong.iter_rows(values_only=True) if isinstance(row[0], int)] == [1]


def test_a_stranger_s_folder_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/mine.txt").write_text("mine", encoding="utf-8")
    assert not build(Options(ROOT, tmp_path / "letters"))
    assert (tmp_path / "letters/mine.txt").read_text(encoding="utf-8") == "mine"
    assert "--out" in capsys.readouterr().err


def test_summaries_of_one_city_do_not_wait_for_another(tmp_path: Path) -> None:
    root = copy_samples(tmp_path / "root")
    broken = break_one(root)
    city = broken.relative_to(root).parts[1]
    other = next(slug for slug in constants().cities if slug != city)
    province = tmp_path / "one/全省" / ENTERPRISES
    province.parent.mkdir(parents=True)
    province.write_bytes(b"yesterday's")
    assert not summaries(root, tmp_path / "one", city)
    assert not province.exists()
    assert summaries(root, tmp_path / "two", other)
    assert [path.name for path in (tmp_path / "two").iterdir()] == [other]


def test_samples_beside_real_units_stay_out_of_the_sheets(tmp_path: Path) -> None:
    root = copy_samples(tmp_path / "root")
    folder = sorted((root / "submissions/jinan").glob("9137*"))[0]
    real = root / "submissions/jinan/91370100MA3CQL5R40"
    folder.rename(real)
    from schema.fields.uscc import check_character, is_valid

    code = "91370100MA3CQL5R4"
    code += check_character(code)
    real = real.rename(real.with_name(code))
    assert is_valid(code)
    for form in real.rglob("*.yaml"):
        form.write_text(form.read_text(encoding="utf-8").replace(folder.name, code), encoding="utf-8")
    checked = check(DiskTree(root))
    assert {finding.rule for finding in checked.findings} >= {"sample-mixed"}
    assert summaries(root, tmp_path / "out", None)
    sheet = openpyxl.load_workbook(tmp_path / "out/全省" / ENTERPRISES).worksheets[0]
    names = [row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert len(names) == 1


def test_a_preview_ends_at_errors_and_names_no_option_that_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_samples(tmp_path)
    form = next(tmp_path.rglob("enterprise.yaml"))
    form.write_text(form.read_text(encoding="utf-8").replace("单位性质: ", "单位性质: 非", 1), encoding="utf-8")
    with pytest.raises(InputError, match="有错误，没有生成。请先改正"):
        read_input(tmp_path)
    told = capsys.readouterr().err
    assert form.relative_to(tmp_path).as_posix() in told and "--skip-invalid" not in told
