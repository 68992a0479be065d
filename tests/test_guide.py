"""The guide says nothing that the product does not do: commands, figures, kinds of materials, messages, pictures."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from schema.book.rule_book import mistakes
from schema.fields.choice import Choice
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, Visibility, specs
from schema.forms.parts import EnterpriseMaterial, ProductMaterial
from schema.forms.product import Product
from schema.forms.registry import FORMS
from schema.vocabulary.survey import constants
from scripts.new.template import template
from scripts.site.build import build_site
from tests.surveys import ROOT
from tests.test_readme import catalogue_help, listed_commands
from tools.site_fixture import site_input

SOURCE = (ROOT / "site_src/pages/guide/index.md").read_text(encoding="utf-8")
PICTURES = ROOT / "site_src/assets/guide"


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    return (site / "guide/index.html").read_text(encoding="utf-8")


def words(page: str) -> str:
    """What a reader sees."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_round_s_figures_are_the_survey_s(page: str) -> None:
    day = constants().deadline
    told = words(page)
    assert f"{day.year} 年 {day.month} 月 {day.day} 日" in told
    assert f"不低于 {constants().threshold} 万元" in told
    assert [label for label in constants().texts if label not in told] == []
    assert [city.slug for city in constants().cities.values() if f"<code>{city.slug}</code>" not in page] == []
    assert "{{" not in told and "{%" not in told
    assert not re.search(r"20\d\d 年|\d+ 万元|\d+ 至 \d+ 字", SOURCE)  # never typed by hand


@pytest.mark.parametrize(
    ("name", "commands"),
    [
        ("guide", {"new", "validate", "explain", "forms", "import"}),
        ("guide/bureau", {"summaries", "forms", "verify", "import"}),
        ("guide/privacy", {"validate", "summaries", "split"}),
    ],
)
def test_commands_and_options_exist(name: str, commands: set[str]) -> None:
    source = (ROOT / f"site_src/pages/{name}/index.md").read_text(encoding="utf-8")
    named = re.findall(r"catalogue ([a-z]+)((?: (?:--)?[\w/-]+)*)", source)
    assert {command for command, _ in named} >= commands
    for command, rest in named:
        assert command in listed_commands()
        assert [option for option in re.findall(r"--[a-z]+", rest) if option not in catalogue_help(command)] == []


def test_each_kind_of_material_is_told_for_whom_it_is() -> None:
    rows = re.findall(r"^\| .+ \| (.+) \| (\S+) \|$", SOURCE.split("#materials")[1].split("###")[0], re.M)
    told = {kind: who for who, kind in rows if kind not in ("---", "表里的“类别”")}
    kinds = {form: _kinds(form) - {"其他"} for form in (EnterpriseMaterial, ProductMaterial)}
    assert {kind for kind, who in told.items() if "企业" in who} == kinds[EnterpriseMaterial]
    assert {kind for kind, who in told.items() if "产品" in who} == kinds[ProductMaterial]


def _kinds(form: type[EnterpriseMaterial | ProductMaterial]) -> set[str]:
    scalar = specs(form)[0].scalar
    assert isinstance(scalar, Choice)
    return set(scalar.options)


def test_each_mistake_is_shown_with_what_the_validator_says(page: str, site: Path) -> None:
    told = words(page)
    rules = (site / "rules/index.html").read_text(encoding="utf-8")
    for mistake in mistakes().values():
        assert mistake.reply.message in told
        assert mistake.reply.hint in told
        assert f'href="#{mistake.name}"' in page and f'id="{mistake.name}"' in page
        assert f'href="../rules/{mistake.rule}/"' in page and f'id="{mistake.rule}"' in rules


@pytest.mark.parametrize(("cls", "name"), [(Enterprise, "enterprise.yaml"), (Product, "products/文件名.yaml")])
def test_the_blank_forms_are_those_of_the_command(cls: type[Enterprise | Product], name: str, page: str) -> None:
    assert template(cls, {}, f"submissions/城市/信用代码/{name}") in words(page)


def test_pictures_are_there_small_and_told(page: str, site: Path) -> None:
    shown = re.findall(
        r'<img src="\.\./assets/guide/([a-z]+\.png)" width="(\d+)" height="(\d+)" alt="([^"]{10,})"', page
    )
    assert len(shown) == page.count("<img ")
    assert {name for name, *_ in shown} == {path.name for path in PICTURES.glob("*.png")}
    for name, width, height, _ in shown:
        with Image.open(site / "assets/guide" / name) as picture:
            assert picture.size[0] // 2 == int(width) and picture.size[1] // 2 == int(height)
        assert (PICTURES / name).stat().st_size < 60_000


def test_other_pages_lead_here(site: Path) -> None:
    for name in ("index.html", "submit/index.html", "products/91370211EXAMPLE46L/xiangsu/index.html"):
        assert re.search(r'href="[./]*guide/(?:#correct)?"', (site / name).read_text(encoding="utf-8")), name
    anchors = set(re.findall(r'href="[./]*guide/#([a-z]+)"', (site / "index.html").read_text(encoding="utf-8")))
    assert anchors == {"correct", "paper"}
    assert 'id="correct"' in (site / "guide/index.html").read_text(encoding="utf-8")


# ---------- how contacts are kept ----------


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a round in which contacts travel apart from the repository."""
    out = tmp_path_factory.mktemp("apart")
    build_site(ROOT, out, replace(site_input(), separate=True))
    return out


@pytest.mark.parametrize("name", ["guide/", "guide/bureau/", "submit/"])
def test_pages_lead_to_how_contacts_are_kept(site: Path, name: str) -> None:
    assert re.search(r'href="[./]*(?:guide/)?privacy/"', (site / name / "index.html").read_text(encoding="utf-8"))


def private_labels(form: type[Form]) -> set[str]:
    """The labels of what is about persons and amounts, in parts too."""
    found = set()
    for spec in specs(form):
        if spec.part:
            found |= private_labels(spec.part)
        elif spec.entry.visibility is not Visibility.PUBLIC and not spec.entry.paperwork:
            found.add(spec.entry.label)
    return found


def test_what_is_private_is_named(site: Path) -> None:
    told = words((site / "guide/privacy/index.html").read_text(encoding="utf-8"))
    labels = set().union(*(private_labels(kind.cls) for kind in FORMS.values()))
    assert {"手机号码", "地址", "企业年度收入"} <= labels
    assert [label for label in sorted(labels) if label not in told] == []


def test_the_pages_say_which_way_is_in_force(site: Path, apart: Path) -> None:
    def told(root: Path, name: str) -> str:
        return words((root / name / "index.html").read_text(encoding="utf-8"))

    for root, way in ((site, "明文"), (apart, "另交")):
        assert f"本轮用的是“{way}”" in told(root, "guide/privacy")
        assert f"本轮的联系信息用“{way}”" in told(root, "guide/bureau")
    for name in ("guide", "submit"):
        assert "只有工信部门的人能看" in told(site, name) and "只有工信部门的人能看" not in told(apart, name)
        assert "另外交给市工信局" in told(apart, name) and "另外交给市工信局" not in told(site, name)
    assert "本轮的仓库只对工信部门开放" in told(site, "guide") and "本轮的仓库只对工信部门开放" not in told(
        apart, "guide"
    )
