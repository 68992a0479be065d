"""A form in two halves (联系信息: 另交): joined and judged as one, bound to each other, and nothing private in Git."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.forms.commitment import commit, new_salt
from scripts.check.pipeline import check
from scripts.report import FORMATS
from scripts.report.lines import report
from scripts.report.style import Style
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees
from tests.cases import BASE, TODAY, UNIT
from tests.separate import part, surveyed

pytestmark = pytest.mark.usefixtures("one_sandbox", "separate")
HERE = UNIT.removeprefix("submissions/")


@pytest.fixture(scope="module")
def separate() -> Iterator[None]:
    with surveyed(联系信息="另交"):
        yield


class Survey:
    """The valid unit of the cases in two halves."""

    def __init__(self, folder: Path) -> None:
        self.root, self.private = folder / "repository", folder / "private"
        shutil.copytree(BASE, self.root)
        part(self.root, self.private)

    def told(self, *, alone: bool = False) -> list[Finding]:
        tree = DiskTree(self.root)
        return check(tree if alone else TwoTrees(tree, self.private, "DIR"), today=TODAY).findings

    def rules(self, *, alone: bool = False) -> list[tuple[str, str, str | None]]:
        return [(found.rule, found.path, found.field) for found in self.told(alone=alone)]

    def shown(self) -> str:
        """Everything that a terminal shows of the repository alone."""
        checked = check(DiskTree(self.root), today=TODAY)
        return FORMATS["text"](report(checked, values=True), Style())

    def edit(self, path: str, old: str, new: str) -> None:
        file = (self.root if path.startswith("submissions") else self.private) / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def both(tmp_path: Path) -> Survey:
    return Survey(tmp_path)


def test_a_valid_form_in_two_halves(both: Survey) -> None:
    assert both.told() == []
    assert both.told(alone=True) == []


def test_the_vectors_hold() -> None:
    for vector in json.loads((Path(__file__).parent / "data/commitments.json").read_text(encoding="utf-8")):
        assert commit(**vector["of"]) == vector["commitment"], vector


def test_equal_values_commit_differently() -> None:
    made = {commit(2024, "jinan", "91370102EXAMPLE031", "hetong", new_salt(), {"联系人": "示例丙"}) for _ in range(20)}
    assert len(made) == 20


# ---------- what must not be in Git ----------

PRIVATE = {
    "enterprise": (
        "联系人姓名: 示例隐甲",
        "手机号码: 15400009876",
        "企业年度收入: 98765.43",
        "企业大模型相关收入: 87.65",
        "高成长性说明: 示例隐丁",
    ),
    "product": ("联系人: 示例隐乙", "联系方式: 0531-00009876"),
}


@pytest.mark.parametrize("line", PRIVATE["enterprise"])
@pytest.mark.parametrize(
    "style", ["{}", '{0[0]}: "{0[1]}"', "{0[0]}: >-\n  {0[1]}", "{0[0]}: # 说明\n  {0[1]}", "{0[0]}: [{0[1]}]"]
)
def test_a_private_value_in_the_public_half_is_one_error_and_not_echoed(both: Survey, line: str, style: str) -> None:
    label, _, value = line.partition(": ")
    written = line if style == "{}" else style.format((label, value))
    both.edit(f"{UNIT}/enterprise.yaml", "单位性质: 企业\n", f"单位性质: 企业\n{written}\n")
    for alone in (True, False):
        assert both.rules(alone=alone) == [("private-here", f"{UNIT}/enterprise.yaml", label)]
    assert value not in both.shown()


def test_a_private_part_of_a_part_is_refused(both: Survey) -> None:
    both.edit(f"{UNIT}/enterprise.yaml", "  区县: 历下区\n", "  区县: 历下区\n  地址: 示例隐丙路九十九号\n")
    assert both.rules() == [("private-here", f"{UNIT}/enterprise.yaml", "单位注册地.地址")]
    both.edit(
        f"{UNIT}/enterprise.yaml",
        "    另交: 是\n  - 类别: 能力证明",
        "    文件: materials/yinwu.pdf\n  - 类别: 能力证明",
    )
    assert [rule for rule, *_ in both.rules(alone=True)] == ["private-here", "private-here"]
    assert "yinwu" not in both.shown()
    assert "九十九" not in both.shown()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("经营范围: ", "经营范围: 业务联系15400009876，"),
        ("经营范围: ", "# 电话 １５４００００９８７６\n经营范围: "),
        ("企业名称: 示例泉智科技有限公司", "企业名称: 示例泉智科技有限公司154 0000 9876"),
        ("网址: ", "未知154-0000-9876: 15400009876\n网址: "),
        ("注册资金: 5000", "注册资金: 约 15400009876"),
        ("经营范围: ", "经营范围: 370102199003070008，"),
        ("团队能力: ", "团队能力: >-\n    154\n    00009876，"),
    ],
)
def test_a_number_of_a_person_anywhere_is_an_error_and_not_echoed(both: Survey, old: str, new: str) -> None:
    path = f"{UNIT}/enterprise.yaml"
    text = (both.root / path).read_text(encoding="utf-8")
    assert old in text
    (both.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    rules = [rule for rule, *_ in both.rules(alone=True)]
    assert rules.count("private-here") == 1, rules
    assert not {"text-personal", "amount-format"} & set(rules)
    assert not any(text in both.shown() for text in ("9876", "９８７６", "30700"))


def test_a_file_in_materials_is_an_error(both: Survey) -> None:
    for name in ("materials/a.pdf", "materials/deep/张.doc", "Materials/b.png"):
        file = both.root / UNIT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    assert [rule for rule, *_ in both.rules()] == ["private-here"] * 3


def test_the_bureaus_own_contact_is_refused_and_its_public_number_is_not(both: Survey) -> None:
    path = both.root / "submissions/jinan/bureau.yaml"
    path.write_text(
        "填报单位: 示例局\n报送电话: 15400009876、0531-00000000\n报送邮箱: llm@example.com\n", encoding="utf-8"
    )
    assert both.told() == []
    path.write_text("联系人: 示例隐乙\n报送电话: 15400009876\n备注: 15400009876\n", encoding="utf-8")
    assert [(rule, field) for rule, _, field in both.rules() if rule == "private-here"] == [
        ("private-here", "联系人"),
        ("private-here", None),
    ]
    assert "示例隐" not in both.shown()


def test_a_misspelt_private_field_is_known_for_what_it_is(both: Survey) -> None:
    both.edit(f"{UNIT}/enterprise.yaml", "单位性质: 企业\n", "单位性质: 企业\n联系人名: 示例隐甲\n")
    assert [rule for rule, *_ in both.rules(alone=True)] == ["private-here"]
    assert "示例隐" not in both.shown()


def test_a_commitment_is_asked_for(both: Survey) -> None:
    path = f"{UNIT}/products/hetong.yaml"
    text = (both.root / path).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("不公开部分"))
    for wrong in (
        "",
        "不公开部分:",
        line.lower(),
        line[:-1],
        line.replace(" ", "").replace(":", ": "),
        line[:-1] + "1",
    ):
        (both.root / path).write_text(text.replace(line, wrong), encoding="utf-8")
        assert both.rules() == [("private-form", path, "不公开部分")], wrong
