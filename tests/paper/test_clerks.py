"""Forms as clerks fill them in, their receipts beside them (written anew by ``python -m tests.paper.golden``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.intake.options import pick
from scripts.intake.rich import Rich
from scripts.paper.wording import BOXES
from tests.paper.golden import FOLDER, receipts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return receipts(tmp_path_factory.mktemp("clerks"))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_receipt(made: dict[str, str], path: Path) -> None:
    assert made[path.stem] == path.read_text(encoding="utf-8")


def test_no_receipt_tells_a_contact_where_no_terminal_is(tmp_path: Path) -> None:
    for text in receipts(tmp_path, values=False).values():
        receipt = text.split("\n--- ")[0]
        assert not any(
            private in receipt for private in ("示例甲", "示例乙", "15400000", "00000003", "8600", "3200", "示例路17号")
        )


NATURES = next(box for box in BOXES["附件1"] if box.label == "单位性质").options
PATENTS = next(box for box in BOXES["附件2"] if box.label == "大模型产品知识产权情况").options
LEVELS = next(box for box in BOXES["附件2"] if box.label == "大模型产品所属种类").options


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("☑企业 □事业单位 □社会组织（社会团体、民办非企业单位） □其他，请说明__", ["企业"]),
        ("√企业  事业单位  社会组织", ["企业"]),
        ("企业√ 事业单位 社会组织 其他", ["企业"]),
        ("□企业 事业单位√ □社会组织", ["事业单位"]),
        ("□企业 □√事业单位", ["事业单位"]),
        ("[ ]企业 [√]事业单位", ["事业单位"]),
        ("[x]企业 [ ]事业单位", ["企业"]),
        ("（ ）企业（√）事业单位（ ）社会组织", ["事业单位"]),
        ("企业□ 事业单位☑ 社会组织□", ["事业单位"]),
        ("企业", ["企业"]),
        ("☑企业 ☑事业单位", ["企业", "事业单位"]),
        ("□企业 □事业单位", []),
        ("民营", []),
        ("企业 事业单位 社会组织 其他", []),
    ],
)
def test_ticks(text: str, chosen: list[str]) -> None:
    assert pick(NATURES, Rich.of([[text, False, False]])).chosen == chosen


def test_several_may_be_named_without_boxes() -> None:
    assert pick(PATENTS, Rich.of([["软件著作权、发明专利", False, False]]), many=True).chosen == [
        "软件著作权",
        "发明专利",
    ]
    assert (
        pick(PATENTS, Rich.of([["拥有软件著作权。拥有发明专利。其他，请说明：", False, False]]), many=True).chosen == []
    )


def test_a_word_in_an_explanation_is_no_option() -> None:
    text = "□基础大模型：能为行业级、场景级大模型产品研发提供底座\n√行业大模型：面向某个特定行业"
    assert pick(LEVELS, Rich.of([[text, False, False]])).chosen == ["行业级"]
