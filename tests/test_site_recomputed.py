"""The statistics' tables can be computed again from the bulk files alone."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest

from scripts.site import downloads
from scripts.site.catalogue import catalogue
from scripts.site.statistics import TEAMS, statistics
from tools.site_fixture import site_input

Rows = list[dict[str, str]]
LEVELS = ("基础级", "行业级", "场景级")


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    cat = catalogue(site_input())
    written = downloads.files(cat, statistics(cat))
    return {
        name.removeprefix("data/").removesuffix(".csv"): list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        for name, content in written.items()
        if name.endswith(".csv")
    }


def test_cities(tables: dict[str, Rows]) -> None:
    codes = {(row["市"], row["统一社会信用代码"]) for row in tables["products"]}
    codes |= {(row["单位注册地.市"], row["统一社会信用代码"]) for row in tables["enterprises"]}
    units = Counter(city for city, _ in codes)
    products = Counter((row["市"], row["大模型产品所属种类"]) for row in tables["products"])
    for row in tables["stats/cities"][:-1]:
        assert int(row["单位数"]) == units[row["市"]]
        assert [int(row[f"{level}产品数"]) for level in LEVELS] == [products[row["市"], level] for level in LEVELS]


def test_industries(tables: dict[str, Rows]) -> None:
    counts = Counter((row["建议行业.门类"], row["建议行业.行业"]) for row in tables["products"] if row["建议行业.行业"])
    given = {(row["门类"], row["行业（建议行业目录）"]): int(row["行业级产品数"]) for row in tables["stats/industries"]}
    assert counts == Counter({key: count for key, count in given.items() if count})


def test_natures(tables: dict[str, Rows]) -> None:
    natures = {row["统一社会信用代码"]: row["单位性质"] for row in (*tables["products"], *tables["enterprises"])}
    counts = Counter(natures.values())
    assert all(int(row["单位数"]) == counts[row["单位性质"]] for row in tables["stats/natures"])


def test_testing_and_rights(tables: dict[str, Rows]) -> None:
    tested = Counter(
        row["大模型产品所属种类"] for row in tables["products"] if row["大模型产品检测情况.是否检测"] == "是"
    )
    level = {row["页面"]: row["大模型产品所属种类"] for row in tables["products"]}
    holders = Counter(
        (kind, level[page]) for kind, page in {(row["类型"], row["页面"]) for row in tables["intellectual-property"]}
    )
    for row in tables["stats/testing"]:
        assert int(row["已出具检测报告"]) == tested[row["级别"]]
        assert int(row["拥有发明专利"]) == holders["发明专利", row["级别"]]
    for row in tables["stats/patents"]:
        assert [int(row[f"{name}产品数"]) for name in LEVELS] == [holders[row["知识产权类型"], name] for name in LEVELS]


def test_teams(tables: dict[str, Rows]) -> None:
    sizes = [int(row["大模型产品研发服务团队情况.人员数量"]) for row in tables["enterprises"]]
    counts = [sum(low <= size and (high is None or size <= high) for size in sizes) for low, high in TEAMS]
    assert [int(row["企业数"]) for row in tables["stats/teams"]] == counts


def test_months(tables: dict[str, Rows]) -> None:
    added = Counter(row["首次公布"][:7] for row in tables["products"])
    assert {row["月份"]: int(row["新增产品数"]) for row in tables["stats/months"]} == dict(added)
