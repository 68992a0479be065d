"""一图读懂: sentences and shades are computed from the figures, and their addresses lead to the entries meant."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from schema.public.projection import PublicSurvey
from scripts.site.brief import brief, share
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.facets import product_tags
from scripts.site.shades import shades
from tools.site_fixture import many, site_input


def told(cat: Catalogue) -> dict[str, str]:
    return {sentence.about: sentence.text for sentence in brief(cat).sentences}


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (33, 33, "全部"),
        (3, 3, "全部"),
        (0, 33, "没有"),
        (1, 3, "1 个"),
        (1, 33, "不到一成"),
        (32, 33, "九成以上"),
        (10, 33, "约三成"),
        (30, 100, "三成"),
        (50, 100, "半数"),
        (48, 100, "约半数"),
    ],
)
def test_shares_as_speech_has_them(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_the_sentences_of_the_sample() -> None:
    cat = catalogue(site_input())
    said = told(cat)
    assert said["总量"] == "12 家单位报送，公开 14 个大模型产品，覆盖 8 个市。"
    assert said["城市"].startswith("青岛、济南") and said["城市"].endswith("9 个市尚无产品。")
    assert said["级别"] == "行业级最多，占约六成。"
    assert "工业最多" in said["行业"]


def test_nobody_stands_out_of_equals() -> None:
    said = told(catalogue(site_input(many(16))))
    assert "城市" not in said and said["级别"].endswith("8 个。")


def test_an_empty_survey_says_nothing() -> None:
    made = brief(catalogue(site_input(PublicSurvey(2024, ()))))
    assert made.sentences == () and made.most == 0 and made.shades.of(0) == 0


def test_addresses_name_known_choices() -> None:
    cat = catalogue(site_input())
    known = {
        (key, value) for product in cat.products for key, values in product_tags(product).items() for value in values
    }
    for sentence in brief(cat).sentences:
        assert set(parse_qsl(urlsplit(sentence.url).query)) <= known


@pytest.mark.parametrize(
    ("counts", "steps", "legend"),
    [
        ([0, 0], [0, 0], ["0"]),
        ([0, 7, 7], [0, 3, 3], ["0", "1–7"]),
        ([1, 2, 9], [1, 3, 5], ["0", "1", "2", "3–9"]),
        ([2, 17, 20, 21, 23, 24, 29, 31, 31, 43, 44, 58, 67, 95, 216, 279], None, None),
    ],
)
def test_shades_follow_the_data(counts: list[int], steps: list[int] | None, legend: list[str] | None) -> None:
    made = shades(counts)
    found = [made.of(count) for count in counts]
    assert found == sorted(found) and (steps is None or found == steps)
    if legend is None:
        assert set(found) == {1, 2, 3, 4, 5} and max(found.count(step) for step in found) <= 4
    else:
        assert [text for _, text in made.legend] == legend
    assert made.of(max(counts)) == max(step for step, _ in made.legend)


def test_few_products_are_counted() -> None:
    survey = many(3)
    tested = replace(survey.units[0].products[0], testing=replace(survey.units[0].products[0].testing, tested=False))
    units = (replace(survey.units[0], products=(tested,)), *survey.units[1:])
    assert told(catalogue(site_input(PublicSurvey(2024, units))))["检测"].split("产品")[0] in ("1 个", "2 个", "没有")
