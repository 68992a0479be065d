"""The guide says nothing that the product does not do: commands, figures, kinds of materials, messages, pictures."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from PIL import Image

from schema.book.rule_book import mistakes
from schema.fields.choice import Choice
from schema.forms.enterprise import Enterprise
from schema.forms.form import specs
from schema.forms.parts import EnterpriseMaterial, ProductMaterial
from schema.forms.product import Product
from schema.vocabulary.survey import constants
from scripts.new.template import template
from tests.surveys import ROOT
from tests.test_readme import catalogue_help, listed_commands

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


def test_commands_and_options_exist() -> None:
    named = re.findall(r"catalogue ([a-z]+)((?: (?:--)?[\w/-]+)*)", SOURCE)
    assert {command for command, _ in named} >= {"new", "validate", "explain", "forms", "import"}
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
        assert f'href="../rules/#{mistake.rule}"' in page and f'id="{mistake.rule}"' in rules


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
    assert anchors == {"correct"}
    assert 'id="correct"' in (site / "guide/index.html").read_text(encoding="utf-8")
